# pyright: strict
"""A project that uses the models: a type checker finds fault with the lines that say so, and with no other."""

from datetime import date
from pathlib import Path

from conflictdp.models import Casualty, CasualtyOutcome, CountKind, Event, Package
from conflictdp.report import Finding

package = Package.load("examples/khasham-2018")
totals: dict[str, int] = {}
for event in package.events:
    for claim in event.claims:
        for count in claim.casualties:
            if count.outcome == CasualtyOutcome.KILLED and count.best is not None:
                totals[claim.source_id] = totals.get(claim.source_id, 0) + count.best

shelling = Event(event_id="e", event_type="shelling", start_date=date(2031, 4, 12))
shelling.casualties.append(Casualty(outcome=CasualtyOutcome.KILLED, count_kind=CountKind.SOME, low=1))
day: date | None = shelling.start_date
written: str = shelling.model_dump_json()
findings: list[Finding] = list(package.validate(select=("CAS",)).findings)
package.dump(Path("out.json"), overwrite=True)

Casualty(outcome="killed", count_kind=CountKind.SOME)  # wrong: a text is no member of a closed list
Casualty(outcome=CasualtyOutcome.KILLED)  # wrong: the kind of count is missing
Event(event_id="e", event_type="shelling", titel="Shelling")  # wrong: no such field
title: str = shelling.titel  # wrong: no such field
more: int = package.events[0].claims[0].casualties[0].best + 1  # wrong: it may be absent
package.dump("out", tables="xlsx")  # wrong: no such form
