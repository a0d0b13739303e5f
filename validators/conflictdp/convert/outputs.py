"""Outputs appear whole or not at all.

A folder or file grows under a temporary name beside its place, is flushed to the disk, and takes its place in one step.
Whatever goes wrong before that, nothing is left behind, and what stood there stands there still.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import orjson

from conflictdp.errors import OutputError
from conflictdp.spec.versions import BASE_URI, is_of_standard

if TYPE_CHECKING:
    from collections.abc import Iterator

DESCRIPTOR = "datapackage.json"
BUFFER = 1 << 20
HEAD = 4096
_NAMES_US = re.compile(
    rb'\s*\{\s*("record"\s*:\s*"package"\s*,\s*)?"\$schema"\s*:\s*"' + re.escape(BASE_URI.encode()) + b"/"
)
"""The beginning of a document or of JSON Lines of this standard, in whatever version."""


@contextmanager
def new_folder(out: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """A temporary folder that becomes the package folder `out` when the `with` statement ends without an exception.

    Args:
        out: The folder to make; its parent must exist.
        overwrite: Whether an existing package may be replaced; anything else that exists never is.

    Raises:
        OutputError: When the place is taken or cannot be written.
    """
    import _duckdb as duckdb

    refuse_taken(out, overwrite=overwrite)
    if out.is_file():
        raise OutputError(f"{out} is a file; a package is a folder")
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.tmp-", dir=out.parent))
    except OSError as error:
        raise OutputError(f"cannot write {out}: {_reason(error)}") from error
    try:
        yield folder
        _put_in_place(folder, out)
    except (OSError, duckdb.IOException) as error:
        raise OutputError(f"cannot write {out}: {_reason(error)}") from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def new_file(out: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file `out`, in place of any other, when the `with` statement ends well.

    A device or pipe is written to as it stands, since nothing can take its place.

    Raises:
        OutputError: When it cannot be written; what stood there stands there still.
    """
    if out.is_dir():
        raise OutputError(f"{out} is a folder, not a file")
    try:
        if out.exists() and not out.is_file():
            with out.open("wb") as stream:
                yield stream
            return
        place = out.resolve()
        handle, name = tempfile.mkstemp(prefix=f".{place.name}.tmp-", dir=place.parent)
        try:
            with os.fdopen(handle, "wb", buffering=BUFFER) as stream:
                yield stream
            Path(name).chmod(0o666 & ~_umask())
            _sync(Path(name))
            Path(name).replace(place)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write {out}: {_reason(error)}") from error
    with suppress(OSError):
        _sync(out.parent)


@contextmanager
def new_path(out: Path, *, overwrite: bool = False) -> Iterator[Path]:
    """The path of a file to be written that becomes the file `out` when the `with` statement ends well.

    For what opens its file itself; `new_file` is for what writes to a stream.

    Args:
        out: The file to make; its folder must exist.
        overwrite: Whether a file that is there may be replaced. A folder never is.

    Raises:
        OutputError: When the place is taken or cannot be written.
    """
    import sqlite3

    import _duckdb as duckdb

    if os.path.lexists(out) and (out.is_dir() or not overwrite):
        raise OutputError(f"{out} exists already; choose another place" + ("" if out.is_dir() else ", or --overwrite"))
    try:
        with tempfile.TemporaryDirectory(prefix=f".{out.name}.tmp-", dir=out.parent) as folder:
            grown = Path(folder) / "out"
            yield grown
            _sync(grown)
            grown.replace(out)
    except (OSError, duckdb.IOException, sqlite3.OperationalError) as error:
        raise OutputError(f"cannot write {out}: {_reason(error)}") from error
    with suppress(OSError):
        _sync(out.parent)


def write_file(out: Path, content: bytes, *, overwrite: bool = False) -> None:
    """Writes a document of this standard.

    Args:
        out: The file to write; its folder must exist.
        content: The document as JSON.
        overwrite: Whether an existing document of this standard may be replaced; anything else that exists never is.

    Raises:
        OutputError: When the place is taken or the file cannot be written.
    """
    refuse_taken(out, overwrite=overwrite)
    with new_file(out) as stream:
        stream.write(content)


def refuse_taken(out: Path, *, overwrite: bool) -> None:
    """Refuses a place that is taken, unless it holds a package or document that may be overwritten.

    Raises:
        OutputError: Says what stands there.
    """
    if not os.path.lexists(out):
        return
    if not overwrite:
        raise OutputError(f"{out} exists already; choose another place, or use --overwrite")
    described = None if out.is_symlink() else _ours(out / DESCRIPTOR if out.is_dir() else out)
    if described is None:
        raise OutputError(f"{out} exists and is not a package or document of this standard; it is not overwritten")
    if out.is_dir() and (others := _further_files(out, described)):
        raise OutputError(f"{out} also holds {', '.join(others[:3])}, not part of the package; it is not overwritten")


def _ours(path: Path) -> dict[str, object] | None:
    """What a descriptor, document, first line or archive says that names this standard; None for anything else.

    Of a document only the head is read: it may be larger than memory.
    """
    try:
        if path.suffix.lower() == ".zip":
            return _described(_descriptor_in(path))
        if path.name == DESCRIPTOR:
            return _described(path.read_bytes())
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except (OSError, zipfile.BadZipFile, KeyError):
        return None
    return {} if _NAMES_US.match(head) else None


def names_standard(path: Path) -> bool:
    """Whether a file is a descriptor, document, JSON Lines or archive that names this standard."""
    return _ours(path) is not None


def _described(content: bytes) -> dict[str, object] | None:
    """A descriptor that names this standard, in whatever version."""
    try:
        found = orjson.loads(content)
    except ValueError:
        return None
    return found if isinstance(found, dict) and is_of_standard(found.get("$schema")) else None


def _descriptor_in(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as opened:
        return opened.read(DESCRIPTOR)


def _further_files(folder: Path, described: dict[str, object]) -> list[str]:
    """What a package folder holds besides the files of the package: overwriting would lose it."""
    resources = described.get("resources")
    named = {r.get("path") for r in resources if isinstance(r, dict)} if isinstance(resources, list) else set()
    return sorted(p.name for p in folder.iterdir() if p.name != DESCRIPTOR and p.name not in named)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).splitlines()[0]


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current


def _sync(path: Path) -> None:
    """Flushes a file or folder to the disk; Windows can do neither for one that is open for reading only."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _put_in_place(folder: Path, out: Path) -> None:
    """Flushes the folder and gives it its name; a package that stood there is moved aside and removed last."""
    folder.chmod(0o777 & ~_umask())
    for path in (*folder.iterdir(), folder):
        _sync(path)
    if not os.path.lexists(out):
        folder.rename(out)
    else:
        _replace(folder, out)
    with suppress(OSError):
        _sync(out.parent)


def _replace(folder: Path, out: Path) -> None:
    aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.old-", dir=out.parent))
    old = aside / out.name
    try:
        out.rename(old)
        folder.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        aside.rmdir()
        raise
    shutil.rmtree(aside, ignore_errors=True)
