"""Sentence starters in the window: one menu, one line, taken back like typing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.notation import Known
from facilitator.ui.capture import CaptureBar
from facilitator.ui.run.scaffolds import KEY, StarterButton

KNOWN = Known([("a", "Ana Ruiz")], [])
AT = (Block("b", "Talk", "discussion"), Modality("discussion", "Talk", family="discussion"))


def test_a_starter_from_the_menu(theme, qtbot):
    """A choice stands in the line with its kind, the cursor behind it; Ctrl+Z takes it out."""
    bar = CaptureBar(theme)
    bar.know(KNOWN)
    button = StarterButton(theme, bar, lambda: KNOWN, lambda: AT)
    for widget in (bar, button):
        qtbot.addWidget(widget)
        widget.show()
    QTest.keyClicks(bar.field, "Ana Ruiz: the wall is wet")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    menu = button.findChild(QMenu)
    assert menu.isVisible()
    entries = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert entries[0] == "In a talk" and "Building knowledge" in entries
    next(action for action in menu.actions() if action.text() == "I have tried this and …").trigger()
    menu.close()
    assert bar.text() == "&Ana Ruiz: I have tried this and the wall is wet"
    assert bar.line.kind == "knowledge" and bar.line.names[0].person == "a"
    assert bar.field.cursorPosition() == len("&Ana Ruiz: I have tried this and ")
    QTest.keyClick(bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bar.text() == "Ana Ruiz: the wall is wet"


def test_the_key_and_the_kind(theme, qtbot):
    """The button tells its key; with a kind in the line only starters of that kind are offered."""
    bar = CaptureBar(theme)
    button = StarterButton(theme, bar, lambda: KNOWN, lambda: AT)
    qtbot.addWidget(bar)
    qtbot.addWidget(button)
    assert KEY in button.toolTip() and button.accessibleName() == "Begin a sentence"
    (action,) = button.offers()
    assert action.keys == (KEY,) and action.firm
    QTest.keyClicks(bar.field, "? ")
    tips = {entry.toolTip() for entry in button.menu_now().actions() if entry.isEnabled() and entry.text()}
    assert tips == {"Question"}
