"""The left column of a discussion: who speaks, who waits, adding a hand, and the parking place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from facilitator.session.agenda import NAMED
from facilitator.session.parking import parked_now
from facilitator.session.people import Person
from facilitator.session.speaking import Turn, has_spoken, next_in_circle, waiting
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.actions import native
from facilitator.ui.stages.discussion.floor import SpeakingNow
from facilitator.ui.stages.discussion.name_line import NameLine
from facilitator.ui.stages.discussion.parking import ParkingPlace
from facilitator.ui.stages.discussion.queue import WAITS, QueueView, Waits
from facilitator.ui.stages.discussion.wording import person_line
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Hairline, Words
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _

NEXT_KEY, HAND_KEY = "F8", "Shift+F8"


class BareSwitch(Switch):
    """A switch whose words stand beside it in small type; a click on them turns it, too."""

    def __init__(self, theme: Theme, words: str) -> None:
        super().__init__(theme, "")
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.words = Words(theme, words, "caption", "text.secondary")
        self.words.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """The switch alone."""
        return QSize(self._track().width(), self._track().height() + 2)

    def minimumSizeHint(self) -> QSize:
        """No narrower."""
        return self.sizeHint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A click on the words."""
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            self.click()
            return True
        return super().eventFilter(watched, event)


class SpeakingColumn(QWidget):
    """The column.

    Signals:
        next_asked: whoever is next is to speak.
        given, raised, lowered: this person (id) speaks now, waits, does not wait any more.
        ordered: this person waits with a point of order, or no longer with one.
        joined: somebody new (name) comes into the session and waits, or with True speaks at once.
        first_switched: first-time speakers come first, or not.
    """

    next_asked = Signal()
    given = Signal(str)
    raised = Signal(str)
    lowered = Signal(str)
    ordered = Signal(str, bool)
    joined = Signal(str, bool)
    first_switched = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)

        def gap(px: int) -> None:
            column.addSpacing(px)

        column.addWidget(self._heading(_("Speaking now")))
        gap(4)
        self.now = SpeakingNow(theme)
        column.addWidget(self.now)
        gap(12)
        column.addWidget(Hairline(theme))
        gap(12)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(8)
        head.addWidget(Words(theme, _("Next"), "caption_strong", "text.secondary"))
        head.addStretch()
        self.first = BareSwitch(theme, _("First-time speakers first"))
        self.first.clicked.connect(self.first_switched)
        head.addWidget(self.first.words)
        head.addWidget(self.first)
        column.addLayout(head)
        self.queue = QueueView(theme)
        self.queue.given.connect(self.given)
        self.queue.lowered.connect(self.lowered)
        self.queue.menu_asked.connect(self._menu)
        self.queue.installEventFilter(self)
        column.addWidget(self.queue)
        self.nobody = Words(theme, "", "small", "text.tertiary", wraps=True)
        self.nobody.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.nobody)
        gap(8)
        buttons = QWidget()
        row = Flow(buttons, gap=8)
        self.next = Button(theme, f"{_('Next speaker')}  {native(NEXT_KEY)}", look="filled")
        self.next.setAccessibleName(_("Next speaker"))
        self.next.setToolTip(f"{_('Next speaker')} ({native(NEXT_KEY)})")
        self.next.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.next.clicked.connect(self.next_asked)
        self.add = Button(theme, _("Add"), look="quiet", icon="hand", key=native(HAND_KEY))
        self.add.setAccessibleName(_("Add a hand"))
        self.add.clicked.connect(lambda: self.ask())
        row.addWidget(self.next)
        row.addWidget(self.add)
        column.addWidget(buttons)
        self.line = NameLine(theme, _("Who wants to speak"), "")
        self.line.setToolTip(_("Enter: waits to speak. Ctrl+Enter: speaks now."))
        self.line.taken.connect(self._take)
        self.line.unknown.connect(self._unknown)
        self.line.left.connect(self._leave)
        self.line.hide()
        gap(4)
        column.addWidget(self.line)
        self.new = Button(theme, "", look="link", icon="user-round-plus")
        self.new.clicked.connect(self._join)
        self.new.hide()
        self._new = ("", False)
        self._speaks = False
        column.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeading)
        gap(16)
        self.parking = ParkingPlace(theme)
        column.addWidget(self.parking)
        column.addStretch()

    def _heading(self, words: str) -> Words:
        heading = Words(self._theme, words, "caption_strong", "text.secondary")
        heading.setMinimumHeight(self._theme.tall(24))
        return heading

    # ---- what is shown ------------------------------------------------------------------------------------------

    def put(
        self,
        state: SessionState,
        block: str,
        turn: Turn | None,
        names: dict[str, str],
        *,
        circle: bool,
        called: str = "",
    ) -> None:
        """Show the list of a block.

        ``turn`` is the one that is on, ``names`` the short names. ``called`` is whom F8 called up where no turn is
        recorded, because nobody is named.
        """
        named = state.agenda.by_id[block].anonymity == NAMED
        person = state.people.get(turn.person or None) if turn is not None else None
        if person is not None and turn is not None:
            self.now.put(person.name, person_line(person), point_of_order=turn.point_of_order)
        elif turn is not None:
            self.now.put(turn.group, "")
        elif not named and (there := state.people.get(called or None)) is not None:
            self.now.put(there.name, _("no time is taken"), timed=False)
        else:
            words = _("Nobody yet. Tap who speaks.") if named else _("Nobody is named here, so no time is taken.")
            self.now.put("", "", nobody=words)
        spoken = has_spoken(state, block)
        rows = [
            Waits(
                hand.person,
                names.get(hand.person, ""),
                state.people[hand.person].name,
                hand.person not in spoken,
                hand.point_of_order,
                hand.phone,
            )
            for hand in waiting(state, block)
        ]
        self.queue.put(rows)
        following = next_in_circle(state, block) if circle and not rows and named else ""
        self.nobody.setVisible(not rows)
        if following:
            told = _("In the circle: {name}").format(name=shown.isolated(names.get(following, "")))
        elif circle and named and state.people.present():
            told = _("Everybody has had a turn.")
        else:
            told = _("No hand is up.")
        self.nobody.setText(told)
        self.next.setEnabled(bool(rows or following))
        self.first.setChecked(state.speaking.first_time_first)
        here = [one for one in state.people.present() if one.here]
        self.line.put([(one.id, one.name) for one in here])
        self.parking.put([(one.id, one.text, self._giver(state, names, one.person)) for one in parked_now(state)])

    def _giver(self, state: SessionState, names: dict[str, str], person: str) -> str:
        found: Person | None = state.people.get(person or None)
        return names.get(person, found.name) if found is not None else ""

    # ---- adding a hand ----------------------------------------------------------------------------------------------

    def ask(self, *, speaks: bool = False) -> None:
        """Open the line for a name: of somebody who waits, or with ``speaks`` of whoever speaks now."""
        self._speaks = speaks
        self.line.setPlaceholderText(_("Who speaks? Name, Enter") if speaks else _("Who waits? Name, Enter"))
        self.new.hide()
        self.line.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, person: str, now: bool) -> None:
        self.new.hide()
        (self.given if now or self._speaks else self.raised).emit(person)

    def _unknown(self, name: str, now: bool) -> None:
        self._new = (name, now or self._speaks)
        self._theme.fonts.ensure(name)
        self.new.setText(_("Add {name}?").format(name=shown.on_button(shown.isolated(name))))
        self.new.restyle()
        self.new.show()
        self.new.setFocus(Qt.FocusReason.OtherFocusReason)

    def _join(self) -> None:
        self.new.hide()
        self.joined.emit(*self._new)
        self.ask(speaks=self._speaks)

    def _leave(self) -> None:
        if not self.new.hasFocus():
            if self.line.hasFocus():
                self.add.setFocus()
            self.new.hide()
            self.line.hide()

    # ---- on a hand --------------------------------------------------------------------------------------------------

    def _menu(self, index: QModelIndex, place: QPoint) -> None:
        row = index.data(WAITS)
        if not isinstance(row, Waits):
            return
        menu = QMenu(self.queue)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        entries: tuple[tuple[str, Callable[[], None]], ...] = (
            (_("Speaks now"), lambda: self.given.emit(row.person)),
            (
                _("No point of order") if row.point_of_order else _("Point of order"),
                lambda: self.ordered.emit(row.person, not row.point_of_order),
            ),
            (_("Take the hand down"), lambda: self.lowered.emit(row.person)),
        )
        for words, does in entries:
            menu.addAction(words, does)
        menu.popup(place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """``!`` on a hand makes it a point of order, or no longer one."""
        if watched is self.queue and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            row = self.queue.currentIndex().data(WAITS)
            if event.text() == "!" and isinstance(row, Waits):
                self.ordered.emit(row.person, not row.point_of_order)
                return True
        return super().eventFilter(watched, event)
