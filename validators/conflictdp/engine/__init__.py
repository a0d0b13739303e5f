"""The checks on DuckDB: vectorised over rows; only rows at fault come back.

sql         identifiers, literals and the SQL of cells, in one place
hits        what a check found, before it has a place
typed_tables  the SQL by which a table is read in one pass
plain_cells  the cells of small tables, typed without the engine where all of them are good
package_table  what a dataset says of itself, as a table
parquet_texts  the values of Parquet as texts of cells
resources   memory and threads
optimizers  the passes of the engine's optimizer that are left out
pieces      how CSV is shared out among threads while it is read and written
store       the connection, sandboxed, and the tables in it: as text and typed
unpacking   how much text a Parquet file unpacks to
shredding   records as JSON into rows of tables
cells       types, constraints and codes
small_tables  what can be seen of small tables without a query
keys        ids, references and doubled rows
survey      one look at each table and its references, which tells what to leave out
rules       row rules in one pass per table, set rules as queries
"""
