"""The places of slips, however many another program says there are."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from facilitator.ui.stages.pens_first.grid import MOST_PLACES, SlipGrid
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
