"""Preparing what everybody is asked: the question, the options one a line, and the rule of the form."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from facilitator.session.asks import (
    DOTS,
    LONGEST_OPTION,
    MOST_BUDGET,
    MOST_OPTIONS,
    POLL,
    RATING,
    Ask,
    AskAgain,
    OpenAsk,
    checked_options,
)
from facilitator.session.errors import Rejected
from facilitator.session.kinds import NOT_COUNTED
from facilitator.session.ports import uuid7
from facilitator.session.rules import Command
from facilitator.session.state import SessionState
from facilitator.ui import shown
from facilitator.ui.dialogs.ask import Panel
from facilitator.ui.messages import worded
from facilitator.ui.stages.asks import words
from facilitator.ui.stages.base import StageGiven
from facilitator.ui.widgets.plain import Button, Choice, Words
from facilitator.ui.widgets.switch import Switch
from facilitator.words import _, ngettext

LONGEST_CARD = 140
"""A card becomes an option in this many characters; the whole card stays where it is."""


def short(text: str) -> str:
    """A card's words as an option."""
    line = shown.one_line(text)
    return line if len(line) <= LONGEST_CARD else line[: LONGEST_CARD - 1].rstrip() + "…"


def theme_options(state: SessionState) -> dict[str, str]:
    """The themes as options: words to id."""
    return {short(theme.name): theme.id for theme in state.themes.standing()}


def card_options(state: SessionState, block: str) -> dict[str, str]:
    """The cards of an activity as options: words to id, newest last, as many as may be asked about."""
    found = {
        short(card.text): card.id
        for card in state.contributions.standing()
        if card.activity == (block or None) and card.kind not in NOT_COUNTED and card.kind != "question"
    }
    return dict(list(found.items())[-MOST_OPTIONS:])


class AskForm(Panel):
    """One small window. Accepted, it has asked: with ``again`` the same ask anew, otherwise a new one."""

    def __init__(
        self, given: StageGiven, form: str, parent: QWidget | None = None, *, again: Ask | None = None
    ) -> None:
        super().__init__(given.theme, _("Ask again") if again else _("Ask everybody"), parent, width=560)
        theme = given.theme
        self._given, self._again = given, again
        self._refs: dict[str, str] = {}
        if again is not None:
            form = again.form
            self._refs = dict(zip(again.options, again.refs, strict=False)) if again.refs else {}
        self.form = Choice(
            theme, _("Form"), [(one, words.form_word(one)) for one in (POLL, DOTS, RATING)], form
        )  # fmt: skip
        self.form.chosen.connect(lambda _value: self._show_form())
        self.column.addWidget(self.form)
        self.form.setVisible(again is None)  # in its place, so that nothing flashes as a window
        self.question = QLineEdit(again.question if again else "")
        self.question.setMaxLength(1000)
        self.question.setPlaceholderText(_("For example: which of these do we try first?"))
        self._labelled(_("The question"), self.question)
        self.options = QPlainTextEdit("\n".join(again.options) if again else "")
        self.options.setTabChangesFocus(True)
        self.options.setMinimumHeight(theme.tall(132))
        self._labelled(_("The options, one a line"), self.options)
        self._take = QHBoxLayout()
        self._take.setSpacing(16)
        self._offer_takes(given.services.store.state(given.session))
        self._take.addStretch()
        self.column.addLayout(self._take)
        self.dots_row = self._row(_("Dots for each person"))
        self.dots = Choice(theme, _("Dots for each person"), [(str(n), str(n)) for n in (1, 2, 3, 4, 5, 7, 10)], "3")
        self.dots_row.layout().addWidget(self.dots)  # type: ignore[union-attr]
        self.single = Switch(theme, _("At most one dot on an option"))
        self.several = Switch(theme, _("Each person may choose several"))
        self.column.addWidget(self.single)
        self.column.addWidget(self.several)
        self.criteria = QLineEdit(_("Useful, Can be done soon"))
        self.criteria_label = self._labelled(_("Criteria, with commas between"), self.criteria)
        self.scale = QLineEdit(", ".join(words.usual_scale()))
        self.scale_label = self._labelled(_("The words of the scale, least first"), self.scale)
        self.void = Words(
            theme, _("What was given so far holds no more; everybody is asked anew."), "small",
            "semantic.warning", wraps=True,
        )  # fmt: skip
        self.column.addWidget(self.void)
        self.void.setVisible(again is not None)
        cancel = Button(theme, _("Cancel"))
        cancel.clicked.connect(self.reject)
        self.go = Button(theme, _("Ask again") if again else _("Ask"), look="filled", key="Ctrl+Enter")
        self.go.clicked.connect(lambda _checked=False: self.take())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.take)
        self.finish(cancel, self.go)
        self._show_form()
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- parts --------------------------------------------------------------------------------------------------

    def _labelled(self, label: str, field: QWidget) -> Words:
        name = Words(self.theme, label, "body", "text.secondary")
        name.setBuddy(field)
        field.setAccessibleName(label)
        field.setFont(self.theme.font("body"))
        self.column.addWidget(name)
        self.column.addWidget(field)
        return name

    def _row(self, label: str) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Words(self.theme, label, "body", "text.secondary"))
        row.addStretch()
        self.column.addWidget(holder)
        return holder

    def _offer_takes(self, state: SessionState) -> None:
        themes, cards = theme_options(state), card_options(state, self._given.block)
        if themes:
            told = ngettext("Take the {count} theme", "Take the {count} themes", len(themes))
            self._offer(told.format(count=len(themes)), themes)
        if cards:
            told = ngettext(
                "Take the {count} card of this activity", "Take the {count} cards of this activity", len(cards)
            )
            self._offer(told.format(count=len(cards)), cards)

    def _offer(self, label: str, options: dict[str, str]) -> None:
        button = Button(self.theme, label, look="link", icon="plus")
        button.clicked.connect(lambda _checked=False: self._fill(options))
        self._take.addWidget(button)

    def _fill(self, options: dict[str, str]) -> None:
        self._refs.update(options)
        there = self._lines()
        self.options.setPlainText("\n".join([*there, *(one for one in options if one not in there)]))
        self.theme.fonts.ensure(self.options.toPlainText())
        self.options.setFocus()

    def _show_form(self) -> None:
        form, again = self.form.value, self._again is not None
        self.dots_row.setVisible(form == DOTS and not again)
        self.single.setVisible(form == DOTS and not again)
        self.several.setVisible(form == POLL and not again)
        for part in (self.criteria, self.criteria_label, self.scale, self.scale_label):
            part.setVisible(form == RATING and not again)
        self.adjustSize()

    # ---- asking -------------------------------------------------------------------------------------------------

    def _lines(self) -> list[str]:
        return [line.strip() for line in self.options.toPlainText().splitlines() if line.strip()]

    def command(self) -> Command:
        """What is asked.

        Raises:
            Rejected: it cannot be asked like this.
        """
        form, options = self.form.value, tuple(self._lines())
        long = next((option for option in options if len(option) > LONGEST_OPTION), None)
        if long is not None:
            raise Rejected("An option of {length} characters is too long to choose by.", length=len(long))
        refs = tuple(self._refs.get(option, "") for option in options)
        question = self.question.text().strip()
        if not question:
            raise Rejected("There is no question yet.")
        checked_options(form, options, refs)
        if self._again is not None:
            return AskAgain(ask=self._again.id, question=question, options=options, refs=refs)
        budget = {DOTS: int(self.dots.value), POLL: 1}.get(form, 0)
        if form == POLL and self.several.isChecked():
            budget = min(len(options), MOST_BUDGET)
        parted = form == RATING
        return OpenAsk(
            ask=uuid7(), form=form, question=question, options=options, refs=refs, budget=budget,
            per_option=1 if form == DOTS and self.single.isChecked() else 0,
            criteria=_parts(self.criteria.text()) if parted else (),
            scale=_parts(self.scale.text()) if parted else (),
            block=self._given.block or None,
        )  # fmt: skip

    def take(self) -> None:
        """Ask; what stands against it is said here."""
        try:
            command = self.command()
        except Rejected as error:
            self.say(worded(error))
            missing = self.options if self.question.text().strip() else self.question
            missing.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.say("")
        if self._given.dispatch(command, "") is not None:
            self.accept()


def _parts(text: str) -> tuple[str, ...]:
    for sign in ("،", "、", "，", ";"):
        text = text.replace(sign, ",")
    return tuple(part.strip() for part in text.split(",") if part.strip())


def open_form(
    given: StageGiven,
    form: str,
    parent: QWidget | None,
    *,
    again: Ask | None = None,
    then: Callable[[], object] | None = None,
) -> AskForm:
    """Show the form over a window and return at once; ``then`` is called when it has asked."""
    dialog = AskForm(given, form, parent, again=again)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if then is not None:
        dialog.accepted.connect(then)
    dialog.open()
    return dialog
