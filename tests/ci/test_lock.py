"""The lock file holds what the package needs, at versions that the package takes, each with its hashes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"


def locked() -> dict[str, str]:
    """The locked packages, each with its version."""
    return dict(re.findall(r"^([a-z0-9._-]+)==([^ ;\\]+)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_the_lock_fits_what_the_package_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [Requirement(text) for text in project["dependencies"]]
    pinned = locked()
    assert [r.name for r in wanted if r.name not in pinned] == [], "run `make lock`"
    assert [str(r) for r in wanted if not r.specifier.contains(pinned[r.name], prereleases=True)] == []


def test_every_package_is_locked_by_hash() -> None:
    blocks = re.split(r"^(?=[a-z0-9._-]+==)", LOCK.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(locked())
    assert [b.split("==")[0] for b in blocks if "--hash=sha256:" not in b] == []
