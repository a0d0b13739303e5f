"""The digest of a file, beside what is done with it meanwhile."""

from __future__ import annotations

import hashlib
import os
import threading
from typing import TYPE_CHECKING

import pytest

from conflictdp.convert.digests import sha256_of
from conflictdp.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_that_of_the_whole_file(tmp_path: Path) -> None:
    content = b"0123456789" * 300_000
    (tmp_path / "a").write_bytes(content)
    with sha256_of(tmp_path / "a") as digest:
        assert digest() == digest() == hashlib.sha256(content).hexdigest()


def test_that_a_file_cannot_be_read_is_said_when_it_is_asked_for(tmp_path: Path) -> None:
    with sha256_of(tmp_path / "missing") as digest, pytest.raises(InputError, match=r"cannot read .*missing"):
        digest()


@pytest.mark.skipif(os.name == "nt", reason="there the disk would have to hold the file")
def test_who_does_not_ask_does_not_wait_for_it(tmp_path: Path) -> None:
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(1 << 40)  # without a block on the disk; half an hour's work
    before = threading.active_count()
    with sha256_of(tmp_path / "large"):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before
