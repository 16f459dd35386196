"""From a typed line to one step."""

from __future__ import annotations

import datetime

import pytest

from facilitator.session.capture import compose, known_in
from facilitator.session.contributions import Contribution
from facilitator.session.errors import Rejected
from facilitator.session.notation import parse_line
from tests.session.rig import Rig

TODAY = datetime.date(2026, 3, 12)


def typed(rig: Rig, line: str, selected: str | None = None) -> Contribution:
    rig.do(compose(parse_line(line, known_in(rig.state, TODAY)), rig.state, selected=selected))
    return list(rig.state.contributions.by_id.values())[-1]


def test_a_line_adds_whom_and_what_it_speaks_of() -> None:
    """A new name, a new theme, the contribution, its owner and its date: one step, taken back at once."""
    rig = Rig()
    given = typed(rig, "! Zoë: call the vendor #phones by fri")
    made = rig.state.commitments.by_id[given.id]
    assert rig.state.people[made.owner].name == "Zoë"
    assert made.due == "2026-03-13"
    assert [rig.state.themes.by_id[theme].name for theme in rig.state.themes.of(given.id)] == ["Phones"]
    rig.store.undo(rig.stream)
    assert not rig.state.people.present()
    assert not rig.state.contributions.standing()
    assert not rig.state.themes.standing()


def test_building_on_a_question_answers_it() -> None:
    """On a question the relation is *answers*, and the kind becomes answer only if no sign was typed."""
    rig = Rig()
    question = typed(rig, "? who decides")
    answer = typed(rig, "^ the charge nurse")
    knowing = typed(rig, "^& on nights it is me", selected=question.id)
    building = typed(rig, "^ so ask her", selected=answer.id)
    assert (answer.kind, knowing.kind, building.kind) == ("answer", "knowledge", "note")
    assert rig.state.relations.of(answer.id) == [(question.id, "answers")]
    assert rig.state.relations.of(knowing.id) == [(question.id, "answers")]
    assert rig.state.relations.of(building.id) == [(answer.id, "builds_on")]


def test_several_people_give_together() -> None:
    """Names before the colon are all givers, each once."""
    rig = Rig()
    rig.join("Ana")
    given = typed(rig, "Ana, Ben, Ana: we tried it")
    assert [rig.state.people[author].name for author in given.authors] == ["Ana", "Ben"]


def test_nothing_to_build_on_is_said() -> None:
    """The first line of a session cannot build on anything."""
    with pytest.raises(Rejected, match="nothing to build on"):
        typed(Rig(), "^ so")
    with pytest.raises(Rejected, match="no words"):
        typed(Rig(), "Ana:")
