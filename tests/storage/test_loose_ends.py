"""What sessions left open, over the whole library; and sessions that follow one another."""

from __future__ import annotations

import datetime
from pathlib import Path

from facilitator.beginnings import built_in_templates, template_called
from facilitator.planner import begin, opening
from facilitator.session.agenda import OPENING
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import GiveContribution
from facilitator.session.people import JoinPerson
from facilitator.session.planning import DescribePlan
from facilitator.session.relations import Relate
from facilitator.session.repeat import left_open, next_session
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library

TODAY = datetime.date(2026, 3, 12)


def given(stream: str, *parts: tuple[str, str, str]) -> Together:
    """A session with contributions of (kind, text, due)."""
    commands: list[object] = [CreateSession(title=stream), JoinPerson(person=f"{stream}-ana", name="Ana")]
    for place, (kind, text, due) in enumerate(parts):
        key = f"{stream}-{place}"
        commands.append(GiveContribution(id=key, text=text, kind=kind, authors=(f"{stream}-ana",)))
        if kind == "commitment":
            commands.append(MakeCommitment(contribution=key, owner=f"{stream}-ana", due=due))
    return Together(commands=tuple(commands))  # type: ignore[arg-type]


def test_what_falls_due_and_what_nobody_answered(tmp_path: Path) -> None:
    """Open commitments by date, late ones first; done, dropped, moved and answered ones are not listed."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        soon, late, far = ("commitment", "soon", "2026-03-16"), ("commitment", "late", "2026-03-10"), (
            "commitment", "far", "2026-06-01",
        )  # fmt: skip
        store.dispatch("one", given("one", soon, far, ("question", "Who decides?", "")))
        store.dispatch("two", given("two", late, ("question", "When?", ""), ("commitment", "no date", "")))
        store.dispatch("two", GiveContribution(id="reply", text="At six.", kind="answer"))
        store.dispatch("two", Relate(later="reply", earlier="two-1", relation="answers"))
        library.settle()
        found = library.loose_ends(TODAY + datetime.timedelta(days=7))
        assert [(item.text, item.person, item.title) for item in found.due] == [
            ("late", "Ana", "two"),
            ("soon", "Ana", "one"),
        ]
        assert (found.open, [item.text for item in found.questions]) == (4, ["Who decides?"])
        store.dispatch("two", MakeCommitment(contribution="two-0", state="done"))
        store.dispatch("one", MakeCommitment(contribution="one-0", due="2026-07-01"))
        library.settle()
        again = library.loose_ends(TODAY + datetime.timedelta(days=7))
        assert again.due == []


def test_the_next_session_of_a_series(tmp_path: Path) -> None:
    """Same plan and people a month later, opening with what is open; nothing is opened twice when it goes on."""
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        store.dispatch("one", begin("Community", template_called("community-meeting"), zone="Europe/Dublin"))
        store.dispatch("one", DescribePlan(date="2026-03-12", time="13:30", follow_up="2026-04-09"))
        store.dispatch("one", JoinPerson(person="ana", name="Ana", roles=("gardener",), named=False))
        store.dispatch("one", GiveContribution(id="ask", text="Who decides?", kind="question", authors=("ana",)))
        made = next_session(store.state("one"), opening())
        assert made.here is not None
        store.dispatch("one", made.here)
        store.dispatch(made.stream, made.step)
        library.settle()
        state = library.load(made.stream).state
        assert (state.series.number, state.series.follows, state.series.every) == (2, "one", "month")
        assert (state.plan.date, state.about.starts, state.plan.follow_up) == (
            "2026-04-12",
            "2026-04-12T13:30+01:00",
            "2026-05-10",
        )
        blocks = state.agenda.in_order()
        assert (blocks[0].title, blocks[0].part) == ("What became of it?", OPENING)
        assert len(blocks) == len(store.state("one").agenda.in_order()) + 1
        assert [(person.name, person.roles, person.named) for person in state.people.present()] == [
            ("Ana", ("gardener",), False)
        ]
        assert [item.text for item in left_open(library.load(state.series.follows).state)] == ["Who decides?"]
        third = next_session(state, opening())
        assert third.here is None
        store.dispatch(third.stream, third.step)
        assert store.state(third.stream).series.number == 3


def test_every_template_begins_a_whole_session(tmp_path: Path) -> None:
    """Each plan fits its time, ends with commitments, and lets people exchange after every input."""
    from facilitator.session.plan_check import closes
    from facilitator.session.planning import lonely_inputs
    from facilitator.session.timetable import timetable

    templates = built_in_templates()
    assert len(templates) == 9
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal)
        for template in templates:
            store.dispatch(template.id, begin(template.name, template))
            state = store.state(template.id)
            table = timetable(state)
            assert 0 < table.planned <= table.available
            assert table.over == 0
            assert not lonely_inputs(state)
            blocks = [block for block in state.agenda.in_order() if not block.is_break]
            assert closes(blocks[-1])
            assert all(block.verb and block.prompt for block in blocks)
            assert state.agreement.rule
        library.settle()
