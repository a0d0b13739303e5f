"""A workbook written: sheets with their headers, notes, choices and checks, and the records, if there are any.

Texts are texts: no cell is a formula, days and ids stand as they are written, and a text that begins like a formula
bears the mark by which spreadsheet programs leave it alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from conflictdp.convert.formulas import neutral
from conflictdp.errors import LimitError, needs
from conflictdp.spec.codelists import codelists
from conflictdp.spec.sheets import ABOUT, CODES, DATASET, DATASET_ROWS, EXAMPLE, letter
from conflictdp.workbooks.layout import choice, coded, is_needed, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from conflictdp.spec.tables import Column, Table

ROOM = 1_048_576
"""Rows of a sheet."""

LONGEST = 32_767
"""Characters of a cell."""

NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook bears a time; the same data give the same bytes
_CHECKED = 20_000
"""Rows of a form on which choices and checks are laid."""

_LARGEST_EXACT = 2**53
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {"num_format": "@", "valign": "top"},
    "number": {"valign": "top"},
    "formula": {"num_format": "@", "quote_prefix": True, "valign": "top"},
    "head": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "num_format": "@"},
    "needed": {"bold": True, "bg_color": "#FCE4D6", "border": 1, "num_format": "@"},
    "example": {"italic": True, "font_color": "#7F7F7F", "num_format": "@"},
    "title": {"bold": True, "font_size": 14},
    "prose": {"text_wrap": True, "valign": "top"},
}


def no_room(table: str) -> LimitError:
    """What is said of a table with more records than a sheet has rows."""
    return LimitError(f"{table} has more records than a sheet has room for ({ROOM - 1:,}); take parquet")


class Book:
    """A workbook that is being written; use it in a `with` statement (needs xlsxwriter).

    Args:
        path: The file to write.
    """

    def __init__(self, path: Path) -> None:
        with needs("xlsxwriter", "xlsx"):
            import xlsxwriter
        options = {
            "tmpdir": str(path.parent),
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        }
        self._book: xlsxwriter.Workbook = xlsxwriter.Workbook(str(path), options)
        self._book.set_properties({"created": NO_TIME})
        self._looks: dict[str, Format] = {name: self._book.add_format(look) for name, look in _LOOKS.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._book.close()
            return
        self._book.fileclosed = True
        for sheet in self._book.worksheets():  # their rows wait in files of their own, beside the workbook
            sheet.row_data_fh.close()

    def about(self, lines: Sequence[str]) -> None:
        """Writes the first sheet: a title and what to know."""
        sheet = self._book.add_worksheet(ABOUT)
        sheet.set_column(0, 0, 110)
        for number, line in enumerate(lines):
            sheet.write_string(number, 0, line, self._looks["prose" if number else "title"])

    def dataset(self, values: Mapping[str, str], *, is_form: bool) -> None:
        """Writes the sheet on the dataset itself.

        Args:
            values: What it says of itself, by the names of `DATASET_ROWS`.
            is_form: Whether examples stand where nothing is said.
        """
        sheet = self._book.add_worksheet(DATASET)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 2, 60)
        for column, head in enumerate(("property", "value", "what to write")):
            sheet.write_string(0, column, head, self._looks["head"])
        for number, (name, about, shown) in enumerate(DATASET_ROWS, start=1):
            sheet.write_string(number, 0, name, self._looks["plain"])
            text = values.get(name, "")
            if text or not is_form:
                self._text(sheet, number, 1, text)
            elif shown:
                sheet.write_string(number, 1, EXAMPLE + shown, self._looks["example"])
            sheet.write_string(number, 2, about, self._looks["prose"])
        sheet.freeze_panes(1, 1)

    def table(self, table: Table, names: Sequence[str], records: Iterable[Sequence[str | None]], *, form: str) -> int:
        """Writes the sheet of a table.

        Args:
            table: The table.
            names: Its columns in order, those of the publisher's own last.
            records: The cells of the records as text, None where a cell is empty.
            form: "example" for an example row above the records, "plain" for none.

        Returns:
            How many records were written.

        Raises:
            LimitError: When there are more records, or longer texts, than a sheet has room for.
        """
        sheet = self._book.add_worksheet(table.name)
        sheet.set_tab_color("#C55A11" if is_needed(table.name) else "#2F75B5")
        self._header(sheet, table, names)
        first = 1
        if form == "example":
            self._example(sheet, table, names)
            first = 2
        count = 0
        for count, record in enumerate(records, start=1):
            self._record(sheet, first + count - 1, table, names, record)
        sheet.freeze_panes(1, 1)
        return count

    def codes(self) -> None:
        """Writes the sheet with the codes, a codelist to a column; choices in the other sheets refer to it."""
        sheet = self._book.add_worksheet(CODES)
        lists = [list(codelists()[name].codes.values()) for name in coded()]
        for column, name in enumerate(coded()):
            sheet.set_column(column, column, max(18, len(name) + 2))
            sheet.write_comment(0, column, _sized(codelists()[name].definition), {"x_scale": 2})
        for number in range(max(map(len, lists)) + 1):
            for column, found in enumerate(lists):
                if number == 0:
                    sheet.write_string(0, column, coded()[column], self._looks["head"])
                elif number <= len(found):
                    sheet.write_string(number, column, found[number - 1].code, self._looks["plain"])
        sheet.freeze_panes(1, 0)

    def _header(self, sheet: Worksheet, table: Table, names: Sequence[str]) -> None:
        for number, name in enumerate(names):
            column = table.columns.get(name)
            look = "needed" if column and column.is_required else "head"
            wide = 40 if name in ("title", "description", "paraphrase", "note", "name") else max(14, len(name) + 3)
            sheet.set_column(number, number, wide, self._looks[_look_of(column)])
            sheet.write_string(0, number, name, self._looks[look])
            if column:
                sheet.write_comment(0, number, _sized(note(table, column)), {"x_scale": 3, "y_scale": 2})
                _lay_checks(sheet, number, table, column)

    def _example(self, sheet: Worksheet, table: Table, names: Sequence[str]) -> None:
        from conflictdp.workbooks.example import example

        shown = example(table)
        for number, name in enumerate(names):
            text = shown.get(name, "")
            if number == 0:
                text = EXAMPLE + text
            if text:
                sheet.write_string(1, number, text, self._looks["example"])

    def _record(
        self, sheet: Worksheet, row: int, table: Table, names: Sequence[str], record: Sequence[str | None]
    ) -> None:
        if row >= ROOM:
            raise no_room(table.name)
        for number, (name, text) in enumerate(zip(names, record, strict=True)):
            if text is None:
                continue
            column = table.columns.get(name)
            if column is not None and column.type in ("integer", "number") and _is_exact(text):
                sheet.write_number(row, number, float(text), self._looks["number"])
            else:
                if len(text) > LONGEST:
                    raise LimitError(
                        f"{table.name}, record {row}: {name} has {len(text):,} characters; a cell holds {LONGEST:,}"
                    )
                self._text(sheet, row, number, text)

    def _text(self, sheet: Worksheet, row: int, column: int, text: str) -> None:
        look = "formula" if neutral(text) != text or text.startswith("'") else "plain"
        sheet.write_string(row, column, text, self._looks[look])


def _look_of(column: Column | None) -> str:
    return "number" if column is not None and column.type in ("integer", "number") else "plain"


def _is_exact(text: str) -> bool:
    """Whether a spreadsheet's number gives the text back."""
    from conflictdp.readers.sheet_cells import as_text

    try:
        number = float(text)
    except ValueError:
        return False
    return abs(number) < _LARGEST_EXACT and as_text(number) == text


def _sized(text: str) -> str:
    return text if len(text) <= 1_000 else text[:999] + "…"  # noqa: PLR2004 - a note that still fits on a screen


def _lay_checks(sheet: Worksheet, number: int, table: Table, column: Column) -> None:
    """What may be chosen in a column, and what its cells must be, for the rows that a form has room for."""
    for check in _checks(number, table, column):
        sheet.data_validation(1, number, _CHECKED, number, check)


def _checks(number: int, table: Table, column: Column) -> Iterator[dict[str, Any]]:
    chosen = choice(column)
    own = letter(number)
    if chosen:
        place = letter(chosen.column)
        last = (chosen.rows or _CHECKED) + 1
        yield {
            "validate": "list",
            "source": f"='{chosen.sheet}'!${place}$2:${place}${last}",
            "error_type": "stop" if chosen.is_closed else "information",
            "error_title": "Not a code of the list" if column.codelist else "No such record yet",
            "error_message": f"See the column {column.codelist} on the sheet {CODES}."
            if column.codelist
            else f"No row of the sheet {chosen.sheet} has this id.",
        }
    elif column.enum:
        yield {"validate": "list", "source": list(column.enum)}
    elif column.type == "boolean":
        yield {"validate": "list", "source": ["true", "false"]}
    elif column.name == table.key:
        yield {
            "validate": "custom",
            "value": f"=COUNTIF(${own}$2:${own}${_CHECKED + 1},{own}2)=1",
            "error_title": "This id is taken",
            "error_message": "Another row has it already. Each row has an id of its own.",
        }
    elif column.type in ("integer", "number") and column.minimum is not None and column.maximum is not None:
        yield {
            "validate": "integer" if column.type == "integer" else "decimal",
            "criteria": "between",
            "minimum": column.minimum,
            "maximum": column.maximum,
            "error_title": "Not a number that can stand here",
            "error_message": f"A number from {column.minimum:g} to {column.maximum:g}, or nothing.",
        }
