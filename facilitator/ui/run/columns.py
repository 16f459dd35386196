"""Which columns have a place beside the stage: worked out from the page's width, and from what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

BOTH, AGENDA = 1200, 820
"""From these widths of the page on (px, at 100 %) agenda and stream, or the agenda alone, stand beside the stage."""

STREAM_WIDE = 320
MOST_SCALE = 1.4
"""Columns grow with the text up to here, so that the stage keeps its room."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What is to be seen, and which columns are drawers that a button opens."""

    agenda: bool
    stream: bool
    agenda_drawer: bool
    stream_drawer: bool


def columns(width: int, scale: float, *, agenda_asked: bool, stream_asked: bool, filtering: bool = False) -> Columns:
    """The columns of a page so wide.

    Args:
        width: Of the page, in px.
        scale: How much larger text is than drawn.
        agenda_asked: Its drawer is open.
        stream_asked: Its drawer is open. Only one drawer is open at a time; this one is asked for last.
        filtering: What the stream can be narrowed to stands in the agenda's place.
    """
    scale = min(max(scale, 1.0), 2.0)
    both, agenda = width >= BOTH * scale, width >= AGENDA * scale
    stream = both or stream_asked
    # Beside an open drawer of the stream there is no room for a second column.
    leading = agenda and (both or not stream_asked)
    return Columns(
        agenda=(leading or agenda_asked) and not filtering,
        stream=stream and not (agenda_asked and not agenda),
        agenda_drawer=not agenda,
        stream_drawer=not both,
    )
