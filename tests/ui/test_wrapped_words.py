"""Labels: wrapped words have the line height of their role, and stand at the side the window is read from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Words
from facilitator.ui.widgets.wrapped import UNBOUND, lay_out

LONG = "Say what people should leave with; the guide proposes how they could learn it from each other."
TURNED = Qt.LayoutDirection.RightToLeft


def ink(label: QWidget) -> QRect:
    """Where something is painted."""
    image = label.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = image.pixel(image.width() // 2, image.height() - 1)
    places = [(x, y) for x in range(image.width()) for y in range(image.height()) if image.pixel(x, y) != ground]
    assert places, "nothing is painted"
    columns, rows = [x for x, _y in places], [y for _x, y in places]
    return QRect(min(columns), min(rows), max(columns) - min(columns), max(rows) - min(rows))


@pytest.mark.parametrize("role", ["caption", "small", "body", "capture", "title", "heading"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_wrapped_words_have_the_line_height_of_their_role(theme: Theme, qtbot: QtBot, role: str, scale: float) -> None:
    """So many lines, so many times the line height of the design, at every text size."""
    theme.choose("light", scale)
    label = Words(theme, LONG, role, wraps=True)
    qtbot.addWidget(label)
    for wide in (200, 333, 900):
        lines = sum(layout.lineCount() for layout, _top, _own in lay_out(LONG, label.font(), 1, wide).parts)
        assert label.heightForWidth(wide) == lines * theme.line(role)


def test_one_line_stands_where_one_begins_to_read(theme: Theme, qtbot: QtBot) -> None:
    """A heading in Latin letters stands at the right of a window read from the right, wrapped or not; and back."""
    for wraps in (False, True):
        label = Words(theme, "Friday 27 November", "body", wraps=wraps)
        qtbot.addWidget(label)
        label.resize(400, 24)
        assert ink(label).right() < 200
        label.setLayoutDirection(TURNED)
        assert ink(label).left() > 200
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        assert 100 < ink(label).left() < 200


def test_a_paragraph_read_from_the_right_keeps_its_ragged_edge(theme: Theme, qtbot: QtBot) -> None:
    """Several lines of Arabic stand at the right in any window; one line follows the window."""
    word = "مرحبا "
    label = Words(theme, word * 30, "body", wraps=True)
    qtbot.addWidget(label)
    label.resize(400, label.heightForWidth(400))
    assert ink(label).right() > 390
    label.setText(word.strip())
    label.resize(400, 24)
    assert ink(label).right() < 200


def test_words_in_a_row_of_parts_are_never_cut(theme: Theme, qtbot: QtBot) -> None:
    """In a narrow row that goes on in the next line, words that break are as tall as their lines."""
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    part = QWidget()
    flow = Flow(part)
    label = Words(theme, LONG, wraps=True)
    flow.addWidget(label)
    column.addWidget(part)
    holder.resize(180, 400)
    holder.show()
    assert label.height() == label.heightForWidth(label.width()) > theme.line("body")


@pytest.mark.usefixtures("qapp")
@given(text=st.text(max_size=60), wide=st.integers(1, 400), tall=st.integers(8, 40))
def test_laying_out_holds_for_every_text(text: str, wide: int, tall: int) -> None:
    """Any text gives a line a paragraph or more, each at least as tall as asked, one below the other."""
    lines = lay_out(text, QFont(), tall, wide)
    assert len(lines.parts) == text.count("\n") + 1
    count = sum(max(layout.lineCount(), 1) for layout, _top, _own in lines.parts)
    assert lines.tall >= count * tall
    assert [top for _l, top, _o in lines.parts] == sorted(top for _l, top, _o in lines.parts)
    assert lay_out(text, QFont(), tall, UNBOUND).tall <= lines.tall
