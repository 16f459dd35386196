"""The registry of actions: keys, menus and tips from one place, and screens that take their actions with them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from facilitator.ui.actions import Action, Registry, tip


@pytest.fixture
def window(qtbot, theme):
    made = QWidget()
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


def action(name: str, done: list[str], *keys: str, **more: object) -> Action:
    return Action(name, lambda: f"Do {name}", lambda: done.append(name), keys, **more)  # type: ignore[arg-type]


def press(widget: QWidget, key: Qt.Key) -> None:
    QTest.keyClick(widget, key, Qt.KeyboardModifier.ControlModifier)


def test_a_key_does_what_it_says(window):
    """A key sequence of an action works anywhere in the window, and is remembered as used."""
    done: list[str] = []
    registry = Registry(window)
    registry.add(action("one", done, "Ctrl+J"), action("two", done, "Ctrl+G"))
    field = QLineEdit()
    window.layout().addWidget(field)
    field.setFocus()
    press(field, Qt.Key.Key_J)
    press(window, Qt.Key.Key_G)
    assert done == ["one", "two"]
    assert registry.used == ["two", "one"]
    assert registry.tip("one") == tip("Do one", "Ctrl+J")


def test_what_cannot_be_done_now_says_why(window):
    """Its key does nothing but tell the reason, once; in a menu it is grey with the reason in its tip."""
    done: list[str] = []
    said: list[str] = []
    registry = Registry(window)
    registry.refused.connect(said.append)
    registry.add(action("undo", done, "Ctrl+J", why_not=lambda: "There is nothing to take back."))
    registry.add(action("quiet", done, "Ctrl+G", why_not=lambda: "No.", quiet=True))
    press(window, Qt.Key.Key_J)
    press(window, Qt.Key.Key_G)
    assert done == []
    assert said == ["There is nothing to take back."]
    assert not registry.used


def test_actions_of_a_screen_go_with_it(window):
    """They can be done while the screen is shown, not while another one is, and never after it is gone."""
    done: list[str] = []

    class Page(QWidget):
        def offers(self) -> list[Action]:
            return [action("page", done, "Ctrl+J")]

        def finds(self) -> list[Action]:
            return [action("more", done)]

    registry = Registry(window)
    page = Page()
    window.layout().addWidget(page)
    registry.take_offers(page)
    page.show()
    press(window, Qt.Key.Key_J)
    assert done == ["page"]
    assert [one.id for one in registry.here()] == ["page", "more"]
    assert [one.id for one in registry.of(page)] == ["page"]
    page.hide()
    press(window, Qt.Key.Key_J)
    assert done == ["page"]
    assert registry.here() == []
    assert not registry.do("page")
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert registry.all() == []
    press(window, Qt.Key.Key_J)
    assert done == ["page"]


def test_the_same_id_again_takes_the_place(window):
    """A session opened after another one brings the same actions: one key, done once, for the newer."""
    done: list[str] = []
    registry = Registry(window)
    registry.add(Action("save", lambda: "Save", lambda: done.append("old"), ("Ctrl+J",)))
    registry.add(Action("save", lambda: "Save", lambda: done.append("new"), ("Ctrl+J",)))
    press(window, Qt.Key.Key_J)
    assert done == ["new"]


def test_menus_are_made_from_actions(window, theme):
    """Words, key, reason and deed of a menu entry come from the action; words that look like markup stay words."""
    done: list[str] = []
    registry = Registry(window)
    menu = QMenu(window)
    actions = [
        Action("a", lambda: "R&D <b>", lambda: done.append("a"), ("Ctrl+J",), "pencil"),
        Action("b", lambda: "Later", lambda: done.append("b"), why_not=lambda: "Not yet."),
    ]
    registry.into_menu(menu, actions, theme)
    first, second = menu.actions()
    assert first.text().startswith("R&&D <b>\t")
    assert "<b>" not in first.toolTip()
    assert not second.isEnabled()
    assert "Not yet." in second.toolTip()
    first.trigger()
    assert done == ["a"]
