"""The digest of a file, worked out while the file is looked at otherwise: neither waits for the other."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from threading import Event, Thread
from typing import TYPE_CHECKING

from conflictdp.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_BLOCK = 1 << 20


@contextmanager
def sha256_of(path: Path) -> Iterator[Callable[[], str]]:
    """What gives the SHA-256 of a file, and waits for it if need be; given up where the `with` statement ends first.

    Raises:
        InputError: When the digest is asked for, and the file could not be read.
    """
    digest, is_over, errors = hashlib.sha256(), Event(), []

    def read() -> None:
        try:
            with path.open("rb") as stream:
                while not is_over.is_set() and (block := stream.read(_BLOCK)):
                    digest.update(block)
        except OSError as error:
            errors.append(error)

    def result() -> str:
        thread.join()
        if errors:
            raise InputError(f"cannot read {path}: {errors[0].strerror}") from errors[0]
        return digest.hexdigest()

    thread = Thread(target=read, daemon=True)
    thread.start()
    try:
        yield result
    finally:
        is_over.set()
        thread.join()
