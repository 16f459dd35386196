"""Care of the record: check, backup, restore."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from facilitator import storage
from facilitator.cli import FAILURE, desk, shown
from facilitator.cli.record import Add
from facilitator.words import _, ngettext


def add_to(add: Add) -> None:
    """Put these commands into the grammar."""
    check = add("check", run_check, _("check the record, and mend what can be made anew"), "facilitator check --json")
    check.add_argument("--repair", action="store_true", help=_("mend what can be mended, after a backup"))
    backup = add("backup", run_backup, _("copy the whole library into one file"), "facilitator backup friday.db")
    backup.add_argument("file", metavar="FILE", nargs="?")
    restore = add(
        "restore", run_restore, _("go back to a backup; the present file is kept"), "facilitator restore friday.db"
    )
    restore.add_argument("file", metavar="FILE")


def run_check(args: argparse.Namespace) -> int:
    """Check every fact and compare what is derived with what the facts say."""
    report = _checked(desk.folder(args), args.repair)
    problems = [
        {"where": item.where, "what": item.what, "mended": item.mended, "known": item.known} for item in report.problems
    ]
    document = {"ok": report.ok, "sessions": report.sessions, "facts": report.facts, "problems": problems}
    lines = [f"{item['where']}: {item['what']}" for item in problems]
    facts = ngettext("{count} fact", "{count} facts", report.facts).format(count=report.facts)
    sessions = ngettext("{count} session", "{count} sessions", report.sessions).format(count=report.sessions)
    if not report.ok:
        said = _("Not all is well: {sessions}, {facts}.")
    elif any(item.known for item in report.problems):
        said = _("All is well but for what is lost: {sessions}, {facts}.")
    else:
        said = _("All is well: {sessions}, {facts}.")
    desk.put(args, document, [*lines, said.format(sessions=sessions, facts=facts)])
    return 0 if report.ok else FAILURE


def _checked(folder: Path, repair: bool) -> storage.CheckReport:
    """The report on a library, mended where that is wanted, even one too damaged to be opened."""
    try:
        library = storage.Library.open(folder, create=False, write=repair)
    except storage.LibraryDamaged:
        if not repair:
            raise
        return storage.Library.mend(folder)
    try:
        return library.check(repair=repair)
    finally:
        library.close()


def run_backup(args: argparse.Namespace) -> int:
    """Copy the library into one file."""
    from facilitator.storage.backups import verify

    library = storage.Library.open(desk.folder(args), create=False, write=False)
    try:
        wrote = library.backup(None if args.file is None else desk.target(args.file).absolute())
    finally:
        library.close()
    desk.put(args, {"wrote": str(wrote)}, [_("Wrote {file}").format(file=wrote)])
    return _spoilt(verify(wrote).spoilt)


def run_restore(args: argparse.Namespace) -> int:
    """Go back to a backup. The file that was there is kept under another name."""
    file = Path(args.file).absolute()
    report = storage.Library.restore(desk.folder(args), file)
    kept = str(report.kept) if report.kept else None
    document = {"restored": str(file), "kept": kept, "sessions": report.sessions, "facts": report.facts}
    lines = [_("Restored {file}").format(file=file)]
    if kept:
        lines.append(_("The file that was there is kept as {file}").format(file=kept))
    desk.put(args, document, lines)
    return _spoilt(report.spoilt)


def _spoilt(count: int) -> int:
    """Say what of a copy cannot be read. The exit code."""
    if not count:
        return 0
    words = ngettext(
        "{count} entry in it can no longer be read. “facilitator check --repair” brings back what a backup still "
        "holds.",
        "{count} entries in it can no longer be read. “facilitator check --repair” brings back what a backup still "
        "holds.",
        count,
    )
    print(f"facilitator: {shown(words.format(count=count))}", file=sys.stderr)
    return FAILURE
