"""Working in groups: drawn so that people meet new people, mended when somebody comes or goes, named, moved by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from facilitator.session.formats import Format
from facilitator.session.groups import ChangeGroup
from facilitator.session.rounds import KeepApart, rounds_of
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.room.groups_button import GroupsButton
from facilitator.ui.stages.discussion.drawing import Drawing
from facilitator.ui.stages.discussion.groups_view import BoardView, Cell
from facilitator.ui.stages.discussion.wording import changed_words, first_word, met_words, short_names
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Choice, Words
from facilitator.words import _, ngettext

Ask = Callable[[Sequence[Command], str], object]
"""Do these as one step, and say so."""


class NameOfGroup(QLineEdit):
    """A group's name and place, over its heading: ``Table 1, by the window``."""

    done = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Name and place of the group"))
        self.setPlaceholderText(_("Name, place"))
        self.setMaxLength(300)
        self._gone = True
        self.hide()

    def open(self, words: str, place: QRect) -> None:
        """Write here."""
        self._gone = False
        self.setText(words)
        self.setGeometry(place.adjusted(-6, -3, 6, 3))
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.selectAll()

    def _close(self, *, take: bool) -> None:
        if self._gone:
            return
        self._gone = True
        self.hide()
        if take:
            self.done.emit(self.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes it, Esc does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._close(take=event.key() != Qt.Key.Key_Escape)
            event.accept()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: object) -> None:
        """Left: taken."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self._close(take=True)


class GroupsPart(QWidget):
    """The board and what can be done with it."""

    def __init__(self, theme: Theme, ask: Ask) -> None:
        super().__init__()
        self._theme, self._ask = theme, ask
        self._drawing: Drawing | None = None
        self._number = 0
        self._chosen = 0
        self._naming = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        bar = QWidget()
        row = Flow(bar, gap=8)
        self.draw_button = Button(theme, _("Draw groups"), look="filled", icon="shuffle")
        self.draw_button.clicked.connect(self.draw)
        self.travel_button = Button(theme, _("Next round"), look="filled", icon="arrow-right-left")
        self.travel_button.clicked.connect(self.travel)
        self.join_button = Button(theme, _("Join to fours"), look="filled", icon="merge")
        self.join_button.clicked.connect(self.join)
        self.again_button = Button(theme, _("Draw again"), icon="shuffle")
        self.again_button.clicked.connect(self.draw)
        self.mend_button = Button(theme, _("Somebody came or left"), icon="user-round-plus")
        self.mend_button.clicked.connect(self.mend)
        self.room_button = GroupsButton(theme)
        sizes = [("2", _("Pairs")), ("3", _("Threes")), ("4", _("Fours")), ("5", _("Fives"))]
        self.people_in = Choice(theme, _("People in a group"), sizes, "4")
        self.people_in.chosen.connect(self._sized)
        for widget in (
            self.draw_button,
            self.travel_button,
            self.join_button,
            self.again_button,
            self.mend_button,
            self.room_button,
            self.people_in,
        ):
            row.addWidget(widget)
        column.addWidget(bar)
        self.told = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.told)
        self.view = BoardView(theme)
        self.view.moved.connect(self._move)
        self.view.named.connect(self._name)
        self.view.menu_asked.connect(self._menu)
        self.name = NameOfGroup(self.view.viewport())
        self.name.done.connect(self._named)
        column.addWidget(self.view)
        column.addStretch()

    # ---- what is shown ------------------------------------------------------------------------------------------

    def put(self, state: SessionState, block: str, one: Format, size: int, case: int = 1) -> None:
        """Show the groups of a block; ``size`` is what the step asks for, ``case`` which one of a clinic is on."""
        groups = state.groups.of(block)
        keeps = not (self._chosen or size or one.groups) and any(group.planned for group in groups)
        drawing = self._drawing = Drawing(state, block, one, size, keeps=keeps)
        self.people_in.take(str(self._chosen or size or one.groups or drawing.usual))
        drawing.size = int(self.people_in.value)
        names = short_names(state.people.present())
        word = first_word(one)
        came, left = drawing.came, drawing.left
        gone = frozenset(left)
        cells = []
        for group in groups:
            people = tuple((key, names.get(key, "")) for key in group.people if key in names)
            first = (case - 1) % len(people) if one.owners and people else 0
            cells.append(Cell(group.id, group.name, group.place, people, first if word and people else -1, word, gone))
        self.view.put(cells)
        self.view.setVisible(bool(cells))
        joins = drawing.joins()
        seated = drawing.seated
        self.draw_button.setVisible(not seated)
        self.draw_button.setEnabled(bool(drawing.people))
        self.again_button.setVisible(seated)
        self.room_button.offer(bool(groups))
        self.travel_button.setVisible(one.hosts and len(groups) > 1)
        self.join_button.setVisible(joins)
        self.mend_button.setVisible(seated and bool(came or left))
        self.told.setText(self._words(drawing, came, left))

    def _words(self, drawing: Drawing, came: list[str], left: list[str]) -> str:
        people = len(drawing.people)
        if not people:
            return _("Nobody is here yet. Add people in the plan, or by their name in the line.")
        if not drawing.seated:
            count = drawing.count
            told = ngettext("{people} people make {count} group.", "{people} people make {count} groups.", count)
            return told.format(people=people, count=count)
        parts = []
        if drawing.format.hosts:
            number = len(rounds_of(drawing.state, drawing.block)) + 1
            parts.append(_("Round {number}.").format(number=number))
        if came or left:
            names = short_names(drawing.state.people.present())
            parts.append(changed_words([names.get(p, "") for p in came], [names.get(p, "") for p in left]))
        else:
            parts.append(met_words(drawing.again))
        return " ".join(parts)

    def _sized(self, value: str) -> None:
        self._chosen = int(value)
        if self._drawing is not None:
            self._drawing.size, self._drawing.keeps = self._chosen, False
            self.told.setText(self._words(self._drawing, self._drawing.came, self._drawing.left))

    def step_changed(self) -> None:
        """Another step is on: its own size of groups holds again."""
        self._chosen = 0

    def why_not(self, what: str) -> str:
        """Why something cannot be done with the groups now; empty where it can."""
        drawing = self._drawing
        if drawing is None or not drawing.groups:
            return _("There are no groups yet. Draw them first.")
        if what == "travel" and len(drawing.groups) < 2:
            return _("One group has nowhere to travel to.")
        if what == "join" and not drawing.joins():
            return _("These groups are not pairs, or fours are not wanted yet.")
        if what == "mend" and not drawing.came and not drawing.left:
            return _("Everybody who is here is in a group.")
        return ""

    # ---- what can be done -----------------------------------------------------------------------------------------

    def draw(self) -> None:
        """Everybody into new groups."""
        if self._drawing is not None:
            self._number += 1
            self._ask(self._drawing.draw(self._number), _("Groups were drawn"))

    def travel(self) -> None:
        """The next round."""
        if self._drawing is not None:
            self._number += 1
            self._ask(self._drawing.travel(self._number), _("The next round is set"))

    def join(self) -> None:
        """Pairs to fours."""
        if self._drawing is not None:
            self._number += 1
            self._ask(self._drawing.join(self._number), _("Groups were joined"))

    def mend(self) -> None:
        """Take in who came, let go who left."""
        if self._drawing is not None:
            self._ask(self._drawing.mend(), _("The groups were mended"))

    def _move(self, person: str, group: str) -> None:
        if self._drawing is not None:
            self._ask(self._drawing.move(person, group), "")

    def _name(self, group: str, place: QRect) -> None:
        found = self._drawing.state.groups.get(group) if self._drawing is not None else None
        if found is not None:
            self._naming = group
            words = f"{found.name}, {found.place}" if found.place else found.name
            self.name.open(words, place)

    def _named(self, words: str) -> None:
        name, _comma, place = words.partition(",")
        if self._drawing is not None and name.strip():
            self._ask([ChangeGroup(group=self._naming, name=name.strip(), place=place.strip())], "")
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _menu(self, person: str, place: QPoint) -> None:
        menu = self.menu_for(person)
        if menu is not None:
            menu.popup(place)

    def _keep_apart(self, one: str, other: str, apart: bool, _checked: bool = False) -> None:
        self._ask([KeepApart(one=one, other=other, apart=apart)], "")

    def menu_for(self, person: str) -> QMenu | None:
        """What can be done with somebody in a group."""
        drawing = self._drawing
        group = next((one for one in drawing.groups if person in one.people), None) if drawing is not None else None
        if drawing is None or group is None:
            return None
        menu = QMenu(self.view)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        names = short_names(drawing.state.people.present())
        word = first_word(drawing.format)
        if word and group.people[0] != person:
            words = _("Make {name} the {role}").format(name=shown.isolated(names.get(person, "")), role=word)
            menu.addAction(shown.on_button(words), lambda: self._ask(drawing.first(person), ""))
        others = menu.addMenu(_("Move to"))
        for other in drawing.groups:
            if other.id != group.id:
                words = shown.on_button(shown.one_line(other.name))
                others.addAction(words, partial(self._move, person, other.id))
        apart = menu.addMenu(_("Keep apart from"))
        pairs = drawing.state.speaking.apart
        for other_person in drawing.people:
            if other_person == person:
                continue
            one, two = sorted((person, other_person))
            is_apart = two in pairs.get(one, {})
            action = apart.addAction(shown.on_button(names.get(other_person, "")))
            action.setCheckable(True)
            action.setChecked(is_apart)
            action.triggered.connect(partial(self._keep_apart, one, two, not is_apart))
        return menu
