"""What the house asks of every control on the screen, looked at from outside: a name, a way by keyboard, a key told.

The rule, from the design of the screens: everything works by keyboard alone; every control has an accessible name;
every button that is only an icon has a tool tip with its key. So a control is wrong that

* says nothing to a screen reader, or
* is neither a stop of the Tab key nor has a key of its own, or
* is only an icon and tells no key, or
* tells a key that nothing in the window answers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTextEdit,
    QWidget,
)

from facilitator.ui.actions import Registry, native

CONTROLS = (
    QAbstractButton, QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox, QAbstractItemView,
    QAbstractSlider,
)  # fmt: skip
HANDLED = frozenset({"Esc", "Enter", "Ctrl+Enter", "Space", "Delete", "Ctrl+Shift+Del", "A", "B", "Tab"})
"""Keys the control in focus, or what holds it, answers to itself."""
LED = frozenset({"Found"})
"""Lists that never have the focus: the field over them leads them by its arrow keys, which are told at their foot."""
_TOLD = re.compile(r"\(([^()]+|[^()]*[()])\)\s*$")
_SIGN = re.compile(r": begin with \S+$")


def controls(window: QWidget) -> Iterator[QWidget]:
    """Every control of a window that can be seen and used now."""
    for one in (window, *window.findChildren(QWidget)):
        if one.window() is not window or not one.isVisible() or not one.isEnabled():
            continue
        parent = one.parentWidget()
        inside = isinstance(parent, QAbstractSpinBox | QComboBox) or isinstance(one, QScrollBar | QLabel)
        if inside or (isinstance(parent, QAbstractScrollArea) and parent.viewport() is one):
            continue
        proxy = one.focusProxy()
        if proxy is not None and one.isAncestorOf(proxy):
            continue  # a click on it is a click on that control
        pointed = one.testAttribute(Qt.WidgetAttribute.WA_SetCursor)
        pointed = pointed and one.cursor().shape() == Qt.CursorShape.PointingHandCursor
        if isinstance(one, CONTROLS) or pointed or one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            yield one


def name(control: QWidget) -> str:
    """What a screen reader says of it."""
    found = QAccessible.queryAccessibleInterface(control)
    return found.text(QAccessible.Text.Name).strip() if found is not None else ""


def told_key(control: QWidget) -> str:
    """The key its tool tip tells, empty for none."""
    found = _TOLD.search(control.toolTip())
    return found.group(1) if found is not None else ""


def _is_icon(control: QWidget) -> bool:
    return isinstance(control, QAbstractButton) and not control.text().strip() and not control.icon().isNull()


def _tabbed(control: QWidget) -> bool:
    """Whether the Tab key stops here, or at the one of its group that is taken (arrows go on from there)."""
    if control.focusPolicy() & Qt.FocusPolicy.TabFocus:
        return True
    group = control.group() if isinstance(control, QAbstractButton) else None
    others = group.buttons() if group is not None and group.exclusive() else []
    return any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in others)


def keys_of(registry: Registry, window: QWidget) -> set[str]:
    """Every key something answers to, as tool tips write it."""
    keys = {native(key) for action in registry.all() for key in action.keys}
    keys |= {one.key().toString() for one in window.findChildren(QShortcut)}
    return keys | {native(key) for key in HANDLED} | set(HANDLED)


def troubles(window: QWidget, registry: Registry) -> list[str]:
    """What is wrong with the controls of a window, one line each; empty where all is well."""
    found, keys = [], keys_of(registry, window)
    for one in controls(window):
        where = f"{type(one).__name__} {name(one)!r} in {type(one.parentWidget()).__name__}"
        key = told_key(one)
        answered = key in keys
        if not name(one):
            found.append(f"{where} has no accessible name")
        led = isinstance(one, QAbstractItemView) and name(one) in LED
        if not led and not _tabbed(one) and not answered and not _SIGN.search(one.toolTip()):
            found.append(f"{where} cannot be reached by keyboard")
        if _is_icon(one) and not key and not _SIGN.search(one.toolTip()):
            found.append(f"{where} is only an icon and tells no key")
        if key and not answered and isinstance(one, QAbstractButton) and _is_icon(one):
            found.append(f"{where} tells {key}, which nothing answers to")
    return found
