"""The stage of writing alone first: nobody sees the words before the reveal, the facilitator neither."""

from __future__ import annotations

import datetime
from typing import Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from facilitator.session.capture import known_in
from facilitator.session.notation import Known, parse_line
from facilitator.session.people import JoinPerson, expected
from facilitator.session.ports import uuid7
from facilitator.session.room import room_view
from facilitator.session.rules import Command, Together
from facilitator.session.running import ReachStep
from facilitator.session.slips import (
    SHARE,
    WITHOUT_NAME,
    CountSlips,
    PutSlip,
    RevealSlips,
    visible_slips,
)
from facilitator.session.store import Change, Status
from facilitator.session.time_left import step_left_ms
from facilitator.ui import kinds
from facilitator.ui.actions import Action, tip
from facilitator.ui.stages.base import Forward, Stage, StageGiven
from facilitator.ui.stages.parts import PhaseBar, PromptWords, say_and_catch
from facilitator.ui.stages.pens_first.grid import Face, SlipGrid
from facilitator.ui.stages.pens_first.side import PensSide
from facilitator.ui.stages.plain import Part
from facilitator.ui.stages.planned import GROUP_FACTS, PlannedGroups
from facilitator.ui.widgets.chips import Chip
from facilitator.ui.widgets.flow import Flow
from facilitator.ui.widgets.key_caps import KeyCaps
from facilitator.ui.widgets.plain import Button, IconButton, Words
from facilitator.words import _, ngettext

REVEAL_KEY, MORE_KEY, FEWER_KEY = "Ctrl+Enter", "Alt+Up", "Alt+Down"
REVEAL_KEYS = ("Ctrl+Return", REVEAL_KEY)
"""Both Enter keys; told by the word people use."""
FAMILY = "reading"


class RevealButton(Button):
    """The button of the reveal: filled once everybody is in."""

    def fill(self, filled: bool) -> None:
        """Be the filled button, or a plain one."""
        look = "filled" if filled else ""
        if look != self._look:
            self._look = look
            self.setProperty("look", look)
            self.style().unpolish(self)
            self.style().polish(self)
            self.restyle()

    def sizeHint(self) -> QSize:
        """As high as a large control."""
        return QSize(super().sizeHint().width() + 8, self._theme.tall(self._theme.size("control_large_h")))

    @property
    def filled(self) -> bool:
        """Whether it is the filled button now."""
        return self._look == "filled"


class PensStage(Stage):
    """The stage of writing alone first."""

    def __init__(self, given: StageGiven) -> None:
        super().__init__(given)
        self._side: PensSide | None = None
        self._was_open = self.open
        self._typed = ""
        self._sent: dict[str, str] = {}
        self._back: list[str] = []
        self._build()
        self.show_state()

    # ---- building -----------------------------------------------------------------------------------------------

    def _build(self) -> None:
        theme = self.theme
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QWidget()
        page.setObjectName("panel")
        area.setWidget(page)
        outer.addWidget(area)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(0)
        self.prompt = PromptWords(theme)
        column.addWidget(self.prompt)
        column.addSpacing(12)
        self.bar = PhaseBar(theme, FAMILY)
        self.bar.icon = "pencil"
        self.bar.step_asked.connect(lambda step: self.dispatch(ReachStep(step=step)))
        column.addWidget(self.bar)
        column.addSpacing(20)
        column.addWidget(self._head())
        column.addSpacing(14)
        self.grid = SlipGrid(theme)
        self.grid.paper_asked.connect(lambda: self.line_asked.emit(self._typed))
        self.grid.card_asked.connect(self.card_asked)
        column.addWidget(self.grid)
        column.addSpacing(28)
        column.addWidget(self._foot())
        self.groups = PlannedGroups(self, area, below=20)
        column.addWidget(self.groups.part)
        self.say = Part(self.given, _("You say and do"))
        column.addWidget(self.say)
        column.addStretch()

    def _head(self) -> QWidget:
        theme = self.theme
        head = QWidget()
        self._head_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, head)
        self._head_row.setContentsMargins(0, 0, 0, 0)
        self._head_row.setSpacing(4)
        counted, told = QHBoxLayout(), QHBoxLayout()
        counted.setSpacing(8)
        self.count = Words(theme, "", "title_small")
        counted.addWidget(self.count)
        self.fewer = IconButton(theme, "minus", _("One fewer has written"), FEWER_KEY, size=28)
        self.more = IconButton(theme, "plus", _("One more has written"), MORE_KEY, size=28)
        self.fewer.clicked.connect(lambda: self.count_by(-1))
        self.more.clicked.connect(lambda: self.count_by(1))
        counted.addWidget(self.fewer)
        counted.addWidget(self.more)
        counted.addStretch()
        told.setSpacing(8)
        self._mark = Words(theme, "")
        told.addWidget(self._mark)
        self.hidden_words = Words(theme, "", "small", "text.secondary")
        told.addWidget(self.hidden_words)
        told.addStretch()
        self._head_row.addLayout(counted, 1)
        self._head_row.addLayout(told)
        return head

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what is told goes under the count."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        needed = self.count.sizeHint().width() + self.hidden_words.sizeHint().width() + 130
        beside = needed <= self.width() - 64
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        self._head_row.setDirection(direction)

    def _foot(self) -> QWidget:
        theme = self.theme
        self.foot = QWidget()
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(0, 0, 0, 16)
        row.setSpacing(12)
        self.reveal_button = RevealButton(theme, _("Reveal"), icon="eye")
        self.reveal_button.setToolTip(tip(_("Reveal"), REVEAL_KEY))
        self.reveal_button.clicked.connect(self.reveal)
        row.addWidget(self.reveal_button, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(
            Words(
                theme,
                _("First everybody chooses: keep it, share it without a name, or share it."),
                "small",
                "text.secondary",
                wraps=True,
            )
        )
        how = QWidget()
        flow = Flow(how, gap=5)
        flow.addWidget(Words(theme, _("Opens by itself when all have chosen, or with"), "small", "text.secondary"))
        flow.addWidget(KeyCaps(theme, REVEAL_KEY))
        words.addWidget(how)
        row.addLayout(words, 1)
        return self.foot

    def restyle(self) -> None:
        """Text has another size."""
        self.reveal_button.updateGeometry()
        self._show_mark()

    # ---- what holds ---------------------------------------------------------------------------------------------

    @property
    def open(self) -> bool:
        """Whether the slips were revealed."""
        return self.state.slips.is_revealed(self.given.block)

    @property
    def written(self) -> int:
        """How many have written."""
        return self.state.slips.written(self.given.block)

    @property
    def all_in(self) -> bool:
        """Whether everybody who is here has written."""
        return 0 < expected(self.state) <= self.written

    def show_state(self) -> None:
        """Show the activity as it is."""
        state, block, steps = self.state, self.block, self.steps()
        self.prompt.put(block.prompt or block.verb)
        self.bar.show_steps(steps, self.step)
        step = steps[min(self.step, len(steps) - 1)] if steps else None
        self.say.put(say_and_catch(block, self.given.method, step))
        self.groups.show()
        is_open, here, written = self.open, expected(state), self.written
        if is_open:
            self._show_open()
        else:
            self.grid.show_blank(written, here)
            if here:
                told = ngettext("{count} of {all} has written", "{count} of {all} have written", written)
                self.count.setText(told.format(count=written, all=max(here, written)))
            else:
                told = ngettext("{count} has written", "{count} have written", written)
                self.count.setText(told.format(count=written))
            self.hidden_words.setText(_("Nobody sees the words before the reveal, you neither"))
        closed = not is_open and not self.given.read_only
        self.fewer.setVisible(closed)
        self.more.setVisible(closed)
        self.fewer.setEnabled(written > len(state.slips.of(block.id)))
        self.foot.setVisible(closed)
        self.reveal_button.fill(self.all_in)
        self._show_mark()
        self._was_open = is_open
        if self._side is not None:
            self._show_side()
            self._show_room(self.given.now())

    def _show_side(self) -> None:
        # Without a page around it yet it would be a window of its own.
        if self._side is not None and (self.open or self._side.parentWidget() is not None):
            self._side.setVisible(not self.open)

    def _show_open(self) -> None:
        state = self.state
        faces = []
        for slip in visible_slips(state, self.given.block):
            given = state.contributions.by_id[slip.id]
            people = [person.name for key in given.authors if (person := state.people.get(key)) is not None]
            faces.append(Face(given.id, given.text, given.kind, ", ".join(people)))
        self.grid.show_faces(faces, turns=not self._was_open)
        count = len(faces)
        self.count.setText(ngettext("{count} slip is open", "{count} slips are open", count).format(count=count))
        kept = sum(not slip.shared for slip in state.slips.of(self.given.block))
        told = ngettext("{count} is kept by its writer", "{count} are kept by their writers", kept)
        self.hidden_words.setText(told.format(count=kept) if kept else "")

    def _show_mark(self) -> None:
        words = bool(self.hidden_words.text())
        icon = "lock" if self.open else "eye-off"
        ratio = self.devicePixelRatioF()
        self._mark.setVisible(words)
        self._fit_head()
        self._mark.setPixmap(self.theme.pixmap(icon, "text.secondary", self.theme.mark(16), ratio))

    def _show_room(self, now_ms: int) -> None:
        if self._side is not None and not self.open:
            self._side.show_view(room_view(self.state, now_ms, left_ms=self.left_ms(now_ms)))

    # ---- doing --------------------------------------------------------------------------------------------------

    def reveal(self) -> None:
        """Open the slips (Ctrl+Enter)."""
        if not self.open and not self.given.read_only:
            self.dispatch(RevealSlips(block=self.given.block), _("The slips are open"))

    def count_by(self, by: int) -> None:
        """One more has written on paper, or one fewer."""
        if not self.open and not self.given.read_only:
            self.dispatch(CountSlips(block=self.given.block, count=max(self.written + by, 0)))

    def takes_line(self, text: str) -> bool:
        """Before the reveal a typed line becomes a slip that stays hidden: with a name to be shared with it."""
        if self.open or self.given.read_only:
            return False
        line = parse_line(text, self._known())
        names: list[Command] = []
        writer = None
        for part in line.names[:1]:
            writer = part.person
            if writer is None:
                writer = uuid7()
                names.append(JoinPerson(person=writer, name=part.name))
        wish = SHARE if writer is not None else WITHOUT_NAME
        kind = line.kind or "note"
        words = f"{line.text} ({line.due_words})" if line.due_words else line.text
        put = PutSlip(slip=uuid7(), text=words, writer=writer, wish=wish, kind=kind, block=self.given.block)
        self._typed = ""  # the page empties the line
        self._sent[put.slip] = text
        if self.dispatch(Together(commands=(*names, put))) is None:
            self._sent.pop(put.slip, None)
            self._give_back(text)  # refused, which was said
        return True

    def _give_back(self, text: str) -> None:
        """Words that became no slip go back into the line, one after the other, and nowhere else."""
        self._back.append(text)
        QTimer.singleShot(0, self, self._next_back)

    def _next_back(self) -> None:
        if self._back and not self._typed.strip():
            self._typed = self._back.pop(0)
            self.line_asked.emit(self._typed)

    def typing(self, text: str) -> None:
        """What stands in the line: never overwritten by what goes back into it."""
        self._typed = text
        if self._back and not text.strip():
            QTimer.singleShot(0, self, self._next_back)

    def _known(self) -> Known:
        today = datetime.datetime.now().astimezone().date()
        words = {kind: kinds.word(kind) for kind in (*kinds.EIGHT, *kinds.OTHERS)}
        return known_in(self.state, today, kind_words=words)

    # ---- what it says -------------------------------------------------------------------------------------------

    def forward(self) -> Forward | None:
        """In the last phase the large button reveals, while there is something to reveal."""
        last = self.step >= len(self.steps()) - 1
        if last and self.written and not self.open and not self.given.read_only:
            return Forward(_("Reveal"), self.reveal)
        return None

    def left_ms(self, now_ms: int) -> int | None:
        """What is left of the phase that is on, by the plan of phases."""
        return step_left_ms(self.state, self.block, self.given.method, now_ms)

    def notes(self) -> list[tuple[str, str]]:
        """How many still write."""
        missing = expected(self.state) - self.written
        if self.open or missing <= 0:
            return []
        return [("pencil", ngettext("{count} still writes", "{count} still write", missing).format(count=missing))]

    def hint(self) -> str:
        """What the line is for now."""
        return self.groups.hint() or ("" if self.open else _("Name: what they wrote on paper"))

    def resting(self) -> str:
        """That what is typed stays hidden, too."""
        return "" if self.open else _("Paper slips typed here stay hidden.")

    def stamps(self) -> dict[str, Any]:
        """The group that is heard now."""
        return self.groups.stamps()

    def chips(self) -> list[Chip]:
        """The same, to be seen."""
        return self.groups.chips()

    def side(self) -> QWidget | None:
        """What comes after, what the room sees, what helps."""
        if self._side is None:
            method = self.given.method
            self._side = PensSide(self.theme, method.access_notes if method is not None else "")
            self._show_side()
            self._show_room(self.given.now())
        return self._side

    def stream_rests(self) -> bool:
        """No card is to be seen while people write."""
        return not self.open

    def regions(self) -> list[QWidget]:
        """The reveal first, then the slips."""
        own = [self.grid] if self.open else [self.reveal_button, self.grid]
        return [*own, *self.groups.regions()]

    def offers(self) -> list[Action]:
        """The reveal and the count by hand."""

        def hidden() -> str:
            return "" if not self.open else _("The slips are open already.")

        return [
            Action(
                "pens.reveal", lambda: _("Reveal the slips"), self.reveal, REVEAL_KEYS, "eye", "run",
                why_not=hidden, firm=True, quiet=True,
            ),
            Action(
                "pens.more", lambda: _("One more has written"), lambda: self.count_by(1), (MORE_KEY,), "plus", "run",
                why_not=hidden, firm=True, quiet=True,
            ),
            Action(
                "pens.fewer", lambda: _("One fewer has written"), lambda: self.count_by(-1), (FEWER_KEY,), "minus",
                "run", why_not=hidden, firm=True, quiet=True,
            ),
            *self.groups.offers(),
        ]  # fmt: skip

    # ---- what it hears ------------------------------------------------------------------------------------------

    def heard(self, change: Change) -> None:
        """Slips, people, the plan or the step changed."""
        if change.status is not Status.HEARD:
            slips = [str(fact.body.get("slip", "")) for fact in change.facts if fact.kind == "slip_in"]
            texts = [text for slip in slips if (text := self._sent.pop(slip, None)) is not None]
            if change.status is Status.WITHDRAWN:
                for text in texts:
                    self._give_back(text)
        if change.status is Status.KEPT:
            return
        if change.folded_again or any(fact.kind in _SHOWN for fact in change.facts):
            self.show_state()
            self.told.emit()

    def tick(self, now_ms: int) -> None:
        """The small room screen tells the time as the large one does."""
        self._show_room(now_ms)


_SHOWN = GROUP_FACTS | frozenset(
    {
        "slip_in",
        "slip_taken",
        "slip_put_back",
        "slips_counted",
        "slips_revealed",
        "slips_covered",
        "block_changed",
        "step_reached",
        "activity_extended",
        "activity_started",
        "activity_returned",
        "person_joined",
        "person_left",
        "person_came_back",
        "person_taken_out",
        "person_put_back",
        "person_described",
        "contribution_hidden",
        "contribution_shown",
        "contribution_reworded",
        "contribution_withdrawn",
        "contribution_restored",
        "contribution_attributed",
        "wall_set",
        "room_told",
    }
)
