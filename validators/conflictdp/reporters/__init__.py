"""A report in the form that its reader needs.

registry    the forms by name, and how reports are to be shown
text        for people, in a terminal
json        for programs; its schema is schema/1.0/report.schema.json
html        for people, in a browser: one page that stands by itself
"""
