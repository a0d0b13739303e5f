"""Files that are none: links, pipes, devices, sockets, folders; and what the command is pointed at by mistake."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from corpus import LINKS, D, cases, csv_of, package

if TYPE_CHECKING:
    from collections.abc import Callable


def events(make: Callable[[Path], object]) -> Callable[[Path], Path]:
    """The base, whose events are something else than a file."""
    return instead("events.csv", make)


def instead(name: str, make: Callable[[Path], object]) -> Callable[[Path], Path]:
    """The base, one of whose files is something else than a file."""

    def build(folder: Path) -> Path:
        root = package(folder, {name: None})
        make(root / name)
        return root

    return build


def outside(path: Path) -> None:
    """A link to a file outside of the package, which holds a secret."""
    secret = path.parents[1] / "secret.csv"
    secret.write_bytes(csv_of("events").replace(b"armed_clash", b"secret"))
    path.symlink_to(secret)


def a_socket(path: Path) -> None:
    """A socket of the file system; its path must be short."""
    before = os.open(".", os.O_RDONLY)
    try:
        os.chdir(path.parent)
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path.name)
    finally:
        os.fchdir(before)
        os.close(before)


def linked_folder(path: Path) -> None:
    """The tables in a folder that is a link."""
    (path.parent / "real").mkdir()
    path.symlink_to(path.parent / "real")


def lone(make: Callable[[Path], object], name: str = "claim_links.csv") -> Callable[[Path], Path]:
    """A path that is given to the command, and is something else than a file."""

    def build(folder: Path) -> Path:
        make(folder / name)
        return folder / name

    return build


def to_good(path: Path) -> None:
    """A link to a sound file: the user's own choice, when it is what the command is given."""
    (path.parent / "real.csv").write_bytes(LINKS + b"c1,c2,denies\n")
    path.symlink_to(path.parent / "real.csv")


def bare(folder: Path) -> Path:
    """The base without a descriptor, whose events link outside."""
    root = events(outside)(folder)
    (root / D).unlink()
    return root


PLACES: dict[str, Callable[[Path], Path]] = {
    "a table that links outside": (events(outside), "2 conflictdp: events.csv: symbolic links are not followed"),
    "a table that links inside": (
        events(lambda p: p.symlink_to("sources.csv")),
        "2 conflictdp: events.csv: symbolic links are not followed",
    ),
    "a table that links to itself": (
        events(lambda p: p.symlink_to(p.name)),
        "2 conflictdp: events.csv: symbolic links are not followed",
    ),
    "a table that links to nothing": (
        events(lambda p: p.symlink_to("nowhere.csv")),
        "2 conflictdp: events.csv: symbolic links are not followed",
    ),
    "a table that links to a device": (
        events(lambda p: p.symlink_to("/dev/zero")),
        "2 conflictdp: events.csv: symbolic links are not followed",
    ),
    "a table that is a folder": (events(lambda p: p.mkdir()), "2 conflictdp: events.csv: not a regular file"),
    "a table that is a pipe": (events(os.mkfifo), "2 conflictdp: events.csv: not a regular file"),
    "a table that is a socket": (events(a_socket), "2 conflictdp: events.csv: not a regular file"),
    "a descriptor that is a folder": (
        instead(D, lambda p: p.mkdir()),
        "2 conflictdp: datapackage.json: not a regular file",
    ),
    "a descriptor that is a pipe": (instead(D, os.mkfifo), "2 conflictdp: datapackage.json: not a regular file"),
    "a descriptor that links outside": (
        instead(D, lambda p: p.symlink_to("/etc/passwd")),
        "2 conflictdp: datapackage.json: symbolic links are not followed",
    ),
    "a descriptor that links to nothing": (
        instead(D, lambda p: p.symlink_to("nowhere.json")),
        "2 conflictdp: datapackage.json: symbolic links are not followed",
    ),
    "a link for a table, without a descriptor": (bare, "2 conflictdp: events.csv: symbolic links are not followed"),
    "a pipe": (lone(os.mkfifo), "2 conflictdp: {path}: not a regular file"),
    "a device": (lambda _: Path("/dev/zero"), "2 conflictdp: {path}: not a regular file"),
    "a link to a device": (lone(lambda p: p.symlink_to("/dev/zero")), "2 conflictdp: {path}: not a regular file"),
    "a link to a sound file": (lone(to_good), "0 "),
    "a link to itself": (lone(lambda p: p.symlink_to(p)), "2 conflictdp: {path}: there is no such file or folder"),
    "a socket": (lone(a_socket), "2 conflictdp: {path}: not a regular file"),
    "an empty folder": (
        lone(lambda p: p.mkdir(), "empty"),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "a folder named as a table": (
        lone(lambda p: p.mkdir()),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "a folder named as an archive": (
        lone(lambda p: p.mkdir(), "data.zip"),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "nothing": (lone(lambda _: None), "2 conflictdp: {path}: there is no such file or folder"),
    "a name with NUL": (
        lone(lambda _: None, "a\0.csv"),
        "2 conflictdp: {folder}/a\\x00.csv: there is no such file or folder",
    ),
    "a name of a kilobyte": (
        lambda _: Path("a" * 1000 + ".csv"),
        "2 conflictdp: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa: cannot be read (File name too long)",
    ),
    "a name with terminal escapes": (
        lone(lambda _: None, "\x1b[2J\n::error::\u202e.csv"),
        "2 conflictdp: {folder}/\\x1b[2J\\n::error::\\u202e.csv: there is no such file or folder",
    ),
    "a name that is a pattern": (
        lone(lambda p: (p.parent / "claim_links.csv").write_bytes(LINKS), "claim_*.csv"),
        "2 conflictdp: {path}: there is no such file or folder",
    ),
    "a name that is a web page": (
        lambda _: Path("http://127.0.0.1:9/events.csv"),
        "2 conflictdp: {path}: there is no such file or folder",
    ),
    "an ending that is not known": (
        lone(lambda p: p.write_bytes(LINKS), "claim_links.csv.gz"),
        "2 conflictdp: {path}: not a folder, .json, .jsonl, .zip, .csv, .parquet or .xlsx",
    ),
    "a spreadsheet": (
        lone(lambda p: p.write_bytes(b"PK\3\4"), "events.xlsx"),
        "2 conflictdp: events.xlsx: not a readable zip archive (File is not a zip file)",
    ),
    "a database": (
        lone(lambda p: p.write_bytes(b"SQLite format 3\0"), "events.sqlite"),
        "2 conflictdp: {path}: not a folder, .json, .jsonl, .zip, .csv, .parquet or .xlsx",
    ),
}

CASES = cases("place of", PLACES, lambda build: build)
