"""The forms that a report can take, by the name that `--format` gives them."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from conflictdp.errors import UsageError
from conflictdp.spec.values import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from conflictdp.glance import Look
    from conflictdp.report import Report


def plain(text: str, _: str) -> str:
    """No colour."""
    return text


@dataclass(frozen=True, slots=True)
class View:
    """How reports are to be shown, besides what they say.

    Attributes:
        is_list: Whether several inputs were given; a form that holds one report then holds a list.
        is_quiet: Whether only the verdict is wanted, where the form is for people.
        style: Gives a text its look, by severity, verdict, "bold" or "dim".
        root: The folder that files in the report are named from.
        failed: The inputs that could not be checked at all, each with the reason.
        looks: What was taken from each dataset besides, for forms that ask for it.
    """

    is_list: bool = False
    is_quiet: bool = False
    style: Callable[[str, str], str] = plain
    root: Path = Path()
    failed: tuple[tuple[str, str], ...] = ()
    looks: tuple[Look, ...] = ()


class Reporter(Protocol):
    """Writes reports in one form, piece by piece."""

    def __call__(self, reports: Sequence[Report], view: View) -> Iterator[str]:
        """The text of the reports; the same reports give the same text."""


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a report.

    Attributes:
        name: Its name for `--format`.
        summary: What it is for.
        has_every: Whether it holds every finding, not only the first of each group.
        has_look: Whether it shows the data too: rows at fault, and the dataset at a glance.
    """

    name: str
    summary: str
    has_every: bool = False
    has_look: bool = False

    def reporter(self) -> Reporter:
        """The function `report` of the module `conflictdp.reporters.<name>`."""
        found: Reporter = import_module(f"conflictdp.reporters.{self.name}").report
        return found


FORMS = {
    form.name: form
    for form in (
        Form("text", "for people, in a terminal"),
        Form("json", "for programs; its schema is report.schema.json"),
        Form("jsonl", "every finding, a line each", has_every=True),
        Form("csv", "every finding, a row each", has_every=True),
        Form("sarif", "for code scanning"),
        Form("junit", "for build servers"),
        Form("github", "annotations of GitHub Actions"),
        Form("gitlab", "code quality of GitLab"),
        Form("markdown", "for job summaries and comments"),
        Form("html", "for people, in a browser: one page, with the data at a glance", has_look=True),
    )
}
"""Every form, in the order in which help lists them."""


def form(name: str) -> Form:
    """The form of that name.

    Raises:
        UsageError: When there is none.
    """
    if name in FORMS:
        return FORMS[name]
    hint = nearest(name, list(FORMS))
    raise UsageError(f"there is no format {name!r}; {hint or 'there are ' + ', '.join(FORMS)}")
