"""Prints the casualties of a dataset by source: python examples/casualties_by_source.py PATH."""

import sys
from itertools import groupby

import conflictdp

QUERY = """
SELECT event_title, outcome, affected_party,
  CASE count_kind
    WHEN 'at_least' THEN low || ' or more'
    WHEN 'at_most' THEN high || ' or fewer'
    WHEN 'range' THEN low || ' to ' || high
    WHEN 'approximate' THEN 'about ' || best
    WHEN 'exact' THEN best::VARCHAR
    ELSE count_kind
  END AS figure,
  claimant, stance || coalesce(', ' || certainty, '') AS manner, source_id || coalesce(', ' || locator, '') AS place
FROM casualties_by_source
ORDER BY event_title, outcome DESC, affected_party, low DESC, claimant, place
"""

with conflictdp.open(sys.argv[1]) as data:
    rows = data.sql(QUERY).fetchall()

widths = [max((len(str(row[i])) for row in rows), default=0) for i in range(7)]
for (event, outcome, party), group in groupby(rows, key=lambda row: row[:3]):
    print(f"{event}: {outcome}" + (f", {party}" if party else ""))
    for row in group:
        cells = zip(row[3:], widths[3:], strict=True)
        print("  " + "  ".join(f"{cell:<{width}}" for cell, width in cells).rstrip())
