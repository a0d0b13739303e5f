"""Prints casualties by source with types of the project's own: conflictdp models pydantic -o models.py."""

import sys
from pathlib import Path

from models import Document

document = Document.model_validate_json(Path(sys.argv[1]).read_bytes())
titles = {source.source_id: source.title for source in document.sources}
names = {party.party_id: party.name for party in document.parties}
for event in document.events:
    for claim in event.claims:
        for count in claim.casualties:
            figure = count.best if count.best is not None else f"{count.low} or more"
            print(f"{count.outcome}: {figure} ({names.get(claim.claimant_id or '')}, in {titles[claim.source_id]})")
