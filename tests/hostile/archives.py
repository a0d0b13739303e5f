"""Zip archives that lead outside, unpack without end, or say two things at once."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from typing import TYPE_CHECKING

from corpus import D, cases, csv_of, file, files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Member = tuple[str | zipfile.ZipInfo, bytes]


def packed(members: Iterable[Member], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with these members, in that order, whatever their names."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return stream.getvalue()


def base(*more: Member, method: int = zipfile.ZIP_DEFLATED, without: str = "") -> bytes:
    """The base as an archive, with more members."""
    return packed([*((n, d) for n, d in files().items() if n != without), *more], method)


def kind(name: str, mode: int) -> zipfile.ZipInfo:
    """A member that says it is a link, a device, or the like."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    return info


def renamed(old: bytes, new: bytes, *, only_in: slice = slice(None)) -> bytes:
    """The base with the bytes of one name replaced by others of the same length."""
    data = base()
    return data[: only_in.start or 0] + data[only_in].replace(old, new) + data[only_in.stop or len(data) :]


def flagged(bits: int) -> bytes:
    """The base, every member of which has a flag set, in both of its headers."""
    data = bytearray(base())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = data.find(mark)
        while found >= 0:
            data[found + at] |= bits
            found = data.find(mark, found + 4)
    return bytes(data)


def central(field: int, value: bytes, member: bytes = b"events.csv") -> bytes:
    """The base with bytes of one member's entry in the central directory replaced."""
    data = bytearray(base())
    start = data.find(member, data.find(b"PK\x01\x02")) - 46
    data[start + field : start + field + len(value)] = value
    return bytes(data)


def local(field: int, value: bytes, member: bytes = b"events.csv") -> bytes:
    """The base with bytes of one member's own header replaced."""
    data = bytearray(base())
    start = data.find(member) - 30
    data[start + field : start + field + len(value)] = value
    return bytes(data)


def ending(field: int, value: bytes) -> bytes:
    """The base with bytes of the end of its central directory replaced."""
    data = bytearray(base())
    start = data.rfind(b"PK\x05\x06")
    data[start + field : start + field + len(value)] = value
    return bytes(data)


def bomb() -> bytes:
    """A member of 2 GiB in two megabytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("events.csv", "w", force_zip64=True) as out,
    ):
        out.write(csv_of("events"))
        for _ in range(2048):
            out.write(bytes(1 << 20))
    with zipfile.ZipFile(stream, "a") as archive:
        for name, data in files().items():
            if name != "events.csv":
                archive.writestr(name, data)
    return stream.getvalue()


def overlapping() -> bytes:
    """Members that share their packed bytes: each unpacks, all together to far more than there is."""
    core = packed([("events.csv", csv_of("events") + bytes(1 << 20))])
    start = core.find(b"PK\x01\x02")
    entry = core[start : core.rfind(b"PK\x05\x06")]
    names = [b"event%05d" % i for i in range(5000)]
    directory = b"".join(entry[:46] + n + entry[56:] for n in [*names, b"events.csv"])
    count = struct.pack("<HH", len(names) + 1, len(names) + 1)
    tail = b"PK\x05\x06\0\0\0\0" + count + struct.pack("<II", len(directory), start) + b"\0\0"
    return core[:start] + directory + tail


def many(number: int) -> bytes:
    """So many empty members beside the base."""
    return base(*((f"notes/{i}.txt", b"") for i in range(number)), method=zipfile.ZIP_STORED)


def nested(depth: int) -> bytes:
    """Archives in archives."""
    data = base()
    for _ in range(depth):
        data = base(("more.zip", data))
    return data


def spoilt(find: bytes, put: bytes) -> bytes:
    """The base, stored, with some bytes of the content of a member changed."""
    return base(method=zipfile.ZIP_STORED).replace(find, put)


NAMES = {
    "above": (
        "../evil.csv",
        "2 conflictdp: data.zip: member '../evil.csv' has an unsafe path: it has an empty part, . or ..",
    ),
    "above from within": (
        "a/../../evil.csv",
        "2 conflictdp: data.zip: member 'a/../../evil.csv' has an unsafe path: it has an empty part, . or ..",
    ),
    "absolute": (
        "/tmp/evil.csv",
        "2 conflictdp: data.zip: member '/tmp/evil.csv' has an unsafe path: it is absolute or has backslashes",
    ),
    "of another machine": (
        "//server/share/evil.csv",
        "2 conflictdp: data.zip: member '//server/share/evil.csv' has an unsafe path: it is absolute or has backslashes",
    ),
    "with backslashes": (
        "..\\evil.csv",
        "2 conflictdp: data.zip: member '..\\\\evil.csv' has an unsafe path: it is absolute or has backslashes",
    ),
    "on a drive": (
        "C:/evil.csv",
        "2 conflictdp: data.zip: member 'C:/evil.csv' has an unsafe path: it is a web address or names a drive",
    ),
    "with a terminal escape": (
        "\x1b[2J.csv",
        "2 conflictdp: data.zip: member '\\x1b[2J.csv' has an unsafe path: it holds characters that cannot be printed or are not normalised",
    ),
    "with a line break and a workflow command": (
        "a\n::error::b.csv",
        "2 conflictdp: data.zip: member 'a\\n::error::b.csv' has an unsafe path: it holds characters that cannot be printed or are not normalised",
    ),
    "with a workflow command": (
        "::error::a.csv",
        "2 conflictdp: data.zip: member '::error::a.csv' has an unsafe path: it holds characters that cannot be printed or are not normalised",
    ),
    "with a bidirectional control": (
        "\u202efdp.csv",
        "2 conflictdp: data.zip: member '\\u202efdp.csv' has an unsafe path: it holds characters that cannot be printed or are not normalised",
    ),
    "of a device": (
        "aux.csv",
        "2 conflictdp: data.zip: member 'aux.csv' has an unsafe path: a part of it is a reserved device name",
    ),
    "of a variable": (
        "$HOME.csv",
        "2 conflictdp: data.zip: member '$HOME.csv' has an unsafe path: it holds a wildcard, a variable or a character of the shell",
    ),
    "of a glob": (
        "*.csv",
        "2 conflictdp: data.zip: member '*.csv' has an unsafe path: it holds a wildcard, a variable or a character of the shell",
    ),
    "here": (
        "./events.csv",
        "2 conflictdp: data.zip: member './events.csv' has an unsafe path: it has an empty part, . or ..",
    ),
    "with an empty part": (
        "a//b.csv",
        "2 conflictdp: data.zip: member 'a//b.csv' has an unsafe path: it has an empty part, . or ..",
    ),
    "that ends with a space": (
        "events.csv ",
        "2 conflictdp: data.zip: member 'events.csv ' has an unsafe path: a part of it begins or ends with a dot or a space",
    ),
    "of a web page": (
        "http://example.org/a.csv",
        "2 conflictdp: data.zip: member 'http://example.org/a.csv' has an unsafe path: it is a web address or names a drive",
    ),
    "that is SQL": ("events'; DROP TABLE events; --.csv", "0 "),
    "too long": (
        "a/" * 600 + "a.csv",
        "2 conflictdp: data.zip: member 'a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/a/' has an unsafe path: it is too long",
    ),
    "of a table in capitals": (
        "EVENTS.CSV",
        "2 conflictdp: data.zip: member 'EVENTS.CSV' stands twice, once as 'events.csv'",
    ),
    "that is hidden": (".events.csv", "0 "),
    "that macOS adds": ("__MACOSX/._events.csv", "0 "),
}

ARCHIVES: dict[str, Callable[[], bytes]] = {
    "nothing wrong": (base, "0 "),
    "a folder in it": (lambda: packed((f"blue-ford/{n}", d) for n, d in files().items()), "0 "),
    "two packages": (
        lambda: packed((f"{f}/{n}", d) for f in "ab" for n, d in files().items()),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "a name with NUL": (
        lambda: base(("events@.csv", b"x")).replace(b"events@.csv", b"events\0.csv"),
        "2 conflictdp: data.zip: member 'events' has an unsafe path: it holds NUL",
    ),
    "no descriptor": (lambda: base(without=D), "0 PKG001 datapackage.json"),
    "nothing in it": (
        lambda: packed([]),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "nothing of the standard in it": (
        lambda: packed([("readme.txt", b"x")]),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "a file missing": (
        lambda: base(without="events.csv"),
        "1 PKG007 datapackage.json /resources/2 | not checked: references to events",
    ),
    "a table twice": (
        lambda: base(("events.csv", csv_of("events"))),
        "2 conflictdp: data.zip: member 'events.csv' stands twice",
    ),
    "the descriptor twice": (
        lambda: base((D, b"{}")),
        "2 conflictdp: data.zip: member 'datapackage.json' stands twice",
    ),
    "a name twice but for its case": (
        lambda: base(("Events.csv", b"x")),
        "2 conflictdp: data.zip: member 'Events.csv' stands twice, once as 'events.csv'",
    ),
    "a folder of a file's name": (
        lambda: base(("events.csv/", b"")),
        "2 conflictdp: data.zip: member 'events.csv/' stands twice, once as 'events.csv'",
    ),
    "a file below a file": (
        lambda: base(("events.csv/a.csv", b"x")),
        "2 conflictdp: data.zip: member 'events.csv' is both a file and a folder",
    ),
    "a symbolic link": (
        lambda: base((kind("events.csv", stat.S_IFLNK | 0o777), b"/etc/passwd"), without="events.csv"),
        "2 conflictdp: data.zip: member 'events.csv' is a symbolic link",
    ),
    "a symbolic link to a folder": (
        lambda: base((kind("data", stat.S_IFLNK | 0o777), b"/etc")),
        "2 conflictdp: data.zip: member 'data' is a symbolic link",
    ),
    "a device": (
        lambda: base((kind("events.csv", stat.S_IFCHR | 0o666), b"x"), without="events.csv"),
        "2 conflictdp: data.zip: member 'events.csv' is neither a file nor a folder",
    ),
    "a pipe": (
        lambda: base((kind("events.csv", stat.S_IFIFO | 0o666), b"x"), without="events.csv"),
        "2 conflictdp: data.zip: member 'events.csv' is neither a file nor a folder",
    ),
    "a hidden symbolic link": (
        lambda: base((kind(".data", stat.S_IFLNK | 0o777), b"/etc")),
        "2 conflictdp: data.zip: member '.data' is a symbolic link",
    ),
    "a password": (lambda: flagged(1), "2 conflictdp: data.zip: member 'datapackage.json' is encrypted"),
    "strong encryption": (lambda: flagged(0x41), "2 conflictdp: data.zip: member 'datapackage.json' is encrypted"),
    "a method that is not known": (
        lambda: central(10, b"\x63\0"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "a wrong checksum": (
        lambda: central(16, b"\1\2\3\4"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "a content that was changed": (
        lambda: (
            spoilt(b"Clash at the Blue Ford\n", b"Clash at the Blue Lake\n")
            and spoilt(b"2031-05-03,day", b"2031-05-04,day")
        ),
        "2 conflictdp: data.zip: events.csv cannot be unpacked (Bad CRC-32 for file 'events.csv')",
    ),
    "a size too small": (
        lambda: central(24, b"\1\0\0\0"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "a size too large": (
        lambda: central(24, b"\xff\xff\xff\x7f"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "a packed size beyond all": (
        lambda: central(20, b"\xff\xff\xff\x7f"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "a place beyond its end": (
        lambda: central(42, b"\xff\xff\xff\x7f"),
        "2 conflictdp: data.zip: member 'events.csv' lies beyond the end",
    ),
    "a place of another member": (
        lambda: central(42, b"\0\0\0\0"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "sizes of zip64 that are not there": (
        lambda: central(20, b"\xff\xff\xff\xff\xff\xff\xff\xff"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "another name in a member's own header": (
        lambda: local(30, b"events.exe"),
        "2 conflictdp: data.zip: events.csv cannot be unpacked (File name in directory 'events.csv' and header b'events.exe' differ.)",
    ),
    "another method in a member's own header": (
        lambda: local(8, b"\0\0"),
        "2 conflictdp: data.zip: member 'events.csv' has two headers that disagree",
    ),
    "another name in the directory": (
        lambda: renamed(b"events.csv", b"eventz.csv"),
        "1 PKG007 datapackage.json /resources/2 | not checked: references to events",
    ),
    "a directory beyond its end": (
        lambda: ending(16, b"\xff\xff\xff\x7f"),
        "2 conflictdp: data.zip: not a readable zip archive ([Errno 22] Invalid argument)",
    ),
    "a directory of other size": (
        lambda: ending(12, b"\xff\xff\xff\x7f"),
        "2 conflictdp: data.zip: not a readable zip archive (Bad offset for central directory)",
    ),
    "more members than there are": (
        lambda: ending(10, b"\xff\xff"),
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: it says a wrong number of members",
    ),
    "fewer members than there are": (
        lambda: ending(8, b"\1\0\1\0"),
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: it says a wrong number of members, or is a part of an archive",
    ),
    "two disks": (
        lambda: ending(4, b"\1\0\1\0"),
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: it says a wrong number of members, or is a part of an archive",
    ),
    "text before it": (
        lambda: b"#!/bin/sh\n" + base(),
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: something stands before its first member",
    ),
    "text after it": (
        lambda: base() + b"text",
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: something follows its end",
    ),
    "a comment of its end's mark": (
        lambda: ending(20, b"\x16\0") + b"PK\5\6" + bytes(18),
        "2 conflictdp: {path}: no datapackage.json, and no file named after a table (such as events.csv)",
    ),
    "its half": (
        lambda: base()[: len(base()) // 2],
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "its end only": (
        lambda: base()[-22:],
        "2 conflictdp: data.zip: not a readable zip archive (Bad offset for central directory)",
    ),
    "its last byte missing": (
        lambda: base()[:-1],
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "bytes of chance": (
        lambda: bytes(i * 7919 % 251 for i in range(10_000)),
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "nothing": (lambda: b"", "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)"),
    "no archive but gzip": (
        lambda: b"\x1f\x8b\x08" + bytes(100),
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "no archive but tar": (
        lambda: b"events.csv" + bytes(247) + b"ustar" + bytes(1000),
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "no archive but a table": (
        lambda: csv_of("events"),
        "2 conflictdp: data.zip: not a readable zip archive (File is not a zip file)",
    ),
    "archives in archives": (lambda: nested(10), "0 "),
    "a table that is an archive": (
        lambda: base(("events.csv", base()), without="events.csv"),
        "1 TAB002 events.csv:1 | not checked: table events, references to events",
    ),
    "2 GiB in 2 MB": (
        bomb,
        "2 conflictdp: data.zip: events.csv: 1,028 times its packed size, unpacked: members of archives, texts of Parquet files; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit unpack_ratio=NUMBER",
    ),
    "a table of 100 MB in 100 kB": (
        lambda: base(("events.csv", csv_of("events") + bytes(100 << 20)), without="events.csv"),
        "2 conflictdp: data.zip: events.csv: 1,027 times its packed size, unpacked: members of archives, texts of Parquet files; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit unpack_ratio=NUMBER",
    ),
    "a table of 100 MB that nobody asked for": (lambda: base(("notes.txt", bytes(100 << 20))), "0 "),
    "a descriptor of 100 MB": (
        lambda: base((D, b" " * (100 << 20)), without=D),
        "2 conflictdp: data.zip: datapackage.json: 1,028 times its packed size, unpacked: members of archives, texts of Parquet files; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit unpack_ratio=NUMBER",
    ),
    "a bomb of LZMA": (
        lambda: base(("events.csv", bytes(50 << 20)), method=zipfile.ZIP_LZMA, without="events.csv"),
        "2 conflictdp: data.zip: events.csv: 7,008 times its packed size, unpacked: members of archives, texts of Parquet files; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit unpack_ratio=NUMBER",
    ),
    "a bomb of bzip2": (
        lambda: base(("events.csv", bytes(50 << 20)), method=zipfile.ZIP_BZIP2, without="events.csv"),
        "2 conflictdp: data.zip: events.csv: 647,269 times its packed size, unpacked: members of archives, texts of Parquet files; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit unpack_ratio=NUMBER",
    ),
    "members that overlap": (
        overlapping,
        "2 conflictdp: data.zip: not an archive that every program unpacks alike: its members overlap at event00001",
    ),
    "9,000 members": (lambda: many(9000), "0 "),
    "10,001 members": (
        lambda: many(10_001),
        "2 conflictdp: data.zip: 10,005 members of a zip archive; at most 10,000 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit archive_members=NUMBER",
    ),
}

CASES = [
    *cases("archive with a member", NAMES, lambda name: file("data.zip", lambda: base((name, b"x\n")))),
    *cases("archive with", ARCHIVES, lambda make: file("data.zip", make)),
]
