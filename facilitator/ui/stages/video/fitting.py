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
    """Heights in px. ``first`` says that the picture has the room to itself, and the question is scrolled to."""

    most: int
    least: int
    steps: bool
    first: bool


def fit(high: int, wide: int, *, panel: int, row: int, steps: int, between: int, under: int, is_picture: bool) -> Fit:
    """Share the room.

    Args:
        high: Of the stage.
        wide: Of the picture.
        panel: The height the question needs.
        row: The height of the row under the picture.
        steps: The height of the steps.
        between: All gaps together.
        under: Those of them below the row under the picture.
        is_picture: A film is shown, not a clock or a place to choose one.
    """
    whole = max(round(wide * HIGH / WIDE), LEAST_HIGH)
    room = high - row - panel - between
    # The steps stand in the agenda and on the large button, too: they go before the picture loses anything.
    shown = room - steps >= min(whole, HIGH)
    if not is_picture or room >= min(whole, WITH_QUESTION):
        return Fit(whole, LEAST_HIGH, shown, first=False)
    alone = high - row - between + under
    return Fit(whole, min(whole, max(alone, SHORT_HIGH)), steps=False, first=True)
