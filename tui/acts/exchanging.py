"""Acts that take files in and give results out, from the explorer."""

from __future__ import annotations

import os
from pathlib import Path

from store.errors import StoreError
from tui.look import counted
from tui.outgoing import events_of
from tui.paint import Part
from tui.screens.explorer import Explorer
from tui.screens.pick import Choice, Pick, narrowed
from tui.screens.prompt import Echo, Prompt
from tui.screens.sheet import Sheet

LISTED = 500
"""Files of a folder that are offered at the most."""


def files_in(typed: str) -> list[Choice]:
    """The files and folders that a typed path may mean; folders end in a slash and can be gone on from."""
    path = Path(os.path.expanduser(typed or "./"))
    folder, start = (path, "") if typed.endswith("/") or not typed else (path.parent, path.name)
    try:
        found = sorted(os.scandir(folder), key=lambda entry: (not entry.is_dir(), entry.name.casefold()))
    except OSError as error:
        return [Choice("", f"{folder}: {(error.strerror or str(error)).lower()}")]
    choices = []
    for entry in found:
        if not entry.name.casefold().startswith(start.casefold()) or (entry.name.startswith(".") and not start):
            continue
        full = str(Path(folder) / entry.name)
        if entry.is_dir():
            choices.append(Choice(full + "/", entry.name + "/", "folder"))
        elif entry.is_file():
            choices.append(Choice(full, entry.name, f"{entry.stat().st_size:,} bytes"))
    return choices[:LISTED]


async def import_file(explorer: Explorer) -> None:
    """Pick a file, see how it would be read, and take it in."""
    if explorer.writable():
        await _pick_file(explorer, "")


async def _pick_file(explorer: Explorer, folder: str) -> None:
    async def picked(path: str | None) -> None:
        if path and path.endswith("/"):
            await _pick_file(explorer, path)
        elif path:
            _preview(explorer, path)

    title = f"Import a file from {folder or './'}"
    await explorer.ask(Pick(title, lambda typed: files_in(folder + typed), "No such file."), picked)


def _preview(explorer: Explorer, path: str) -> None:
    """A dry run: what would be taken, how columns are read, what would be refused; Enter takes it."""

    def look() -> None:
        from store import importers

        try:
            (report,) = importers.run([path], explorer.dossier, dry_run=True)
        except (importers.ImportFailed, StoreError) as error:
            explorer.call_later(explorer.say, str(error), "error")
            return
        explorer.call_later(_show, explorer, path, report)

    explorer.say(f"Reading {Path(path).name} …", lasting=True)
    explorer.run_worker(look, thread=True, group="import", exit_on_error=False)


async def _show(explorer: Explorer, path: str, report) -> None:  # type: ignore[no-untyped-def]  # its room comes late
    if report.error:
        explorer.say(_failure(report), "error")
        return
    explorer.status.show_keys()
    words = ("read", "added", "updated", "unchanged", "merged", "skipped", "removed")
    counts = [f"{number:,} {word}" for word in words if (number := getattr(report, word))]
    lines: list[list[Part]] = [
        [(f"{report.file}: {report.format}", "heading")],
        [(f"Enter takes {counted(report.added + report.updated, 'record')} into {explorer.dossier.name}", "accent")],
        [(", ".join(counts), "dim")],
    ]
    if report.refused:
        lines += [[], [(f"{len(report.refused):,} refused", "heading")]]
        lines += [[(f"row {each.row} {each.field}: ", "dim"), (each.reason, "")] for each in report.refused[:200]]
    if report.mapping:
        lines += [[], [("Columns", "heading")]]
        lines += [[(f"{field:<16}", "dim"), (column, "")] for field, column in report.mapping.items()]
    lines += [[(note, "dim")] for note in report.notes]

    def answered(line: int | None) -> None:
        if line is not None:
            explorer.say(f"Importing {report.file} …", lasting=True)
            explorer.run_worker(take, thread=True, group="import", exit_on_error=False)

    def take() -> None:
        from store import importers

        try:
            (done,) = importers.run([path], explorer.dossier)
        except (importers.ImportFailed, StoreError) as error:
            explorer.call_later(explorer.say, str(error), "error")
            return
        explorer.chronology.refresh()
        explorer.call_later(explorer.see, explorer.query_now)
        said = (
            _failure(done)
            if done.error
            else f"{done.added:,} added, {done.updated:,} updated, {len(done.refused):,} refused"
        )
        explorer.call_later(explorer.say, said, "error" if done.error else "accent")

    await explorer.ask(Sheet("Import: is this right?", lines, [1]), answered)


def _failure(report) -> str:  # type: ignore[no-untyped-def]  # its room comes late
    """Why nothing was taken from a file; most reasons name it themselves."""
    return str(report.error if report.error.startswith(report.file) else f"{report.file}: {report.error}")


async def export_view(explorer: Explorer) -> None:
    """Write the events of the view to a file, in a format of choice."""
    from store import exporters

    choices = [Choice(each.name, each.name, each.title) for each in exporters.FORMATS]

    async def chosen(name: str | None) -> None:
        if name is not None:
            await _ask_path(explorer, name)

    await explorer.ask(Pick("Export this view as", lambda typed: narrowed(choices, typed)), chosen)


async def _ask_path(explorer: Explorer, name: str) -> None:
    from store import exporters

    ending = exporters.by_name(name).ending
    query = explorer.query_now

    def echo(text: str) -> Echo:
        path = Path(os.path.expanduser(text.strip()))
        if not text.strip():
            return Echo(None, [[("a file name", "dim")]])
        if path.exists():
            return Echo(None, [[(f"{path} is there already: give another name", "warning")]])
        return Echo(str(path), [[(f"{path.absolute()}", "accent")]])

    def write(path: str) -> None:
        try:
            context = exporters.Context.of(explorer.dossier, query=query.text, basis=query.basis.isoformat())
            losses = exporters.export(events_of(explorer.chronology, query), context, name, path)
        except (exporters.ExportFailed, StoreError) as error:
            explorer.call_later(explorer.say, str(error), "error")
            return
        said = "; ".join([f"{counted(losses.written, 'event')} written to {path}", *losses.sentences()])
        explorer.call_later(explorer.say, said)

    def answered(path: str | None) -> None:
        if path is not None:
            explorer.say(f"Writing {path} …", lasting=True)
            explorer.run_worker(lambda: write(path), thread=True, group="export", exit_on_error=False)

    await explorer.ask(Prompt(f"Export as {name} to", echo, text=f"{explorer.dossier.name}{ending}"), answered)
