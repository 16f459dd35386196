"""Files out: the report as PDF and Markdown, contributions as CSV, the whole session as JSON, its dates as iCalendar.

`export` is the door. A session's snapshot goes in; through the one gate it becomes a frozen document (or the gated
values themselves), and a format writes it beside the target and puts it in its place: a failed or cancelled export
leaves nothing. Safe to run in any thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from facilitator import words
from facilitator.export.document import Document
from facilitator.export.files import Cancelled, ExportFailed, file_name, whole_file
from facilitator.export.options import PAPERS, Options
from facilitator.session.errors import FacilitatorError
from facilitator.session.state import SessionState

__all__ = [
    "FORMATS",
    "PAPERS",
    "Cancelled",
    "Document",
    "ExportFailed",
    "ExportResult",
    "Options",
    "export",
    "file_name",
]

FORMATS = ("pdf", "md", "csv", "json", "ics")
"""The formats there are, by their file's ending; the report first."""

Tick = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class ExportResult:
    """What was written. ``missing`` are letters no font could show, as ``U+12000``, with how often."""

    wrote: Path
    format: str
    missing: tuple[tuple[str, int], ...] = ()


def export(
    state: SessionState,
    format: str,
    target: Path,
    options: Options | None = None,
    tick: Tick | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ExportResult:
    """Write a session to a file.

    Args:
        state: A session's state; a snapshot when another thread may change the original.
        format: One of `FORMATS`.
        target: The file to make; one that is there is replaced only when the new one is whole.
        options: For whom and how; everything at its default when not given.
        tick: Called now and then with the part done, 0 to 1.
        cancelled: Asked now and then; when it says yes, the export stops and nothing is written.

    Raises:
        Closed: nothing of it is for this audience (a talk that only its owner may see).
        NoDate: a calendar was asked for and the session has no date.
        ExportFailed: the file cannot be written; nothing was left behind.
        Cancelled: ``cancelled`` said yes.
    """
    if format not in FORMATS:
        raise FacilitatorError("“{format}” is no format known here.", format=format)
    chosen = options or Options()
    if chosen.paper not in PAPERS:
        raise FacilitatorError("“{paper}” is no paper known here; take a4 or letter.", paper=chosen.paper)

    closed = chosen.gate(state).closed(state)
    if closed is not None:
        raise closed

    def going(part: float) -> None:
        if cancelled is not None and cancelled():
            raise Cancelled
        if tick is not None:
            tick(part)

    target = Path(target)
    with words.in_language(chosen.language), whole_file(target) as beside:
        going(0.0)
        missing = _write(state, format, beside, chosen, going)
        going(1.0)
    return ExportResult(target, format, missing)


def _write(state: SessionState, form: str, beside: Path, options: Options, going: Tick) -> tuple[tuple[str, int], ...]:
    if form == "csv":
        from facilitator.export import table
        from facilitator.export.voice import Voice

        beside.write_bytes(table.write(Voice(state, options)))
        return ()
    if form == "json":
        from facilitator.export import whole
        from facilitator.export.voice import Voice

        beside.write_bytes(whole.write(Voice(state, options)))
        return ()
    if form == "ics":
        from facilitator.export import calendar
        from facilitator.export.voice import Voice

        beside.write_bytes(calendar.write(Voice(state, options)))
        return ()
    from facilitator.export.report import build

    document = build(state, options)
    going(0.02)
    if form == "md":
        from facilitator.export import markdown

        beside.write_bytes(markdown.write(document, going))
        return ()
    from facilitator.export import pdf

    return pdf.write(document, beside, paper=options.paper, accent=options.accent, going=going)
