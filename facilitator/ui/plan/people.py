"""The people of a plan: a list one types into, pastes into and drops files on; who they are here, and their consent."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.people import (
    ROLES,
    DescribePerson,
    GiveConsent,
    Person,
    TakeOutPerson,
)
from facilitator.session.rules import Command, Together
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.lines import fit
from facilitator.ui.sides import far_side, near_side
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.avatar import paint_initials
from facilitator.ui.widgets.plain import Button, Words
from facilitator.ui.widgets.quiet import BLEED
from facilitator.ui.widgets.row_model import ROW, RowModel
from facilitator.ui.widgets.rows import RowsView
from facilitator.words import _, ngettext

_Index = QModelIndex | QPersistentModelIndex
PERSON = ROW
MOST_TALL = 24
"""Beyond so many rows the list scrolls within itself."""
SHORT = 7
"""How many people are shown before *n more*."""


LEADING = ("facilitator", "co_facilitator", "gardener", "scribe")
"""Roles told before everything else."""


def role_word(role: str) -> str:
    """A role by its word."""
    return {
        "participant": _("participant"),
        "facilitator": _("facilitator"),
        "co_facilitator": _("co-facilitator"),
        "gardener": _("gardener"),
        "mentor": _("mentor"),
        "mentee": _("mentee"),
        "observer": _("observer"),
        "actor": _("actor"),
        "scribe": _("scribe"),
        "table_host": _("table host"),
        "case_owner": _("case owner"),
        "peer_consultant": _("peer consultant"),
        "model": _("shows it"),
        "sponsor": _("sponsor or leader"),
    }.get(role, role)


def side_words(person: Person) -> str:
    """What stands behind a name: what they do, as it was noted, otherwise who they are here, or where they come from.

    Whoever leads or writes down is told first: a plan needs them.
    """
    leads = [role_word(role) for role in person.roles if role in LEADING]
    others = [role_word(role) for role in person.roles if role not in ("participant", *LEADING)]
    return ", ".join(leads) or shown.one_line(person.note) or ", ".join(others) or shown.one_line(person.unit)


class PeopleModel(RowModel[Person]):
    """Everybody, or the first of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_told, lambda person: person.id, parent=parent)
        self.all = 0
        self.open = False

    def show_state(self, state: SessionState) -> None:
        """Follow the session."""
        everybody = state.people.present()
        self.all = len(everybody)
        self.show_rows(everybody if self.open or len(everybody) <= SHORT + 1 else everybody[:SHORT])

    @property
    def hidden(self) -> int:
        """How many are not shown."""
        return self.all - len(self.rows)


def _told(person: Person) -> str:
    unnamed = "" if person.named else _("does not want to be named")
    return ", ".join(part for part in (shown.one_line(person.name), side_words(person), unnamed) if part)


class PeopleDelegate(QStyledItemDelegate):
    """Rows of 28: initials, name, and at the far side what they are here."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del index
        return QSize(option.rect.width(), self._theme.tall(28))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        person: Person | None = index.data(PERSON)
        if person is None:
            return
        theme, rect, state = self._theme, option.rect, option.state
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(state & QStyle.StateFlag.State_HasFocus)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.colour("accent.focus"), 2) if chosen else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(theme.colour("surface.hover"))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        theme.fonts.ensure(person.name + person.unit)
        size = theme.mark(theme.size("avatar_small"))
        x = rect.right() + 1 - BLEED - size if mirrored else rect.left() + BLEED
        box = QRectF(x, rect.top() + (rect.height() - size) / 2, size, size)
        paint_initials(painter, theme, box, person.name)
        start = BLEED + size + 8
        room = rect.width() - start - BLEED
        wide = theme.metrics("body").horizontalAdvance(shown.one_line(person.name)[:80])
        side_room = max(round(room * 0.45), room - wide - 12)
        side = fit(side_words(person), theme.font("small"), side_room)
        side_w = theme.metrics("small").horizontalAdvance(side) + 12 if side else 0
        whole = QRect(rect.left() + (BLEED if mirrored else start), rect.top(), room, rect.height())
        name_room = whole.adjusted(side_w if mirrored else 0, 0, 0 if mirrored else -side_w, 0)
        eye = theme.mark(14) + 6 if not person.named else 0
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text.primary"))
        name = fit(shown.one_line(person.name), theme.font("body"), name_room.width() - eye)
        painter.drawText(name_room, near_side(mirrored), name)
        if eye:
            at = painter.fontMetrics().horizontalAdvance(name) + 6
            left = name_room.right() - at - eye + 6 if mirrored else name_room.left() + at
            ratio = painter.device().devicePixelRatioF()
            painter.drawPixmap(
                left, rect.center().y() - (eye - 6) // 2, theme.pixmap("eye-off", "text.secondary", eye - 6, ratio)
            )
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text.secondary"))
        painter.drawText(whole, far_side(mirrored), side)
        painter.restore()


def _heading(count: int, told: int) -> str:
    """How many are on the list; and how many the guide was told of, as long as those are more."""
    if told > count:
        words = _("People, {count} of {told}") if count else _("People, {told} expected")
        return words.format(count=count, told=told)
    return _("People, {count}").format(count=count) if count else _("People")


class PeopleList(QWidget):
    """The heading, the list, and *n more*.

    Signals:
        add_asked: people are to be added.
        opened: a person is to be looked at (their id).
        removed: a person is to be taken out (their id).
    """

    add_asked = Signal()
    opened = Signal(str)
    removed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._state: SessionState | None = None
        self._theme = theme
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.setContentsMargins(BLEED - 4, 0, BLEED - 4, 0)
        self.title = Words(theme, _("People"), "caption_strong", "text.secondary")
        self.title.setContentsMargins(4, 0, 4, 0)
        self.add = Button(theme, _("Add or paste a list"), look="link")
        self.add.clicked.connect(self.add_asked)
        head.addWidget(self.title)
        head.addStretch()
        head.addWidget(self.add)
        column.addLayout(head)
        self.model = PeopleModel(self)
        self.list = _List(theme)
        self.list.setItemDelegate(PeopleDelegate(theme, self.list))
        self.list.setModel(self.model)
        self.list.chosen.connect(lambda index: self._emit(self.opened, index))
        self.list.removed.connect(lambda: self._emit(self.removed, self.list.currentIndex()))
        column.addWidget(self.list)
        self.more = Button(theme, "", look="quiet", icon="chevron-down")
        self.more.clicked.connect(self._open)
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.more)
        foot.addStretch()
        column.addLayout(foot)

    def _emit(self, signal: object, index: QModelIndex) -> None:
        person: Person | None = index.data(PERSON)
        if person is not None:
            signal.emit(person.id)  # type: ignore[attr-defined]

    def _open(self) -> None:
        self.model.open = not self.model.open
        if self._state is not None:
            self.show_state(self._state)

    def show_state(self, state: SessionState) -> None:
        """Who is in it."""
        self._state = state
        self.model.show_state(state)
        count = self.model.all
        self.title.setText(_heading(count, state.answers.people))
        hidden = self.model.hidden
        words = ngettext("{count} more", "{count} more", hidden).format(count=hidden) if hidden else _("Show fewer")
        self.more.setText(f" {words}")
        self.more.setAccessibleName(words)
        self.more.setVisible(bool(hidden) or (self.model.open and count > SHORT + 1))
        self.list.setFocusPolicy(Qt.FocusPolicy.StrongFocus if count else Qt.FocusPolicy.NoFocus)
        self.list.setFixedHeight(max(min(self.list.content_height, self._theme.tall(28) * MOST_TALL), 1))


class _List(RowsView):
    removed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(estimate=theme.tall(28))
        self.setAccessibleName(_("People"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QListView { background: transparent; }")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.activate_on_click = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes somebody out."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class PersonPanel(Panel):
    """One person: name, where they come from, what they are here, and what they agreed to."""

    def __init__(
        self, theme: Theme, person: Person, dispatch: Callable[[Command], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, shown.one_line(person.name), parent, width=520)
        self._person, self._dispatch = person, dispatch
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        self.name, self.unit, self.note = QLineEdit(person.name), QLineEdit(person.unit), QLineEdit(person.note)
        for place, (label, field) in enumerate(
            ((_("Name"), self.name), (_("Unit"), self.unit), (_("Note"), self.note))
        ):
            words = Words(theme, label, "body", "text.secondary")
            words.setBuddy(field)
            field.setAccessibleName(label)
            field.setMaxLength(200)
            grid.addWidget(words, place, 0)
            grid.addWidget(field, place, 1)
        self.column.addLayout(grid)
        self.column.addWidget(Words(theme, _("Here as"), "caption_strong", "text.secondary"))
        self.roles: dict[str, QCheckBox] = {}
        roles = QGridLayout()
        for place, role in enumerate(ROLES):
            box = QCheckBox(role_word(role))
            box.setChecked(role in person.roles)
            self.roles[role] = box
            roles.addWidget(box, place // 3, place % 3)
        self.column.addLayout(roles)
        self.column.addWidget(Words(theme, _("Agreed to"), "caption_strong", "text.secondary"))
        self.named = QCheckBox(_("be named in what leaves the room"))
        self.quoted = QCheckBox(_("be quoted"))
        self.photographed = QCheckBox(_("be in photos"))
        for box, on in (
            (self.named, person.named),
            (self.quoted, person.quoted),
            (self.photographed, person.photographed),
        ):
            box.setChecked(on)
            self.column.addWidget(box)
        out = Button(theme, _("Take out"), look="danger")
        out.clicked.connect(self._take_out)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Keep"), look="filled")
        self.go.setDefault(True)
        self.go.clicked.connect(self.accept)
        self.finish(out, cancel, self.go)

    def _take_out(self) -> None:
        self._dispatch(TakeOutPerson(person=self._person.id))
        self.done(QDialog.DialogCode.Rejected)

    def command(self) -> Together:
        """What was changed, as one step."""
        key = self._person.id
        roles = tuple(role for role, box in self.roles.items() if box.isChecked()) or ("participant",)
        described = DescribePerson(
            person=key, name=self.name.text(), unit=self.unit.text(), note=self.note.text(), roles=roles
        )
        consent = GiveConsent(
            person=key,
            named=self.named.isChecked(),
            quoted=self.quoted.isChecked(),
            photographed=self.photographed.isChecked(),
        )
        person = self._person
        same = (consent.named, consent.quoted, consent.photographed) == (
            person.named,
            person.quoted,
            person.photographed,
        )
        return Together(commands=(described,) if same else (described, consent))
