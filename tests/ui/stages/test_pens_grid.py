"""The places of slips, however many another program says there are."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from facilitator.ui.stages.pens_first.grid import HIGH, LEAST, MOST_PLACES, SlipGrid
from facilitator.ui.theme import Theme


@pytest.mark.parametrize("count", [20_000, 10**12, -5])
def test_a_count_no_room_can_have_is_drawn_as_far_as_places_go(theme: Theme, qtbot: QtBot, count: int) -> None:
    """However many are said to have written, the grid has a place for each up to a bound, and is painted."""
    grid = SlipGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(728, 400)
    grid.show_blank(count, count)
    assert len(grid.blanks()) == grid.places == min(max(count, 0), MOST_PLACES)
    assert 0 <= grid.written <= grid.places
    assert not grid.grab().isNull()
    grid.places = 10**6
    assert grid._side(728)[0] > 0, "however it came about, a place has a side"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_slips_leave_room_for_what_stands_below_them(theme: Theme, qtbot: QtBot, scale: float) -> None:
    """Up to ninety people, at 200 % up to forty, the slips keep to the height of two rows of large ones."""
    theme.choose("light", scale)
    grid = SlipGrid(theme)
    qtbot.addWidget(grid)
    for count in range(1, 91 if scale == 1.0 else 41):
        grid.show_blank(0, count)
        grid.resize(728, 400)
        places = grid.blanks()
        assert max(place.right() for place in places) < 728
        assert grid.sizeHint().height() <= theme.mark(HIGH), count
        assert min(place.width() for place in places) >= theme.mark(LEAST)


def test_few_slips_are_large(theme: Theme, qtbot: QtBot) -> None:
    """Fourteen stand in two rows of seven as large as in the design, sixteen in two of eight."""
    grid = SlipGrid(theme)
    qtbot.addWidget(grid)
    grid.resize(728, 400)
    rows = []
    for count in (3, 14, 16):
        grid.show_blank(0, count)
        tops = [place.top() for place in grid.blanks()]
        rows.append([tops.count(top) for top in sorted(set(tops))])
    assert rows == [[3], [7, 7], [8, 8]]
    grid.show_blank(0, 3)
    assert grid.blanks()[0].size().toTuple() == (93, 92)
