"""The article, which every target must be able to hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

KHASHAM = Path(__file__).resolve().parents[2] / "examples" / "khasham-2018"


@pytest.fixture(scope="session")
def article() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((KHASHAM / "khasham-2018.json").read_text(encoding="utf-8"))
    return document
