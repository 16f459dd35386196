"""The page of a role play: its parts, in their order, and how they show what is so. It asks for nothing itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from facilitator.session.casting import observers, open_roles, players
from facilitator.session.modalities import Modality
from facilitator.session.play import BRIEF, DEBRIEF, PLAY, PREBRIEF, SCRIPT, STEP_OUT, Phase, Play, play_of, rounds_of
from facilitator.session.saying import own_catch, own_say
from facilitator.session.state import SessionState
from facilitator.session.steps import RunStep
from facilitator.session.watching import sheets, words_of
from facilitator.session.zones import zone_named
from facilitator.ui import shown
from facilitator.ui.actions import native
from facilitator.ui.stages.parts import PhaseBar, catch_words
from facilitator.ui.stages.role_play.bench import BenchView, seats
from facilitator.ui.stages.role_play.cast_rows import INSET, CastView, cast_rows
from facilitator.ui.stages.role_play.parts import HeadRow, NotedWords, Says, WordsLine
from facilitator.ui.stages.role_play.sheet_rows import SheetView, sheet_rows
from facilitator.ui.stages.role_play.wording import (
    cast_line,
    debrief_words,
    headline,
    own_question,
    phase_says,
    phase_words,
)
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _, ngettext

DRAW_KEY, SWAP_KEY, PASS_KEY, REWIND_KEY, WORDS_KEY, MORE_KEY, QUESTION_KEY = (
    "Alt+L", "Alt+S", "Alt+P", "Alt+R", "Alt+W", "Alt+M", "Alt+Q",
)  # fmt: skip


class RolePlayPage(QScrollArea):
    """Scenario and task, phases, what to say, cast, bench, observers, exact words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.phones = False
        """Whether phones take part, on which a brief can be opened."""
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        self.setWidget(page)
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(32 - INSET, 20, 32 - INSET, 0)
        self._column.setSpacing(0)
        self.title = Words(theme, "", "title", wraps=True)
        self.task = Words(theme, "", "body", "text.secondary", wraps=True)
        for words in (self.title, self.task):
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._put(self.title)
        self._put(self.task, above=4)
        self.bar = PhaseBar(theme, "role_play")
        self.bar.icon = "drama"
        self._put(self.bar, above=12)
        self.says = Says(theme)
        self._put(self.says, above=8)
        self.line = WordsLine(theme)
        self.line.left.connect(lambda: hold(self.line, False))
        self._put(self.line, above=12)
        hold(self.line, False)
        self._build_cast()
        self._build_observers()
        self._below = QVBoxLayout()
        self._column.addLayout(self._below)
        self._column.addStretch()
        theme.changed.connect(self.restyle)

    def put_below(self, part: QWidget) -> None:
        """A further part of the page, below all others."""
        self._put(part, above=16, into=self._below)
        hold(part, False)

    def _put(self, part: QWidget, *, above: int = 0, out: bool = False, into: QVBoxLayout | None = None) -> None:
        """A part of the page; ``out`` for one that keeps its own room at the sides."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        side = 0 if out else INSET
        column.setContentsMargins(side, above, side, 0)
        column.addWidget(part)
        (into or self._column).addWidget(holder)

    def _build_cast(self) -> None:
        theme = self._theme
        self.head = HeadRow(theme, _("Cast"))
        self.rewinds = Button(theme, _("Rewind"), look="quiet", icon="rotate-ccw", key=native(REWIND_KEY))
        self.passes = Button(theme, _("Pass"), look="quiet", icon="hand")
        told = _("Somebody passes: always possible, no reason needed ({key})")
        self.passes.setToolTip(told.format(key=native(PASS_KEY)))
        self.draws = Button(theme, _("Draw by lot"), look="quiet", icon="shuffle", key=native(DRAW_KEY))
        self.swaps = Button(theme, _("Swap roles"), look="quiet", icon="arrow-right-left", key=native(SWAP_KEY))
        self.more = IconButton(theme, "ellipsis", _("More about the rounds"), native(MORE_KEY))
        self.head.add(self.rewinds, self.passes, self.draws, self.swaps, self.more)
        self._put(self.head, above=8)
        self.cast = CastView(theme)
        self._put(self.cast, out=True)
        empty = _("No roles yet. They are written in the plan.")
        self.no_roles = Words(theme, empty, "body", "text.secondary", wraps=True)
        self._put(self.no_roles, above=8)
        self.later = Words(theme, "", "small", "text.secondary", wraps=True)
        self._put(self.later, above=4)
        self.bench_head = Words(theme, _("Bench: drag somebody onto a role"), "caption_strong", "text.secondary")
        self._put(self.bench_head, above=8)
        self.bench = BenchView(theme)
        self._put(self.bench, above=2, out=True)

    def _build_observers(self) -> None:
        theme = self._theme
        self.seen_head = HeadRow(theme, "")
        self.progress = Words(theme, "", "small", "text.secondary")
        self.quotes = Button(theme, _("Exact words"), look="quiet", icon="quote", key=native(WORDS_KEY))
        self.seen_head.add(self.progress, self.quotes)
        self._put(self.seen_head, above=8)
        self.sheet = SheetView(theme)
        self._put(self.sheet, above=2, out=True)
        empty = _("Observers have no sheet yet. What they watch for is written in the plan.")
        self.no_sheet = Words(theme, empty, "small", "text.secondary", wraps=True)
        self._put(self.no_sheet, above=2)
        self.noted = NotedWords(theme)
        self._put(self.noted, above=12)

    # ---- showing ------------------------------------------------------------------------------------------------

    def show_play(self, state: SessionState, block: str, method: Modality | None, found: tuple[Phase, ...]) -> None:
        """Show a play as it is."""
        planned, scenario = state.agenda.by_id[block], state.role_play.scenario(block)
        play = play_of(state, block)
        title = scenario.situation.strip() or planned.prompt.strip() or planned.verb.strip()
        first, rest = headline(title or _("What is played is written in the plan."))
        self._say(self.title, first)
        self._say(self.task, "\n".join(words for words in (rest, scenario.task.strip()) if words))
        keys = [one.key for one in found]
        steps = [RunStep(phase_words(one.key), one.minutes) for one in found]
        self.bar.show_steps(steps, keys.index(play.phase) if play.phase in keys else 0)
        self._show_phase(state, block, method, play)
        self._show_cast(state, block, play)
        self._show_observers(state, block, play)
        self.fit()

    def _say(self, label: Words, words: str) -> None:
        self._theme.fonts.ensure(words)
        label.setText(shown.visible(words))
        right = shown.right_to_left(words)
        label.setLayoutDirection(Qt.LayoutDirection.RightToLeft if right else Qt.LayoutDirection.LeftToRight)
        hold(label, bool(words))

    def _show_phase(self, state: SessionState, block: str, method: Modality | None, play: Play) -> None:
        heading, words = phase_says(play.phase)
        more = ""
        if play.phase == PREBRIEF:
            planned = state.agenda.by_id[block]
            own = (own_say(planned, method), catch_words(own_catch(planned, method)))
            more = shown.visible("\n".join(line for line in own if line))
        elif play.phase == STEP_OUT:
            held = players(state, block)
            told = _("{name} was {role}")
            more = "; ".join(
                told.format(name=shown.isolated(held[role.id].name), role=shown.isolated(role.name))
                for role in state.role_play.cast(block)
                if role.id in held
            )
        elif play.phase == DEBRIEF:
            step = SCRIPT[min(play.question, len(SCRIPT) - 1)]
            heading, words = debrief_words(step)
            more = shown.visible(own_question(method, step))
        self.says.put(heading, words, more)
        hold(self.says, bool(heading))

    def _show_cast(self, state: SessionState, block: str, play: Play) -> None:
        rows = cast_rows(state, block, zone_named(state.about.zone), phones=self.phones)
        self.cast.rows_model.show_rows(rows)
        hold(self.cast, bool(rows))
        hold(self.no_roles, not rows)
        self.draws.setEnabled(bool(rows))
        self.swaps.setEnabled(len(rows) > 1)
        self.rewinds.setVisible(play.phase == PLAY)
        later = cast_line(state, block, play.round + 1) if play.round < rounds_of(state, block) else ""
        self._theme.fonts.ensure(later)
        self.later.setText(later)
        hold(self.later, bool(later))
        wanted = bool(rows) and (play.phase in (PREBRIEF, BRIEF) or bool(open_roles(state, block)))
        self.bench.show_seats(seats(state, block))
        hold(self.bench, wanted)
        hold(self.bench_head, wanted)

    def _show_observers(self, state: SessionState, block: str, play: Play) -> None:
        rows = sheet_rows(state, block)
        count, begun = len(observers(state, block)), sheets(state, block, play.round)
        self.seen_head.put(_("Observers, {count}").format(count=count))
        told = ngettext("{count} sheet in progress", "{count} sheets in progress", begun).format(count=begun)
        self.progress.setText(told if begun else "")
        self.progress.setVisible(bool(begun))
        self.sheet.show_rows(rows)
        hold(self.sheet, bool(rows))
        hold(self.no_sheet, not rows)
        notes = words_of(state, block, play.round)
        known = state.people.by_id
        names = {note.observer: known[note.observer].name for note in notes if note.observer in known}
        self.noted.show_notes(notes, names)
        hold(self.noted, bool(notes))

    def ask_words(self, *, rewinds: bool) -> None:
        """Open the line for exact words."""
        hold(self.line, True)
        self.line.ask(rewinds=rewinds)
        self.ensureWidgetVisible(self.line)

    def words_back(self, words: str, mark: str) -> bool:
        """Words that could not be kept stand in their line again; False where it is not seen, or in use."""
        if not self.isVisible() or self.line.field.text():
            return False
        hold(self.line, True)
        self.line.put_back(words, mark)
        return True

    def fit(self) -> None:
        """Lists are as high as their rows: the page scrolls, not they."""
        for view in (self.cast, self.sheet):
            view.setFixedHeight(max(view.content_height, 1))

    def restyle(self) -> None:
        """Another size of text: other heights."""
        self.cast.forget_heights()
        self.sheet.forget_heights()
        self.bench.fit_height()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width: rows may have other heights."""
        super().resizeEvent(event)
        self.fit()

    # ---- dragging -----------------------------------------------------------------------------------------------

    def role_under(self, spot: QPoint) -> str:
        """The role whose row is at a global place, which is lit; empty for none."""
        view = self.cast.viewport()
        place = view.mapFromGlobal(spot)
        return self.cast.mark_drop(place if view.rect().contains(place) else None)

    def let_go(self) -> None:
        """No row is lit any more."""
        self.cast.mark_drop(None)


def hold(part: QWidget, seen: bool) -> None:
    """A part and the room above it come and go together."""
    holder = part.parentWidget()
    if holder is not None:
        holder.setVisible(seen)
    part.setVisible(seen)
