"""How the room of the stage is shared between the picture, the question under it and the steps."""

from __future__ import annotations

from dataclasses import dataclass

WIDE, HIGH = 728, 412
"""The picture as it is drawn: so wide the stage is at the usual size of the window, in px."""

LEAST_HIGH, WITH_QUESTION, SHORT_HIGH = 140, 200, 96
"""The least height of the place for the picture; of a picture with the question whole under it; of one in the shortest
window, in px."""


@dataclass(frozen=True, slots=True)
class Fit:
    """Heights in px. ``first`` says that the picture has the room to itself, and the question is scrolled to.

    ``stands`` is how high the picture is where something stands below all this and the page scrolls.
    """

    most: int
    least: int
    says: bool
    steps: bool
    first: bool
    stands: int


def fit(
    high: int,
    wide: int,
    *,
    panel: int,
    row: int,
    says: int = 0,
    waits: bool = False,
    steps: int,
    between: int,
    under: int,
    is_picture: bool,
) -> Fit:
    """Share the room.

    Args:
        high: Of the stage.
        wide: Of the picture.
        panel: The height the question needs.
        row: The height of the row under the picture.
        says: The height of what the facilitator says, with its gap; 0 for nothing.
        waits: The film stands at no cue: then what is said is what is needed, and the picture gives way to it.
        steps: The height of the steps.
        between: All gaps together.
        under: Those of them below the row under the picture.
        is_picture: A film is shown, not a clock or a place to choose one.
    """
    whole = max(round(wide * HIGH / WIDE), LEAST_HIGH)
    room = high - row - panel - between
    # What is said comes before the steps, which stand on the large button, too; both go before the picture is less.
    spare = room - min(whole, HIGH)
    said = bool(says) and (spare >= says or (waits and room - says >= min(whole, WITH_QUESTION)))
    taken = says if said else 0
    shown = spare - taken >= steps
    if not is_picture or room >= min(whole, WITH_QUESTION):
        return Fit(
            whole,
            LEAST_HIGH,
            said,
            shown,
            first=False,
            stands=min(whole, max(room - taken, LEAST_HIGH)),
        )
    alone = high - row - between + under
    least = min(whole, max(alone, SHORT_HIGH))
    return Fit(whole, least, says=False, steps=False, first=True, stands=least)
