"""Small parts that every page uses: fonts that are one's own, buttons that Enter presses."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from facilitator.ui.log_fields import paint_initials
from facilitator.ui.widgets.plain import Button, IconButton


def test_a_font_that_was_made_smaller_is_so_nowhere_else(theme, qapp):
    """Initials are painted in a small caption; captions elsewhere stay as large as they were."""
    before = {role: theme.font(role).pixelSize() for role in ("caption_strong", "caption", "body")}
    picture = QImage(40, 40, QImage.Format.Format_ARGB32)
    painter = QPainter(picture)
    paint_initials(painter, theme, picture.rect().adjusted(0, 0, -20, -20), "AB")
    painter.end()
    theme.font("body").setPixelSize(99)
    assert {role: theme.font(role).pixelSize() for role in before} == before


@pytest.mark.qt_log_ignore("Keyboard event not accepted", "This plugin does not support", extend=True)
@pytest.mark.parametrize("kind", [Button, IconButton])
@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_and_space_press_a_button(theme, qtbot, kind, key):
    """Whichever of them somebody tries; a held key and one with Ctrl press nothing."""
    button = Button(theme, "Plan") if kind is Button else IconButton(theme, "plus", "Plan")
    qtbot.addWidget(button)
    pressed: list[bool] = []
    button.clicked.connect(lambda: pressed.append(True))
    button.show()
    QTest.keyClick(button, key)
    assert len(pressed) == 1
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(pressed) == 1
    button.setEnabled(False)
    QTest.keyClick(button, key)
    assert len(pressed) == 1
