"""The standard as Python values, read from the files under `schema/`.

versions       which versions there are and where their files lie
codelists      the permitted codes
tables         the tables: columns, kinds of value, keys, nesting; from the JSON Schemas
nesting        the mapping from tables to a document
values         what a value must be by itself
rules          what the standard demands beyond shape, as SQL
needs          what must be in the data for a rule to find anything
documents      the JSON Schemas compiled for use
sheets         how a dataset lies in a workbook
table_schemas  Table Schemas and descriptors
"""
