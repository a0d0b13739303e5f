"""A report in the form that its reader needs.

registry    the forms by name, and how reports are to be shown
wording     sentences that several forms share
places      where the files of a report lie
turns       the order in which findings are shown where there is room for a few
text        for people, in a terminal
json        for programs; its schema is schema/1.0/report.schema.json
jsonl       every finding, a line each
csv         every finding, a row each
sarif       for code scanning
junit       for build servers
github      annotations of GitHub Actions
gitlab      code quality of GitLab
markdown    for job summaries and comments
html        for people, in a browser: one page that stands by itself
"""
