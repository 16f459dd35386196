"""The header of a session in every size of window and text: nothing lies over another, keys stand where they fit."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from facilitator.ui.actions import Action
from facilitator.ui.widgets.session_header import ActionButton, SessionHeader, StepName
from tests.waiting import turn_until

STEPS = [StepName(one.lower(), lambda one=one: one, f"Alt+{at}") for at, one in enumerate(("Plan", "Run", "Report"), 1)]


@pytest.fixture
def header(theme, qtbot):
    """A header with one button of its step."""
    made = SessionHeader(theme, STEPS)
    qtbot.addWidget(made)
    made.title.setText("Night handover, Ward 4B")
    made.when.setText("Thu 12 March, 13:30 – 16:00")
    made.resize(1367, made.height())
    made.show()
    made.offer([Action("room.screen", lambda: "Room screen", None, ("F5",), "monitor")], lambda _name: None)
    return made


def button(header: SessionHeader) -> ActionButton:
    """The step's own button."""
    (found,) = [one for one in header.findChildren(ActionButton) if one.isVisible()]
    return found


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("width", [957, 1007, 1320, 1367])
@pytest.mark.parametrize("turned", [False, True])
def test_nothing_lies_over_another(header, theme, qapp, scale, width, turned):
    """Title, steps, the step's button, the palette's and the menu: side by side and inside, after the text grew."""
    if turned:
        qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    theme.choose("light", scale)
    header.resize(width, header.height())
    turn_until(lambda: not trouble(header, width), "everything beside the other")
    assert trouble(header, width) == ""


def trouble(header: SessionHeader, width: int) -> str:
    """What is wrong with how the parts stand; empty when nothing is."""
    parts = [header.title, *header.steps.values(), button(header), header.find_button, header.more]
    edges = sorted(
        (part.mapTo(header, QPoint(0, 0)).x(), part.mapTo(header, QPoint(0, 0)).x() + part.width()) for part in parts
    )
    if any(end > start for (_start, end), (start, _end) in pairwise(edges)):
        return f"one lies over another: {edges}"
    if edges[0][0] < 0 or edges[-1][1] > width:
        return f"one stands outside: {edges}"
    if any(one.width() < one.sizeHint().width() for one in (button(header), header.find_button)):
        return "words are cut"
    return ""


def test_the_key_gives_way_first(header, theme):
    """With room the button shows its key; without, the key goes, then the palette's words."""
    words = button(header)
    assert words._caps is not None and words._caps.isVisible()
    whole = words.sizeHint().width()
    theme.choose("light", 2.0)
    header.resize(957, header.height())
    turn_until(lambda: words._caps.isHidden() and header.find_button.small, "the key giving way")
    assert "F5" in words.toolTip(), "it is still told"
    theme.choose("light", 1.0)
    header.resize(1367, header.height())
    turn_until(lambda: words._caps.isVisible() and not header.find_button.small, "the key coming back")
    assert words.sizeHint().width() == whole
