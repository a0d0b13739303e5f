"""Descriptors that lead outside, contradict themselves, or are no descriptors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpus import D, at, cases, csv_of, described, descriptor, replaced

if TYPE_CHECKING:
    from collections.abc import Callable


def resource(**values: Any) -> Callable[[dict[str, Any]], object]:
    """Changes the resource of the events."""
    return lambda d: d["resources"][2].update(values)


def also(*resources: Any) -> Callable[[dict[str, Any]], object]:
    """Adds resources."""
    return lambda d: d["resources"].extend(resources)


def raw(data: bytes) -> Any:
    """The base with another text for a descriptor."""
    return replaced(D, data)


def with_value(text: str) -> bytes:
    """The descriptor with a property of one's own, whose value is this text."""
    return json.dumps(descriptor() | {"x": "@"}).replace('"@"', text).encode()


def many(number: int) -> Callable[[dict[str, Any]], object]:
    """So many resources of one's own."""
    return also(*({"name": f"other-{i}", "path": "notes.csv"} for i in range(number)))


TOO_MANY = (
    "values in datapackage.json, or in what a document says beside records; at most 100,000 are taken. Nothing is said "
    "of the data. If you trust them, raise the limit: --limit descriptor_values=NUMBER"
)

PATHS = {
    "absolute": ("/etc/passwd", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of another machine (UNC)": (
        "//server/share/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "upwards": ("../events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "upwards from within": (
        "a/../../events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "in a circle": ("a/../events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "here": ("./events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "with backslashes": (
        "..\\..\\events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of another machine, with backslashes": (
        "\\\\server\\share\\events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "on a drive": ("C:\\events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "on a drive, relative": (
        "c:events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a home": ("~/events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of another's home": (
        "~root/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a web page": (
        "http://127.0.0.1:9/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a web page, in capitals": (
        "HTTPS://example.org/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a file, as an address": (
        "file:///etc/passwd",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "in a bucket": (
        "s3://bucket/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "as data": ("data:text/csv,event_id", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of a glob": ("*.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of a glob of one letter": (
        "event?.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a class of letters": (
        "[e]vents.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of alternatives": (
        "{events,sources}.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of everything below": (
        "**/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a variable": ("$HOME/events.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of a variable of Windows": (
        "%USERPROFILE%/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "percent-encoded": (
        "%2e%2e/events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a command": ("|id", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of a substitution": ("`id`.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "with NUL": ("events.csv\0.txt", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "with a line break": ("events\n.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "with a terminal escape": (
        "\x1b[2Jevents.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "with a bidirectional control": (
        "events\u202evsc.exe",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "with nothing to see in it": (
        "events\u200b.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "with a filler": ("events\u3164.csv", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "not normalised": (
        "e\u0301vents.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "with half a surrogate pair": ("events\ud800.csv", "1 PKG002 datapackage.json"),
    "of a hidden file": (".git/config", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "with an empty part": (
        "data//events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a device": ("con", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of a device with an ending": (
        "NUL.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a device with a raised digit": (
        "COM\u00b9.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "that ends with a dot": (
        "events.csv.",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "that ends with a space": (
        "events.csv ",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of a stream of NTFS": (
        "events.csv:secret",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "too long": ("a" * 1100, "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "too deep": (
        "a/" * 20 + "events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "with a part too long": (
        "a" * 300 + ".csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "that is empty": ("", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "that is null": (None, "1 PKG004 datapackage.json /resources/2"),
    "that is a number": (10**30, "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "that is a truth value": (True, "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "that is a list": (["events.csv"], "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "that is a list of web pages": (
        ["http://127.0.0.1:9/a.csv", "http://127.0.0.1:9/b.csv"],
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "that is an object": (
        {"path": "events.csv"},
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of the descriptor": (
        "datapackage.json",
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "of another table": (
        "sources.csv",
        "1 TAB003 sources.csv:1 published_date; TAB003 sources.csv:1 publisher; TAB003 sources.csv:1 source_id; TAB003 sources.csv:1 source_type; TAB004 sources.csv:1 event_id; TAB004 sources.csv:1 event_type",
    ),
    "of a folder": (".", "1 PKG006 datapackage.json /resources/2 | not checked: references to events"),
    "of an archive's member": (
        "data.zip/events.csv",
        "1 PKG007 datapackage.json /resources/2 | not checked: references to events",
    ),
    "of SQL": (
        "events.csv'); COPY (SELECT 42) TO 'pwned.csv'; --",
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "of a workflow command": (
        "::error::events.csv",
        "1 PKG006 datapackage.json /resources/2 | not checked: references to events",
    ),
}

TEXTS = {
    "empty": (b"", "1 PKG002 datapackage.json:1"),
    "blank": (b" \n\t", "1 PKG002 datapackage.json:2"),
    "one byte of many": (b"\xff", "1 PKG002 datapackage.json:1"),
    "NUL": (b"\0" * 100, "1 PKG002 datapackage.json:1"),
    "UTF-16": (json.dumps(descriptor()).encode("utf-16"), "1 PKG002 datapackage.json:1"),
    "not UTF-8": (b'{"name": "caf\xe9"}', "1 PKG002 datapackage.json:1"),
    "a byte order mark": (b"\xef\xbb\xbf" + json.dumps(descriptor()).encode(), "1 PKG002 datapackage.json:1"),
    "cut off": (json.dumps(descriptor()).encode()[:-20], "1 PKG002 datapackage.json:1"),
    "text after its end": (json.dumps(descriptor()).encode() + b" {}", "1 PKG002 datapackage.json:1"),
    "comments": (b"// events\n{}", "1 PKG002 datapackage.json:1"),
    "single quotes": (b"{'name': 'x'}", "1 PKG002 datapackage.json:1"),
    "a comma too many": (b'{"name": "x",}', "1 PKG002 datapackage.json:1"),
    "a key twice": (b'{"name": "x", "resources": [], "name": "y"}', "1 PKG002 datapackage.json"),
    "a key twice, one of them escaped": (b'{"path": "x", "p\\u0061th": "y"}', "1 PKG002 datapackage.json"),
    "NaN": (with_value("NaN"), "1 PKG002 datapackage.json"),
    "infinity": (with_value("-Infinity"), "1 PKG002 datapackage.json"),
    "10^400": (with_value("1e400"), "1 PKG002 datapackage.json"),
    "5,000 digits": (with_value("9" * 5000), "1 PKG002 datapackage.json"),
    "half a surrogate pair": (with_value('"\\ud800"'), "1 PKG002 datapackage.json"),
    "half a surrogate pair for a key": (with_value('{"\\udc00": 1}'), "1 PKG002 datapackage.json"),
    "a raw control character": (with_value('"\x1b[2J"'), "1 PKG002 datapackage.json:1"),
    "65 levels": (with_value("[" * 65 + "]" * 65), "1 PKG002 datapackage.json:1"),
    "100,000 levels": (b"[" * 100_000, "1 PKG002 datapackage.json:1"),
    "100,000 objects": (b'{"a":' * 100_000, "1 PKG002 datapackage.json:1"),
    "null": (b"null", "1 PKG004 datapackage.json"),
    "a number": (b"3", "1 PKG004 datapackage.json"),
    "a text": (b'"datapackage"', "1 PKG004 datapackage.json"),
    "a list": (b"[]", "1 PKG004 datapackage.json"),
    "a truth value": (b"true", "1 PKG004 datapackage.json"),
    "an empty object": (
        b"{}",
        "1 PKG003 datapackage.json; PKG003 datapackage.json; PKG003 datapackage.json; 5 more; PKG005 datapackage.json; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "no JSON but YAML": (b"name: x\nresources: []\n", "1 PKG002 datapackage.json:1"),
    "a pickle": (b"cos\nsystem\n(S'id'\ntR.", "1 PKG002 datapackage.json:1"),
    "half a megabyte of escaped quotes": (b'{"a": "' + b'\\"' * 250_000, "1 PKG002 datapackage.json:1"),
}

CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no resources": (
        lambda d: d.pop("resources"),
        "1 PKG003 datapackage.json; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "resources that are an object": (
        lambda d: d.update(resources={}),
        "1 PKG004 datapackage.json /resources; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "resources that are a text": (
        lambda d: d.update(resources="events.csv"),
        "1 PKG004 datapackage.json /resources; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "no resource": (
        lambda d: d.update(resources=[]),
        "1 PKG004 datapackage.json /resources; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "resources of all types": (
        lambda d: d.update(resources=[None, 1, "x", [], {}, {"name": 1}, {"path": "a"}]),
        "1 PKG003 datapackage.json /resources/4; PKG003 datapackage.json /resources/6; PKG004 datapackage.json /resources/0; PKG004 datapackage.json /resources/1; PKG004 datapackage.json /resources/2; 2 more; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "no version of the standard": (lambda d: d.pop("$schema"), "1 PKG005 datapackage.json"),
    "a newer version of the standard": (
        lambda d: d.update({"$schema": "https://w3id.org/conflictdp/1.1/profile.schema.json"}),
        "2 conflictdp: {path}: it follows version 1.1 of the standard, which this program does not know; known: 1.0",
    ),
    "a far newer version of the standard": (
        lambda d: d.update({"$schema": "https://w3id.org/conflictdp/99999999999999999999.0/profile.schema.json"}),
        "2 conflictdp: {path}: it follows version 99999999999999999999 of the standard, which this program does not know; known: 1.0",
    ),
    "another standard": (
        lambda d: d.update({"$schema": "http://127.0.0.1:9/profile.json"}),
        "1 PKG005 datapackage.json /$schema",
    ),
    "a version that is a number": (lambda d: d.update({"$schema": 1.0}), "1 PKG005 datapackage.json /$schema"),
    "a version with a terminal escape": (
        lambda d: d.update({"$schema": "\x1b[2J::error::\u202e"}),
        "1 PKG005 datapackage.json /$schema",
    ),
    "a profile to fetch": (lambda d: d.update(profile="http://127.0.0.1:9/profile.json"), "0 "),
    "a table twice": (also({"name": "events", "path": "events.csv"}), "1 PKG009 datapackage.json /resources/3"),
    "a table twice, elsewhere": (
        also({"name": "events", "path": "more.csv"}),
        "1 PKG009 datapackage.json /resources/3",
    ),
    "a table in capitals": (
        also({"name": "Events", "path": "events.csv"}),
        "1 PKG004 datapackage.json /resources/3/name",
    ),
    "a table without a file": (
        resource(path="nowhere.csv"),
        "1 PKG007 datapackage.json /resources/2 | not checked: references to events",
    ),
    "a table without a path": (lambda d: d["resources"][2].pop("path"), "1 PKG004 datapackage.json /resources/2"),
    "a table with its data inline": (
        lambda d: d["resources"][2].pop("path") and d["resources"][2].update(data=[]),
        "1 PKG004 datapackage.json /resources/2",
    ),
    "a name that is SQL": (
        also({"name": 'x"; DROP TABLE events; --', "path": "notes.csv"}),
        "1 PKG004 datapackage.json /resources/3/name",
    ),
    "a name that is a path": (
        also({"name": "../../x", "path": "notes.csv"}),
        "1 PKG004 datapackage.json /resources/3/name",
    ),
    "a name of a megabyte": (
        also({"name": "x" * 1_000_000, "path": "notes.csv"}),
        "1 PKG004 datapackage.json /resources/3/name",
    ),
    "a hundred resources more": (many(100), "0 "),
    "3,000 resources": (
        many(3000),
        "2 conflictdp: datapackage.json: 3,003 resources in datapackage.json; at most 200 are taken. Nothing is said of the data. If you trust them, raise the limit: --limit resources=NUMBER",
    ),
    "a schema to fetch": (
        resource(schema="http://127.0.0.1:9/schema.json"),
        "1 PKG004 datapackage.json /resources/2/schema",
    ),
    "a schema that is a number": (resource(schema=7), "1 PKG004 datapackage.json /resources/2/schema"),
    "a schema with junk for fields": (
        resource(schema={"fields": [None, 1, "x", [], {"name": 1}, {"name": "event_id"}]}),
        "0 PKG011 datapackage.json /resources/2",
    ),
    "a schema whose types differ": (
        resource(schema={"fields": [{"name": "event_id", "type": "integer"}]}),
        "0 PKG011 datapackage.json /resources/2",
    ),
    "a schema with a pattern that never ends": (
        resource(schema={"fields": [{"name": "event_id", "type": "string", "constraints": {"pattern": "^(a+)+$"}}]}),
        "0 PKG011 datapackage.json /resources/2",
    ),
    "a schema with a million values": (
        resource(schema={"fields": [{"name": "event_id", "constraints": {"enum": list(range(1_000_000))}}]}),
        f"2 conflictdp: datapackage.json: 1,000,024 {TOO_MANY}",
    ),
    "a schema with 100,000 fields": (
        resource(schema={"fields": [{"name": f"x_{i}"} for i in range(100_000)]}),
        f"2 conflictdp: datapackage.json: 100,020 {TOO_MANY}",
    ),
    "a dialect to fetch": (
        resource(dialect="http://127.0.0.1:9/dialect.json"),
        "1 PKG004 datapackage.json /resources/2/dialect",
    ),
    "another delimiter": (
        resource(dialect={"delimiter": ";"}),
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "a delimiter that is an object": (
        resource(dialect={"delimiter": {}}),
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "an encoding that executes": (
        resource(encoding="unicode_escape"),
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "an encoding that unpacks": (
        resource(encoding="zlib_codec"),
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "a format that executes": (
        resource(format="pickle"),
        "1 PKG010 datapackage.json /resources/2 | not checked: table events, references to events",
    ),
    "a format that is a list": (resource(format=["csv"]), "1 PKG004 datapackage.json /resources/2/format"),
    "another number of bytes": (resource(bytes=1), "1 PKG012 datapackage.json /resources/2"),
    "a number of bytes beyond all": (resource(bytes=10**30), "1 PKG012 datapackage.json /resources/2"),
    "another hash": (resource(hash="sha256:" + "0" * 64), "1 PKG012 datapackage.json /resources/2"),
    "a hash of a kind that is not known": (
        resource(hash="md5:" + "0" * 32),
        "1 PKG004 datapackage.json /resources/2/hash",
    ),
    "a hash of no kind": (resource(hash="crc:0"), "1 PKG004 datapackage.json /resources/2/hash"),
    "a licence that is a script": (
        lambda d: d.update(licenses=[{"path": "javascript:alert(1)"}]),
        "1 PKG004 datapackage.json /licenses/0/path",
    ),
    "a home page that is a script": (
        lambda d: d.update(homepage="javascript:alert(1)"),
        "1 PKG004 datapackage.json /homepage",
    ),
    "a title with terminal escapes": (lambda d: d.update(title="\x1b]0;x\x07"), "0 "),
    "a day that is none": (lambda d: d.update(created="2031-02-30T25:61:61Z"), "1 PKG004 datapackage.json /created"),
    "a period turned round": (
        lambda d: d.update(temporal={"start_date": "2031-12-31", "end_date": "2031-01-01"}),
        "1 PKG004 datapackage.json /temporal",
    ),
    "countries of all types": (
        lambda d: d.update(spatial={"countries": [None, 1, {}, "BRA", "ZZZ"]}),
        "1 PKG004 datapackage.json /spatial/countries/0; PKG004 datapackage.json /spatial/countries/1; PKG004 datapackage.json /spatial/countries/2",
    ),
    "nothing but numbers": (
        lambda d: d.update(dict.fromkeys(d, 1)),
        "1 PKG004 datapackage.json /resources; PKG004 datapackage.json /name; PKG004 datapackage.json /title; 9 more; PKG005 datapackage.json /$schema; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
    "nothing but null": (
        lambda d: d.update(dict.fromkeys(d)),
        "1 PKG004 datapackage.json /resources; PKG004 datapackage.json /name; PKG004 datapackage.json /title; 9 more; PKG005 datapackage.json /$schema; PKG008 datapackage.json; PKG008 datapackage.json | not checked: references to events, references to sources",
    ),
}

CASES = [
    *cases("path", PATHS, at),
    *cases("descriptor", TEXTS, raw),
    *cases("descriptor with", CHANGES, lambda change: described(change, notes__csv=b"a\n", more__csv=csv_of("events"))),
]
