"""What a validation says: findings, grouped and counted, and the verdict.

findings    one finding, and the collection that counts and keeps the first of each kind
report      the whole: inputs, verdict, groups, what was not checked
"""

from conflictdp.report.findings import Finding, Findings, Group
from conflictdp.report.report import InputTable, NotChecked, Report

__all__ = ["Finding", "Findings", "Group", "InputTable", "NotChecked", "Report"]
