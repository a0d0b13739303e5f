"""The rules of Conflict DP as a check of Frictionless: `frictionless validate datapackage.json --checks conflictdp`.

Frictionless takes a module for a plugin when its name begins with `frictionless_`, so this one stands beside the
package. The whole dataset is validated once, when the first of its tables is; each finding is then an error of the
row and field that it speaks of. What belongs to no row is an error of its table, or of the first one.

Tables of Parquet are read with their own types. Frictionless by itself reads them through pandas, to which an integer
that is absent is the number "nan", and a list something else than a list.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar
from weakref import ref

import attrs
from frictionless import Check, Parser, Plugin
from frictionless.errors import CellError, RowError, SourceError, TableError
from frictionless.exception import FrictionlessException

from conflictdp.spec.versions import is_of_standard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from frictionless import Error, Package, Resource, Row

    from conflictdp.report import Finding

BATCH = 10_000
_ALONE: dict[str, Any] = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
KEEP = 1000
"""So many findings of a rule on a column are shown; Frictionless itself stops at as many errors of a table."""


class FindingError(TableError):
    """A finding on a table, or on the dataset."""

    type = "conflictdp"
    title = "Conflict DP"
    description = "A rule of the Conflict Event Data Package finds fault."
    template = "{note}"


class RowFindingError(RowError):
    """A finding on a record."""

    type = "conflictdp-row"
    title = "Conflict DP"
    description = "A rule of the Conflict Event Data Package finds fault with the record."
    template = "row {rowNumber}: {note}"


class CellFindingError(CellError):
    """A finding on a cell."""

    type = "conflictdp-cell"
    title = "Conflict DP"
    description = "A rule of the Conflict Event Data Package finds fault with the cell."
    template = 'row {rowNumber}, field "{fieldName}": {note}'


ERRORS = (FindingError, RowFindingError, CellFindingError)


@attrs.define(kw_only=True, repr=False)
class conflictdp(Check):  # noqa: N801 - checks are named as they are typed
    """The rules of Conflict DP.

    Attributes:
        severity: The least severity that counts: "error", "warning" or "info". Frictionless knows errors only, so a
            dataset with a warning would be invalid to it if warnings counted by default.
    """

    type = "conflictdp"
    Errors = list(ERRORS)  # noqa: RUF012 - as Frictionless declares it
    severity: str = "error"

    def connect(self, resource: Resource) -> None:
        """Takes the findings on a table."""
        super().connect(resource)
        self._rows: dict[int, list[Finding]] = defaultdict(list)
        self._others: list[Finding] = []
        for finding in _findings(resource, self.severity):
            if finding.row is None:
                self._others.append(finding)
            else:
                self._rows[finding.row].append(finding)

    def validate_row(self, row: Row) -> Iterable[Error]:
        """Gives the errors of a row."""
        number = row.row_number - 1  # Frictionless counts the header
        for finding in self._rows.get(number, ()):
            note = _note(finding)
            if finding.column in row.field_names:
                yield CellFindingError.from_row(row, note=note, field_name=finding.column)
            else:
                yield RowFindingError.from_row(row, note=note)

    def validate_end(self) -> Iterable[Error]:
        """Gives the errors that belong to no row."""
        for finding in self._others:
            yield FindingError(note=_note(finding, finding.file))

    metadata_profile_patch: ClassVar[dict[str, Any]] = {
        "properties": {"severity": {"type": "string", "enum": ["error", "warning", "info"]}},
    }


def _note(finding: Finding, file: str | None = None) -> str:
    place, hint = f"{file}: " if file else "", f" ({finding.hint})" if finding.hint else ""
    return f"{finding.rule} {place}{finding.message}{hint}"


_seen: dict[int, tuple[ref[Package], list[Finding]]] = {}
"""The findings on each package that Frictionless has open; packages cannot be keys, so their `id` is."""


def _findings(resource: Resource, severity: str) -> list[Finding]:
    """The findings on the table of a resource; the first table of a package also has those on no table."""
    package = resource.package
    if package is None:
        return [f for f in _validated(Path(resource.normpath or ""), resource.name) if _counts(f, severity)]
    names = [r.name for r in package.resources]
    is_first = resource.name == names[0]
    return [
        f
        for f in _of_package(package)
        if _counts(f, severity) and (f.table == resource.name or (is_first and f.table not in names))
    ]


def _of_package(package: Package) -> list[Finding]:
    known = _seen.get(id(package))
    if known is None or known[0]() is not package:
        known = _seen[id(package)] = (ref(package), _validated(_descriptor(package), None))
    return known[1]


def _descriptor(package: Package) -> Path:
    path = package.metadata_descriptor_path
    return Path(path) if path else Path(package.basepath or ".")


def _validated(path: Path, table: str | None) -> list[Finding]:
    import conflictdp as standard

    return list(standard.validate(path, table=table, keep=KEEP).findings)


def _counts(finding: Finding, severity: str) -> bool:
    from conflictdp.report.findings import SEVERITIES

    return SEVERITIES.index(finding.severity) <= SEVERITIES.index(severity)


class TypedParquetParser(Parser):
    """The records of a Parquet file, with integers, dates and lists as such, and None where a cell is empty."""

    supported_types: ClassVar[list[str]] = ["array", "boolean", "date", "integer", "list", "number", "string"]

    def read_cell_stream_create(self) -> Iterator[list[Any]]:
        """Gives the header, then the cells of each record.

        Raises:
            FrictionlessException: When it is no Parquet file.
        """
        import duckdb

        from conflictdp.readers.staging import Staging

        # Under a plain name: in a path the engine takes some signs for patterns, and the beginning for an address.
        with Staging() as staging, duckdb.connect(config=_ALONE) as connection:
            try:
                path = staging.take(Path(str(self.resource.normpath)), ".parquet")
                connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
                yield [column[0] for column in connection.description or ()]
                while rows := connection.fetchmany(BATCH):
                    yield from map(list, rows)
            except (OSError, duckdb.Error) as error:
                note = str(error).partition("\n")[0]
                raise FrictionlessException(SourceError(note=note)) from error


def _is_ours(resource: Resource) -> bool:
    """Whether a package of the standard has the resource."""
    said = resource.package.metadata_descriptor_initial if resource.package else None
    return is_of_standard((said or {}).get("$schema"))


class ConflictdpPlugin(Plugin):
    """What Frictionless asks for by name."""

    def create_parser(self, resource: Resource) -> Parser | None:
        """What reads the tables of a package of the standard, where they are Parquet."""
        return TypedParquetParser(resource) if resource.format == "parquet" and _is_ours(resource) else None

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002
        """The check, by its type."""
        return conflictdp if type == conflictdp.type else None

    def select_error_class(self, type: str | None = None) -> type[Error] | None:  # noqa: A002
        """The errors, by their types."""
        return next((e for e in ERRORS if e.type == type), None)
