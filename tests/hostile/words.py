"""Text that attacks whoever reads it, and text that would be SQL, a path or a pattern if it were taken for one."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from corpus import ABOUT, PROFILE, RECORDS, Case, document, file, package
from running import shown

from conflictdp.readers.json_text import pointer
from conflictdp.readers.paths import problem_of

if TYPE_CHECKING:
    from pathlib import Path

    from corpus import Build

ATTACKS = {
    "a terminal escape": ("\x1b[2J\x1b]0;x\x07", "TXT004"),
    "a link of a terminal": ("\x1b]8;;http://example.org\x07x\x1b]8;;\x07", "TXT004"),
    "a clipboard": ("\x1b]52;c;eA==\x07", "TXT004"),
    "a C1 control": ("\x9b31m\x90", "TXT004"),
    "a carriage return": ("good\rbad", "TXT005"),
    "backspaces": ("bad\b\b\bgood", "TXT004"),
    "a bell": ("\x07" * 5, "TXT004"),
    "a bidirectional override": ("\u202egpj.exe", "TXT004"),
    "bidirectional isolates": ("a\u2066b\u2069", "TXT004"),
    "nothing to see": ("a\u200b\u200c\u200d\u2060\ufeffb", "TXT004"),
    "fillers": ("\u3164\u115f\u2800", ""),
    "tags": ("a\U000e0041\U000e007f", ""),
    "a selector of variants": ("a\U000e0100", ""),
    "separators of Unicode": ("a\u2028b\u2029c\x85d", "TXT004"),
    "a workflow command": ("::error file=a,line=1::x", ""),
    "a workflow command on a line of its own": ("x\n::set-output name=a::b", "TXT005"),
    "a workflow command of old": ("##[add-mask]e", ""),
    "a command of another build server": ("##vso[task.setvariable variable=a]b", ""),
    "a section of GitLab": ("\x1b[0Ksection_start:0:x\r\x1b[0K", "TXT004,TXT005"),
    "markup of Rich": ("[/bold][link=file:///etc/passwd]", ""),
    "HTML": ("<script>alert(1)</script><img src=x onerror=alert(1)>", "TXT007"),
    "the end of a comment": ("--><svg/onload=alert(1)>", ""),
    "Markdown": ("[x](javascript:alert(1)) `` ``` | @all #1", ""),
    "a formula": ('=HYPERLINK("http://example.org")', "TXT009"),
    "a formula with a command": ("@SUM(1+1)*cmd|'/C calc'!A0", "TXT009"),
    "a template": ("{{7*7}}${7*7}<%= 7*7 %>#{7*7}", ""),
    "a format": ("{0.__class__}{value}{}%s%n%x", ""),
    "a lookup": ("${jndi:ldap://127.0.0.1/x}", ""),
    "a shell": ("$(id) `id` ; id | id & id", ""),
    "SQL": ("'; DROP TABLE events; --", ""),
    "SQL in double quotes": ("x\"; COPY (SELECT 1) TO 'pwned'; --", ""),
    "SQL that is true": ("' OR '1'='1", ""),
    "SQL that reads a file": ("' UNION SELECT content FROM read_text('/etc/passwd') --", ""),
    "a dollar-quoted text": ("$$; ATTACH 'x.db'; $$", ""),
    "a wildcard of SQL": ("%_%", ""),
    "a pattern": ("^(a+)+$", ""),
    "a pattern that is none": ("[(*\\", ""),
    "a file": ("/etc/passwd", ""),
    "a file above": ("../../../etc/passwd", ""),
    "a backslash": ("\\", ""),
    "a quote": ('"', ""),
    "vertical bars": ("|||", ""),
    "letters one upon another": ("Z\u0351\u0346\u036b\u0343\u036a\u0302" * 20, ""),
    "a script from right to left": ("\u0627\u0644\u0639\u0631\u0628\u064a\u0629", ""),
    "a letter that looks the same": ("\u0430rmed_clash", ""),
}


CELLS = (
    "CEL002 events.csv:{line} start_date; CEL002 locations.csv:2 latitude; CEL004 events.csv:{line} event_type; "
    "CEL004 events.csv:{line} location_id; CEL004 locations.csv:2 location_id"
)
KEYS = "CEL004 data.json:1 /events/0/event_id; CEL004 data.json:1 /events/0/event_type"
ABOUT_KEYS = "DOC009 data.json:1 /package/name; DOC009 data.json:1 /package/created"
NAMES = "PKG004 datapackage.json /resources/3/name; PKG004 datapackage.json /name"
UNSAFE = "PKG006 datapackage.json /resources/3; PKG006 datapackage.json /resources/4"
MISSING = "PKG007 datapackage.json /resources/3; PKG010 datapackage.json /resources/4"


def table(record: dict[str, Any]) -> bytes:
    """A record as a CSV file, every cell in quotes."""
    stream = io.StringIO()
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(record)
    writer.writerow(record.values())
    return stream.getvalue().encode("utf-8", "surrogatepass")


def tables(text: str) -> Build:
    """The base with that text wherever a package has room for it.

    It stands for the name of a resource, a file, a property and two columns; and for an id, what refers to it, a code,
    a number, a day, a title and a value of one's own.
    """

    def build(folder: Path) -> Path:
        resources = [{"name": n, "path": f"{n}.csv"} for n in RECORDS]
        more = [{"name": text, "path": f"{text}.csv"}, {"name": "parties", "path": text}]
        value = {"$schema": PROFILE, **ABOUT, text: text, "name": text, "resources": resources + more}
        location = RECORDS["locations"] | {"location_id": text, "latitude": text, "x_note": text}
        event = RECORDS["events"] | dict.fromkeys(("location_id", "event_type", "title", "start_date"), text)
        return package(
            folder,
            {
                "datapackage.json": json.dumps(value).encode(),
                "locations.csv": table(location),
                "events.csv": table(event | {text: "1", f"x_{text}": "2"}),
            },
        )

    return build


def keys(text: str) -> Build:
    """The base as a document, with that text for keys, an id, a code, and what the dataset says of itself."""
    event = RECORDS["events"] | {"event_id": text, "event_type": text, text: text, f"x_{text}": text}
    return file("data.json", document(events=[event], package=ABOUT | {"name": text, "created": text}))


def of_tables(text: str, title: str) -> str:
    """What must be found in tables with a text, if the rules in `title` warn of it in a title."""
    path, gap = (UNSAFE, "") if problem_of(f"{text}.csv") else (MISSING, "table parties, ")
    columns = "; ".join(f"TAB003 events.csv:1 {shown(c)}" for c in sorted((text, f"x_{text}")))
    line = 2 + 2 * sum(c in "\r\n" for c in text)
    titles = "".join(f"; {rule} events.csv:{line} title" for rule in title.split(",") if rule)
    cells = CELLS.format(line=line)
    return f"1 {cells}; {NAMES}; {path}; {columns}{titles} | not checked: {gap}references to parties"


def of_keys(text: str) -> str:
    """What must be found in a document with a text for keys."""
    unknown = "; ".join(f"DOC002 data.json:1 {shown(pointer(['events', 0, k]))}" for k in sorted((text, f"x_{text}")))
    return f"1 {KEYS}; {unknown}; {ABOUT_KEYS}"


CASES = [
    *(Case(f"tables with {name}", tables(text), of_tables(text, title)) for name, (text, title) in ATTACKS.items()),
    *(Case(f"keys of {name}", keys(text), of_keys(text)) for name, (text, _) in ATTACKS.items()),
]
