"""The stage of a role play: it asks for what is done on its page, and says what the bar and the line need."""

from __future__ import annotations

import secrets
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from facilitator.session.casting import (
    NOT_PLAYING,
    ROTATE,
    SAME,
    CastPlayer,
    DrawLots,
    OpenBrief,
    PassRole,
    SwapRoles,
    TagIn,
    bench,
    brief_state,
    has_passed,
    open_roles,
    players,
    turns,
)
from facilitator.session.people import Person
from facilitator.session.play import (
    BRIEF,
    DEBRIEF,
    PLAY,
    PREBRIEF,
    SCRIPT,
    GoToPhase,
    GoToQuestion,
    NextRound,
    Play,
    next_phase,
    phase_left_ms,
    phases,
    play_of,
    rounds_of,
    weights_of,
)
from facilitator.session.ports import uuid7
from facilitator.session.role_play import MOST_ROUNDS, Role, Scenario, WriteScenario
from facilitator.session.rules import Command, Together
from facilitator.session.steps import RunStep
from facilitator.session.store import Change, Status
from facilitator.session.watching import CountHands, ExactWords, Rewind
from facilitator.ui import shown
from facilitator.ui.actions import Action
from facilitator.ui.stages.base import Forward, Stage, StageGiven
from facilitator.ui.stages.planned import GROUP_FACTS, PlannedGroups
from facilitator.ui.stages.role_play.brief import BriefPopover
from facilitator.ui.stages.role_play.cast_rows import BRIEF_PART, DRAW_PART, PLAYER_PART, PRINT_PART, CastRow
from facilitator.ui.stages.role_play.menus import Menus
from facilitator.ui.stages.role_play.name_field import NameField
from facilitator.ui.stages.role_play.page import (
    DRAW_KEY,
    MORE_KEY,
    PASS_KEY,
    QUESTION_KEY,
    REWIND_KEY,
    SWAP_KEY,
    WORDS_KEY,
    RolePlayPage,
    hold,
)
from facilitator.ui.stages.role_play.script import DebriefScript
from facilitator.ui.stages.role_play.wording import (
    QUOTES,
    over_words,
    phase_words,
    subtitle,
)
from facilitator.ui.widgets.chips import Chip
from facilitator.words import _, ngettext


class RolePlayStage(Stage):
    """One role play."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        self._script: DebriefScript | None = None
        self._popover: BriefPopover | None = None
        self.field: NameField | None = None
        self._weights = weights_of(given.method)
        self.menus = Menus(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.page = RolePlayPage(self.theme)
        self.groups = PlannedGroups(self, self.page, self._show_groups)
        self.page.put_below(self.groups.part)
        outer.addWidget(self.page)
        self._connect()
        self.show_state()

    # ---- building -----------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        page = self.page
        page.bar.step_asked.connect(self._phase_asked)
        page.line.given.connect(self._note)
        page.line.left.connect(lambda: page.cast.setFocus(Qt.FocusReason.OtherFocusReason))
        page.rewinds.clicked.connect(lambda: self.ask_words(True))
        page.passes.clicked.connect(lambda: self.menus.passing(under(page.passes)))
        page.draws.clicked.connect(lambda: self.draw())
        page.swaps.clicked.connect(lambda: self.menus.swapping(under(page.swaps)))
        page.more.clicked.connect(lambda: self.menus.rounds(under(page.more)))
        page.cast.part_clicked.connect(self._part)
        page.cast.chosen.connect(self._ask_player)
        page.cast.menu_asked.connect(self._role_menu)
        page.bench.carried.connect(page.role_under)
        page.bench.dropped.connect(self._dropped)
        page.bench.menu_asked.connect(self.menus.person)
        page.quotes.clicked.connect(lambda: self.ask_words(False))
        page.sheet.counted.connect(self._counted)
        page.noted.card_asked.connect(self._card)

    # ---- what is so ---------------------------------------------------------------------------------------------

    @property
    def play(self) -> Play:
        """Where the play stands."""
        return play_of(self.state, self.given.block)

    @property
    def scenario(self) -> Scenario:
        """What is played."""
        return self.state.role_play.scenario(self.given.block)

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return rounds_of(self.state, self.given.block)

    @property
    def casts_now(self) -> bool:
        """Whether casting is for the round that is on: before it is played, or in the last one."""
        return self.play.phase in (PREBRIEF, BRIEF) or self.play.round >= self.rounds

    def steps(self) -> tuple[RunStep, ...]:
        """None: a role play has phases and rounds, and goes through them itself."""
        return ()

    def subtitle(self) -> str:
        """``Round 2 of 3, roles swapped · play``."""
        return subtitle(self.state, self.given.block)

    def left_ms(self, now_ms: int) -> int | None:
        """The time left in the phase that is on."""
        return phase_left_ms(self.state, self.given.block, now_ms, self._weights)

    def forward(self) -> Forward | None:
        """The next phase, the next round; behind the last debrief the next activity."""
        play = self.play
        following = next_phase(play)
        if following:
            return Forward(phase_words(following), partial(self.to_phase, following))
        if play.round < self.rounds:
            return Forward(_("Round {number}").format(number=play.round + 1), self.next_round)
        return None

    def notes(self) -> list[tuple[str, str]]:
        """That a brief is its player's alone."""
        return [("lock", _("Each brief is for its player alone"))]

    def hint(self) -> str:
        """What stands in the empty line."""
        return self.groups.hint() or _("Name: what they said")

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now."""
        return self.groups.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.groups.chips()

    def side(self) -> QWidget | None:
        """The debrief in its order."""
        self._script = DebriefScript(self.theme, self.given.method)
        self._script.step_asked.connect(self.to_question)
        self._script.show_step(self.play.question, self.play.phase == DEBRIEF)
        return self._script

    def regions(self) -> list[QWidget]:
        """Phases, cast, observers, debrief."""
        found: list[QWidget] = [self.page.bar, self.page.cast, self.page.sheet, *self.groups.regions()]
        return [*found, self._script.rows[self.play.question]] if self._script is not None else found

    def offers(self) -> list[Action]:
        """What can be done here, with its keys."""

        def no_roles() -> str:
            return "" if self.state.role_play.cast(self.given.block) else _("There are no roles to draw for yet.")

        def may_rewind() -> str:
            return "" if self.play.phase == PLAY else _("There is nothing to rewind before it is played.")

        def may_ask() -> str:
            return "" if self.play.phase == DEBRIEF else _("The debrief has not begun.")

        def fewest() -> str:
            return "" if self.rounds > self.play.round else _("This is the last round already.")

        def most() -> str:
            return "" if self.rounds < MOST_ROUNDS else _("There is no room for another round.")

        def drawing() -> None:
            self.draw()

        page = self.page
        return [
            Action(
                "role_play.draw",
                lambda: _("Draw roles by lot"),
                drawing,
                (DRAW_KEY,),
                "shuffle",
                "run",
                why_not=no_roles,
            ),
            Action(
                "role_play.swap",
                lambda: _("Swap roles"),
                lambda: self.menus.swapping(under(page.swaps)),
                (SWAP_KEY,),
                "arrow-right-left",
                "run",
                why_not=no_roles,
            ),
            Action(
                "role_play.pass",
                lambda: _("Somebody passes"),
                lambda: self.menus.passing(under(page.passes)),
                (PASS_KEY,),
                "hand",
                "run",
                told=lambda: _("Passing is always possible and needs no reason."),
            ),
            Action(
                "role_play.rewind",
                lambda: _("Rewind to exact words"),
                lambda: self.ask_words(True),
                (REWIND_KEY,),
                "rotate-ccw",
                "run",
                why_not=may_rewind,
            ),
            Action(
                "role_play.words",
                lambda: _("Write exact words down"),
                lambda: self.ask_words(False),
                (WORDS_KEY,),
                "quote",
                "run",
            ),
            Action(
                "role_play.question",
                lambda: _("Next question of the debrief"),
                lambda: self.to_question((self.play.question + 1) % len(SCRIPT)),
                (QUESTION_KEY,),
                "skip-forward",
                "run",
                why_not=may_ask,
            ),
            Action(
                "role_play.menu",
                lambda: _("More about the rounds"),
                lambda: self.menus.rounds(under(page.more)),
                (MORE_KEY,),
                "ellipsis",
                "run",
                remembered=False,
            ),
            Action("role_play.who", lambda: _("Say who plays the role"), None, ("Return",), "user-round-plus", "run"),
            Action("role_play.brief", lambda: _("Show the role’s brief"), None, ("B",), "eye", "run"),
            Action("role_play.lot", lambda: _("Draw a player for the role"), None, ("L",), "shuffle", "run"),
            Action("role_play.print", lambda: _("Print the briefs"), None, ("P",), "printer", "run"),
            Action("role_play.out", lambda: _("Take the player out of the role"), None, ("Delete",), "x", "run"),
            Action("role_play.hands", lambda: _("A show of hands, one more or fewer"), None, ("+", "-"), "", "run"),
            Action(
                "role_play.fewer",
                lambda: self.rounds_words(-1),
                lambda: self.more_rounds(-1),
                why_not=fewest,
                group="run",
            ),
            Action(
                "role_play.more",
                lambda: self.rounds_words(1),
                lambda: self.more_rounds(1),
                why_not=most,
                group="run",
            ),
            *self.groups.offers(),
        ]

    # ---- hearing ------------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Show the play as it is."""
        state, block, method = self.state, self.given.block, self.given.method
        self.page.phones = self._phones_on()
        self.page.show_play(state, block, method, phases(state, block, self._weights))
        if self._script is not None:
            self._script.show_step(self.play.question, self.play.phase == DEBRIEF)
        self.groups.show()
        self.tick(self.given.now())

    def _show_groups(self) -> None:
        hold(self.groups.part, self.groups.there)

    def heard(self, change: Change) -> None:
        """The play, its plan, its people or its time changed."""
        if change.status is Status.KEPT:
            return
        if change.folded_again or any(fact.kind in _SHOWN for fact in change.facts):
            self.show_state()
            self.told.emit()

    def tick(self, now_ms: int) -> None:
        """By how much the phase runs over; and whether phones came or went."""
        self.page.bar.say_over(over_words(self.left_ms(now_ms)))
        if self._phones_on() != self.page.phones:
            self.show_state()

    def _phones_on(self) -> bool:
        """Whether briefs can be opened on phones now."""
        phones = self.given.services.phones
        return phones is not None and phones.status.session == self.given.session

    def restyle(self) -> None:
        """Another size of text: other heights."""
        self.page.restyle()

    def close_stage(self) -> None:
        """Let go of what stands over the page."""
        if self._popover is not None:
            self._popover.close()

    # ---- going on -----------------------------------------------------------------------------------------------

    def to_phase(self, phase: str) -> None:
        """To a phase of this round."""
        self.dispatch(GoToPhase(block=self.given.block, phase=phase, ms=self.given.now()))

    def _phase_asked(self, at: int) -> None:
        found = phases(self.state, self.given.block, self._weights)
        if at < len(found):
            self.to_phase(found[at].key)

    def to_question(self, at: int) -> None:
        """To a question of the debrief; the debrief begins with it where everybody stepped out."""
        block, commands = self.given.block, list[Command]()
        if self.play.phase != DEBRIEF:
            commands.append(GoToPhase(block=block, phase=DEBRIEF, ms=self.given.now()))
        commands.append(GoToQuestion(block=block, question=at))
        self.dispatch(Together(commands=tuple(commands)))

    def next_round(self, how: str = ROTATE) -> None:
        """The next round, as it was cast; where nobody was cast for it, with the roles swapped."""
        block, number = self.given.block, self.play.round
        commands: list[Command] = [NextRound(block=block, ms=self.given.now())]
        if not players(self.state, block, number + 1) and players(self.state, block, number):
            commands.append(SwapRoles(block=block, round=number + 1, source=number, how=how))
        told = {ROTATE: _("Round {number}: everybody plays the next role"), SAME: _("Round {number}: the same cast")}
        said = told.get(how, "") if len(commands) > 1 else ""
        self.dispatch(Together(commands=tuple(commands)), said.format(number=number + 1))

    def rounds_words(self, by: int) -> str:
        """``Make it two rounds``."""
        count = self.rounds + by
        return ngettext("Make it {count} round", "Make it {count} rounds", count).format(count=count)

    def more_rounds(self, by: int) -> None:
        """One round more, or fewer."""
        said = ngettext("{count} round now", "{count} rounds now", self.rounds + by).format(count=self.rounds + by)
        self.dispatch(WriteScenario(block=self.given.block, rounds=self.rounds + by), said)

    def _name(self, person: str) -> str:
        found: Person | None = self.state.people.get(person)
        return found.name if found is not None else ""

    # ---- casting ------------------------------------------------------------------------------------------------

    def give(self, role: str, person: str) -> None:
        """Give somebody a role: by casting, or in the middle of the play by taking over."""
        block = self.given.block
        if self.play.phase == PLAY and role in players(self.state, block):
            said = _("{name} took over").format(name=shown.isolated(self._name(person)))
            self.dispatch(TagIn(block=block, role=role, person=person), said)
        else:
            self.dispatch(CastPlayer(block=block, role=role, person=person))

    def draw(self, role: str = "") -> None:
        """Draw for a role, or for all that are open; where none is, for the next cast."""
        block, seed = self.given.block, secrets.randbits(48)
        if role:
            self.dispatch(DrawLots(block=block, roles=(role,), seed=seed), _("Drawn by lot"))
        elif open_roles(self.state, block) or self.casts_now:
            anew = not open_roles(self.state, block)
            self.dispatch(DrawLots(block=block, seed=seed, anew=anew), _("Drawn by lot"))
        else:
            number = self.play.round + 1
            said = _("Drawn by lot for round {number}").format(number=number)
            self.dispatch(DrawLots(block=block, seed=seed, round=number, anew=True), said)

    def swap(self, how: str) -> None:
        """Swap roles: in this round before it is played, otherwise for the next."""
        block, number = self.given.block, self.play.round
        if self.casts_now:
            self.dispatch(SwapRoles(block=block, round=number, how=how), _("Roles swapped"))
        else:
            said = _("Roles swapped for round {number}").format(number=number + 1)
            self.dispatch(SwapRoles(block=block, round=number + 1, source=number, how=how), said)

    def passes_now(self, person: str, what: str = NOT_PLAYING) -> None:
        """Somebody passes, or is in again."""
        name = shown.isolated(self._name(person))
        said = _("{name} passed").format(name=name) if what else _("{name} is in again").format(name=name)
        self.dispatch(PassRole(block=self.given.block, person=person, what=what), said)

    def _dropped(self, person: str, spot: QPoint) -> None:
        role = self.page.role_under(spot)
        self.page.let_go()
        if role:
            self.give(role, person)

    def _part(self, index: QModelIndex, part: str) -> None:
        row = self.page.cast.row(index)
        if row is None:
            return
        self.page.cast.setCurrentIndex(index)
        if part == BRIEF_PART:
            self.open_brief(row.role)
        elif part == DRAW_PART and row.draws:
            self.draw(row.role)
        elif part == PLAYER_PART:
            self._ask_player(index)
        elif part == PRINT_PART:
            self.print_briefs()
        elif part == "out" and row.person:
            self.dispatch(CastPlayer(block=self.given.block, role=row.role, person=""))

    def _role_menu(self, index: QModelIndex, place: QPoint) -> None:
        row: CastRow | None = self.page.cast.row(index)
        if row is not None:
            self.menus.role(row, place)

    def candidates(self, role: str) -> list[tuple[str, str]]:
        """Whom a role may be given to, whoever played least in front; behind them those who play another one now."""
        state, block = self.state, self.given.block
        played, held = turns(state), players(state, block)
        free = [person for person in bench(state, block) if not has_passed(state, block, person.id)]
        free.sort(key=lambda one: played.get(one.id, 0))
        busy = [person for other, person in held.items() if other != role]
        return [(person.id, person.name) for person in [*free, *busy]]

    def ask_player(self, role: str) -> None:
        """Ask by name who plays a role."""
        at = next((at for at, row in enumerate(self.page.cast.rows_model.rows) if row.role == role), -1)
        if at >= 0:
            self.page.cast.setCurrentIndex(self.page.cast.rows_model.index(at))
            self._ask_player(self.page.cast.rows_model.index(at))

    def _ask_player(self, index: QModelIndex) -> None:
        row = self.page.cast.row(index)
        if row is None or self.given.read_only:
            return
        self._close_field()
        label = _("Who plays {role}?").format(role=shown.one_line(row.name))
        field = NameField(self.theme, self.page.cast.viewport(), label)
        box = self.page.cast.box(row.role, PLAYER_PART)
        tall = min(box.height(), self.theme.tall(32) + 4)
        field.setGeometry(box.x(), box.y() + (box.height() - tall) // 2, box.width(), tall)
        field.taken.connect(partial(self._player_found, row.role))
        field.left.connect(self._close_field)
        self.field = field
        field.begin(self.candidates(row.role))

    def _player_found(self, role: str, person: str) -> None:
        self._close_field()
        self.give(role, person)

    def _close_field(self) -> None:
        field, self.field = self.field, None
        if field is not None:
            had = field.hasFocus()
            field.hide()
            field.deleteLater()
            if had:
                self.page.cast.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- briefs, sheets, words ----------------------------------------------------------------------------------

    def open_brief(self, role: str) -> None:
        """Show a brief to the facilitator, over this page alone."""
        found: Role | None = self.state.role_play.roles.get(role)
        if found is None:
            return
        player = players(self.state, self.given.block).get(role)
        read = brief_state(self.state, self.given.block, role) is not None
        self.close_stage()
        popover = BriefPopover(self.theme, found, player.name if player is not None else "", self, read=read)
        if player is not None:
            popover.paper_asked.connect(partial(self.read_on_paper, player.id))
        popover.closed.connect(self._popover_gone)
        self._popover = popover
        box = self.page.cast.box(role, BRIEF_PART)
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        popover.open_at(self.page.cast.viewport().mapToGlobal(box.bottomLeft() if mirrored else box.bottomRight()))

    def _popover_gone(self) -> None:
        self._popover = None
        self.page.cast.setFocus(Qt.FocusReason.PopupFocusReason)

    def read_on_paper(self, person: str, opened: bool = True) -> None:
        """A player read their slip, or did not after all."""
        self.dispatch(OpenBrief(block=self.given.block, person=person, paper=True, opened=opened))

    def unread(self) -> list[str]:
        """Whoever plays and has not read their brief."""
        held = players(self.state, self.given.block)
        return [one.id for role, one in held.items() if brief_state(self.state, self.given.block, role) is None]

    def all_read(self) -> None:
        """Everybody has read their slip of paper."""
        block = self.given.block
        reads = tuple(OpenBrief(block=block, person=person, paper=True) for person in self.unread())
        self.dispatch(Together(commands=reads), _("Every brief is read"))

    def print_briefs(self) -> None:
        """Write the briefs as slips of paper to cut apart."""
        from facilitator.ui.plan.paper import Paper

        paper = Paper(self.given.services, self.given.messages, self.given.session, self)
        paper.choose("role-slips")

    def _counted(self, behaviour: int, count: int) -> None:
        self.dispatch(CountHands(block=self.given.block, behaviour=behaviour, count=None if count < 0 else count))

    def ask_words(self, rewinds: bool) -> None:
        """Open the line for exact words, or for those the play goes back to."""
        self.page.ask_words(rewinds=rewinds)

    def _note(self, words: str, mark: str) -> None:
        block = self.given.block
        command: Command = ExactWords(note=uuid7(), block=block, words=words, mark=mark)
        if mark == "rewind":
            command = Rewind(note=uuid7(), block=block, words=words)
        if self.send(command, words, lambda: self.page.words_back(words, mark)) is not None:
            self.page.line.done()

    def _card(self, words: str) -> None:
        self.line_asked.emit(f"/observation “{shown.one_line(words).strip(QUOTES)}”")


def under(button: QWidget) -> QPoint:
    """The global place for a menu under a button."""
    return button.mapToGlobal(QPoint(0, button.height() + 2))


_SHOWN = GROUP_FACTS | frozenset({
    "play_moved", "role_cast", "player_tagged", "role_passed", "brief_opened", "observers_assigned", "lots_ruled",
    "behaviour_ticked", "hands_counted", "words_noted", "words_dropped", "scenario_written", "role_added",
    "role_written", "role_removed", "role_restored", "person_joined", "person_described", "person_left",
    "person_came_back", "person_taken_out", "person_put_back", "block_changed", "activity_started",
    "activity_returned", "activity_extended", "activity_paused", "activity_resumed", "run_reset",
})  # fmt: skip
