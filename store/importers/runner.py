"""Running imports: files to names, names to batches, and one account for each file whatever happens to it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from store import edtf
from store.dossier import Dossier
from store.dossier.files import Layout, file_name, find
from store.errors import StoreError
from store.importers.batch import Batch
from store.importers.format import Format
from store.importers.held import Elsewhere, Held
from store.importers.opening import Source, look, shown_name
from store.importers.registry import by_name, sniff_source
from store.importers.report import ImportFailed, Job, Options, Progress, Refused, Report, Skipped
from store.importers.shelf import Shelf
from store.model import Article, RecordError
from store.text import clean

_ROWS_BETWEEN_PROGRESS = 500
_ALL_REFUSED = 100_000
"""A file of which so many rows are refused, and none is taken, is not what it is taken for."""


@dataclass(slots=True)
class _File:
    """A file of the run and its account."""

    path: Path
    report: Report


@dataclass(frozen=True, slots=True)
class _Run:
    """What all files of a run have in common."""

    dossier: Dossier
    layout: Layout
    format: Format | None
    published: str
    publisher: str
    mapping: Mapping[str, str]
    options: Options
    dry_run: bool
    progress: Progress | None
    today: str

    @property
    def spool_folder(self) -> Path | None:
        """The dossier's disk has to have room for the result anyway; a dry run leaves it alone."""
        return None if self.dry_run or self.layout.single else self.layout.path


def run(
    paths: Sequence[Path | str],
    dossier: Dossier,
    *,
    format: str | None = None,
    name: str | None = None,
    published: str | None = None,
    publisher: str = "",
    mapping: Mapping[str, str] | None = None,
    options: Options | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    today: datetime.date | None = None,
) -> tuple[Report, ...]:
    """Import files into a dossier and account for each, in the order given.

    ``format`` names a format instead of sniffing; ``name`` an import, instead of each file's own name, and makes one
    import of all files. ``published`` (EDTF) dates articles that carry no date, ``publisher`` is the outlet of those
    that name none; ``mapping`` is field to column for tables. With ``dry_run`` the accounts are the same and nothing is
    written. ``today`` is the day of import.

    A file that cannot be read takes nothing and has ``error`` set, and so have all files of its import; other
    imports of the run go on. Raises :class:`ImportFailed` before anything is read if the request itself makes no
    sense.
    """
    if published:
        _check_published(published)
    if dossier.read_only and not dry_run:
        raise ImportFailed(f"{dossier.name} cannot be changed: {dossier.why_read_only}")
    whole_run = _Run(
        dossier,
        find(dossier.path),
        by_name(format) if format else None,
        published or "",
        clean(publisher, line=True),
        mapping or {},
        options or Options(),
        dry_run,
        progress,
        (today or datetime.date.today()).isoformat(),
    )
    files = [_File(path, Report(shown_name(path))) for path in map(Path, paths)]
    groups: dict[str, list[_File]] = {}
    for file in files:
        file.report.name = file_name(name) if name else default_name(file.path)
        groups.setdefault(file.report.name, []).append(file)
    for group in groups.values():
        _import(whole_run, group)
    return tuple(file.report for file in files)


def _import(run: _Run, files: list[_File]) -> None:
    """One import, all of whose files are taken or none."""
    at_work = files[0]
    try:
        with ExitStack() as stack:
            sources = []
            for at_work in files:
                source = look(at_work.path)
                if source.encoding == "binary" and not run.options.encoding:
                    raise ImportFailed(f"{source.name} is a binary file, not text")
                format = run.format or sniff_source(source)
                at_work.report.format = format.name
                sources.append((at_work, source, format))
            shelf = stack.enter_context(Shelf(run.layout.articles.path, run.today, run.options, run.spool_folder))
            batch = (
                stack.enter_context(_batch(run, files[0].report.name)) if any(f.events for *_, f in sources) else None
            )
            for at_work, source, format in sources:
                _read(run, at_work.report, source, format, batch, shelf)
            shelf.finish(write=not run.dry_run)
            if batch is not None:
                batch.finish(write=not run.dry_run, articles=shelf.ids)
    except (ImportFailed, StoreError, RecordError) as error:
        _fail(files, at_work, str(error))
    except OSError as error:
        _fail(files, at_work, f"{at_work.report.file}: {(error.strerror or str(error)).lower()}")


def _batch(run: _Run, name: str) -> Batch:
    try:
        file = run.layout.imported(name)
    except StoreError as error:
        raise ImportFailed(f"{error}; then import {run.layout.path.name} there, and this") from None
    return Batch(
        name, Held(file.path, file.label), Elsewhere(run.dossier, file.path), run.today, run.options, run.spool_folder
    )


def _read(run: _Run, report: Report, source: Source, format: Format, batch: Batch | None, shelf: Shelf) -> None:
    """Read one file into the batch and onto the shelf."""
    job = Job(report.name, run.published, run.publisher, run.mapping, run.options)
    if batch is not None:
        batch.begin(format, report)
    for item in format.read(source, job):
        report.read += 1
        if isinstance(item, Refused):
            report.refused.append(item)
            if len(report.refused) == report.read == _ALL_REFUSED:
                raise ImportFailed(f"the first {_ALL_REFUSED:,} rows are all refused ({item.field}: {item.reason})")
        elif isinstance(item, Skipped):
            report.skip(item.rule)
        elif isinstance(item.record, Article):
            shelf.take(report, format, item, item.record)
        elif batch is not None:
            batch.take(item)
        if run.progress and report.read % _ROWS_BETWEEN_PROGRESS == 0:
            run.progress(job.position(), source.size, report.read)
    report.notes.extend(job.notes)
    report.notes.extend(f"{number:,} {text}" for text, number in job.tallies.items())
    report.mapping = dict(job.columns)
    if not report.read:
        report.notes.append("there are no rows in it")
    if run.progress:
        run.progress(source.size, source.size, report.read)


def _fail(files: list[_File], culprit: _File, reason: str) -> None:
    """Nothing was taken from any file of an import: say so in each account."""
    for file in files:
        blank = Report(file.report.file, file.report.format, file.report.name)
        blank.error = reason if file is culprit else f"nothing was taken, since {culprit.report.file} could not be read"
        file.report = blank


def default_name(path: Path) -> str:
    """The name of an import from its file: without endings such as ``.csv`` or ``.export.CSV.zip``."""
    stem = path.name
    while (ending := Path(stem).suffix) and len(ending) <= 7 and not ending[1:].isdigit():
        stem = stem[: -len(ending)]
    return file_name(stem or path.name)


def _check_published(published: str) -> None:
    try:
        edtf.parse(published)
    except edtf.EdtfError as error:
        raise ImportFailed(f"the date of publication is no date: {error}") from None
