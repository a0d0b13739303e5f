"""What is measured, how, and against whom; see README.md.

world      the SQL of an invented world of any size: skewed, in several scripts, without a fault
planted    copies of the conformance cases: the tables that the world lacks, and faults of every kind, counted
generate   a package of both, as CSV, Parquet, JSON Lines or a document
ged        UCDP GED to a package, beside pandas.read_csv
"""
