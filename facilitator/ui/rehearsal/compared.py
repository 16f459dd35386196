"""Two captures side by side, with examples: what both caught, what only one of them did, and why it was worth it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.rehearsal import Catch
from facilitator.session.side_by_side import Compared, Gist, Pair
from facilitator.session.state import SessionState
from facilitator.ui import kinds, shown
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Hairline, Words
from facilitator.words import _, ngettext

MOST_ROWS = 200
"""Rows that are shown of each part; nobody types more in ten minutes."""


def told(found: Compared) -> list[str]:
    """The comparison in sentences: counts of what was caught, never a mark for who caught it."""
    if not found.of:
        return [_("Nothing had been caught yet when you stopped.")]
    both = len(found.pairs)
    lines = [
        ngettext(
            "An experienced hand caught {of} exchange by then. {both} of it is in yours.",
            "An experienced hand caught {of} exchanges by then. {both} of them are in yours.",
            found.of,
        ).format(of=found.of, both=both)
    ]
    if both:
        same = sum(pair.same_kind for pair in found.pairs)
        who = sum(pair.same_people for pair in found.pairs)
        lines.append(_("Of these {same} have the same kind and {who} the same names.").format(same=same, who=who))
    made, asked = found.links
    if asked:
        lines.append(
            ngettext(
                "{made} of {asked} link between them is there.",
                "{made} of {asked} links between them are there.",
                asked,
            ).format(made=made, asked=asked)
        )
    if found.more:
        lines.append(
            ngettext("{count} card is only in yours.", "{count} cards are only in yours.", len(found.more)).format(
                count=len(found.more)
            )
        )
    return lines


def differs(pair: Pair) -> list[str]:
    """Where two cards of one exchange differ, in words."""
    lines = []
    if not pair.same_kind:
        lines.append(_("There it is: {kind}").format(kind=kinds.word(pair.theirs.kind)))
    if not pair.same_people:
        lines.append(_("Other names") if pair.mine.people else _("Without a name"))
    if not pair.same_theme and pair.theirs.themes:
        lines.append(_("Another theme") if pair.mine.themes else _("Without a theme"))
    if pair.link is False:
        lines.append(_("Without the link to what it builds on"))
    return lines


class ComparedView(QScrollArea):
    """The comparison, to be read from top to bottom."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Side by side"))

    def show_both(
        self,
        found: Compared,
        theirs: SessionState,
        mine: SessionState,
        lines: Mapping[str, Catch],
        begin_ms: int,
    ) -> None:
        """Show these. ``lines`` are the experienced hand's by card; ``begin_ms`` is where the talk began (ms UTC)."""
        theme = self._theme
        self._begin = begin_ms
        page = QWidget()
        page.setObjectName("panel")
        page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(page)
        column.setContentsMargins(40, 24, 40, 32)
        column.setSpacing(6)
        for place, line in enumerate(told(found)):
            column.addWidget(Words(theme, line, "title_small" if not place else "body", wraps=True))
        note = _(
            "Cards are matched by the words they share. Another capture can be as good: where they differ, look why."
        )
        column.addWidget(Words(theme, note, "small", "text.secondary", wraps=True))
        column.addSpacing(10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Words(theme, _("An experienced hand"), "body_strong"), 0, 0)
        grid.addWidget(Words(theme, _("You"), "body_strong"), 0, 1)
        twins = {pair.theirs.id: pair for pair in found.pairs}
        rows = sorted([*(pair.theirs for pair in found.pairs), *found.missed], key=lambda one: one.at_ms)
        at = 1
        for one in rows[:MOST_ROWS]:
            pair = twins.get(one.id)
            why = lines[one.id].why if one.id in lines else ""
            right = self._cell(pair.mine, mine, differs(pair)) if pair is not None else self._gap()
            at = self._row(grid, at, self._cell(one, theirs, [_(why)] if why else []), right)
        if found.more:
            grid.addWidget(Words(theme, _("Only in yours"), "body_strong"), at, 1)
            at += 1
            for one in found.more[:MOST_ROWS]:
                at = self._row(grid, at, None, self._cell(one, mine, []))
        column.addLayout(grid)
        column.addStretch(1)
        was = self.takeWidget()
        if was is not None:
            was.deleteLater()
        self.setWidget(page)

    def _row(self, grid: QGridLayout, at: int, left: QWidget | None, right: QWidget) -> int:
        grid.addWidget(Hairline(self._theme), at, 0, 1, 2)
        if left is not None:
            grid.addWidget(left, at + 1, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(right, at + 1, 1, Qt.AlignmentFlag.AlignTop)
        return at + 2

    def _gap(self) -> QWidget:
        return Words(self._theme, _("Not in yours"), "body", "text.tertiary")

    def _cell(self, gist: Gist, state: SessionState, notes: list[str]) -> QWidget:
        theme, card = self._theme, state.contributions.by_id[gist.id]
        names = ", ".join(shown.isolated(state.people[who].name) for who in card.authors)
        seconds = max(card.at_ms - self._begin, 0) // 1_000
        head = [f"{seconds // 60}:{seconds % 60:02}", kinds.word(card.kind), names]
        cell = QWidget()
        rows = QVBoxLayout(cell)
        rows.setContentsMargins(0, 2, 0, 6)
        rows.setSpacing(2)
        ink = f"kind.{kinds.hue(card.kind)}.ink" if card.kind != "note" else "text.secondary"
        rows.addWidget(Words(theme, " · ".join(part for part in head if part), "small", ink, wraps=True))
        theme.fonts.ensure(card.text + names)
        words = Words(theme, shown.visible(card.text), "body", wraps=True)
        right = shown.right_to_left(card.text)
        words.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
        rows.addWidget(words)
        for note in notes:
            rows.addWidget(Words(theme, note, "small", "text.secondary", wraps=True))
        cell.setAccessibleName(". ".join([*head, card.text, *notes]))
        return cell
