"""From bytes to raw tables: what was given, where each record came from, and what is wrong with the files.

inputs      what was given, as values
paths       which paths are safe, and opening files under a folder
staging     a temporary folder under plain names, removed at the end
packages    folders, descriptors and archives
csv_files   headers, and the careful reading of faulty files
json_text   strict JSON, and the place of a value in its text
documents   documents and JSON Lines: structure, and shredding into tables
"""
