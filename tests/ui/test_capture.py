"""The capture bar: the whole notation through real keys."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest

from facilitator.session.kinds import KINDS
from facilitator.session.notation import Known, parse_line
from facilitator.ui import kinds
from facilitator.ui.capture import CaptureBar, with_kind
from facilitator.ui.widgets.capture_field import CaptureField

KNOWN = Known(
    people=[("p1", "Ana Ruiz"), ("p2", "Anaïs"), ("p3", "李娜"), ("p4", "Margit Lindqvist")],
    themes=[("t1", "First ten minutes"), ("t2", "Bedside")],
    kind_words={"decision": "Decision"},
    today=datetime.date(2026, 3, 12),
)


@pytest.fixture
def bar(theme, qtbot):
    """A bar in a window that knows four people and two themes."""
    made = CaptureBar(theme)
    qtbot.addWidget(made)
    made.resize(900, 120)
    made.know(KNOWN)
    made.show()
    made.field.setFocus()
    return made


def words(bar: CaptureBar) -> list[str]:
    return [chip.words.replace("\u2068", "").replace("\u2069", "") for chip in bar.chips.chips]


def test_chips_show_what_was_understood(bar):
    """Kind, person, theme, date and what it builds on stand under the line before Enter."""
    bar.builds_on("Kwame")
    QTest.keyClicks(bar.field, "^! Margit: call the vendor #first-ten by fri")
    assert words(bar) == ["Commitment", "Margit Lindqvist", "First ten minutes", "by Fri 13 March", "builds on Kwame"]
    assert bar.chips.accessibleName().count("Commitment") == 1


def test_an_unknown_name_is_offered(bar):
    """A new name is asked about in its chip, and given with the line."""
    QTest.keyClicks(bar.field, "Zoe: hello")
    assert words(bar) == ["Add Zoe?"]
    assert bar.chips.chips[0].look == "new"


def test_text_stays_text(bar):
    """A clock time and an address are no names; a backslash takes the line literally."""
    for line in ("10:30: tea", "http://example.org is down"):
        bar.put(line)
        assert words(bar) == []
    bar.put("\\Ana: not a name")
    assert words(bar) == ["Taken literally"]


def test_enter_gives_and_leaves_the_line(bar, qtbot):
    """Enter sends what was understood; an empty line sends nothing."""
    sent = []
    bar.sent.connect(lambda line, text: sent.append((line, text)))
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    QTest.keyClicks(bar.field, "? who decides")
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert len(sent) == 1
    assert sent[0][0].kind == "question"
    assert sent[0][1] == "? who decides"


def test_names_complete_after_two_letters(bar):
    """Two letters offer names; Tab takes the first, the arrows another."""
    QTest.keyClicks(bar.field, "A")
    assert not bar.field.popup_open
    QTest.keyClicks(bar.field, "n")
    assert bar.field.popup_open
    QTest.keyClick(bar.field, Qt.Key.Key_Tab)
    assert bar.text() == "Ana Ruiz: "
    bar.put("")
    QTest.keyClicks(bar.field, "* an")
    QTest.keyClick(bar.field, Qt.Key.Key_Down)
    QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.text() == "* Anaïs: "
    assert bar.line.names[0].person == "p2"


def test_one_chinese_letter_is_enough(bar):
    """A name of two signs is offered after the first."""
    bar.field.setText("李")
    bar._edited("李")
    assert bar.field.popup_open


def test_themes_complete(bar):
    """A hash and a letter offer themes."""
    QTest.keyClicks(bar.field, "we met #bed")
    assert bar.field.popup_open
    QTest.keyClick(bar.field, Qt.Key.Key_Tab)
    assert bar.text() == "we met #Bedside "
    assert bar.line.themes[0].theme == "t2"


def test_escape_closes_what_is_offered(bar):
    """Esc takes the offer away and keeps the words."""
    QTest.keyClicks(bar.field, "An")
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.field.popup_open
    assert bar.text() == "An"


def test_undo_takes_typing_first(bar, qtbot):
    """Ctrl+Z takes typing back while there is some, then asks for the last command."""
    asked = []
    bar.undo_asked.connect(lambda: asked.append(1))
    QTest.keyClicks(bar.field, "words")
    QTest.keyClick(bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bar.text() == ""
    assert asked == []
    QTest.keyClick(bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert asked == [1]


@pytest.mark.parametrize(
    ("line", "kind", "expected"),
    [
        ("we met", "idea", "* we met"),
        ("* we met", "question", "? we met"),
        ("* we met", "idea", "we met"),
        ("^ we met", "idea", "^ * we met"),
        ("Ana Ruiz: ! we met", "idea", "Ana Ruiz: * we met"),
        ("Ana Ruiz: we met", "idea", "* Ana Ruiz: we met"),
        ("we met", "decision", "/decision we met"),
        ("/decision we met", "idea", "* we met"),
        ("", "thanks", "+ "),
    ],
)
def test_a_kind_by_its_button(line, kind, expected):
    """A button puts its sign where a hand would, in place of another, or takes it away."""
    assert with_kind(line, kind, KNOWN) == expected
    assert (parse_line(expected, KNOWN).kind or "") in (kind, "")


def test_the_buttons_change_the_line(bar, qtbot):
    """A click on a kind's button changes the line and shows the kind as chosen."""
    QTest.keyClicks(bar.field, "we met")
    qtbot.mouseClick(bar._kinds["idea"], Qt.MouseButton.LeftButton)
    assert bar.text() == "* we met"
    assert bar._kinds["idea"].isChecked()
    assert bar.field.kind == "idea"
    QTest.keyClick(bar.field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert bar.text() == "we met"


def test_every_button_has_a_name_and_a_tip(bar):
    """A button that is only an icon says what it is, and by which key."""
    for kind, button in bar._kinds.items():
        assert button.accessibleName()
        assert button.toolTip()
        assert kind


def test_an_empty_line_teaches_its_signs(bar, qtbot):
    """Empty, each kind bears its sign, and ``^`` and ``#`` are told; a click there begins the line; typed, they go."""
    assert all(button.keyed for button in bar._kinds.values())
    assert bar.signs.isVisible() and bar.chips.hint == "Starts with"
    places = [button.geometry() for button in bar._kinds.values()]
    assert all(one.right() < other.left() for one, other in pairwise(places))
    assert bar.signs.geometry().left() > places[-1].right()
    assert "builds on" not in bar.chips.accessibleName() and "Build on" in bar.chips.accessibleName()
    qtbot.mouseClick(bar._kinds["concern"], Qt.MouseButton.LeftButton)
    assert bar.text() == "~ " and not any(button.keyed for button in bar._kinds.values())
    assert not bar.signs.isVisible()
    bar.put("")
    assert all(button.keyed for button in bar._kinds.values())


def test_without_room_or_with_other_words_the_signs_stay_away(bar):
    """In a narrow window, and where an activity has something to say, the kinds are icons beside the words."""
    bar.resize(560, 120)
    assert not any(button.keyed for button in bar._kinds.values()) and not bar.signs.isVisible()
    assert "theme" in bar.chips.hint
    bar.resize(900, 120)
    assert bar.signs.isVisible()
    bar.stamped([], rest="Paper slips typed here stay hidden.")
    assert not bar.signs.isVisible() and bar.chips.hint == "Paper slips typed here stay hidden."


def test_every_chip_is_seen_where_there_is_little_room(bar, theme):
    """The longest words give way until each chip has room; the kind stays whole."""
    bar.resize(760, 120)
    bar.builds_on("Kwame Mensah")
    QTest.keyClicks(bar.field, "^& Margit: we met #first-ten")
    chips = bar.chips
    assert len(chips.chips) == 4
    wide = [QFontMetrics(chips._font(chip)).horizontalAdvance(chip.words) + 1 for chip in chips.chips]
    most = chips._most()
    taken = sum(min(width, most) + 46 for width in wide[1:]) + wide[0] + 46
    assert sum(width + 46 for width in wide) > chips.width(), "there is too little room for all of every word"
    assert taken <= chips.width() + 8 and most > 24


def test_every_kind_says_what_it_is_for(bar):
    """On the button and in the menu of the others; the founding three are told apart in plain words."""
    told = {name: button.toolTip() for name, button in bar._kinds.items()}
    told |= {action.data(): action.toolTip() for action in bar._menu.actions()}
    assert bar._menu.toolTipsVisible()
    assert set(told) == set(KINDS)
    for kind, tip in told.items():
        assert f"{kinds.word(kind)} – {kinds.meaning(kind)}" in tip
    assert len(set(told.values())) == len(KINDS)
    assert ["not yet tried" in told["idea"], "from doing" in told["knowledge"], "looked up" in told["information"]] == [
        True, True, True,
    ]  # fmt: skip
    assert told["idea"].endswith(": begin with *")


def test_what_stands_beside_the_words_is_drawn_once(bar, theme, monkeypatch):
    """No key draws the icon or the cap of Enter again; another kind draws its icon, another theme both."""
    field, made = bar.field, []
    monkeypatch.setattr(
        CaptureField, "_cap", lambda one, ratio, cap=CaptureField._cap: made.append(1) or cap(one, ratio)
    )
    field.repaint()
    before = field._marks()
    QTest.keyClicks(field, "we met at seven")
    assert all(one is other for one, other in zip(field._marks(), before, strict=True)) and not made
    bar.put("* we met")
    field.repaint()
    assert field._marks()[0] is not before[0] and field._marks()[1] is before[1]
    theme.choose("dark", 1.5)
    field.repaint()
    assert len(made) == 1
    cap = field._marks()[1].deviceIndependentSize()
    assert cap.height() <= field.height() and cap.width() < field.textMargins().right() + 10
