"""Documents and JSON Lines, streamed: while the engine shreds one batch, the next is judged."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from conflictdp.engine.shredding import Shredder
from conflictdp.readers.inputs import Batch, Input, TableFile
from conflictdp.readers.json_text import NotJSONError
from conflictdp.readers.structure import not_json
from conflictdp.spec.tables import tables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictdp.engine.store import Store
    from conflictdp.readers.inputs import Reader
    from conflictdp.readers.staging import Staging
    from conflictdp.report.findings import Findings

ONE_CORE = 8 << 20
"""Files smaller than this are read in one thread: starting another pays only after."""

SWITCH = 0.0002
"""Seconds after which the thread that judges lets the engine's in: it asks for the interpreter after every task."""


def shred(given: Input, reader: Reader, store: Store, staging: Staging, findings: Findings) -> dict[str, TableFile]:
    """Reads a document or JSON Lines to its end and puts the records into the store.

    Returns:
        The tables that have a record.
    """
    shredder = Shredder(store, is_lines=given.form == "lines")
    extras: set[str] = set()

    def add(batch: Batch) -> None:
        extras.update(batch.extras)
        staging.limits.check("columns", len(extras), reader.file)
        path = staging.new(".jsonl")
        path.write_bytes(batch.data)
        shredder.add(path, batch.kinds, batch.first, batch.extras)
        path.unlink()

    try:
        if reader.path.stat().st_size < ONE_CORE:
            for batch in reader.batches():
                add(batch)
        else:
            _side_by_side(reader.batches(), add)
    except NotJSONError as error:
        findings.add(not_json(error, reader.file, error.line))
    given.metadata = reader.metadata
    shredder.finish()
    names = [t for t in tables() if t in shredder.extras]
    return {n: TableFile(n, reader.file, reader.path, "shredded", store.loaded[n].columns) for n in names}


def _side_by_side(batches: Iterator[Batch], add: Callable[[Batch], None]) -> None:
    """Adds each batch in a second thread while the next is made in this one."""
    from concurrent.futures import Future, ThreadPoolExecutor

    waiting: Future[None] | None = None
    with _switching(SWITCH), ThreadPoolExecutor(1) as executor:
        for batch in batches:
            if waiting:
                waiting.result()
            waiting = executor.submit(add, batch)
        if waiting:
            waiting.result()


@contextmanager
def _switching(seconds: float) -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(seconds)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
