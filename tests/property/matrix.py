"""Where those who judge a record agree, and where one is weaker by design: makes docs/agreement.md.

Run it as `python tests/property/matrix.py` to write the page; a test holds it to what it says.
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import cache
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from constraints import Mutant, constraints, killed, mutants  # noqa: E402
from judges import JUDGES  # noqa: E402

PAGE = Path(__file__).parents[2] / "docs" / "agreement.md"

REASONS: dict[str, tuple[tuple[str, ...], str]] = {
    "Table Schema (frictionless)": (
        ("maxItems", "maxLength", "pattern", "uniqueItems"),
        "Table Schema constrains a list as a whole, if at all, and says nothing of its items.",
    ),
    "Arrow": (
        ("enum", "maxItems", "maxLength", "maximum", "minimum", "pattern", "uniqueItems"),
        "an Arrow schema says of what type a column is and whether it may be null, and nothing of values.",
    ),
    "SQL (DuckDB)": (("maxLength",), "the length of the items of a list is not checked; that of texts is."),
}
"""For each judge the kinds of constraint that it accepts some breach of, and why."""

HEAD = """# Who checks what

The standard is written as JSON Schemas, and many things are made from them: Table Schemas, models, Arrow schemas, SQL.
Each can say less than the schemas do. This page is made by putting records before all of them that violate exactly one
constraint of the schemas, {mutants} records for the {killed} of {constraints} constraints that can be violated alone;
it says how many of them each refuses. Valid records are accepted by all, and those of the conformance cases are judged
alike, but for what stands at the end.

"None such" means that the form cannot hold such a record, so that there is nothing to refuse: a table has no nested
records, and a cell no JSON types. What no form of a single record can say (keys, references, and the rules) is left to
`conflictdp validate`.
"""


def records() -> list[Mutant]:
    """The mutants that are single records of a table."""
    return [m for m in mutants() if m.table and m.schema == "record.schema.json"]


@cache
def verdicts() -> dict[tuple[str, str], Counter[bool | None]]:
    """For each kind of constraint and each judge, how many of its mutants were accepted, refused, or not judged."""
    found: dict[tuple[str, str], Counter[bool | None]] = {}
    chosen = records()
    for name, judge in JUDGES.items():
        for mutant, verdict in zip(chosen, judge([m.value for m in chosen]), strict=True):
            found.setdefault((mutant.constraint.kind, name), Counter())[verdict] += 1
    return found


def weaker() -> set[tuple[str, str]]:
    """Judges that accept a mutant of a kind of constraint: the name of the judge, and the kind."""
    return {(name, kind) for (kind, name), counts in verdicts().items() if counts[True]}


def page() -> str:
    """The page."""
    whole = HEAD.format(mutants=len(records()), killed=len(killed()), constraints=len(constraints()))
    kinds = sorted({kind for kind, _ in verdicts()})
    rows = ["| keyword | " + " | ".join(JUDGES) + " |", "|---" * (len(JUDGES) + 1) + "|"]
    rows += [f"| `{kind}` | " + " | ".join(_cell(kind, name) for name in JUDGES) + " |" for kind in kinds]
    reasons = [f"- {name}, {', '.join(f'`{k}`' for k in kinds_of)}: {why}" for name, (kinds_of, why) in REASONS.items()]
    return "\n".join([whole, *rows, "", "## Weaker by design", "", *reasons, ""])


def _cell(kind: str, name: str) -> str:
    counts = verdicts()[kind, name]
    judged = counts[True] + counts[False]
    if not judged:
        return "none such"
    return f"all {judged}" if not counts[True] else f"{counts[False] or 'none'} of {judged}"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
