"""Prints the casualties of a dataset by source: python examples/casualties_by_source.py PATH."""

import sys

import conflictdp

QUERY = """
SELECT event_title, affected_party, outcome, count_kind, low, best, high, claimant, stance, certainty, locator
FROM casualties_by_source
ORDER BY event_title, affected_party, outcome, low DESC, claimant, locator
"""

with conflictdp.open(sys.argv[1]) as data:
    result = data.sql(QUERY)
    rows = [[*result.columns], *([("" if v is None else str(v)) for v in row] for row in result.fetchall())]

widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
for row in rows:
    print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
