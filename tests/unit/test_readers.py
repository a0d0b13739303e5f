"""What may be opened and how: paths, packages, archives, lone tables, Parquet."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import stat
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pytest

import conflictdp
from conflictdp.errors import ConflictDPError, InputError, LimitError, UsageError
from conflictdp.limits import DEFAULTS, Limits
from conflictdp.readers.open_input import open_input
from conflictdp.readers.paths import problem_of
from conflictdp.readers.staging import Staging
from conflictdp.report.findings import Finding, Findings
from conflictdp.spec.tables import tables
from packages import base, write

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflictdp.readers.inputs import Input

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = ROOT / "examples" / "khasham-2018"
D = "datapackage.json"


def read(path: Path | str, table: str | None = None, limits: Limits = DEFAULTS) -> tuple[Input, list[Finding]]:
    """What the readers make of a path, before anything is loaded."""
    findings = Findings(1000, shows_sensitive=True)
    with Staging(limits) as staging:
        found = open_input(Path(path), str(path), staging, findings, table=table)
        assert all(f.path.exists() for f in found.files)
    assert not staging.folder.exists()
    return found, list(findings)


def shown(found: list[Finding]) -> list[tuple[str, str | None, str | None]]:
    return [(f.rule, f.table, f.pointer) for f in found]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write(base(), tmp_path / "two-rivers")


def describe(package: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Changes the descriptor."""
    described = json.loads((package / D).read_text(encoding="utf-8"))
    change(described)
    (package / D).write_text(json.dumps(described), encoding="utf-8")
    return package


# Paths

UNSAFE = {
    "it is empty": [""],
    "it is not text": [None, 3, {"path": "events.csv"}],
    "it is a list of files; a table is one file": [["events.csv"], []],
    "it is too long": ["a/" * 512 + "b"],
    "it holds characters that cannot be printed or are not normalised": [
        *("events\n.csv", "events\0.csv", "events\u202e.csv", "e\u0301.csv", "events\ud800.csv"),
        *("a\u200bb.csv", "\ufeffa.csv", "a\u00a0b.csv"),
    ],
    "it is a web address or names a drive": [
        *("http://example.org/events.csv", "HTTPS://example.org/a", "file:///etc/passwd", "s3://bucket/a"),
        *("C:/a.csv", "c:a.csv", "data:text/csv,a"),
    ],
    "it is absolute or has backslashes": [
        *("/etc/passwd", "//host/share", "~/a.csv", "~root/a.csv", "\\\\host\\a", "a\\b.csv", "..\\a.csv"),
    ],
    "it holds a wildcard, a variable or a character of the shell": [
        *("*.csv", "event?.csv", "[ab].csv", "{a,b}.csv", "$HOME/a.csv", "%TEMP%/a.csv", "a|b", "a<b", 'a"b', "`id`"),
    ],
    "it has an empty part, . or ..": [
        *("../events.csv", "a/../../b.csv", "a//b.csv", "a/", "./a.csv", "a/./b", "..", "."),
    ],
    "a part of it begins or ends with a dot or a space": [
        *(".hidden.csv", "a/.git/config", "...", "a./b", " a.csv", "a.csv ", "a/ b"),
    ],
    "a part of it is a reserved device name": ["con", "NUL.csv", "a/Aux.txt", "com1", "LPT9.csv"],
    "a part of it is too long": ["ä" * 128 + ".csv"],
    "it is too deep": ["a/" * 16 + "b"],
}


@pytest.mark.parametrize(
    ("path", "problem"), [(p, problem) for problem, paths in UNSAFE.items() for p in paths], ids=lambda v: ascii(v)[:40]
)
def test_unsafe_paths(path: object, problem: str) -> None:
    assert problem_of(path) == problem


@pytest.mark.parametrize(
    "path",
    ["events.csv", "data/events.csv", "a b.csv", "événements.csv", "حدث.csv", "a-b_c.d+e,f;g=h@i!j(k)'l&m#n.csv",
     "console.csv", "a/" * 15 + "b", "ä" * 127, "x~y.csv", "1.csv"],
)  # fmt: skip
def test_safe_paths(path: str) -> None:
    assert problem_of(path) is None


# Packages

DESCRIPTORS: dict[str, tuple[Callable[[Any], object], list[tuple[str, str | None, str | None]], str]] = {
    "a path upwards": (
        lambda d: d["resources"][0].update(path="../sources.csv"),
        [("PKG006", "sources", "/resources/0")],
        "the path ../sources.csv of resource sources is not allowed: it has an empty part, . or ..",
    ),
    "a web address": (
        lambda d: d["resources"][0].update(path="https://example.org/sources.csv"),
        [("PKG006", "sources", "/resources/0")],
        "the path https://example.org/sources.csv of resource sources is not allowed: it is a web address or names",
    ),
    "a list of paths": (
        lambda d: d["resources"][0].update(path=["sources.csv"]),
        [("PKG006", "sources", "/resources/0")],
        'the path ["sources.csv"] of resource sources is not allowed: it is a list of files; a table is one file',
    ),
    "a number for a path": (
        lambda d: d["resources"][0].update(path=10**30),
        [("PKG006", "sources", "/resources/0")],
        f"the path {10**30} of resource sources is not allowed: it is not text",
    ),
    "an unsafe path of another file": (
        lambda d: d["resources"].append({"name": "notes", "path": "/etc/passwd"}),
        [("PKG006", None, "/resources/16")],
        "the path /etc/passwd of resource notes is not allowed: it is absolute or has backslashes",
    ),
    "data in the descriptor": (
        lambda d: d["resources"][0].pop("path") and d["resources"][0].update(data=[]),
        [("PKG004", "sources", "/resources/0")],
        "resource sources of the descriptor: it has no path",
    ),
    "a file under a file": (
        lambda d: d["resources"][0].update(path="events.csv/sources.csv"),
        [("PKG007", "sources", "/resources/0")],
        "the file events.csv/sources.csv of resource sources does not exist",
    ),
    "another file that is not there": (
        lambda d: d["resources"].append({"name": "notes", "path": "notes.txt"}),
        [("PKG007", None, "/resources/16")],
        "the file notes.txt of resource notes does not exist",
    ),
    "a resource that is no object": (
        lambda d: d["resources"].append(3),
        [("PKG004", None, "/resources/16")],
        'resources.16 of the descriptor: 3 is not of type "object"',
    ),
    "a name that is no text": (
        lambda d: d["resources"][1].update(name=["parties"]),
        [("PKG004", None, "/resources/1/name")],
        'resources.1.name of the descriptor: ["parties"] is not of type "string"',
    ),
    "a format that is no text": (
        lambda d: d["resources"][0].update(format={}),
        [("PKG004", None, "/resources/0/format")],
        'resources.0.format of the descriptor: {} is not of type "string"',
    ),
    "a hash that is none": (
        lambda d: d["resources"][0].update(hash="sha256:zz"),
        [("PKG004", None, "/resources/0/hash")],
        'resources.0.hash of the descriptor: "sha256:zz" does not match "^(sha256:)?[0-9a-f]{32,128}$"',
    ),
    "another hash": (
        lambda d: d["resources"][0].update(hash="sha256:" + "0" * 64),
        [("PKG012", None, "/resources/0")],
        "the file sources.csv has sha256:",
    ),
    "a field that has no name": (
        lambda d: d["resources"][0]["schema"]["fields"].append({"name": [1]}),
        [],
        "",
    ),
    "a field that the standard does not have": (
        lambda d: d["resources"][0]["schema"]["fields"].append({"name": "mood"}),
        [("PKG011", "sources", "/resources/0")],
        "the Table Schema that the descriptor gives for sources differs from the standard's: it has a field mood",
    ),
    "a constraint taken away": (
        lambda d: d["resources"][0]["schema"]["fields"][0].pop("constraints"),
        [("PKG011", "sources", "/resources/0")],
        "the Table Schema that the descriptor gives for sources differs from the standard's: constraints of source_id",
    ),
    "two resources of one table": (
        lambda d: d["resources"].append(d["resources"][0]),
        [("PKG009", "sources", "/resources/16")],
        "two resources are named sources; only the first was read",
    ),
    "another encoding": (
        lambda d: d["resources"][0].update(encoding="latin-1"),
        [("PKG010", "sources", "/resources/0")],
        "resource sources: its encoding is latin-1, not utf-8",
    ),
    "UTF-8 in other words": (lambda d: d["resources"][0].update(encoding="UTF_8"), [], ""),
    "the default dialect": (lambda d: d["resources"][0].update(dialect={"delimiter": ",", "header": True}), [], ""),
    "no header": (
        lambda d: d["resources"][0].update(dialect={"header": False}),
        [("PKG010", "sources", "/resources/0")],
        "resource sources: its dialect says header False",
    ),
    "no resources": (
        lambda d: d.update(resources=[]),
        [("PKG004", None, "/resources"), ("PKG008", "events", None), ("PKG008", "sources", None)],
        "resources of the descriptor: [] has less than 1 item",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "expected", "message"), DESCRIPTORS.values(), ids=DESCRIPTORS)
def test_a_descriptor(
    change: Callable[[Any], object], expected: list[tuple[str, str | None, str | None]], message: str, package: Path
) -> None:
    _, found = read(describe(package, change))
    assert shown(found) == expected
    assert not found or found[0].message.startswith(message)


@pytest.mark.parametrize("text", ["", "[]", "3", "null", '"events"', "{}"])
def test_a_descriptor_that_is_no_object_or_says_nothing(text: str, package: Path) -> None:
    (package / D).write_text(text, encoding="utf-8")
    found, findings = read(package)
    assert found.files == []
    assert {f.rule for f in findings} <= {"PKG002", "PKG003", "PKG004", "PKG005", "PKG008"}
    assert findings


def test_what_is_not_of_the_standard_is_named_once(package: Path) -> None:
    names = ["event", "photos", "codelist-events", "weather"]
    describe(package, lambda d: d["resources"].extend({"name": n, "path": "events.csv"} for n in names))
    found, findings = read(package)
    assert findings == []
    said = [(n.what, n.reason, n.is_gap) for n in found.not_checked]
    what = "4 resources (event, photos, codelist-events and 1 more)"
    assert said == [(what, "not tables of the standard; event: did you mean events?", False)]


def test_too_many_resources_are_not_passed_over(package: Path) -> None:
    with pytest.raises(LimitError, match=re.escape("datapackage.json: 16 resources in datapackage.json; at most 15")):
        read(package, limits=Limits(resources=15))


def test_a_descriptor_that_is_too_large(package: Path) -> None:
    with pytest.raises(LimitError, match=re.escape("bytes of datapackage.json; at most 1,024 are taken")):
        read(package, limits=Limits(descriptor_bytes=1 << 10))


def test_an_unknown_version_is_not_checked(package: Path) -> None:
    describe(package, lambda d: d.update({"$schema": "https://w3id.org/conflictdp/9.7/profile.schema.json"}))
    with pytest.raises(
        InputError, match=re.escape("it follows version 9.7 of the standard, which this program does not know")
    ):
        read(package)


def test_a_descriptor_of_another_name(package: Path) -> None:
    (package / D).rename(package / "described.json")
    found, findings = read(package / "described.json")
    assert (found.form, len(found.files), findings) == ("package", 16, [])


@pytest.fixture
def folder(package: Path) -> Path:
    """A package without descriptor."""
    (package / D).unlink()
    return package


def test_a_folder_without_descriptor_is_read_by_the_names_of_its_files(folder: Path) -> None:
    (folder / "notes.csv").write_text("a\n", encoding="utf-8")
    (folder / ".events.csv").write_text("a\n", encoding="utf-8")
    found, findings = read(folder)
    assert [f.table for f in found.files] == list(tables())
    assert [(n.what, n.is_gap) for n in found.not_checked] == [("file notes.csv", False)]
    assert shown(findings) == [("PKG001", None, None)]


def test_a_folder_with_a_table_in_two_formats(folder: Path) -> None:
    shutil.copy(folder / "events.csv", folder / "events.parquet")
    found, findings = read(folder)
    assert [f.file for f in found.files if f.table == "events"] == ["events.csv"]
    assert shown(findings) == [("PKG009", "events", None), ("PKG001", None, None)]


def test_a_folder_without_the_tables_that_every_dataset_has(folder: Path) -> None:
    (folder / "events.csv").unlink()
    _, findings = read(folder)
    assert shown(findings) == [("PKG008", "events", None), ("PKG001", None, None)]


# The file system


def link(package: Path) -> None:
    target = package.parent / "outside.csv"
    (package / "events.csv").rename(target)
    (package / "events.csv").symlink_to(target)


def link_folder(package: Path) -> None:
    (package.parent / "outside").mkdir()
    (package / "events.csv").rename(package.parent / "outside" / "events.csv")
    (package / "data").symlink_to(package.parent / "outside")
    describe(package, lambda d: d["resources"][3].update(path="data/events.csv"))


def link_descriptor(package: Path) -> None:
    (package / D).rename(package.parent / D)
    (package / D).symlink_to(package.parent / D)


def fifo(package: Path) -> None:
    (package / "events.csv").unlink()
    os.mkfifo(package / "events.csv")


def fifo_descriptor(package: Path) -> None:
    (package / D).unlink()
    os.mkfifo(package / D)


def directory(package: Path) -> None:
    (package / "events.csv").unlink()
    (package / "events.csv").mkdir()


def device(package: Path) -> None:
    (package / "events.csv").unlink()
    (package / "events.csv").symlink_to("/dev/zero")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (link, "events.csv: symbolic links are not followed"),
        (link_folder, "data/events.csv: symbolic links are not followed"),
        (link_descriptor, "datapackage.json: symbolic links are not followed"),
        (device, "events.csv: symbolic links are not followed"),
        (fifo, "events.csv: not a regular file"),
        (fifo_descriptor, "datapackage.json: not a regular file"),
        (directory, "events.csv: not a regular file"),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)
def test_only_regular_files_inside_the_package_are_opened(
    change: Callable[[Path], None], message: str, package: Path
) -> None:
    change(package)
    with pytest.raises(InputError) as caught:
        read(package)
    assert str(caught.value) == message


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a POSIX file system")
@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.zip", "events.csv", "events.parquet"])
def test_a_lone_fifo_is_not_waited_for(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / name)
    with pytest.raises(InputError, match=f"{name}: not a regular file"):
        read(tmp_path / name)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(package: Path) -> None:
    (package / "events.csv").chmod(0)
    with pytest.raises(InputError, match=re.escape("events.csv: cannot be read")):
        read(package)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("", "the path is empty"),
        ("nowhere", "nowhere: there is no such file or folder"),
        ("a\0b", "a\0b: there is no such file or folder"),
        ("x" * 5000, "x" * 200 + ": cannot be read (File name too long)"),
        (__file__, f"{__file__}: not a folder, .json, .jsonl, .zip, .csv, .parquet or .xlsx"),
    ],
    ids=lambda v: ascii(v)[:20],
)
def test_what_cannot_be_opened(path: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value) == message


def test_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape("no datapackage.json, and no file named after a table")):
        read(tmp_path)


# Archives


def pack(package: Path, *, prefix: str = "", method: int = zipfile.ZIP_DEFLATED) -> Path:
    path = package.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", method) as archive:
        for file in sorted(package.iterdir()):
            archive.write(file, prefix + file.name)
    return path


@pytest.mark.parametrize("prefix", ["", "two-rivers/"])
def test_an_archive_of_a_package_is_a_package(prefix: str, package: Path) -> None:
    found, findings = read(pack(package, prefix=prefix))
    assert (found.form, [f.table for f in found.files], findings) == ("package", list(tables()), [])


def test_an_archive_of_the_article_validates_as_the_folder_does(tmp_path: Path) -> None:
    folder = shutil.copytree(ARTICLE, tmp_path / "khasham-2018")
    packed, unpacked = conflictdp.validate(pack(folder, prefix="k/")), conflictdp.validate(ARTICLE)
    assert (packed.groups, packed.tables, packed.verdict) == (unpacked.groups, unpacked.tables, "valid")


@pytest.mark.parametrize(
    "name", ["two-rivers/.DS_Store", "__MACOSX/two-rivers/._events.csv", ".git/config", "two-rivers/.../a"]
)
def test_hidden_members_are_passed_over(name: str, package: Path) -> None:
    path = pack(package, prefix="two-rivers/")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, "x")
    found, findings = read(path)
    assert (len(found.files), findings) == (16, [])


def add(path: Path, name: str, text: str = "x", **attributes: Any) -> None:
    """Adds a member under any name that the format can hold."""
    info = zipfile.ZipInfo("placeholder")
    info.filename = name
    for key, value in attributes.items():
        setattr(info, key, value)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, text)


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("../evil.csv", "'../evil.csv' has an unsafe path: it has an empty part, . or .."),
        ("a/../../evil.csv", "'a/../../evil.csv' has an unsafe path: it has an empty part, . or .."),
        ("../.hidden", "'../.hidden' has an unsafe path: it has an empty part, . or .."),
        ("/etc/evil", "'/etc/evil' has an unsafe path: it is absolute or has backslashes"),
        ("C:/evil", "'C:/evil' has an unsafe path: it is a web address or names a drive"),
        ("a\\b", "'a\\\\b' has an unsafe path: it is absolute or has backslashes"),
        ("con", "'con' has an unsafe path: a part of it is a reserved device name"),
    ],
)
def test_archives_that_reach_outside(name: str, problem: str, package: Path) -> None:
    path = pack(package)
    add(path, name)
    with pytest.raises(InputError) as caught:
        read(path)
    assert str(caught.value) == f"two-rivers.zip: member {problem}"


def test_an_archive_with_a_link(package: Path) -> None:
    path = pack(package)
    add(path, "link.csv", "/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16)
    with pytest.raises(InputError, match=re.escape("member 'link.csv' is a symbolic link")):
        read(path)


def test_an_archive_with_a_member_twice(package: Path) -> None:
    path = pack(package)
    with pytest.warns(UserWarning, match=re.escape("Duplicate name")):
        add(path, "events.csv")
    with pytest.raises(InputError, match=re.escape("member 'events.csv' stands twice")):
        read(path)


def test_an_archive_with_an_encrypted_member(package: Path) -> None:
    path = pack(package)
    data = bytearray(path.read_bytes())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 8] |= 1  # bit 0 of the flags in the central directory
    path.write_bytes(data)
    with pytest.raises(InputError, match=re.escape("member 'sources.csv' is encrypted")):
        read(path)


def test_an_archive_that_unpacks_to_too_much(package: Path) -> None:
    with (package / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write("\n" * (3 << 20))
    with pytest.raises(LimitError, match=r"events\.csv: [0-9,]+ times its packed size, .*--limit unpack_ratio=NUMBER"):
        read(pack(package))
    with pytest.raises(LimitError, match=r"events\.csv: [0-9,]+ bytes of one unpacked member"):
        read(pack(package), limits=Limits(unpack_ratio=1 << 20, archive_bytes=2 << 20))


def test_an_archive_with_too_many_members(package: Path) -> None:
    with pytest.raises(LimitError, match=re.escape("two-rivers.zip: 17 members of a zip archive; at most 16")):
        read(pack(package), limits=Limits(archive_members=16))


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 18], ids=["none", "two", "text", "empty"]
)
def test_what_is_no_archive_of_a_package(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(InputError, match=r"a\.zip: (not a readable zip archive|no datapackage\.json)"):
        read(tmp_path / "a.zip")


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_archive_is_an_input_error_and_nothing_else(method: int, package: Path) -> None:
    path = pack(package, method=method)
    sound = path.read_bytes()
    path.write_bytes(sound[: len(sound) // 2])
    with pytest.raises(InputError):
        read(path)
    chance, refused = random.Random(method), 0  # noqa: S311 - the same damage in every run
    for _ in range(40):
        data = bytearray(sound)
        for _ in range(chance.choice((1, 3, 10))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        try:
            read(path)
        except ConflictDPError:
            refused += 1
    assert refused > 20


# Lone tables


def test_a_lone_table_by_name_or_by_table(package: Path) -> None:
    by_name, findings = read(package / "casualties.csv")
    assert ([f.table for f in by_name.files], by_name.is_whole, findings) == (["casualties"], False, [])
    (package / "casualties.csv").rename(package / "figures.CSV")
    by_table, findings = read(package / "figures.CSV", "casualties")
    assert ([(f.table, f.file) for f in by_table.files], findings) == ([("casualties", "figures.CSV")], [])


@pytest.mark.parametrize(
    ("name", "table", "message"),
    [
        (
            "casualty.csv",
            None,
            "no table is named 'casualty' (did you mean casualties?); say which with --table: sources, ",
        ),
        ("a.csv", "event", "no table is named 'event' (did you mean events?); say which with --table: sources, "),
        ("zzz.parquet", None, "no table is named 'zzz'; say which with --table: sources, "),
        ("a.json", "events", "only a lone CSV or Parquet file is given a table with --table"),
        ("a.zip", "events", "only a lone CSV or Parquet file is given a table with --table"),
        (".", "events", "only a lone CSV or Parquet file is given a table with --table"),
    ],
)
def test_a_table_that_makes_no_sense(name: str, table: str | None, message: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.touch()
    with pytest.raises(UsageError) as caught:
        read(path, table)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_lone_table_says_what_was_not_checked(package: Path) -> None:
    report = conflictdp.validate(package / "casualties.csv")
    assert (report.verdict, report.form, list(report.findings)) == ("valid", "table", [])
    assert [n.what for n in report.not_checked][-1] == "references to claims, events, parties"
    assert not any(n.is_gap for n in report.not_checked)


def test_a_lone_file_that_cannot_be_read_is_not_valid(tmp_path: Path) -> None:
    (tmp_path / "events.csv").touch()
    report = conflictdp.validate(tmp_path / "events.csv", ignore=("TAB",))
    assert (report.verdict, list(report.findings)) == ("indeterminate", [])


# Parquet


@pytest.fixture
def native(tmp_path: Path) -> Path:
    """The article as Parquet, its columns of native types."""
    with conflictdp.open(ARTICLE) as data:
        for name in tables():
            columns = [
                c for c in tables()[name].columns if data.arrow(name).column(c).null_count < len(data.arrow(name))
            ]
            write_parquet(data.arrow(name).select(columns), tmp_path / f"{name}.parquet")
    return tmp_path


def write_parquet(table: Any, path: Path) -> None:
    import pyarrow.parquet as pq

    pq.write_table(table, path)


def test_parquet_with_native_types_validates_as_csv_does(native: Path) -> None:
    pytest.importorskip("pyarrow")
    report, expected = conflictdp.validate(native), conflictdp.validate(ARTICLE)
    kinds = {d[1] for d in duckdb.sql(f"DESCRIBE FROM '{native}/events.parquet'").fetchall()}
    assert {"DATE", "BIGINT", "VARCHAR"} <= kinds

    def places(r: conflictdp.Report) -> list[tuple[object, ...]]:
        return [(f.rule, f.table, f.row, f.column, f.record_id, f.message) for f in r.findings if f.rule != "PKG001"]

    assert places(report) == places(expected)
    assert [(t.table, t.rows) for t in report.tables] == [(t.table, t.rows) for t in expected.tables]
    assert report.verdict == "valid"


COLUMNS = {"event_id": "'e1'", "outcome": "'killed'", "count_kind": "'exact'"}
"""A row of casualties as SQL."""

TYPED: dict[str, tuple[dict[str, str | None], list[str]]] = {
    "numbers as text": ({"best": "'7'"}, []),
    "a whole number as a decimal, as pandas writes it": ({"best": "7.0::DOUBLE"}, []),
    "a broken number": ({"best": "7.5::DOUBLE"}, ["CEL002 best"]),
    "a number beyond 63 bits": ({"best": "18446744073709551615::UBIGINT"}, ["CEL005 best"]),
    "not a number": ({"best": "'nan'::DOUBLE"}, ["CEL007 best"]),
    "infinity": ({"best": "'inf'::DOUBLE"}, ["CEL002 best"]),
    "a time for a day": ({"start_date": "TIMESTAMP '2031-05-03 00:00'"}, ["CEL002 start_date"]),
    "an empty text": ({"outcome": "''"}, ["CEL001 outcome"]),
    "a structure": ({"outcome": "{'a': 1}"}, ["TAB012 outcome"]),
    "a list for one value": ({"outcome": "[1, 2]"}, ["TAB012 outcome"]),
    "bytes": ({"outcome": "'a'::BLOB"}, ["TAB012 outcome"]),
    "an unknown column": ({"mood": "1"}, ["TAB003 mood"]),
    "a column of one's own": ({"x_mood": "1"}, []),
    "a column missing": ({"outcome": None}, ["TAB004 outcome"]),
}


@pytest.mark.parametrize(("change", "expected"), TYPED.values(), ids=TYPED)
def test_columns_of_parquet(change: dict[str, str | None], expected: list[str], tmp_path: Path) -> None:
    columns = ", ".join(f"{value} AS {name}" for name, value in (COLUMNS | change).items() if value)
    duckdb.sql(f"SELECT {columns}").write_parquet(str(tmp_path / "casualties.parquet"))
    report = conflictdp.validate(tmp_path / "casualties.parquet", select=("TAB", "CEL"))
    assert [f"{f.rule} {f.column}" for f in report.findings] == expected


@pytest.mark.parametrize("own", ["'note ' || i", "i * 1.5", "i"], ids=["texts", "fractions", "whole numbers"])
def test_damage_in_a_column_that_nobody_reads(own: str, tmp_path: Path) -> None:
    path = tmp_path / "casualties.parquet"
    columns = ", ".join(f"{value} AS {name}" for name, value in (COLUMNS | {"x_own": own}).items() if value)
    duckdb.sql(f"SELECT {columns} FROM range(5000) AS r(i)").write_parquet(str(path), compression="zstd")
    assert not any(f.rule.startswith("TAB") for f in conflictdp.validate(path).findings)
    found = duckdb.sql(
        "SELECT min(coalesce(dictionary_page_offset, data_page_offset)), sum(total_compressed_size)"
        f" FROM parquet_metadata('{path}') WHERE path_in_schema = 'x_own'"
    ).fetchall()
    start, size = found[0]
    data = bytearray(path.read_bytes())
    data[start + size // 2 : start + size] = bytes(size - size // 2)
    path.write_bytes(data)
    report = conflictdp.validate(path, select=("TAB",))
    assert [(f.rule, f.file) for f in report.findings] == [("TAB013", "casualties.parquet")]


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", b"event_id,outcome\n"], ids=range(4))
def test_what_is_no_parquet(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "casualties.parquet").write_bytes(data)
    report = conflictdp.validate(tmp_path / "casualties.parquet", select=("TAB", "CEL"))
    assert [(f.rule, f.file, f.line) for f in report.findings] == [("TAB013", "casualties.parquet", None)]
    assert "table casualties" in [n.what for n in report.not_checked if n.is_gap]
