"""From bytes to raw tables: what was given, where each record came from, and what is wrong with the files.

inputs      what was given, as values
paths       which paths are safe, and opening files under a folder
staging     a temporary folder under plain names, removed at the end
packages    folders, descriptors and archives
headers     the header of a table against the columns of the standard
zip_layout  how a zip archive lies in its file
archives    zip archives
not_csv     what a file is that is called .csv and is something else
csv_blocks  CSV in blocks: a first look at the bytes
csv_files   CSV, and the careful reading of faulty files
metadata    what a dataset says of itself
json_text   strict JSON
json_places  where values stand in a JSON text
alike       what is wrong with values, remembered for those that are alike
flat_records  faults of records that hold no others, to be counted
structure   what the JSON Schemas refuse, in the words of the rules
plain       records with faults made fit for the tables
lines       JSON Lines
splitting   a JSON text cut into its values as it streams by
outline     a first reading of a document, and where its parts stand
documents   documents
sheet_cells  cells of a workbook as text
workbooks   workbooks of a spreadsheet program
open_input  what a path is, and reading it
discovery   datasets under a folder, and those that files belong to
"""
