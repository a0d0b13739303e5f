"""What the files of each provider say, as SQL: one file for each, named as its crosswalk.

A file makes tables or views `read_...` of `given`; `conflictdp.convert.coded` says which there are and what they hold,
and makes the tables of the standard of them by `assembling.sql`. Nothing else is needed for a converter but its
crosswalk and the file beside that.
"""
