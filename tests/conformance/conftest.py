"""Both ways in which the engine reads: as it reads small input, and as it reads large."""

from __future__ import annotations

import pytest

from conflictdp.engine import resources, store
from conflictdp.validation import streaming

SMALL, LARGE = "as small input", "as large input"
THRESHOLDS = ((store, "FEW"), (store, "SMALL"), (resources, "SMALL"), (streaming, "ONE_CORE"))


@pytest.fixture(params=[SMALL, LARGE])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Whatever is validated counts as large the second time: several threads, no shortcuts."""
    if request.param == LARGE:
        for module, name in THRESHOLDS:
            monkeypatch.setattr(module, name, 0)
    return str(request.param)
