"""Input that takes a while."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def parties(folder: Path, number: int) -> Path:
    """JSON Lines of so many parties, and of nothing else."""
    path = folder / "data.jsonl"
    line = '{"record":"party","party_id":"p%d","name":"Invented group %d","party_type":"armed_group"}\n'
    path.write_text("".join(line % (i, i) for i in range(number)), encoding="utf-8")
    return path
