"""The command `conflictdp`.

group       the command and its subcommands, each imported when it is called
validate    conflictdp validate
limit_options  how much is read
report_options  where reports go, and how they look
review_options  what a project makes of findings: configuration, baseline, what fails
watch       conflictdp validate --watch
explain     conflictdp explain
catalogue   conflictdp rules, codelists
init        conflictdp init
convert     conflictdp convert
map         conflictdp map
models      conflictdp models
merge       conflictdp merge
template    conflictdp template
exits       exit codes, and messages on standard error
signals     how a signal ends the work
columns     rows of text as aligned columns
"""

from conflictdp.cli.group import main

__all__ = ["main"]
