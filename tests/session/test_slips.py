"""Pens first: nobody reads before the reveal, and each slip becomes what its writer wished."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.export import FORMATS, Options, export
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.errors import Rejected
from facilitator.session.facts import Fact
from facilitator.session.ledger import Ledger
from facilitator.session.people import DescribePerson, LeavePerson, expected
from facilitator.session.privacy import Audience
from facilitator.session.room import room_view
from facilitator.session.rules import GUEST
from facilitator.session.slips import (
    KEEP,
    MOST_COUNTED,
    SHARE,
    WISHES,
    WITHOUT_NAME,
    CountSlips,
    PutSlip,
    RevealSlips,
    visible_slips,
)
from facilitator.storage import derive
from tests.session.rig import Rig

SECRET = "xylophone"


def writing(people: int = 3, **block: str) -> tuple[Rig, list[str]]:
    """A running block in which people write alone."""
    rig = Rig()
    here = [rig.join(f"Person {number}") for number in range(people)]
    rig.do(AddBlock(block="pens", title="Pens", modality="pens_first", minutes=12, prompt="What now?", **block))  # type: ignore[arg-type]
    rig.do(StartActivity(block="pens"))
    return rig, here


def test_before_the_reveal_the_words_are_nowhere(tmp_path: Path) -> None:
    """Not among visible slips or contributions, on no wall, in no search entry, in no file of any format."""
    rig, here = writing()
    rig.do(PutSlip(slip="a", text=f"{SECRET} one", writer=here[0], wish=SHARE))
    rig.do(PutSlip(slip="b", text=f"{SECRET} two", wish=WITHOUT_NAME))
    state = rig.state
    assert state.slips.written("pens") == 2
    assert visible_slips(state, "pens") == []
    assert not state.contributions.by_id
    assert SECRET not in repr(room_view(state, rig.ms))
    assert SECRET not in repr(list(derive.entries(state)))
    facts = rig.store.ledger(rig.stream).facts
    assert derive.subjects(facts[-2:], state) == set()
    for form in FORMATS:
        if form in ("pdf", "ics"):
            continue
        for audience in Audience:
            target = tmp_path / f"{audience.value}.{form}"
            export(state.snapshot(), form, target, Options(audience=audience))
            assert SECRET not in target.read_text("utf-8")


def test_the_reveal_makes_contributions_as_each_wished() -> None:
    """Shared with a name, shared without, kept and unsaid: only the first two become cards, one of them named."""
    rig, here = writing(5)
    rig.do(PutSlip(slip="a", text="with my name", writer=here[0], wish=SHARE, kind="idea"))
    rig.do(PutSlip(slip="b", text="without it", writer=here[1], wish=WITHOUT_NAME))
    rig.do(PutSlip(slip="c", text="for me alone", writer=here[2], wish=KEEP))
    rig.do(PutSlip(slip="d", text="did not say", writer=here[3]))
    rig.do(RevealSlips(block="pens"))
    cards = [(c.text, c.kind, c.authors, c.activity) for c in rig.state.contributions.standing()]
    assert cards == [("with my name", "idea", (here[0],), "pens"), ("without it", "note", (), "pens")]
    assert [(slip.text, slip.writer) for slip in visible_slips(rig.state, "pens")] == [
        ("with my name", here[0]),
        ("without it", None),
    ]


def test_no_fact_holds_what_is_kept_or_who_wants_no_name() -> None:
    """The words to keep are in no fact at all, and a slip without a name has no writer in the record."""
    rig, here = writing(5)
    rig.do(PutSlip(slip="c", text=SECRET, writer=here[2], wish=KEEP))
    change = rig.do(PutSlip(slip="b", text="words", writer=here[1], wish=WITHOUT_NAME))
    rig.do(RevealSlips(block="pens"))
    assert SECRET not in repr(rig.store.ledger(rig.stream).facts)
    assert here[1] not in repr(change.facts)


def test_where_nobody_is_named_no_slip_is() -> None:
    """An activity without names has no writer in any fact, whatever was wished."""
    rig, here = writing(anonymity="without_names")
    change = rig.do(PutSlip(slip="a", text="words", writer=here[0], wish=SHARE))
    more = rig.do(RevealSlips(block="pens"))
    assert here[0] not in repr((change.facts, more.facts))
    assert rig.state.contributions.by_id["a"].authors == ()


@pytest.mark.parametrize("level", ["without_names", "by_group"])
def test_a_slip_opens_by_the_rule_its_activity_has_then(level: str) -> None:
    """Made nameless between writing and the reveal, the activity names nobody: on no card, slip, or new fact."""
    rig, here = writing()
    rig.do(PutSlip(slip="a", text="words", writer=here[0], wish=SHARE))
    rig.do(ChangeBlock(block="pens", anonymity=level))
    change = rig.do(RevealSlips(block="pens"))
    assert here[0] not in repr(change.facts)
    assert rig.state.contributions.by_id["a"].authors == ()
    assert [slip.writer for slip in visible_slips(rig.state, "pens")] == [None]


def test_a_late_slip_joins_at_once_and_an_opened_one_is_not_written_over() -> None:
    """After the reveal a slip becomes a card in the same batch; the slips before stay as they were."""
    rig, here = writing()
    rig.do(PutSlip(slip="a", text="early", writer=here[0], wish=SHARE))
    rig.do(RevealSlips(block="pens"))
    change = rig.do(PutSlip(slip="b", text="late", writer=here[1], wish=SHARE))
    assert [fact.kind for fact in change.facts] == ["slip_in", "contribution_given"]
    assert [slip.text for slip in visible_slips(rig.state, "pens")] == ["early", "late"]
    with pytest.raises(Rejected, match="opened already"):
        rig.do(PutSlip(slip="a", text="other", wish=SHARE))


def test_a_slip_is_written_anew_before_the_reveal_by_its_writer_alone() -> None:
    """Words and wish may change until then; another guest may not touch it; it stays one slip."""
    rig, here = writing()
    rig.do(PutSlip(slip="a", text="draft", writer=here[0]))
    rig.store.dispatch(
        rig.stream, PutSlip(slip="a", text="better", writer=here[0], wish=SHARE), role=GUEST, person=here[0]
    )
    assert rig.state.slips.written("pens") == 1
    with pytest.raises(Rejected, match="somebody else’s"):
        rig.store.dispatch(rig.stream, PutSlip(slip="a", text="mine", wish=SHARE), role=GUEST, person=here[1])
    rig.do(RevealSlips(block="pens"))
    assert [c.text for c in rig.state.contributions.standing()] == ["better"]


def test_it_opens_by_itself_when_all_have_written_and_chosen() -> None:
    """The last choice opens the slips in one step, which undo takes back as one."""
    rig, here = writing(3)
    rig.do(PutSlip(slip="a", text="one", writer=here[0], wish=SHARE))
    rig.do(PutSlip(slip="c", text="three", writer=here[2], wish=KEEP))
    rig.do(PutSlip(slip="b", text="two", writer=here[1]))
    assert not rig.state.slips.is_revealed("pens")
    rig.do(PutSlip(slip="b", text="two", writer=here[1], wish=SHARE))
    assert rig.state.slips.is_revealed("pens")
    assert len(rig.state.contributions.standing()) == 2
    rig.store.undo(rig.stream)
    assert not rig.state.slips.is_revealed("pens")
    assert visible_slips(rig.state, "pens") == []
    assert rig.state.contributions.standing() == []
    rig.do(RevealSlips(block="pens"))
    assert [c.text for c in rig.state.contributions.standing()] == ["one"]


def test_few_slips_and_paper_wait_for_a_hand() -> None:
    """With fewer than three to write, or a slip typed in for nobody in particular, nothing opens by itself."""
    rig, here = writing(2)
    for slip, writer in (("a", here[0]), ("b", here[1])):
        rig.do(PutSlip(slip=slip, text="secret", writer=writer, wish=SHARE))
    assert not rig.state.slips.is_revealed("pens")
    rig, _none = writing(0)
    rig.do(PutSlip(slip="a", text="secret", wish=SHARE))
    assert not rig.state.slips.is_revealed("pens")


def test_counting_by_hand_never_counts_fewer_than_are_in() -> None:
    """Paper is counted by hand; a typed slip is one of those counted; who left is not waited for."""
    rig, here = writing(4)
    rig.do(CountSlips(block="pens", count=2))
    rig.do(PutSlip(slip="a", text="one", writer=here[0], wish=SHARE))
    assert rig.state.slips.written("pens") == 2
    rig.do(CountSlips(block="pens", count=0))
    assert rig.state.slips.written("pens") == 1
    assert expected(rig.state) == 4
    rig.do(LeavePerson(person=here[3]))
    assert expected(rig.state) == 3
    rig.do(DescribePerson(person=here[2], roles=("facilitator", "scribe")))
    assert expected(rig.state) == 2
    rig.do(DescribePerson(person=here[2], roles=("facilitator", "participant")))
    assert expected(rig.state) == 3
    with pytest.raises(Rejected, match="Between nobody and 1000"):
        rig.do(CountSlips(block="pens", count=-1))


wishes = st.lists(st.tuples(st.sampled_from(WISHES), st.booleans(), st.integers(0, 5)), max_size=8)


@given(wishes)
def test_any_course_can_be_taken_back_step_by_step_and_folds_again(course: list[tuple[str, bool, int]]) -> None:
    """Whatever is put in, counted and revealed: undo to the beginning, redo to the end, and the record agrees."""
    rig, here = writing(6)

    def looks() -> object:
        state = rig.state
        return (
            list(state.slips.of("pens")),
            state.slips.written("pens"),
            state.slips.is_revealed("pens"),
            visible_slips(state, "pens"),
            [(c.id, c.text, c.authors) for c in state.contributions.standing()],
        )

    trail, steps = [looks()], 0
    for number, (wish, reveals, count) in enumerate(course):
        for command in (
            PutSlip(slip=f"s{number}", text=f"words {number}", writer=here[count], wish=wish),
            CountSlips(block="pens", count=count),
            *((RevealSlips(block="pens"),) if reveals else ()),
        ):
            if rig.do(command).facts:
                trail.append(looks())
                steps += 1
    for place in range(steps, 0, -1):
        assert looks() == trail[place]
        rig.store.undo(rig.stream)
    assert looks() == trail[0]
    for place in range(1, steps + 1):
        rig.store.redo(rig.stream)
        assert looks() == trail[place]
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


@pytest.mark.parametrize("count", [20_000, 10**12, -5])
def test_a_count_from_elsewhere_is_one_that_can_be(count: int) -> None:
    """Another program may have counted millions, or less than nobody: it is cut to what a person could enter."""
    rig, _here = writing()
    body = {"block": "pens", "count": count}
    rig.store.admit(rig.stream, [Fact("x", rig.stream, "zz", 1, rig.ms, 9, None, "slips_counted", 1, body)])
    assert 0 <= rig.state.slips.written("pens") <= MOST_COUNTED
