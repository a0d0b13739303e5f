"""Pages made of small datasets, and what an HTML parser finds in them."""

from __future__ import annotations

import csv
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from conflictdp.reporters.html import gather
from conflictdp.reporters.html.elements import VOID
from conflictdp.reporters.html.page import page
from conflictdp.validation import validate

if TYPE_CHECKING:
    from pathlib import Path

    from conflictdp.glance import Look

Tables = dict[str, list[dict[str, str]]]

SOURCE = {"source_id": "s1", "title": "A paper", "source_type": "news_report"}
EVENT = {"event_id": "e1", "event_type": "armed_clash", "title": "A clash"}


def written(tables: Tables, folder: Path) -> Path:
    """The tables as CSV files; a descriptor is not needed to look at them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        columns = list(dict.fromkeys(c for row in rows for c in row)) or ["event_id"]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def page_of(path: Path, *, keep: int = 10, show_sensitive: bool = False) -> str:
    """The page of a dataset."""
    looks: list[Look] = []
    report = validate(
        path,
        keep=keep,
        show_sensitive=show_sensitive,
        look=lambda data, report: looks.append(gather(data, report)),
    )
    return page([report], looks)


@dataclass(slots=True)
class Element:
    tag: str
    attributes: dict[str, str | None]
    inside: tuple[str, ...]
    text: str = ""


@dataclass
class Parsed(HTMLParser):
    """All elements of a page in order, each with the text directly and indirectly in it."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({k for k, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, dict(attrs), tuple(e.tag for e in self.open))
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.text += data

    def all(self, tag: str, **attributes: Any) -> list[Element]:
        """The elements of that name and attributes."""
        wanted = {k.rstrip("_").replace("_", "-"): v for k, v in attributes.items()}
        return [e for e in self.elements if e.tag == tag and all(e.attributes.get(k) == v for k, v in wanted.items())]

    def texts(self, tag: str, **attributes: Any) -> list[str]:
        """Their texts, spaces folded."""
        return [" ".join(e.text.split()) for e in self.all(tag, **attributes)]


def parsed(page: str) -> Parsed:
    """The page as its parser sees it; every element must be closed in order."""
    parser = Parsed()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser
