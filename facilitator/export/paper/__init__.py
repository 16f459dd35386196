"""Sheets of paper for a session: run sheet, participant card, role slips, observer's sheet, capture cards, poster.

`print_sheet` is the door. A session's snapshot goes in; what stands on the sheet is built as plain data, through the
one gate, and set by the report's own engine; the file appears whole or not at all. Safe to run in any thread.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from facilitator import words
from facilitator.export.files import whole_file
from facilitator.export.options import PAPERS, Options
from facilitator.export.phrases import date_plain, read_date
from facilitator.session.errors import FacilitatorError
from facilitator.session.privacy import Audience
from facilitator.session.repeat import LeftOpen
from facilitator.session.state import SessionState

SHEETS = ("run-sheet", "participant-card", "role-slips", "observer-sheet", "capture-cards", "join-poster")
"""The sheets there are, by the names the command line knows."""

MOST = 5000
"""The highest number of a capture card, and the most cards or rounds asked for at once."""


class NothingToPrint(FacilitatorError):
    """There is nothing of this session that such a sheet could hold. Nothing was written."""

    mistake = True


@dataclass(frozen=True, slots=True)
class Address:
    """Where phones join: what stands in the code for cameras, what to type, and the network with its password.

    ``network`` is what stands in a second, small code, with which a camera joins that network; empty for none.
    """

    link: str
    typed: str
    code: str = ""
    wifi: str = ""
    password: str = ""
    network: str = ""


@dataclass(frozen=True, slots=True)
class Choices:
    """How a sheet is made; everything is good as it is.

    Attributes:
        paper: ``a4`` or ``letter``.
        language: The language of the sheet's own words (a tag); None means the program's.
        organisation: Printed on the poster where the session says nothing else.
        accent: A colour as ``#rrggbb`` in place of ours, taken if it can be read on white.
        zone: The IANA time zone for sessions that say none.
        count: How many: participant cards, capture cards, rounds of role slips; 0 is the usual number.
        learning: What the organisation means by learning, for the run sheet.
        first: The number of the first capture card.
        large: In large letters: a role slip a page, a participant card on half a page.
        last_time: Lines about what the last session of the series left open, for the run sheet.
        address: Where phones join, for the poster; None leaves that out.
    """

    paper: str = "a4"
    language: str | None = None
    organisation: str = ""
    accent: str = ""
    zone: str | None = None
    learning: str = ""
    count: int = 0
    first: int = 1
    large: bool = False
    last_time: tuple[str, ...] = ()
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written. ``missing`` are letters no font could show, as ``U+12000``, with how often."""

    wrote: Path
    sheet: str
    pages: int
    missing: tuple[tuple[str, int], ...] = ()


def left_line(left: LeftOpen) -> str:
    """What a session left open, as a line of the next run sheet: whose it is, the words, until when."""
    _ = words._
    line = _("{who}: {words}").format(who=left.person, words=left.text) if left.person else left.text
    day = read_date(left.due)
    return line if day is None else _("{line} (by {date})").format(line=line, date=date_plain(day))


def sheet_word(sheet: str) -> str:
    """What a sheet is called, for menus and files."""
    _ = words._
    return {
        "run-sheet": _("Run sheet"),
        "participant-card": _("Participant card"),
        "role-slips": _("Role slips"),
        "observer-sheet": _("Observer’s sheet"),
        "capture-cards": _("Capture cards"),
        "join-poster": _("Poster for the door"),
    }[sheet]


def print_sheet(state: SessionState, sheet: str, target: Path, choices: Choices | None = None) -> Printed:
    """Write one sheet of a session as a PDF.

    Args:
        state: A session's state; a snapshot when another thread may change the original.
        sheet: One of `SHEETS`.
        target: The file to make; one that is there is replaced only when the new one is whole.
        choices: How it is made.

    Raises:
        NothingToPrint: the session has nothing for such a sheet; the sentence says what is missing.
        ExportFailed: the file cannot be written; nothing was left behind.
    """
    chosen = choices or Choices()
    if sheet not in SHEETS:
        raise FacilitatorError("“{sheet}” is no sheet known here.", sheet=sheet)
    if chosen.paper not in PAPERS:
        raise FacilitatorError("“{paper}” is no paper known here; take a4 or letter.", paper=chosen.paper)
    if not 0 <= chosen.count <= MOST or not 1 <= chosen.first <= MOST:
        raise NothingToPrint("That many cannot be printed at once: at most {most}.", most=MOST)
    if state.talk.logged:
        raise NothingToPrint("A talk needs no sheets. Its report can be exported.")
    # The run sheet is the facilitator's own paper; everything else is for those who are there.
    audience = Audience.FACILITATOR if sheet == "run-sheet" else Audience.PARTICIPANT
    options = Options(
        audience=audience,
        paper=chosen.paper,
        language=chosen.language,
        organisation=chosen.organisation,
        accent=chosen.accent,
        zone=chosen.zone,
        learning=chosen.learning,
    )
    target = Path(target)
    with words.in_language(chosen.language):
        from facilitator.export.paper.making import make

        made = make(state, sheet, options, chosen)
        with whole_file(target) as beside:
            pages, missing = made(beside)
    return Printed(target, sheet, pages, missing)
