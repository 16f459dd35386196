"""What the coach looks at: named measures of a running session, each one number with what a sentence needs.

Measures say what is so of the record, never what a person is like: nobody is ranked, and where nobody is named nobody
is looked for. They are pure and look at the running activity, so that asking costs little however long the record is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from facilitator.session.agenda import CLOSE, INPUT, NAMED, OPENING, UNSAID, Block
from facilitator.session.contributions import Contribution
from facilitator.session.kinds import NOT_COUNTED
from facilitator.session.modalities import Modality
from facilitator.session.people import Person
from facilitator.session.play import PHASES, STEP_OUT, play_of
from facilitator.session.questions import answered
from facilitator.session.relations import UPTAKE
from facilitator.session.running import MINUTE, block_before, elapsed_ms, minutes_of, next_block, remaining_ms
from facilitator.session.state import SessionState
from facilitator.session.steps import steps_of

LAST_CARDS = 12
"""How many of the newest cards of the activity count as *the last* ones."""

MOST_CARDS = 1_000
"""Cards of the running activity that are looked at, the newest first."""

FAR_BACK = 1_000
"""After so many cards of other activities none of this one is expected further back."""

MOST_QUESTIONS = 300
LONG_TEXT = 160
"""A card of more characters than this is a long one."""

GIVERS = frozenset({"participant", "mentor", "mentee", "case_owner", "peer_consultant", "table_host", "model"})
"""Roles whose holders are there to give something; who only watches, captures or leads is not waited for."""


@dataclass(frozen=True, slots=True)
class Around:
    """What is so now and stands in no card: hands that are up (person, since ms UTC), who spoke, what is parked."""

    method: Modality | None = None
    hands: tuple[tuple[str, int], ...] = ()
    heard: frozenset[str] = frozenset()
    parked: int = 0
    reported: frozenset[str] = frozenset()
    consent_said: bool = False


class Measured(NamedTuple):
    """A measure's answer. ``names`` are people's, in the order they came; ``ids`` what the action is about.

    ``form`` tells one occasion from another: a hint is never told twice of the same.
    """

    value: int
    params: Mapping[str, Any] = {}
    names: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    form: str = ""


class View:
    """One look at a session: what several measures need is read once."""

    def __init__(self, state: SessionState, block: Block, now_ms: int, around: Around) -> None:
        self.state, self.block, self.now_ms, self.around = state, block, now_ms, around
        self._measured: dict[str, Measured] = {}

    def measured(self, name: str) -> Measured:
        """A measure by its name, taken once: a rule asks for what its condition asked for already."""
        found = self._measured.get(name)
        if found is None:
            found = self._measured[name] = MEASURES[name](self)
        return found

    @cached_property
    def cards(self) -> list[Contribution]:
        """The cards of the running activity that stand, newest first."""
        block, found, others = self.block.id, [], 0
        for card in reversed(self.state.contributions.by_id.values()):
            if card.activity != block:
                others += 1
                if others > FAR_BACK:
                    break
            elif not card.withdrawn and not card.hidden:
                found.append(card)
                if len(found) >= MOST_CARDS:
                    break
        return found

    @cached_property
    def elapsed(self) -> int:
        """Full minutes the activity has run."""
        return elapsed_ms(self.state, self.block, self.now_ms) // MINUTE

    @cached_property
    def left(self) -> int:
        """Minutes of the activity that are left, begun ones counted; below nought when it runs over."""
        return -(-remaining_ms(self.state, self.block, self.now_ms) // MINUTE)

    @cached_property
    def since_start(self) -> int:
        """Full minutes since the session began."""
        began = self.state.running.began_ms
        return 0 if began is None else max(self.now_ms - began, 0) // MINUTE

    @cached_property
    def waited_for(self) -> list[Person]:
        """Everybody here who may give something."""
        return [one for one in self.state.people.present() if one.here and not GIVERS.isdisjoint(one.roles)]

    @cached_property
    def unheard(self) -> list[Person]:
        """Who is here and was not heard in this session; nobody where nobody is named."""
        if self.block.anonymity != NAMED:
            return []
        gave, heard = self.state.contributions.of_author, self.around.heard
        return [person for person in self.waited_for if person.id not in gave and person.id not in heard]

    @cached_property
    def built(self) -> tuple[int, int]:
        """(since when nobody built on anybody here in ms UTC, how many cards came since)."""
        since = self.block.started_ms or self.now_ms
        out = self.state.relations.out
        count = 0
        for card in self.cards:
            refers = out.get(card.id)
            if refers and any(relation in UPTAKE for _earlier, relation in refers):
                return max(card.at_ms, since), count
            count += card.kind not in NOT_COUNTED
        return since, count

    @cached_property
    def open_questions(self) -> list[Contribution]:
        """Questions of this activity that nobody has answered, oldest first."""
        asked = [card for card in self.cards if card.kind == "question"][:MOST_QUESTIONS]
        return [card for card in reversed(asked) if not answered(self.state, card.id)]


Measure = Callable[[View], Measured]
MEASURES: dict[str, Measure] = {}


def measure(function: Measure) -> Measure:
    """Make a function known to the rules under its own name."""
    MEASURES[function.__name__] = function
    return function


@measure
def minutes(view: View) -> Measured:
    """Minutes the activity has run."""
    return Measured(view.elapsed, {"minutes": view.elapsed})


@measure
def minutes_left(view: View) -> Measured:
    """Minutes left of the activity."""
    return Measured(view.left, {"left": view.left})


@measure
def passed_percent(view: View) -> Measured:
    """How much of the activity's time has passed, in a hundred; beyond that when it runs over."""
    given = minutes_of(view.state, view.block) * MINUTE
    return Measured(100 * elapsed_ms(view.state, view.block, view.now_ms) // given if given else 0)


@measure
def session_minutes(view: View) -> Measured:
    """Minutes since the session began."""
    return Measured(view.since_start)


@measure
def step(view: View) -> Measured:
    """The step that is on, from 1."""
    return Measured(view.state.running.of(view.block.id).step + 1)


@measure
def debrief_waits(view: View) -> Measured:
    """1 while an activity whose method ends in a debrief has not come to it: its first question is how it may begin."""
    method = view.around.method
    if method is None or not method.debrief:
        return Measured(0)
    if view.block.id in view.state.casting.plays:
        waits = PHASES.index(play_of(view.state, view.block.id).phase) < PHASES.index(STEP_OUT)
    else:
        steps = steps_of(view.block, method)
        waits = len(steps) > 1 and view.state.running.of(view.block.id).step < len(steps) - 1
    return Measured(int(waits), {"question": method.debrief[0]}, (), (), view.block.id)


@measure
def paused(view: View) -> Measured:
    """1 while time stands still."""
    return Measured(int(view.state.running.of(view.block.id).paused_ms is not None))


@measure
def closing(view: View) -> Measured:
    """1 in the closing part, and in the last activity of all."""
    return Measured(int(view.block.part == CLOSE or next_block(view.state) is None))


@measure
def opening(view: View) -> Measured:
    """1 in the opening part, and in the first activity of all."""
    first = next(iter(view.state.agenda.in_order()), None)
    return Measured(int(view.block.part == OPENING or (first is not None and first.id == view.block.id)))


@measure
def exchanging(view: View) -> Measured:
    """1 where people give each other something."""
    method = view.around.method
    unsaid = view.block.exchange == UNSAID and method is not None and not method.is_input
    return Measured(int(view.block.exchanges or unsaid))


@measure
def taking_in(view: View) -> Measured:
    """1 where people only look, listen or read, with or without something after it."""
    return Measured(int(_takes_in(view.block)))


@measure
def cards(view: View) -> Measured:
    """Cards of this activity."""
    return Measured(len(view.cards))


@measure
def heard(view: View) -> Measured:
    """How many of those here were heard."""
    return Measured(len(view.waited_for) - len(view.unheard))


@measure
def unheard(view: View) -> Measured:
    """How many of those here were not heard, where people are named."""
    people = view.unheard
    ids = tuple(person.id for person in people)
    return Measured(len(people), {"count": len(people)}, tuple(p.name for p in people), ids, ",".join(sorted(ids)))


@measure
def hand_minutes(view: View) -> Measured:
    """Minutes that the hand which is up longest has waited."""
    known = [(since, key) for key, since in view.around.hands if view.state.people.get(key) is not None]
    if not known:
        return Measured(-1)
    since, key = min(known, key=lambda one: one[0])
    waited = max(view.now_ms - since, 0) // MINUTE
    return Measured(waited, {"minutes": waited}, (view.state.people[key].name,), (key,), f"{key} {since}")


@measure
def hands_unheard(view: View) -> Measured:
    """How many hands are up of people who were not heard."""
    up = {key for key, _since in view.around.hands}
    people = [person for person in view.unheard if person.id in up]
    ids = tuple(person.id for person in people)
    return Measured(len(people), {"count": len(people)}, tuple(p.name for p in people), ids, ",".join(sorted(ids)))


@measure
def ungrouped(view: View) -> Measured:
    """Cards of this activity that are in no theme; thanks and notes on the session are not looked at."""
    beds = view.state.themes.beds
    ids = tuple(card.id for card in view.cards if card.kind not in NOT_COUNTED and not beds.get(card.id))
    return Measured(len(ids), {"count": len(ids)}, (), ids[:1], view.block.id)


@measure
def open_questions(view: View) -> Measured:
    """Questions of this activity without an answer."""
    asked = view.open_questions
    ids = tuple(card.id for card in asked)
    return Measured(len(asked), {"count": len(asked)}, (), ids, view.block.id)


@measure
def minutes_unbuilt(view: View) -> Measured:
    """Minutes since somebody took up what another gave."""
    passed = max(view.now_ms - view.built[0], 0) // MINUTE
    return Measured(passed, {"minutes": passed}, (), tuple(card.id for card in view.cards[:1]), view.block.id)


@measure
def cards_unbuilt(view: View) -> Measured:
    """Cards since somebody took up what another gave."""
    return Measured(view.built[1])


@measure
def input_over_talk(view: View) -> Measured:
    """Minutes by which the film, text or demonstration is longer than the talk about it."""
    state, block = view.state, view.block
    if _takes_in(block):
        talk, shown = next_block(state), view.elapsed
        if talk is None or not talk.exchanges:
            return Measured(0)
    else:
        before, talk = block_before(state), block
        if before is None or not _takes_in(before) or not block.exchanges:
            return Measured(0)
        shown = elapsed_ms(state, before, view.now_ms) // MINUTE
    given = minutes_of(state, talk)
    return Measured(shown - given, {"input": shown, "talk": given}, (), (talk.id,), talk.id)


def _takes_in(block: Block) -> bool:
    return block.exchange == INPUT and not block.is_break


@measure
def commitments(view: View) -> Measured:
    """What people of this session said they will do."""
    state = view.state
    return Measured(
        sum(1 for key in state.commitments.by_id if (card := state.contributions.get(key)) and not card.withdrawn)
    )


@measure
def long_unnamed(view: View) -> Measured:
    """How many of the last cards are long and nobody's, where people are named."""
    if view.block.anonymity != NAMED:
        return Measured(0)
    found = [card for card in view.cards[:LAST_CARDS] if not card.authors and len(card.text) > LONG_TEXT]
    return Measured(len(found), {"count": len(found)}, (), tuple(card.id for card in found[:1]), view.block.id)


@measure
def unsigned_percent(view: View) -> Measured:
    """How many in a hundred of the last cards have no sign, and so no kind."""
    last = view.cards[:LAST_CARDS]
    bare = sum(1 for card in last if card.kind == "note")
    return Measured(100 * bare // max(len(last), 1), {"count": bare, "of": len(last)}, (), (), "session")


@measure
def unreported(view: View) -> Measured:
    """Groups of this activity of which nothing was captured."""
    groups = view.state.groups.of(view.block.id)
    if len(groups) < 2:
        return Measured(0)
    told = {card.group for card in view.cards if card.group} | view.around.reported
    rest = [group for group in groups if group.id not in told and group.name not in told]
    if len(rest) == len(groups):
        return Measured(0)  # nobody reports in this activity, or nobody has begun to
    ids = tuple(group.id for group in rest)
    return Measured(len(rest), {"count": len(rest)}, tuple(g.name for g in rest), ids, ",".join(sorted(ids)))


@measure
def largest_group(view: View) -> Measured:
    """People in the largest group of this activity."""
    most = max(view.state.groups.of(view.block.id), key=lambda group: len(group.people), default=None)
    if most is None:
        return Measured(0)
    return Measured(len(most.people), {"count": len(most.people)}, (most.name,), (most.id,), view.block.id)


@measure
def agreed(view: View) -> Measured:
    """1 where it is on record what is captured and how it may be carried, or it was said aloud."""
    agreement = view.state.agreement
    return Measured(int(bool(agreement.rule or agreement.capture) or view.around.consent_said))


@measure
def minutes_unrested(view: View) -> Measured:
    """Minutes without a break; 0 where one is on, or comes next."""
    state = view.state
    coming = next_block(state)
    began = state.running.began_ms
    if began is None or view.block.is_break or (coming is not None and coming.is_break):
        return Measured(0)
    rests = (block.ended_ms for block in state.agenda.in_order() if block.is_break and block.ended_ms is not None)
    since = max(rests, default=began)
    passed = max(view.now_ms - since, 0) // MINUTE
    return Measured(passed, {"minutes": passed}, (), (), str(since))


@measure
def parked(view: View) -> Measured:
    """What was put off and waits to be looked at."""
    return Measured(view.around.parked, {"count": view.around.parked}, (), (), "session")


@measure
def last_minutes(view: View) -> Measured:
    """Minutes left of the whole session, as planned for what is still to come."""
    state = view.state
    order = state.agenda.in_order()
    at = next((place for place, block in enumerate(order) if block.id == view.block.id), len(order))
    rest = sum(minutes_of(state, block) for block in order[at + 1 :] if not state.running.of(block.id).skipped)
    return Measured(max(view.left, 0) + rest)
