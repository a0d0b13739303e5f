"""Datasets are found by what they say of themselves, and nothing else is taken for one."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

from conflictdp.readers.discovery import datasets_of, datasets_under

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two packages, a document, and much that is none of ours."""
    shutil.copytree(ROOT / "examples" / "minimal", tmp_path / "data" / "minimal")
    shutil.copytree(ROOT / "examples" / "khasham-2018", tmp_path / "data" / "deep" / "khasham")
    shutil.copytree(ROOT / "examples" / "minimal", tmp_path / ".hidden" / "minimal")
    shutil.copytree(ROOT / "examples" / "minimal", tmp_path / "node_modules" / "minimal")
    (tmp_path / "lines.jsonl").write_text(
        '{"record": "package", "$schema": "https://w3id.org/conflictdp/1.0/record.schema.json"}\n', encoding="utf-8"
    )
    (tmp_path / "other.jsonl").write_text('{"record": "song"}\n', encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "datapackage.json").write_text(json.dumps({"name": "x"}), encoding="utf-8")
    (tmp_path / "other" / "rows.csv").write_text("a\n1\n", encoding="utf-8")
    (tmp_path / "setup.json").write_text("{", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_datasets_under_a_folder(place: Path) -> None:
    assert [p.relative_to(place).as_posix() for p in datasets_under(place)] == [
        "lines.jsonl",
        "data/deep/khasham",
        "data/deep/khasham/khasham-2018.json",
        "data/minimal",
        "data/minimal/minimal.json",
    ]


@pytest.mark.usefixtures("place")
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (["data/minimal/claims.csv", "data/minimal/events.csv"], ["data/minimal"]),
        (["data/minimal/datapackage.json"], ["data/minimal"]),
        (["data/minimal/minimal.json"], ["data/minimal/minimal.json"]),
        (["data/minimal/README.md", "lines.jsonl"], ["data/minimal", "lines.jsonl"]),
        (["setup.json", "other/rows.csv", "other/datapackage.json", "other.jsonl", "not/there.csv"], []),
    ],
)
def test_datasets_of_changed_files(files: list[str], expected: list[str]) -> None:
    assert [p.as_posix() for p in datasets_of(map(Path, files))] == expected


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links on this system")
def test_no_link_is_followed(place: Path) -> None:
    (place / "link.json").symlink_to(place / "data" / "minimal" / "minimal.json")
    (place / "linked").symlink_to(place / "data" / "minimal")
    assert not [p for p in datasets_under(place) if "link" in p.name]
