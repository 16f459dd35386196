"""The plan's concepts: every step undone and done again, refusals in a sentence, exports that come back, readiness."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable

import pytest

from facilitator.session.agenda import CLOSE, AddBlock, ChangeBlock, RemoveBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.blueprint import NotABlock, block_commands, blocks_data
from facilitator.session.errors import Rejected
from facilitator.session.groups import ChangeGroup, DissolveGroup, FormGroup, drawn
from facilitator.session.guiding import AnswerGuide, OverrideGuide
from facilitator.session.ledger import Ledger
from facilitator.session.people import DescribePerson
from facilitator.session.planning import DescribePlan, MakeDraft, MakeReady, planned
from facilitator.session.role_play import AddRole, RemoveRole, WriteRole, WriteScenario
from facilitator.session.rules import Command, Together
from facilitator.session.series import JoinSeries, next_date
from facilitator.session.sessions import CreateSession, DescribeSession
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.session.templates import (
    BadTemplate,
    KeepTemplate,
    RemoveTemplate,
    begin_from,
    read_template,
    template_data,
)
from tests.session.rig import Rig

LIBRARY = "library"


def planned_rig() -> tuple[Rig, dict[str, str]]:
    """A session whose plan has one of everything."""
    rig = Rig()
    ids = {"ana": rig.join("Ana"), "ben": rig.join("Ben"), "cem": rig.join("Cem")}
    rig.do(AddBlock(block="film", title="The film", modality="video", minutes=15, exchange=1))
    rig.do(AddBlock(block="play", title="The handover", modality="role_play", minutes=40, exchange=3, say="Pause."))
    rig.do(AddBlock(block="end", title="What each will do", minutes=10, part=CLOSE, exchange=2, catch="commitments"))
    rig.do(FormGroup(group="g1", block="play", name="Card", people=(ids["ana"],)))
    rig.do(FormGroup(group="g2", block="play", name="Board", people=(ids["ben"],)))
    rig.do(WriteScenario(block="play", situation="07:00", task="Hand over", rounds=3, checklist=("Reads back",)))
    rig.do(AddRole(role="nurse", block="play", name="Night nurse", secret="The insulin was changed."))
    rig.do(DescribePlan(date="2026-03-12", time="13:30", minutes=150, zone="Europe/Dublin"))
    return rig, ids


STEPS: dict[str, Callable[[dict[str, str]], Command]] = {
    "details of a block": lambda ids: ChangeBlock(block="film", then="In pairs", materials=("a", "b"), day=2),
    "form": lambda ids: FormGroup(group="g3", block="play", name="List", people=(ids["ana"], ids["cem"])),
    "regroup": lambda ids: ChangeGroup(group="g1", people=(ids["ana"], ids["ben"]), place="Window"),
    "dissolve": lambda ids: DissolveGroup(group="g2"),
    "scenario": lambda ids: WriteScenario(block="play", task="Hand over bay 2", checklist=()),
    "another scenario": lambda ids: WriteScenario(block="film", situation="A ward"),
    "role": lambda ids: AddRole(role="patient", block="play", name="Patient", wants="to be asked once"),
    "brief": lambda ids: WriteRole(role="nurse", name="Day nurse", secret=""),
    "no role": lambda ids: RemoveRole(role="nurse"),
    "plan": lambda ids: DescribePlan(date="2026-03-13", minutes=90, setting="online", leader="Listens"),
    "no date": lambda ids: DescribePlan(date=""),
    "answers": lambda ids: AnswerGuide(purpose="skill_people", has=("pens", "floor"), trust=2, prep=0),
    "override": lambda ids: OverrideGuide(method="fishbowl", reason="We know it well"),
    "series": lambda ids: JoinSeries(series="s", name="Handovers", number=2, every="month", cycle="apply"),
}


def looks(state: SessionState) -> object:
    """What a person sees of the plan."""
    return (
        state.about,
        state.agenda.in_order(),
        [state.groups.of(block.id) for block in state.agenda.in_order()],
        [(state.role_play.scenario(block), state.role_play.cast(block)) for block in ("film", "play")],
        state.plan,
        state.answers,
        state.series,
    )


@pytest.mark.parametrize("name", STEPS)
def test_every_step_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo brings back what a person saw before, redo what they saw after, and a replay gives the same."""
    rig, ids = planned_rig()
    before = looks(rig.state)
    rig.do(STEPS[name](ids))
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


REFUSED: dict[str, tuple[Callable[[dict[str, str]], Command], str]] = {
    "exchange": (
        lambda ids: AddBlock(block="x", title="X", exchange=4),
        "How much a block is an exchange is a number from 0 to 3.",
    ),
    "part": (lambda ids: AddBlock(block="x", title="X", part="middle"), "“middle” is no part of a session known here."),
    "day": (lambda ids: ChangeBlock(block="film", day=0), "A session has at most 60 days."),
    "locked": (lambda ids: ChangeBlock(block="film", fixed="25:00"), "“25:00” is no time of day."),
    "date": (lambda ids: DescribePlan(date="12.3."), "“12.3.” is no date. Write it as year-month-day."),
    "time": (lambda ids: DescribePlan(time="half past"), "“half past” is no time of day."),
    "zone": (lambda ids: DescribePlan(zone="Mars/Base"), "“Mars/Base” is no time zone known here."),
    "setting": (lambda ids: DescribePlan(setting="moon"), "“moon” is no setting known here."),
    "group twice": (lambda ids: FormGroup(group="g1", block="play", name="G"), "This group is in the agenda already."),
    "no group": (lambda ids: ChangeGroup(group="?", name="G"), "This group is not in the agenda."),
    "rounds": (
        lambda ids: WriteScenario(block="play", rounds=0),
        "A role play has between one and 12 rounds.",
    ),
    "reason": (
        lambda ids: OverrideGuide(method="fishbowl", reason=" "),
        "Say in one line why you choose it all the same.",
    ),
    "rhythm": (lambda ids: JoinSeries(every="blue moon"), "“blue moon” is no rhythm known here."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_one_plain_sentence(name: str) -> None:
    """A rule that says no says why, and the record is as it was."""
    command, sentence = REFUSED[name]
    rig, ids = planned_rig()
    facts = list(rig.store.ledger(rig.stream).facts)
    with pytest.raises(Rejected) as refusal:
        rig.do(command(ids))
    assert str(refusal.value) == sentence
    assert rig.store.ledger(rig.stream).facts == facts


def test_nobody_is_in_two_groups_of_one_block() -> None:
    """Whoever is named in a group leaves the others of that block, in the same undoable step."""
    rig, ids = planned_rig()
    rig.do(ChangeGroup(group="g1", people=(ids["ana"], ids["ben"])))
    assert [group.people for group in rig.state.groups.of("play")] == [(ids["ana"], ids["ben"]), ()]
    rig.store.undo(rig.stream)
    assert [group.people for group in rig.state.groups.of("play")] == [(ids["ana"],), (ids["ben"],)]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 7, 14, 18, 200])
def test_drawn_groups_are_small_and_even(count: int) -> None:
    """Everybody is in exactly one group, groups differ by one at most, and none has fewer than three if that can be."""
    people = [str(number) for number in range(count)]
    groups = drawn(people)
    assert sorted(person for group in groups for person in group) == sorted(people)
    sizes = [len(group) for group in groups]
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert all(size >= min(3, count) for size in sizes)
    assert count < 6 or max(sizes) <= 5


def test_date_time_and_length_move_the_sessions_own_times() -> None:
    """What the plan says and what lists, reports and calendars read is one thing, in the session's zone."""
    rig, _ids = planned_rig()
    assert (rig.state.about.starts, rig.state.about.ends) == ("2026-03-12T13:30+00:00", "2026-03-12T16:00+00:00")
    rig.do(DescribePlan(date="2026-06-12"))
    assert rig.state.about.starts == "2026-06-12T13:30+01:00"
    rig.do(DescribePlan(time=""))
    assert rig.state.about.starts == "2026-06-12"
    rig.do(DescribePlan(date=""))
    assert rig.state.about.starts == ""
    rig.store.undo(rig.stream)
    assert rig.state.about.starts == "2026-06-12"


def test_a_session_that_was_only_described_has_a_plan_too() -> None:
    """Date, time and length are read from the session's own times where nobody planned it here."""
    rig = Rig()
    rig.do(DescribeSession(starts="2026-03-12T13:30:00+00:00", ends="2026-03-12T16:00:00+00:00", zone="Asia/Tokyo"))
    plan = planned(rig.state)
    assert (plan.date, plan.time, plan.minutes) == ("2026-03-12", "22:30", 150)


def test_ready_is_refused_until_people_exchange_something_for_a_purpose() -> None:
    """A film alone is not ready; each thing that is missing is said, one after the other."""
    rig = Rig()
    ana = rig.join("Ana")
    rig.do(AddBlock(block="film", title="The film", modality="video", minutes=15, exchange=1))

    def refused() -> str:
        with pytest.raises(Rejected) as refusal:
            rig.do(MakeReady())
        return str(refusal.value)

    assert refused().startswith("Say first what people shall be better informed about")
    rig.do(DescribeSession(inform="what nights know"))
    assert refused() == "After “The film”, people do what with one another? An input alone is not ready."
    rig.do(AddBlock(block="talk", title="Talk", minutes=15, exchange=3))
    assert refused().startswith("Nobody captures yet.")
    rig.do(DescribePerson(person=ana, roles=("scribe",)))
    assert refused().startswith("Agree on a rule of the room first")
    rig.do(MakeAgreement(rule="everything_stays"))
    assert refused().startswith("Set the date on which you will ask")
    rig.do(DescribePlan(follow_up="2026-04-09"))
    rig.do(MakeReady())
    assert rig.state.plan.ready
    rig.do(MakeDraft())
    rig.do(RemoveBlock(block="talk"))
    assert refused().startswith("After “The film”")
    rig.do(ChangeBlock(block="film", then="In pairs: where would you have stopped?"))
    rig.do(MakeReady())


def test_an_input_is_alone_until_the_next_exchange() -> None:
    """A break between does not help, and two films before one talk leave the first alone."""
    rig = Rig()
    for key, exchange, part in (("one", 1, ""), ("pause", 0, "break"), ("two", 1, ""), ("talk", 3, "")):
        rig.do(AddBlock(block=key, title=key, exchange=exchange, part=part))
    from facilitator.session.planning import lonely_inputs

    assert [block.id for block in lonely_inputs(rig.state)] == ["one"]


def test_blocks_copied_into_another_session_are_whole() -> None:
    """Groups, role play and every word come along; ids and people do not."""
    rig, _ids = planned_rig()
    other = Rig()
    data = json.loads(json.dumps(blocks_data(rig.state, ["film", "play"])))
    commands, made = block_commands(data)
    other.do(Together(commands=tuple(commands)))
    assert blocks_data(other.state) == data
    assert [block.id for block in other.state.agenda.in_order()] == made
    assert other.state.role_play.cast(made[1])[0].secret == "The insulin was changed."
    other.store.undo(other.stream)
    assert other.state.agenda.in_order() == []


@pytest.mark.parametrize(
    "data",
    [[{}], [5], [{"title": 5}], [{"title": "x", "minutes": "ten"}], [{"title": "x", "groups": {}}],
     [{"title": "x", "role_play": {"roles": [{}]}}], [{"title": "x", "part": "?"}]],
)  # fmt: skip
def test_what_is_no_block_is_refused_with_its_place(data: list[object]) -> None:
    """A clipboard or a template from a stranger never does half of it."""
    with pytest.raises(NotABlock, match="Block 1 cannot be read"):
        block_commands(data)  # type: ignore[arg-type]


def test_a_plan_becomes_a_template_and_a_template_a_plan() -> None:
    """A session begun from a kept template has the same plan, without people and dates."""
    rig, _ids = planned_rig()
    rig.do(DescribeSession(inform="what nights know"))
    rig.do(DescribePlan(follow_up="2026-04-09", hears_back="Everybody"))
    rig.do(MakeAgreement(rule="everything_stays"))
    template = read_template(json.loads(json.dumps(template_data(rig.state, "mine", "Handover afternoon"))))
    assert template.modalities == ("video", "role_play", "")
    other = Rig()
    other.do(Together(commands=tuple(begin_from(template, date=datetime.date(2026, 5, 4)))))
    assert blocks_data(other.state) == blocks_data(rig.state)
    assert other.state.plan.follow_up == "2026-06-01"
    assert other.state.agreement.rule == "everything_stays"
    assert other.state.people.present() == []
    assert (other.state.plan.minutes, other.state.plan.template) == (150, "mine")


def test_templates_are_kept_in_the_library_and_can_be_taken_back() -> None:
    """Keeping, changing and putting away are facts of the library itself; a broken one is refused."""
    rig, _ids = planned_rig()
    store: Store = rig.store
    store.adopt(Ledger(LIBRARY))
    content = json.dumps(template_data(rig.state, "mine", "Handover afternoon"))
    store.dispatch(LIBRARY, KeepTemplate(template="mine", content=content))
    store.dispatch(LIBRARY, KeepTemplate(template="mine", content=content.replace("Handover", "Morning")))
    assert [item.name for item in store.state(LIBRARY).templates.own()] == ["Morning afternoon"]
    store.undo(LIBRARY)
    assert [item.name for item in store.state(LIBRARY).templates.own()] == ["Handover afternoon"]
    store.dispatch(LIBRARY, RemoveTemplate(template="mine"))
    assert store.state(LIBRARY).templates.own() == []
    store.undo(LIBRARY)
    assert len(store.state(LIBRARY).templates.own()) == 1
    with pytest.raises(Rejected, match="no template"):
        store.dispatch(LIBRARY, KeepTemplate(template="bad", content="{"))
    with pytest.raises(BadTemplate, match="“blocks”"):
        read_template({"format": "facilitator-template", "version": 1, "id": "x", "name": "X", "blocks": 5})


@pytest.mark.parametrize(
    ("date", "every", "then"),
    [
        ("2026-03-12", "week", "2026-03-19"),
        ("2026-03-12", "fortnight", "2026-03-26"),
        ("2026-01-31", "month", "2026-02-28"),
        ("2024-02-29", "year", "2025-02-28"),
        ("2026-11-30", "quarter", "2027-02-28"),
    ],
)
def test_the_next_date_of_a_series(date: str, every: str, then: str) -> None:
    """A month after the 31st is the last day of the month."""
    assert next_date(datetime.date.fromisoformat(date), every).isoformat() == then


def test_an_older_record_has_no_plan_and_opens() -> None:
    """Facts from before there were plans fold to an empty plan, and blocks without the newer fields are as before."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=20, verb="Tell each other"))
    block = rig.state.agenda.in_order()[0]
    assert block.exchanges
    assert not block.is_input
    assert CreateSession(title="x").title == "x"


@pytest.mark.parametrize("date", ["0001-01-01", "1899-12-31", "9001-01-01", "9999-12-31"])
def test_a_year_nobody_plans_in_is_refused(date: str) -> None:
    """Zones and days reach beyond the calendar there; the sentence says so and nothing changes."""
    rig = Rig()
    for zone in ("Pacific/Auckland", "America/New_York", None):
        with pytest.raises(Rejected, match="is no year to plan in"):
            rig.do(DescribePlan(date=date, time="00:00", minutes=600, days=5, zone=zone))
    assert not rig.state.about.starts
