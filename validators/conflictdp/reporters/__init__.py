"""A report in the form that its reader needs.

text        for people, in a terminal
json        for programs; its schema is schema/1.0/report.schema.json
"""
