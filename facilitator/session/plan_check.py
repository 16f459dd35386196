"""The plan check: what a plan still lacks for people to learn from each other, why that matters, and the mend.

Pure, and never more than advice: only :class:`~.planning.MakeReady` refuses. Every remark says its reason and carries
the commands of a mend that one key does; where a mend is a question only a person can answer, it says which field asks.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from facilitator.session.agenda import CLOSE, INCLUDED, INPUT, WHOLE, AddBlock, Block, ChangeBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.groups import FormGroup, drawn
from facilitator.session.guide import close_minutes
from facilitator.session.guiding import AnswerGuide
from facilitator.session.people import DescribePerson, Person
from facilitator.session.planning import ASYNC, DescribePlan, has_purpose, lonely_inputs, planned, somebody_captures
from facilitator.session.ports import Ids, uuid7
from facilitator.session.remarks import Looking, Mend, Remark
from facilitator.session.remarks import say as _say
from facilitator.session.rules import Command
from facilitator.session.skill_checks import skill_checks
from facilitator.session.timetable import timetable

if TYPE_CHECKING:
    from facilitator.session.modalities import Catalogue, Modality
    from facilitator.session.state import SessionState

PLENARY = 14
"""The largest plenary in which everybody can be heard (domain 4.2, R5)."""

ASKED_AGAIN_WEEKS = 4
HEARS_BACK = "Everybody who was there gets the draft within two working days."
LEADERS_PART = "Opens with what they do not know, listens, answers within a week, keeps one commitment, thanks."
CAPTURED_BY = "{name} writes down what people give, in their words."


Check = Callable[[Looking], Iterator[Remark]]


def plan_check(
    state: SessionState,
    catalogue: Catalogue,
    today: datetime.date,
    *,
    rule: str = "",
    weeks: int = ASKED_AGAIN_WEEKS,
    ids: Ids = uuid7,
) -> list[Remark]:
    """All remarks on a plan, what is missing before what is well.

    ``rule`` is the room rule a mend proposes, ``weeks`` after how many of them people are asked what they used.
    """
    blocks = tuple(block for block in state.agenda.in_order() if not block.is_break)
    people = len(state.people.present()) or state.answers.people
    looking = Looking(state, catalogue, today, ids, timetable(state), blocks, people, weeks)
    found = [remark for check in _CHECKS for remark in check(looking)]
    found += _consent(looking, rule)
    return sorted(found, key=lambda remark: remark.ok)


# ---- purpose and exchange ------------------------------------------------------------------------------------------


_OF_WHAT = {
    "inform": (_say("People shall know more about something afterwards: about what?"), "inform"),
    "perspective": (_say("People shall see more sides afterwards: of what?"), "perspective"),
    "decide": (_say("People shall reach a choice together: between what?"), "decision"),
    "ideas": (_say("People shall have more ideas afterwards: for what?"), "perspective"),
    "skill_people": (_say("People shall deal better with people afterwards: when, and how?"), "decision"),
    "skill_task": (_say("People shall handle a thing or procedure afterwards: which one?"), "inform"),
    "solve": (_say("One person’s live problem shall move: which one?"), "decision"),
    "reflect": (_say("People shall learn from what happened: from what?"), "perspective"),
    "connect": (_say("People shall know one another afterwards: for what?"), "inform"),
}
"""What a plan still has to say where only the guide was told the kind of change, and the field that asks for it."""


def _purpose(look: Looking) -> Iterator[Remark]:
    kind = look.state.answers.purpose
    if not has_purpose(look.state) and kind in _OF_WHAT:
        words, place = _OF_WHAT[kind]
        yield Remark(
            "purpose",
            words,
            why=_say("The guide knows what kind of change it is; people want to read which one."),
            mend=Mend(_say("Say it"), field=place),
        )
    elif not has_purpose(look.state):
        yield Remark(
            "purpose",
            _say("Nobody has said yet what should be different for people afterwards."),
            why=_say("Without a purpose, a method is only a way to spend time."),
            mend=Mend(_say("Say it"), field="inform"),
        )
    if look.blocks and not look.state.about.work.strip():
        yield Remark(
            "work",
            _say("Which piece of work is it for?"),
            why=_say("What is learned for a piece of work is used there; “none” is an answer too."),
            mend=Mend(_say("Say it"), field="work"),
        )


def _exchange(look: Looking) -> Iterator[Remark]:
    lonely = lonely_inputs(look.state)
    for block in lonely:
        partner = _partner(look, block)
        yield Remark(
            "input",
            _say("After “{title}”, people do what with one another?", title=block.title),
            why=_say("Watching, reading or being shown is not yet an exchange; what people then tell each other is."),
            mend=Mend(
                _say("Add {name}", name=partner.name) if partner is not None else _say("Add ten minutes in pairs"),
                (_exchange_after(look, block, partner),),
            ),
            block=block.id,
        )
    inputs = [block for block in look.blocks if block.exchange == INPUT]
    exchanging = [block for block in look.blocks if block.exchanges]
    if look.blocks and not exchanging and not lonely:
        last = look.blocks[-1]
        partner = _partner(look, last)
        yield Remark(
            "exchange",
            _say("Nothing here lets people give each other anything yet."),
            why=_say("People learn from one another when somebody gives and somebody takes it up."),
            mend=Mend(
                _say("Add {name}", name=partner.name) if partner is not None else _say("Add ten minutes in pairs"),
                (_exchange_after(look, last, partner),),
            ),
        )
    if inputs and not lonely:
        yield Remark("input", _say("“{title}” has an exchange after it.", title=inputs[-1].title), ok=True)


def _partner(look: Looking, block: Block) -> Modality | None:
    """The quickest method whose heart is an exchange and that takes this many people; the catalogue's order decides."""
    people, setting = max(look.people, 2), planned(look.state).setting or "in_person"
    fitting = [
        item
        for item in look.catalogue
        if item.exchange >= INCLUDED
        and item.size[0] <= people <= item.size[3]
        and item.settings.get(setting, 0) > 0
        and item.trust[0] <= (look.state.answers.trust or 1)
        and item.id != block.modality
        and (not item.needs)
    ]
    return min(fitting, key=lambda item: (item.prep, item.time[0]), default=None)


def _exchange_after(look: Looking, block: Block, partner: Modality | None) -> AddBlock:
    if partner is None:
        return AddBlock(
            id=look.ids(),
            block=look.ids(),
            title="In pairs: what do you make of it?",
            minutes=10,
            verb="Tell each other what you noticed, and what you would do",
            exchange=WHOLE,
            after=block.id,
        )
    return AddBlock(
        id=look.ids(),
        block=look.ids(),
        title=partner.name,
        modality=partner.id,
        minutes=partner.time[1],
        verb=partner.verb,
        prompt=partner.prompts[0] if partner.prompts else "",
        exchange=partner.exchange,
        after=block.id,
    )


# ---- the end and what comes after ----------------------------------------------------------------------------------


def closes(block: Block) -> bool:
    """Whether people say here what they will do."""
    return block.part == CLOSE or "commitment" in block.catch.casefold()


def _close(look: Looking) -> Iterator[Remark]:
    if not look.blocks:
        return
    wanted = close_minutes(look.table.available or look.table.planned)
    ending = [block for block in look.blocks[-3:] if closes(block)]
    if not ending:
        yield Remark(
            "close",
            _say("It does not end with what each will do."),
            why=_say("A tenth of the time, five minutes at least, for what it meant and who does what by when."),
            mend=Mend(
                _say("Add a close of {minutes} min", minutes=wanted),
                (
                    AddBlock(
                        id=look.ids(),
                        block=look.ids(),
                        title="What each of us will do",
                        minutes=wanted,
                        part=CLOSE,
                        method="Write, then a round",
                        prompt="One step, where you will take it, and by when.",
                        verb="Say to one another what each will do, and by when",
                        exchange=INCLUDED,
                        catch="commitments",
                    ),
                ),
            ),
        )
        return
    minutes = sum(block.minutes for block in look.blocks[look.blocks.index(ending[0]) :])
    if not look.table.in_days and minutes < wanted:
        yield Remark(
            "close_short",
            _say(
                "The close has {minutes} minutes; {wanted} would leave room for everybody.",
                minutes=minutes,
                wanted=wanted,
            ),
            why=_say("What is rushed at the end is forgotten first."),
            mend=Mend(
                _say("Make it {minutes} min", minutes=ending[0].minutes + wanted - minutes),
                (ChangeBlock(id=look.ids(), block=ending[0].id, minutes=ending[0].minutes + wanted - minutes),),
            ),
            block=ending[0].id,
        )
        return
    if look.state.plan.follow_up:
        date = datetime.date.fromisoformat(look.state.plan.follow_up)
        yield Remark("close", _say("It ends with commitments, and asks again on {date}.", date=date), ok=True)
    else:
        yield Remark("close", _say("It ends with commitments."), ok=True)


def _afterwards(look: Looking) -> Iterator[Remark]:
    if not look.blocks:
        return
    plan = planned(look.state)
    if not plan.follow_up:
        begin = datetime.date.fromisoformat(plan.date) if plan.date else look.today
        again = begin + datetime.timedelta(days=7 * look.weeks + max(plan.days - 1, 0))
        yield Remark(
            "follow_up",
            _say("Nobody is asked again what became of it."),
            why=_say("After two to six weeks people know what they used and what got in the way."),
            mend=Mend(
                _say("Ask again on {date}", date=again), (DescribePlan(id=look.ids(), follow_up=again.isoformat()),)
            ),
        )
    if not plan.hears_back.strip():
        yield Remark(
            "hears_back",
            _say("Nobody hears back."),
            why=_say("People give again where they saw what became of what they gave."),
            mend=Mend(
                _say("Promise the draft in two working days"), (DescribePlan(id=look.ids(), hears_back=HEARS_BACK),)
            ),
        )
    if not plan.leader.strip():
        yield Remark(
            "leader",
            _say("The leader has no part in it yet."),
            why=_say("Where whoever leads does not listen and answer, people stop giving."),
            mend=Mend(_say("Give the leader a part"), (DescribePlan(id=look.ids(), leader=LEADERS_PART),)),
        )


# ---- people --------------------------------------------------------------------------------------------------------


def _plenary(look: Looking) -> Iterator[Remark]:
    if look.people <= PLENARY:
        return
    present = [person.id for person in look.state.people.present()]
    groups = drawn(present) if len(present) == look.people else [()] * max(2, round(look.people / 4))
    for block in look.blocks:
        item = look.modality(block)
        most = PLENARY if item is None else item.size[3]
        if not block.exchanges or most >= look.people or look.state.groups.of(block.id) or closes(block):
            continue
        yield Remark(
            "plenary",
            _say(
                "“{title}” with {people} in one circle: most will only listen.", title=block.title, people=look.people
            ),
            why=_say("Above {most} in a plenary, talk in threes to fives first.", most=PLENARY),
            mend=Mend(
                _say("Break into {count} groups", count=len(groups)),
                makes=partial(_groups, look, block.id, groups),
            ),
            block=block.id,
        )


def _groups(look: Looking, block: str, groups: Sequence[tuple[str, ...]]) -> tuple[Command, ...]:
    return tuple(
        FormGroup(id=look.ids(), group=look.ids(), block=block, name=f"{number}", people=people)
        for number, people in enumerate(groups, 1)
    )


def _capture(look: Looking) -> Iterator[Remark]:
    if not look.blocks or somebody_captures(look.state):
        return
    present = look.state.people.present()
    lead: Person | None = next((p for p in present if "co_facilitator" in p.roles), None)
    lead = lead or next((p for p in present if "facilitator" in p.roles), None)
    if lead is not None:
        mend = Mend(
            _say("{name} captures", name=lead.name),
            (DescribePerson(id=look.ids(), person=lead.id, roles=(*lead.roles, "scribe")),),
        )
    else:
        words = CAPTURED_BY.format(name="The facilitator")
        mend = Mend(_say("The facilitator captures"), (MakeAgreement(id=look.ids(), capture=words),))
    yield Remark(
        "capture",
        _say("Nobody captures."),
        why=_say("What nobody writes down is gone by the evening; whoever runs the session has no hands free."),
        mend=mend,
    )


def _consent(look: Looking, rule: str) -> Iterator[Remark]:
    if look.blocks and not look.state.agreement.rule:
        yield Remark(
            "consent",
            _say("There is no rule yet for what may leave the room."),
            why=_say("People say what they know when they know where it goes."),
            mend=Mend(
                _say("Agree: lessons leave, stories stay") if not rule else _say("Agree on the usual rule"),
                (MakeAgreement(id=look.ids(), rule=rule or "lessons_leave_stories_stay"),),
            ),
        )


# ---- time and energy -----------------------------------------------------------------------------------------------


def _time(look: Looking) -> Iterator[Remark]:
    for slot in look.table.slots:
        if not slot.overlaps:
            continue
        above = _above(look, slot.block.id)
        mend = None
        if above is not None and above.minutes > 0:
            left = max(above.minutes - slot.overlaps, 0)
            mend = Mend(
                _say("Shorten “{title}” to {minutes} min", title=above.title, minutes=left),
                (ChangeBlock(id=look.ids(), block=above.id, minutes=left),),
            )
        yield Remark(
            "overlap",
            _say("“{title}” is fixed and overlaps by {minutes} min.", title=slot.block.title, minutes=slot.overlaps),
            why=_say("What stands above it does not fit before its fixed start."),
            mend=mend or Mend(_say("Let it move"), (ChangeBlock(id=look.ids(), block=slot.block.id, fixed=""),)),
            block=slot.block.id,
        )
    for day in look.table.days:
        if not day.over:
            continue
        longest = max((slot.block for slot in day.slots), key=lambda block: block.minutes)
        left = max(longest.minutes - day.over, 0)
        yield Remark(
            "over",
            _say("The plan is {minutes} min longer than there is.", minutes=day.over),
            why=_say("What does not fit is taken from the close, where people say what they will do."),
            mend=Mend(
                _say("Shorten “{title}” to {minutes} min", title=longest.title, minutes=left),
                (ChangeBlock(id=look.ids(), block=longest.id, minutes=left),),
            ),
            block=longest.id,
        )


def _above(look: Looking, block: str) -> Block | None:
    before: Block | None = None
    for slot in look.table.slots:
        if slot.block.id == block:
            return before
        before = slot.block
    return None


def _energy(look: Looking) -> Iterator[Remark]:
    if look.state.answers.energy != "low":
        return
    for block in look.blocks:
        item = look.modality(block)
        if item is None or item.energy < 3 or block.minutes <= item.time[0]:
            continue
        yield Remark(
            "energy",
            _say("{minutes} minutes of “{title}” at low energy.", minutes=block.minutes, title=block.title),
            why=_say("Fewer rounds leave the debrief whole, and the debrief is where people learn."),
            mend=Mend(
                _say("Make it {minutes} min", minutes=item.time[0]),
                (ChangeBlock(id=look.ids(), block=block.id, minutes=item.time[0]),),
            ),
            block=block.id,
        )


# ---- guide and plan ------------------------------------------------------------------------------------------------


def _unlike(look: Looking) -> Iterator[Remark]:
    """Where the guide was told one thing and the plan says another."""
    said, plan = look.state.answers, planned(look.state)
    if said.setting and plan.setting and said.setting != plan.setting:
        yield Remark(
            "setting",
            _say("The guide was told another setting than the plan says."),
            why=_say("What works in one room may not work at a distance."),
            mend=Mend(_say("Go by the plan"), (AnswerGuide(id=look.ids(), setting=""),)),
        )
    if plan.setting != ASYNC and 0 < plan.minutes < said.minutes:
        yield Remark(
            "length",
            _say("The guide was told {told} min, the plan has {minutes}.", told=said.minutes, minutes=plan.minutes),
            why=_say("What fits into the longer time may be cut short in the shorter one."),
            mend=Mend(_say("Go by the plan"), (AnswerGuide(id=look.ids(), minutes=0),)),
        )
    listed = len(look.state.people.present())
    if 0 < said.people < listed:
        yield Remark(
            "people",
            _say("The guide was told {told} people, the list has {people}.", told=said.people, people=listed),
            why=_say("Some methods only work up to a number of people."),
            mend=Mend(_say("Go by the list"), (AnswerGuide(id=look.ids(), people=0),)),
        )


_CHECKS: tuple[Check, ...] = (
    _purpose, _exchange, _close, _plenary, _capture, _afterwards, _time, _energy, _unlike, skill_checks,
)  # fmt: skip
