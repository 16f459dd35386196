"""Everything that can be done in the window, once: its words, its keys, where it can be done and what it does.

Shortcuts, menus, tool tips, the command palette and the keyboard map all read it here. A screen tells what it offers
(a method ``offers()``), and what it offers is there as long as the screen is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QWidget

from facilitator.ui import shown
from facilitator.ui.firm_keys import FirmKeys
from facilitator.ui.theme import Theme
from facilitator.words import _

Wording = Callable[[], str]
"""Words made when they are shown, so that they are in the language of that moment."""

FIND = "window.find"
"""The action that opens the palette; it does not find itself."""

MORE_KEY, OUT_KEY = "F10", "Ctrl+Shift+Del"
"""Keys told in several places: the menu *More* of a page, and *take this row out* in forms of rows."""

USED_KEPT = 12
"""How many of the last used actions are remembered."""


def nothing() -> str:
    """No words: nothing stands against it, or there is nothing to say."""
    return ""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing a person can do.

    ``does`` is None for a key that the control in focus handles itself: it is told in the keyboard map and nowhere
    else. ``why_not`` gives the reason, one sentence, when it cannot be done now. ``group`` is a heading of the
    keyboard map (:func:`group_words`). ``goes`` marks what leads to a place rather than doing something.
    """

    id: str
    words: Wording
    does: Callable[[], object] | None = None
    keys: tuple[str, ...] = ()
    icon: str = ""
    group: str = "anywhere"
    goes: bool = False
    told: Wording = nothing
    """One sentence about it, for *more about it*."""
    place: Wording = nothing
    """A word or two at the far side of its row in the palette, where it has no key."""
    also: Wording = nothing
    """Other words it may be looked for by."""
    why_not: Wording = nothing
    menu: bool = False
    """It stands in the menu *More* of a session."""
    header: bool = False
    """It is a button in the header of a session, while its step is shown."""
    quiet: bool = False
    """A key that does nothing and says nothing when it cannot be done now."""
    firm: bool = False
    """Its keys work from inside text fields, too, though a field would take them for itself."""
    remembered: bool = True
    """It may stand among what was used last."""


Source = Callable[[], Sequence[Action]]
"""Gives further actions each time the palette opens, such as one for each method that can be added."""


def group_words(group: str) -> str:
    """The heading of a group in the keyboard map."""
    return {
        "anywhere": _("Anywhere"),
        "places": _("Go to"),
        "today": _("Today"),
        "sessions": _("Sessions"),
        "session": _("In a session"),
        "plan": _("Plan"),
        "run": _("Run"),
        "capture": _("The line"),
        "signs": _("First sign of a line"),
        "stream": _("On a card"),
        "methods": _("Methods"),
        "log": _("Log a conversation"),
    }.get(group, group)


ORDER = (
    "anywhere", "places", "session", "plan", "run", "capture", "signs", "stream", "today", "sessions", "methods", "log",
)  # fmt: skip
"""The groups as the keyboard map shows them."""


def native(keys: str) -> str:
    """A key sequence as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) or keys


def tip(words: str, keys: str = "") -> str:
    """A tool tip: what it does, and its key."""
    return f"{words} ({native(keys)})" if keys else words


class Registry(QObject):
    """The actions of one window.

    Signals:
        did: something was done through the registry (its id).
        refused: something was asked for that cannot be done now (the reason).
        changed: actions came or went.
    """

    did = Signal(str)
    refused = Signal(str)
    changed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._actions: dict[str, Action] = {}
        self._owners: dict[str, QWidget] = {}
        self._shortcuts: dict[str, list[QShortcut]] = {}
        self._sources: list[tuple[Source, QWidget | None]] = []
        self._firm = FirmKeys(window)
        self.used: list[str] = []
        """Ids of what was done last, newest first."""

    # ---- coming and going ---------------------------------------------------------------------------------------

    def add(self, *actions: Action, owner: QWidget | None = None) -> None:
        """Offer these. With an ``owner`` they can be done while it is shown, and end when it goes."""
        for action in actions:
            self._forget(action.id)
            self._actions[action.id] = action
            if owner is not None:
                self._owners[action.id] = owner
            if action.firm:
                for keys in action.keys:
                    self._firm.add(keys)
            if action.does is not None:
                self._shortcuts[action.id] = [
                    self._shortcut(keys, action.id, owner or self._window) for keys in action.keys
                ]
        if owner is not None and actions:
            whose, ids = id(owner), [action.id for action in actions]
            owner.destroyed.connect(lambda: self._left(whose, ids))
        self.changed.emit()

    def add_source(self, source: Source, owner: QWidget | None = None) -> None:
        """Ask here, too, whenever the palette opens; with an ``owner`` only while it is shown."""
        self._sources.append((source, owner))

    def take_offers(self, page: QWidget) -> None:
        """Add what a page tells of in ``offers()``, and what it gives each time in ``finds()``, if it does."""
        offers: Callable[[], Iterable[Action]] | None = getattr(page, "offers", None)
        if offers is not None:
            self.add(*offers(), owner=page)
        finds: Source | None = getattr(page, "finds", None)
        if finds is not None:
            self.add_source(finds, page)

    def _shortcut(self, keys: str, action: str, owner: QWidget) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), owner)
        shortcut.activated.connect(lambda: self.do(action))
        return shortcut

    def _forget(self, action: str) -> None:
        self._actions.pop(action, None)
        self._owners.pop(action, None)
        for shortcut in self._shortcuts.pop(action, ()):
            if shiboken6.isValid(shortcut):
                shortcut.setEnabled(False)
                shortcut.deleteLater()

    def _left(self, whose: int, ids: Sequence[str]) -> None:
        if not shiboken6.isValid(self):
            return
        for action in ids:
            if id(self._owners.get(action)) == whose:
                self._forget(action)
        self._sources = [(source, owner) for source, owner in self._sources if id(owner) != whose]
        self.changed.emit()

    # ---- asking -------------------------------------------------------------------------------------------------

    def _here(self, owner: QWidget | None) -> bool:
        return owner is None or (shiboken6.isValid(owner) and owner.isVisible())

    def get(self, action: str) -> Action | None:
        """The action with this id, if there is one."""
        return self._actions.get(action)

    def all(self) -> list[Action]:
        """Every action, also those of screens that are not shown now."""
        return list(self._actions.values())

    def here(self) -> list[Action]:
        """What can be asked for where the person is: of the screens that are shown, then of the window."""
        own = [action for action in self._actions.values() if action.id in self._owners]
        rest = [action for action in self._actions.values() if action.id not in self._owners]
        found = [action for action in own if self._here(self._owners[action.id])] + rest
        for source, owner in self._sources:
            if self._here(owner):
                found.extend(source())
        return [action for action in found if action.does is not None]

    def of(self, owner: QWidget) -> list[Action]:
        """What one screen offers."""
        return [self._actions[action] for action, whose in self._owners.items() if whose is owner]

    def tip(self, action: str) -> str:
        """The tool tip of an action's button."""
        found = self._actions[action]
        return tip(found.words(), found.keys[0] if found.keys else "")

    # ---- doing --------------------------------------------------------------------------------------------------

    def do(self, action: str) -> bool:
        """Do it, unless it cannot be done now; then the reason is told. Returns whether it was done."""
        found = self._actions.get(action)
        return found is not None and self._here(self._owners.get(action)) and self.perform(found)

    def perform(self, action: Action) -> bool:
        """The same for an action at hand, which may come from a source."""
        if action.does is None:
            return False
        reason = action.why_not()
        if reason:
            if not action.quiet:
                self.refused.emit(reason)
            return False
        if action.remembered:
            self.remember(action.id)
        self.did.emit(action.id)
        action.does()
        return True

    def remember(self, action: str) -> None:
        """Count it as the last used one."""
        self.used = [action, *(one for one in self.used if one != action)][:USED_KEPT]

    # ---- menus --------------------------------------------------------------------------------------------------

    def into_menu(self, menu: QMenu, actions: Iterable[Action], theme: Theme) -> None:
        """Put actions into a menu, each with icon and key; what cannot be done now is grey, the reason in its tip."""
        menu.setToolTipsVisible(True)
        for action in actions:
            words = shown.on_button(action.words())
            if action.keys:
                words += "\t" + native(action.keys[0])
            entry = QAction(words, menu)
            if action.icon:
                entry.setIcon(theme.icon(action.icon, size=16))
            reason = action.why_not()
            entry.setEnabled(not reason)
            entry.setToolTip(shown.tip(reason or action.told() or action.words()))
            entry.triggered.connect(lambda _checked=False, action=action: self.perform(action))
            menu.addAction(entry)
