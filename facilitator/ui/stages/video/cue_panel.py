"""Under the film: the question it stopped with, or the next one ahead; and writing them."""

from __future__ import annotations

import re

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from facilitator.session.film import LONGEST_PAUSE, FilmCue
from facilitator.ui import shown, times
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _, ngettext

LEAST_WIDE = 330
"""Room for a question with every button beside it (px, at 100 %)."""
LONGEST_PROMPT = 400
MOST_SHOWN = 200
"""Characters of a question that stand under the film; the whole is its tool tip."""
_TIME = re.compile(r"\s*(?:(?:(\d{1,2}):)?(\d{1,3}):)?(\d{1,2})(?:[.,](\d))?\s*", re.ASCII)
_DOTTED = re.compile(r"\s*(\d{1,3})\.(\d\d)\s*", re.ASCII)


def read_time(words: str) -> int | None:
    """A place in a film as people write it (``3:04``, ``1:02:09``, ``45``) in ms; None where it is none."""
    found = _TIME.fullmatch(_DOTTED.sub(r"\1:\2", words))
    if found is None:
        return None
    hours, minutes, seconds, tenth = (int(part or 0) for part in found.groups())
    if found.group(2) and seconds > 59:
        return None
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + tenth * 100


class CueWords(QWidget):
    """The question and what to do with it.

    Signals:
        on_asked: go on.
        edit_asked: change this cue.
        add_asked: set a cue where the film is.
    """

    on_asked = Signal()
    edit_asked = Signal()
    add_asked = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._icon = QLabel()
        self._stopped = self._narrow = self._changes = False
        self.title = Words(theme, "", "title", wraps=True)
        self.told = Words(theme, "", "body", "text.secondary", wraps=True)
        self.on = Button(theme, _("Go on"), icon="play")
        caps = QHBoxLayout(self.on)
        caps.setContentsMargins(14, 0, 14, 0)
        caps.addStretch()
        self._caps = KeyCaps(theme, "Space")
        caps.addWidget(self._caps)
        self.add = Button(theme, _("Set a cue here"), look="quiet", icon="bookmark", key="Ctrl+B")
        self.edit = IconButton(theme, "pencil", _("Change the cue"), "Ctrl+Shift+B")
        self.on.clicked.connect(self.on_asked)
        self.add.clicked.connect(self.add_asked)
        self.edit.clicked.connect(self.edit_asked)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.told)
        words.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 12, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for part in (self.edit, self.add, self.on):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        theme = self._theme
        role = "accent.base" if self._stopped else "text.tertiary"
        self._icon.setPixmap(theme.pixmap("bookmark", role, theme.mark(20), self.devicePixelRatioF()))
        self._icon.setContentsMargins(0, 4, 0, 0)
        self.on.setStyleSheet("text-align: left; padding: 0 14px;")
        self.on.setFixedHeight(theme.tall(40))
        wide = self.on.fontMetrics().horizontalAdvance(self.on.text()) + self.on.iconSize().width()
        keys = 0 if self._narrow else self._caps.sizeHint().width() + 16
        self.on.setMinimumWidth(wide + keys + 40)
        self._caps.setVisible(not self._narrow)
        self.edit.setVisible(self._changes and not self._narrow)
        self.add.setVisible(not self._stopped and not self._narrow)

    def fit(self, wide: int) -> None:
        """In so little room (px) the question and *Go on* stand alone; keys and the palette do the rest."""
        narrow = wide < LEAST_WIDE * max(self._theme.scale, 1.0)
        if narrow != self._narrow:
            self._narrow = narrow
            self.restyle()

    def show_stop(self, cue: FilmCue, place: int) -> None:
        """The film stands at a cue, the so-manieth."""
        self._put(True, cue.prompt or _("Cue {number}").format(number=place))
        words = _("Cue at {time}.").format(time=times.offset(cue.at_ms))
        if cue.minutes:
            stay = ngettext("{count} minute, then go on.", "{count} minutes, then go on.", cue.minutes)
            words = f"{words} {stay.format(count=cue.minutes)}"
        self.told.setText(words)
        self._changes = True
        self.restyle()

    def show_next(self, cue: FilmCue | None, place: int, *, any_cue: bool) -> None:
        """The film runs, or stands elsewhere; this is what lies ahead."""
        if cue is not None:
            self._put(False, cue.prompt or _("Cue {number}").format(number=place))
            self.told.setText(_("Next cue, at {time}.").format(time=times.offset(cue.at_ms)))
        elif any_cue:
            self._put(False, _("No cue ahead"), own=True)
            self.told.setText(_("The film runs to its end."))
        else:
            self._put(False, _("No cues yet"), own=True)
            self.told.setText(_("A cue stops the film and asks a question."))
        self._changes = cue is not None
        self.restyle()

    def _put(self, stopped: bool, words: str, *, own: bool = False) -> None:
        """The question; ``own`` words are the program's and stand as the window does."""
        self._theme.fonts.ensure(words)
        title = shown.visible(words)
        self.title.setToolTip(shown.tip(words) if len(title) > MOST_SHOWN else "")
        if len(title) > MOST_SHOWN:
            title = title[:MOST_SHOWN].rstrip() + "…"
        if (stopped, title) != (self._stopped, self.title.text()):
            self._stopped = stopped
            self.title.setText(title)
            self.title.recolour("text.primary" if stopped else "text.secondary")
            right = self.layoutDirection() == Qt.LayoutDirection.RightToLeft if own else shown.right_to_left(words)
            self.title.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
            self.title.setAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop)
        self.on.setVisible(stopped)

    def allow(self, *, add: bool, edit: bool) -> None:
        """Whether a cue can be set, and changed."""
        self.add.setEnabled(add)
        self.edit.setEnabled(edit)


class CueForm(QWidget):
    """A cue as fields in one row: Enter keeps it, Escape leaves it as it was.

    Signals:
        given: keep it so (time in ms, question, minutes).
        removed: take it out.
        left: leave it.
    """

    given = Signal(int, str, int)
    removed = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.time = QLineEdit()
        self.time.setAccessibleName(_("Stops at"))
        self.time.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.time.setMaxLength(12)
        self.prompt = QLineEdit()
        self.prompt.setAccessibleName(_("Question at this cue"))
        self.prompt.setPlaceholderText(_("What do you ask here?"))
        self.prompt.setMaxLength(LONGEST_PROMPT)
        self.minutes = QSpinBox()
        self.minutes.setAccessibleName(_("Minutes of the stop"))
        self.minutes.setRange(0, LONGEST_PAUSE)
        self.minutes.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.minutes.setSuffix(" " + _("min"))
        self.keep = Button(theme, _("Keep"), look="filled", key="Enter")
        self.drop = IconButton(theme, "trash-2", _("Take the cue out"), "Ctrl+Delete")
        self.cancel = IconButton(theme, "x", _("Leave it as it was"), "Esc")
        self.trouble = Words(theme, "", "small", "semantic.danger", wraps=True)
        self.trouble.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.time)
        row.addWidget(self.prompt, 1)
        for part in (self.minutes, self.keep, self.drop, self.cancel):
            row.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.addLayout(row)
        column.addWidget(self.trouble)
        column.addStretch()
        for field in (self.time, self.prompt):
            field.returnPressed.connect(self._give)
        for one in (self.time, self.prompt, self.minutes):
            one.installEventFilter(self)
        self.keep.clicked.connect(self._give)
        self.drop.clicked.connect(self.removed)
        self.cancel.clicked.connect(self.left)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """Take the theme as it is now."""
        for part in (self.time, self.prompt, self.minutes):
            part.setFont(self._theme.font("body"))
            part.setMinimumHeight(self._theme.tall(32))
        self.minutes.lineEdit().setFont(self._theme.font("body"))
        self.time.setFixedWidth(round(84 * min(self._theme.scale, 1.6)))

    def begin(self, at_ms: int, prompt: str, minutes: int, *, fresh: bool) -> None:
        """Write a cue; ``fresh`` for one that is not set yet."""
        tenth = at_ms % 1000 // 100
        self.time.setText(times.offset(at_ms) + (f".{tenth}" if tenth else ""))
        self.prompt.setText(shown.one_line(prompt))
        self.minutes.setValue(minutes)
        self.drop.setVisible(not fresh)
        self.say("")
        self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def say(self, words: str) -> None:
        """Why it cannot be kept."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def _give(self) -> None:
        at_ms = read_time(self.time.text())
        if at_ms is None:
            self.say(_("“{words}” is no time. Write it as minutes and seconds: 3:04.").format(words=self.time.text()))
            self.time.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.given.emit(at_ms, self.prompt.text().strip(), self.minutes.value())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape and Ctrl+Delete from any field, Enter from the minutes."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = Qt.Key(event.key())
            if key == Qt.Key.Key_Escape:
                self.left.emit()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and watched is self.minutes:
                self._give()
                return True
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            if key == Qt.Key.Key_Delete and control and self.drop.isVisible():
                self.removed.emit()
                return True
        return super().eventFilter(watched, event)


class CuePanel(QWidget):
    """The words, or the form instead of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.words, self.form = CueWords(theme), CueForm(theme)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(self.words)
        self._stack.addWidget(self.form)
        self.write(False)

    @property
    def writing(self) -> bool:
        """Whether a cue is being written."""
        return self._stack.currentWidget() is self.form

    def height_at(self, wide: int) -> int:
        """How high it has to be at a width, in px."""
        self.words.fit(wide)
        form = self.form.minimumSizeHint().height() if self.writing else 0
        return max(self.words.heightForWidth(wide), self.words.minimumSizeHint().height(), form)

    def write(self, writing: bool) -> None:
        """The form, or the words."""
        seen, other = (self.form, self.words) if writing else (self.words, self.form)
        self._stack.setCurrentWidget(seen)
        for page, policy in ((seen, QSizePolicy.Policy.Preferred), (other, QSizePolicy.Policy.Ignored)):
            page.setSizePolicy(policy, QSizePolicy.Policy.Preferred)  # what is not seen asks for no width
