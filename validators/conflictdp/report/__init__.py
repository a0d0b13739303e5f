"""What a validation says: findings, grouped and counted, and the verdict.

findings    one finding, and the collection that counts and keeps the first of each kind
privacy     what is hidden because it can expose a person
spool       every finding, on disk
review      what a project has looked at: findings re-graded, set aside, or known
overrides   what a project's configuration says of findings
baseline    the findings that a dataset had on a day
limits      how much a project tolerates
report      the whole: inputs, verdict, groups, what was not checked
"""

from conflictdp.report.findings import Finding, Findings, Group
from conflictdp.report.report import InputTable, NotChecked, Report

__all__ = ["Finding", "Findings", "Group", "InputTable", "NotChecked", "Report"]
