"""Sheets of paper by the command line: run sheet, cards, slips, poster."""

from __future__ import annotations

import argparse

from facilitator import paths, settings, storage
from facilitator.cli import desk
from facilitator.cli.record import Add
from facilitator.session.repeat import left_open
from facilitator.session.state import SessionState
from facilitator.words import _

SHEETS = ("run-sheet", "participant-card", "role-slips", "observer-sheet", "capture-cards", "join-poster")


def add_to(add: Add) -> None:
    """Put this command into the grammar."""
    sheet = add(
        "print",
        run_print,
        _("write a sheet of a session as a PDF: run sheet, cards, slips, poster"),
        'facilitator print "Night handover" --sheet run-sheet -o run-sheet.pdf',
    )
    sheet.add_argument("session", metavar="SESSION")
    sheet.add_argument("--sheet", choices=SHEETS, default="run-sheet", help=_("run-sheet when not given"))
    sheet.add_argument("--paper", choices=("a4", "letter"), help=_("as in the settings when not given"))
    sheet.add_argument("--count", type=int, default=0, metavar="N", help=_("how many cards, or rounds of role slips"))
    sheet.add_argument("--from", type=int, default=1, metavar="N", dest="first", help=_("the first card's number"))
    sheet.add_argument("--large", action="store_true", help=_("in large letters, for role slips and cards"))
    sheet.add_argument(
        "--lang", type=desk.language_tag, metavar="L", help=_("the sheet's language, for example en or pt-BR")
    )
    sheet.add_argument("-o", "--output", metavar="FILE", required=True)


def run_print(args: argparse.Namespace) -> int:
    """Write one sheet."""
    from facilitator.export import paper

    with desk.reading(args) as library:
        state = library.load(library.find_session(args.session).id).state
        last_time = _last_time(library, state) if args.sheet == "run-sheet" else ()
    chosen = settings.load(paths.config_folder() / settings.FILE_NAME)
    choices = paper.Choices(
        paper=args.paper or chosen.paper,
        language=args.lang,
        organisation=chosen.organisation,
        accent=chosen.report_accent,
        learning=chosen.learning_statement,
        count=args.count,
        first=args.first,
        large=args.large,
        last_time=last_time,
    )
    printed = paper.print_sheet(state, args.sheet, desk.target(args.output), choices)
    document = {"wrote": str(printed.wrote), "sheet": printed.sheet}
    desk.put(args, document, [_("Wrote {file}").format(file=printed.wrote)])
    return desk.losses(state)


def _last_time(library: storage.Library, state: SessionState) -> tuple[str, ...]:
    """What the session before this one in its series left open."""
    from facilitator.export.paper import left_line

    if not state.series.follows or not any(row.id == state.series.follows for row in library.sessions()):
        return ()
    return tuple(left_line(item) for item in left_open(library.load(state.series.follows).state))
