"""The steps of a validation in their order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conflictdp.engine.cells import check_cells, check_codes
from conflictdp.engine.keys import check_keys, check_references
from conflictdp.engine.resources import Resources
from conflictdp.engine.rules import check_rows, check_set
from conflictdp.engine.survey import survey
from conflictdp.limits import DEFAULTS, Limits
from conflictdp.report import InputTable, NotChecked, Report
from conflictdp.report.findings import Findings
from conflictdp.spec.rules import SetCheck, names_rule, require_rules, row_checks, rules, set_checks, tables_read
from conflictdp.spec.tables import tables
from conflictdp.spec.versions import CURRENT, digest
from conflictdp.validation.deadline import GivenUpError, Patience, deadline
from conflictdp.validation.loading import Opened, opened
from conflictdp.validation.placing import people_in, place
from conflictdp.validation.positions import document_lines, positioned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from conflictdp.engine.hits import Hit
    from conflictdp.report.baseline import Vanished
    from conflictdp.report.review import Review
    from conflictdp.report.spool import Spool
    from conflictdp.spec.rules import RowCheck


LOSSY = ("PKG006", "PKG007", "PKG008", "PKG010", "TAB001", "TAB002", "TAB006", "TAB007", "TAB008", "TAB011", "TAB013")
"""Rules whose findings mean that records of a table are missing from what was read."""

_SIZE_OF_RULE_SECONDS = 10_000_000
"""Of larger inputs, in bytes, a rule may take longer in proportion."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules count. Each word is a rule id ("CAS001"), its beginning ("CAS", "C") or its name.

    Attributes:
        select: Only these; empty for all.
        ignore: Not these.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_rules((*self.select, *self.ignore))

    def __contains__(self, rule_id: object) -> bool:
        rule = rules()[str(rule_id)]
        chosen = not self.select or any(names_rule(w, rule) for w in self.select)
        return chosen and not any(names_rule(w, rule) for w in self.ignore)

    @property
    def left_out(self) -> int:
        """How many rules do not count."""
        return sum(r not in self for r in rules())


def validate(
    path: str | Path,
    *,
    table: str | None = None,
    select: tuple[str, ...] = (),
    ignore: tuple[str, ...] = (),
    keep: int = 10,
    show_sensitive: bool = False,
    review: Review | None = None,
    spool: Spool | None = None,
    look: Callable[[Opened, Report], None] | None = None,
    limits: Limits = DEFAULTS,
    memory: str | None = None,
    jobs: int | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Checks a dataset against the standard.

    Args:
        path: A package folder, its datapackage.json, a .zip of it, a document (.json), JSON Lines (.jsonl), or one
            table (.csv, .parquet).
        table: The table that a lone file holds; None: its name says.
        select: Only these rules: ids, their beginnings, or names; empty for all.
        ignore: Not these rules.
        keep: How many findings to keep of each group; counts are exact in any case.
        show_sensitive: Whether findings show values that can expose a person.
        review: What the project says of findings: other severities, known ones; None: nothing.
        spool: Takes every finding; `Report.every` then gives them. None: only the first of each group are kept.
        look: Called with the dataset, still open, and its report, by those who show more than findings.
        limits: How much is read, and how long it may take.
        memory: Memory for the engine, such as "2GB" or "50%" of the machine; None for a limit that grows with the
            input up to half of the machine. What does not fit is spilt to a temporary folder.
        jobs: Number of threads; None for one per core.
        progress: Called with the name of each step as it begins.

    Returns:
        The report. The same input gives an equal report.

    Raises:
        InputError: When there is nothing at the path that can be read, or it follows an unknown version.
        UsageError: When a rule or table is not known.
        LimitError: When a limit is reached.
    """
    selection = Selection(tuple(select), tuple(ignore))
    findings = Findings(
        keep, wanted=selection, review=review, spool=spool, shows_sensitive=show_sensitive, limits=limits
    )
    progress("reading")
    resources = Resources(memory, jobs, limits.spill_bytes)
    reading = opened(
        path, table=table, findings=findings, holds_extras=look is not None, limits=limits, resources=resources
    )
    with deadline(limits.seconds, str(path)), reading as data:
        findings.people |= people_in(data.store)
        shown = None if findings.needs_every else keep
        hits = (h for h in _hits(data, selection, shown, progress) if h.rule in selection)
        place(data, hits, progress)
        report = _report(data, selection, str(path))
        if look is not None:
            progress("looking at the dataset")
            look(data, report)
        return report


def _hits(data: Opened, selection: Selection, keep: int | None, progress: Callable[[str], None]) -> Iterator[Hit]:
    given = set(tables()) if data.input.is_whole else set(data.store.loaded)
    chosen = {rule for rule in rules() if rule in selection}
    row_rules: dict[str, list[RowCheck]] = {}
    for row_check in row_checks():
        if row_check.rule.id in chosen:
            row_rules.setdefault(row_check.table, []).append(row_check)
    certain = given - _not_whole(data)
    for name, loaded in data.store.loaded.items():
        progress(f"checking {name}")
        if data.files[name].format != "shredded":
            yield from check_cells(data.store, loaded, keep)
        yield from check_codes(data.store, loaded, keep)
        yield from check_keys(data.store, loaded, keep)
    progress("following references")
    possible = [c for c in set_checks() if c.rule.id in chosen and _can_run(c, data, given)]
    seen, given_up = survey(data.store, possible), list[SetCheck]()
    for name, loaded in data.store.loaded.items():
        progress(f"checking {name}")
        yield from check_references(data.store, loaded, keep, certain, seen.sound)
        yield from check_rows(data.store, loaded, row_rules.get(name, ()), keep)
    with Patience(data.store.connection) as patience:
        for check in possible:
            if seen.met.issuperset(check.needs):
                progress(f"rule {check.rule.id}")
                yield from _patient(data, check, keep, given_up, patience)


def _patient(
    data: Opened, check: SetCheck, keep: int | None, given_up: list[SetCheck], patience: Patience
) -> Iterator[Hit]:
    """Runs a set rule for as long as is due: an id that stands a thousand times in three tables makes a billion rows.

    The more rules were given up before, the sooner the next one is. Where every hit is wanted, none is.
    """
    if keep is None:
        yield from check_set(data.store, check, None)
        return
    limits = data.findings.limits
    seconds = limits.rule_seconds * max(1, data.size / _SIZE_OF_RULE_SECONDS) / (1 + len(given_up))
    try:
        with patience.within(seconds):
            found = list(check_set(data.store, check, keep))
    except GivenUpError:
        given_up.append(check)
        spent = f"given up after {seconds:,.1f} seconds of processor time"
        reason = f"{spent}, as too many records go together (limit rule_seconds)"
        data.input.not_checked.append(NotChecked(f"rule {check.rule.id}", reason, is_gap=True))
        return
    yield from found


def _not_whole(data: Opened) -> set[str]:
    """Tables with ids of which some or all records could not be read: a reference that finds nothing says nothing."""
    lossy = {table for rule, table in data.findings.broken if table and rule in LOSSY}
    return {name for name in lossy if tables()[name].key}


def _can_run(check: SetCheck, data: Opened, given: set[str]) -> bool:
    loaded = data.store.loaded.get(check.table)
    is_there = loaded is not None and loaded.rows > 0
    return is_there and (data.input.is_whole or tables_read(check.query) <= given)


def _report(data: Opened, selection: Selection, label: str) -> Report:
    spool, review = data.findings.spool, data.findings.review
    if spool is not None and data.input.form == "document" and (unplaced := spool.unplaced()):
        spool.lines = document_lines(data, unplaced)
    loaded = data.store.loaded
    return Report(
        input=label,
        form=data.input.form,
        standard=CURRENT,
        standard_digest=digest(),
        tables=tuple(InputTable(n, data.files[n].file, loaded[n].rows) for n in tables() if n in loaded),
        groups=positioned(data, data.findings.groups(), Path(label)),
        not_checked=tuple(_not_checked(data, selection)),
        rules_run=len(rules()) - selection.left_out - len(_beyond(data, selection)),
        set_aside=review.set_aside if review else (),
        vanished=_vanished(review, selection),
        every=spool,
    )


def _vanished(review: Review | None, selection: Selection) -> tuple[Vanished, ...]:
    """What the baseline knows and was looked for in vain."""
    return tuple(v for v in review.known.vanished if v.rule in selection) if review and review.known else ()


def _not_checked(data: Opened, selection: Selection) -> Iterator[NotChecked]:
    yield from data.input.not_checked
    for name in sorted(_not_whole(data)):
        yield NotChecked(f"references to {name}", "not all of it could be read", is_gap=True)
    if selection.left_out:
        yield NotChecked(f"{selection.left_out} rules", "left out by --select or --ignore", is_gap=False)
    if not data.input.is_whole:
        given = set(data.store.loaded)
        if beyond := _beyond(data, selection):
            yield NotChecked(f"{len(beyond)} rules that need other tables", "only one table was given", is_gap=False)
        others = {c.references for n in given for c in tables()[n].columns.values() if c.references} - given
        if others:
            yield NotChecked(f"references to {', '.join(sorted(others))}", "only one table was given", is_gap=False)


def _beyond(data: Opened, selection: Selection) -> set[str]:
    """The rules that need tables which were not given, or speak only of such tables."""
    if data.input.is_whole:
        return set()
    given = set(data.store.loaded)
    possible = {c.rule.id for c in row_checks() if c.table in given}
    possible |= {c.rule.id for c in set_checks() if c.table in given and tables_read(c.query) <= given}
    return {r.id for r in rules().values() if r.stage == "rules" and r.id in selection} - possible
