"""Rows of CSV and TSV files, found one by one however the file is broken.

Quoting is RFC 4180's; formats that know no quoting (GDELT, ICEWS, POLECAT) are split at their tabs. A quote that is
never closed costs its own row and no other: a record is bounded in size, must parse strictly if it runs over several
lines, and reading goes on at the next line that is a whole row by itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from store.importers.decoding import read_lines
from store.importers.opening import Source, reading
from store.importers.report import ImportFailed, Job, Refused

Row = tuple[int, list[str]]
"""Row number (1-based, the header counts as a row, as a spreadsheet shows it) and as many cells as the header has."""

_LONGEST_RECORD = 256 << 10
"""Characters of one record over all its lines; the csv module bounds a cell to 131,072 of them."""

_SPARE_READING = 4 << 20
"""Characters that may be read twice after quotes that never close, beyond as many as were read once."""

_LINE_END = re.compile(r"\r\n?|\n")
_WORDS = re.compile(r"\w+")


def column_key(name: str) -> str:
    """The name by which a column is looked up: ``Event ID``, ``EVENT_ID`` and ``event-id`` are the same."""
    return "_".join(_WORDS.findall(name.casefold()))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table's cells are told apart."""

    delimiter: str
    quoted: bool


def split_line(line: str, delimiter: str) -> list[str]:
    """The cells of one line by itself, quotes understood leniently."""
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _whole(line: str, delimiter: str) -> list[str] | None:
    """The cells of a line by itself, quotes understood leniently; ``None`` if a quote stays open at its end."""
    asked = False

    def feed() -> Iterator[str]:
        nonlocal asked
        yield line
        asked = True

    try:
        cells = next(csv.reader(feed(), delimiter=delimiter), [])
    except csv.Error:
        return None
    return None if asked else cells


def guess_dialect(text: str) -> Dialect | None:
    """The dialect of a table from its head; ``None`` if its first line has but one cell in every dialect."""
    lines = [line for line in _LINE_END.split(text, maxsplit=50)[:50] if line.strip()]
    if not lines:
        return None
    width, delimiter = max(((len(split_line(lines[0], d)), d) for d in "\t,;|"), key=lambda found: found[0])
    if width < 2:
        return None
    # Commas and semicolons cannot do without quotes; tabs usually do, and then a quote is just a character.
    quoted = delimiter != "\t" or any(
        len(cell) > 1 and cell[0] == cell[-1] == '"' for line in lines for cell in line.split("\t")
    )
    return Dialect(delimiter, quoted)


def unquoted_tabs(text: str) -> Dialect | None:
    """The dialect of formats that are split at tabs and know no quotes.

    ``None``, so that it is guessed, for a copy of such a file that a statistics program has quoted or put commas
    into.
    """
    return Dialect("\t", quoted=False) if "\t" in _LINE_END.split(text, 1)[0] and text[:1] != '"' else None


def header_of(text: str, dialect: Dialect) -> list[str]:
    """The cells of the first line that is not blank, without empty ones at the end."""
    line = next((line for line in _LINE_END.split(text) if line.strip()), "")
    cells = split_line(line, dialect.delimiter) if dialect.quoted else line.split(dialect.delimiter)
    while cells and not cells[-1].strip():
        cells.pop()
    return [cell.strip() for cell in cells]


class Table:
    """An open table: its header, and its rows once through."""

    def __init__(
        self, lines: Iterator[str], dialect: Dialect, header: Sequence[str] | None, *, skip: bool = False
    ) -> None:
        """``header`` names the columns; else the first line that is not blank does, which ``skip`` passes over."""
        self._lines = _Lines(lines)
        self._dialect = dialect
        self._number = 0
        own = self._own_header() if header is None or skip else []
        self.header = own if header is None else list(header)
        self.width = len(self.header)
        self.columns: dict[str, int] = {}
        for position, name in enumerate(self.header):
            self.columns.setdefault(column_key(name), position)

    def need(self, names: Collection[str], source: Source, what: str) -> None:
        """Raise :class:`ImportFailed` unless the table has the columns without which it is not what it seems."""
        missing = [name for name in names if name not in self.columns]
        if missing:
            raise ImportFailed(f"{source.name} has no column {missing[0]}: it is no {what}")

    def _own_header(self) -> list[str]:
        for line in self._lines:
            self._number += 1
            if line.strip():
                return header_of(line, self._dialect)
        return []

    def rows(self) -> Iterator[Row | Refused]:
        """Every row that is not blank, or why it is none. Raises :class:`ImportFailed` if quotes make no sense."""
        delimiter, quoted, width = self._dialect.delimiter, self._dialect.quoted, self.width
        for line in self._lines:
            self._number += 1
            if quoted and '"' in line:
                found = self._quoted(line)
                if isinstance(found, Refused):
                    yield found
                    continue
                cells = found
            elif not line or line.isspace():
                continue
            else:
                cells = line.split(delimiter)
            if len(cells) != width:
                if len(cells) < width:
                    yield Refused(self._number, self.header[len(cells)], f"{len(cells)} cells instead of {width}")
                    continue
                if any(cell.strip() for cell in cells[width:]):
                    yield Refused(self._number, "", f"{len(cells)} cells instead of {width}")
                    continue
                del cells[width:]
            # Spreadsheets export rows of empty cells below their last one.
            if cells[0].strip() or any(cell.strip() for cell in cells):
                yield self._number, cells

    def _quoted(self, line: str) -> list[str] | Refused:
        """Parse a record that begins with ``line``, taking further lines while a quote is open."""
        taken = [line]
        size = len(line)

        def feed() -> Iterator[str]:
            nonlocal size
            yield line + "\n"
            for more in self._lines:
                taken.append(more)
                size += len(more)
                if size > _LONGEST_RECORD:
                    return
                yield more + "\n"

        closed = False
        try:
            cells = next(csv.reader(feed(), delimiter=self._dialect.delimiter, strict=True))
            closed = True
            if len(taken) == 1 or len(cells) == self.width:
                return cells
            reason = f"{len(cells)} cells instead of {self.width}, over {len(taken)} lines"
        except csv.Error as error:
            # A stray quote (`"so" said`) is understood as people mean it, if the row ends with its line.
            alone = _whole(line, self._dialect.delimiter) if len(taken) == 1 else None
            if alone is not None:
                return alone
            reason = str(error) if "limit" in str(error) else "a quote is opened and never closed"
        field = self._field_at_fault(line)
        self._resume(taken, closed)
        return Refused(self._number, field, reason)

    def _field_at_fault(self, line: str) -> str:
        """The column that is too long, else the one in which the first line ends, where its open quote began."""
        cells = split_line(line, self._dialect.delimiter)
        long = (at for at, cell in enumerate(cells) if len(cell) > csv.field_size_limit())
        position = next(long, len(cells) - 1)
        return self.header[position] if 0 <= position < self.width else ""

    def _resume(self, taken: list[str], closed: bool) -> None:
        """Give lines back, from the first that is a row by itself.

        Where none is, the lines of a record whose quotes were ``closed`` belong to it; of another one nobody knows.
        """
        for position in range(1, len(taken)):
            alone = _whole(taken[position], self._dialect.delimiter)
            if alone is not None and len(alone) == self.width:
                self._lines.give_back(taken[position:])
                return
        if not closed:
            self._lines.give_back(taken[1:])


class _Lines:
    """Lines that can be given back, within a budget: else a hostile file would be read for ever."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._waiting: list[str] = []
        self._budget = _SPARE_READING

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self._waiting:
            return self._waiting.pop()
        line = next(self._lines)
        self._budget += len(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        self._budget -= sum(map(len, lines))
        if self._budget < 0:
            raise ImportFailed("quotes are opened and never closed all over the file: is it a quoted table?")
        self._waiting.extend(reversed(lines))


@contextmanager
def open_table(
    source: Source,
    job: Job,
    dialect: Dialect | None = None,
    header: Sequence[str] | None = None,
    *,
    skip: bool = False,
) -> Iterator[Table]:
    """Open a table; without ``dialect`` it is guessed from the head. Raises :class:`ImportFailed`.

    ``header`` names the columns of a file that has no header, or with ``skip`` those of a file whose header is wrong.
    """
    dialect = dialect or guess_dialect(source.text)
    if dialect is None:
        raise ImportFailed(f"{source.name} is not a table: its first line has one cell")
    with reading(source, job.options.expanded) as stream:
        job.position = stream.done
        yield Table(read_lines(source, stream, job), dialect, header, skip=skip)
