"""Bringing a conversation in: the invitation, how far reading is, and what has to be said once about permission."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from facilitator.session.thread_posts import AGREED, FULL, INITIALS, PUBLIC, UNASKED, Thread
from facilitator.ui import shown
from facilitator.ui.stages.social_thread.pages import Pages
from facilitator.ui.stages.social_thread.reading import FoundThread
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.plain import Button, Track, Words
from facilitator.words import _, ngettext

PLACES_NAMED = 12
BRING_KEY = "Ctrl+Shift+O"


def answers() -> tuple[tuple[str, str, str, str], ...]:
    """(asked, names, words, what follows) of each answer to *what were those who posted asked?*"""
    return (
        (
            UNASKED,
            INITIALS,
            _("Nobody was asked"),
            _("Posters appear as initials, and picked posts stay in this session: no report carries them."),
        ),
        (
            PUBLIC,
            INITIALS,
            _("It was posted in public"),
            _("Posters appear as initials; picked posts may be quoted, with their source."),
        ),
        (
            AGREED,
            INITIALS,
            _("They agreed, without names"),
            _("Posters appear as initials; picked posts may be quoted, with their source."),
        ),
        (AGREED, FULL, _("They agreed, with names"), _("Posters appear by name; picked posts may be quoted.")),
    )


def answer_within(asked: str, names: str) -> str:
    """An answer as part of a line."""
    return {
        (UNASKED, INITIALS): _("nobody was asked"),
        (PUBLIC, INITIALS): _("it was posted in public"),
        (AGREED, INITIALS): _("they agreed, without names"),
        (AGREED, FULL): _("they agreed, with names"),
    }.get((asked, names), "")


class ThreadForm(QWidget):
    """What is said about a conversation before it is brought in, or later: one question that matters, two lines.

    Signals:
        done: it shall be so.
        left: it shall not.
    """

    done = Signal()
    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._found: Sequence[FoundThread] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 0, 3, 8)
        column.setSpacing(6)
        self.heading = Words(theme, "", "title_small", wraps=True)
        column.addWidget(self.heading)
        self.which_label, self.which = self._box(column, _("Which of them"))
        self.which.currentIndexChanged.connect(lambda _at: self._show_found())
        self.about = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.about)
        self.left_out = Words(theme, "", "small", "text.secondary", wraps=True)
        self.left_out.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.more = Button(theme, _("What was left out"), look="link")
        self.more.clicked.connect(lambda _checked=False: self.left_out.setVisible(self.left_out.isHidden()))
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.left_out)
        self.title = self._line(column, _("What it is called here"))
        self.asked_label, self.asked = self._box(column, _("What were those who posted asked?"))
        for _asked, _names, words, _follows in answers():
            self.asked.addItem(words)
        self.asked.currentIndexChanged.connect(lambda _at: self._show_follows())
        self.follows = Words(theme, "", "small", "text.secondary", wraps=True)
        column.addWidget(self.follows)
        self.allowed = QWidget()
        further = QVBoxLayout(self.allowed)
        further.setContentsMargins(0, 0, 0, 0)
        further.setSpacing(6)
        self.permission = self._line(further, _("Who allowed it, and what (may stay empty)"))
        self.licence = self._line(further, _("Licence (may stay empty)"))
        column.addWidget(self.allowed)
        self.trouble = Words(theme, "", "small", "semantic.danger", wraps=True)
        self.trouble.hide()
        column.addWidget(self.trouble)
        buttons = Flow(gap=8)
        self.yes = Button(theme, _("Bring it in"), look="filled")
        self.no = Button(theme, _("Not now"), look="quiet")
        self.yes.clicked.connect(lambda _checked=False: self.done.emit())
        self.no.clicked.connect(lambda _checked=False: self.left.emit())
        buttons.addWidget(self.yes)
        buttons.addWidget(self.no)
        column.addSpacing(8)
        column.addLayout(buttons)
        column.addStretch()

    def _box(self, column: QVBoxLayout, name: str) -> tuple[Words, QComboBox]:
        label, box = Words(self._theme, name, "caption_strong", "text.secondary", wraps=True), QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(20)
        column.addSpacing(6)
        column.addWidget(label)
        column.addWidget(box)
        return label, box

    def _line(self, column: QVBoxLayout, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setMaxLength(200)
        line.returnPressed.connect(self.done.emit)
        column.addSpacing(6)
        column.addWidget(Words(self._theme, name, "caption_strong", "text.secondary", wraps=True))
        column.addWidget(line)
        return line

    def restyle(self) -> None:
        """The fonts of the fields."""
        for field in (self.which, self.title, self.asked, self.permission, self.licence):
            field.setFont(self._theme.font("body"))

    def offer(self, found: Sequence[FoundThread]) -> None:
        """Ask about conversations that were found in a file."""
        self._found = found
        self.heading.setText(_("This was found"))
        self.yes.setText(_("Bring it in"))
        self.no.setText(_("Not now"))
        self.which.blockSignals(True)
        self.which.clear()
        for one in found:
            words = ngettext("{title}, {count} post", "{title}, {count} posts", len(one.posts))
            line = words.format(title=shown.one_line(one.title), count=len(one.posts))
            self._theme.fonts.ensure(line)
            self.which.addItem(line)
        self.which.blockSignals(False)
        self.which.setVisible(len(found) > 1)
        self.which_label.setVisible(len(found) > 1)
        self.asked.setCurrentIndex(0)
        self.permission.clear()
        self.licence.clear()
        self.refuse("")
        self._show_found()
        self._show_follows()
        self.restyle()

    def change(self, thread: Thread) -> None:
        """Ask about a conversation that is here already."""
        self._found = ()
        self.heading.setText(_("About this conversation"))
        self.yes.setText(_("Keep it so"))
        self.no.setText(_("Leave it"))
        for part in (self.which, self.which_label, self.about, self.more, self.left_out):
            part.hide()
        self.title.setText(thread.title)
        at = next((n for n, one in enumerate(answers()) if one[:2] == (thread.asked, thread.names)), 0)
        self.asked.setCurrentIndex(at)
        self.permission.setText(thread.permission)
        self.licence.setText(thread.licence)
        self.refuse("")
        self._show_follows()
        self.restyle()

    def chosen(self) -> FoundThread | None:
        """The conversation that is asked about."""
        at = self.which.currentIndex()
        return self._found[at] if 0 <= at < len(self._found) else None

    def answer(self) -> tuple[str, str]:
        """What was asked, and how posters appear."""
        found = answers()[max(self.asked.currentIndex(), 0)]
        return found[0], found[1]

    def refuse(self, sentence: str) -> None:
        """Say in place why it cannot be so; empty for nothing."""
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def _show_found(self) -> None:
        found = self.chosen()
        if found is None:
            return
        count = ngettext("{count} post", "{count} posts", len(found.posts)).format(count=len(found.posts))
        people = len({post.author for post in found.posts})
        by = ngettext("{count} person", "{count} people", people).format(count=people)
        told = _("{source}, {posts} by {people}.").format(source=shown.isolated(found.source), posts=count, people=by)
        self.about.setText(" ".join([told, *found.notes]))
        self.about.show()
        self.title.setText(shown.one_line(found.title)[:200])
        self._theme.fonts.ensure(found.title)
        left = len(found.skipped)
        self.more.setVisible(left > 0)
        self.more.setText(
            ngettext("{count} place was left out", "{count} places were left out", left).format(count=left)
        )
        lines = [f"{shown.one_line(one.where)}: {shown.one_line(one.why)}" for one in found.skipped[:PLACES_NAMED]]
        if left > PLACES_NAMED:
            lines.append(_("and {count} more").format(count=left - PLACES_NAMED))
        self.left_out.setText("\n".join(lines))
        self.left_out.hide()

    def _show_follows(self) -> None:
        asked, _names, _words, follows = answers()[max(self.asked.currentIndex(), 0)]
        self.follows.setText(follows)
        self.allowed.setVisible(asked != UNASKED)


class BringPanel(Pages):
    """The invitation, then how far reading is, then the form.

    Signals:
        choose_asked: choose a file.
        stop_asked: stop reading.
    """

    choose_asked = Signal()
    stop_asked = Signal()

    def __init__(self, theme: Theme, *, why_not: str = "") -> None:
        super().__init__()
        self._theme = theme
        self.invitation = self._page()
        column = self._column(self.invitation)
        column.addWidget(Words(theme, _("A conversation that was led elsewhere"), "title_small", wraps=True))
        told = _(
            "A chat, a thread or a mailbox as its program exports it: WhatsApp, Slack, Mastodon, Teams, Zoom, mail, or "
            "a table with who wrote what. The group picks what to go on with."
        )
        column.addWidget(Words(theme, told, "body", "text.secondary", wraps=True))
        self.why = Words(theme, why_not, "small", "text.secondary", wraps=True)
        self.trouble = Words(theme, "", "small", "semantic.danger", wraps=True)
        self.trouble.hide()
        self.choose = Button(theme, _("Bring in a conversation"), look="filled", icon="upload", key=BRING_KEY)
        self.choose.setEnabled(not why_not)
        self.choose.clicked.connect(lambda _checked=False: self.choose_asked.emit())
        column.addSpacing(8)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeading)
        self.drop = Words(theme, _("or drop the file here"), "small", "text.secondary")
        column.addWidget(self.drop)
        column.addWidget(self.why)
        self.drop.setVisible(not why_not)  # in its place, so that nothing flashes as a window
        self.why.setVisible(bool(why_not))
        column.addWidget(self.trouble)
        column.addStretch()
        self.work = self._page()
        column = self._column(self.work)
        self.reading = Words(theme, "", "body", wraps=True)
        self.track = Track(theme)
        self.stop = Button(theme, _("Cancel"))
        self.stop.clicked.connect(lambda _checked=False: self.stop_asked.emit())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.track, 1)
        row.addWidget(self.stop)
        column.addWidget(self.reading)
        column.addLayout(row)
        column.addStretch()
        self.form = ThreadForm(theme)
        self.addWidget(self.form)

    def _page(self) -> QWidget:
        page = QWidget()
        self.addWidget(page)
        return page

    def _column(self, page: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        return column

    def rest(self, trouble: str = "") -> None:
        """Invite; with a sentence where something was wrong."""
        self.trouble.setText(trouble)
        self.trouble.setVisible(bool(trouble))
        self.setCurrentWidget(self.invitation)
        if trouble:
            self.choose.setFocus()

    def read(self, name: str) -> None:
        """Say that a file is being read."""
        self.reading.setText(_("Reading {name}").format(name=shown.isolated(name)))
        self.track.put(0.0)
        self.setCurrentWidget(self.work)

    def moved(self, share: float, _words: str) -> None:
        """How far it is."""
        self.track.put(share)

    def offer(self, found: Sequence[FoundThread]) -> None:
        """Ask what has to be known of what was found."""
        self.form.offer(found)
        self.setCurrentWidget(self.form)
        self.form.asked.setFocus()

    def change(self, thread: Thread) -> None:
        """Ask about what is here already."""
        self.form.change(thread)
        self.setCurrentWidget(self.form)
        self.form.asked.setFocus()
