"""The rules of a session, as commands, refusals and what is so afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock, MoveBlock, RemoveBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.attachments import AddAttachment, RemoveAttachment
from facilitator.session.commitments import MakeCommitment
from facilitator.session.contributions import (
    AttributeContribution,
    GiveContribution,
    HideContribution,
    ReleaseContribution,
    RestoreContribution,
    RewordContribution,
    TypeContribution,
    WithdrawContribution,
)
from facilitator.session.decisions import ExplainDecision
from facilitator.session.errors import Rejected
from facilitator.session.harvest import DropChain, PickChain, RemovePassage, WritePassage, WriteSummary
from facilitator.session.ledger import Ledger
from facilitator.session.outcomes import RateOutcome
from facilitator.session.people import DescribePerson, GiveConsent, LeavePerson, TakeOutPerson
from facilitator.session.questions import SettleOpenEnd, answered
from facilitator.session.relations import Relate, RemoveRelation
from facilitator.session.rules import BODIES, GUEST, OPPOSITES, Command, Together
from facilitator.session.sessions import DescribeSession, RemoveSession
from facilitator.session.state import SessionState
from facilitator.session.themes import (
    MergeThemes,
    NameTheme,
    PartThemes,
    PlantCard,
    RemoveTheme,
    RenameTheme,
    UprootCard,
)
from tests.session.rig import Rig


def full_rig() -> tuple[Rig, dict[str, str]]:
    """A session with one of everything, and the ids of its parts."""
    rig = Rig()
    ids = {"ana": rig.join("Ana"), "ben": rig.join("Ben")}
    rig.do(AddBlock(block="talk", title="Talk", minutes=20))
    rig.do(AddBlock(block="close", title="Close", minutes=5))
    for name, kind in (
        ("one", "idea"),
        ("two", "note"),
        ("ask", "question"),
        ("will", "commitment"),
        ("we", "decision"),
    ):
        give = GiveContribution(text=f"words of {name}", kind=kind, authors=(ids["ana"],))
        rig.do(give)
        ids[name] = give.id
    for theme in ("bed", "door", "hall"):
        rig.do(NameTheme(theme=theme, name=theme.title()))
    rig.do(PlantCard(contribution=ids["one"], theme="bed"))
    rig.do(Relate(later=ids["two"], earlier=ids["one"]))
    rig.do(MakeCommitment(contribution=ids["will"], owner=ids["ana"], due="2026-03-27"))
    rig.do(WritePassage(passage="p", part="standpoint", title="From the night", text="We write it down."))
    rig.do(PickChain(chain="c", title="One card", cards=(ids["one"], ids["two"])))
    attach = AddAttachment(sha256="a" * 64, name="flip chart.jpg")
    rig.do(attach)
    ids["photo"] = attach.id
    rig.do(MergeThemes(theme="door", into="hall"))
    return rig, ids


STEPS: dict[str, Callable[[dict[str, str]], Command]] = {
    "describe session": lambda ids: DescribeSession(title="Other", purpose="Find out", learning="We change"),
    "remove session": lambda ids: RemoveSession(),
    "describe person": lambda ids: DescribePerson(person=ids["ana"], name="Ana Ruiz", roles=("gardener",)),
    "consent": lambda ids: GiveConsent(person=ids["ana"], named=False, quoted=False),
    "leave": lambda ids: LeavePerson(person=ids["ben"]),
    "take out": lambda ids: TakeOutPerson(person=ids["ben"]),
    "agree": lambda ids: MakeAgreement(rule="chatham_house", kept_until="2027-03-12"),
    "add block": lambda ids: AddBlock(block="new", title="New", after="talk"),
    "change block": lambda ids: ChangeBlock(block="talk", minutes=30, anonymity="without_names"),
    "move block": lambda ids: MoveBlock(block="close", after=""),
    "remove block": lambda ids: RemoveBlock(block="talk"),
    "start": lambda ids: StartActivity(block="talk"),
    "start and end": lambda ids: Together(commands=(StartActivity(block="talk"), EndActivity())),
    "start the next": lambda ids: Together(commands=(StartActivity(block="talk"), StartActivity(block="close"))),
    "give": lambda ids: GiveContribution(text="more", authors=(ids["ana"], ids["ben"])),
    "reword": lambda ids: RewordContribution(contribution=ids["one"], text="other words"),
    "type": lambda ids: TypeContribution(contribution=ids["two"], kind="story"),
    "attribute": lambda ids: AttributeContribution(contribution=ids["two"], authors=(ids["ben"],)),
    "release": lambda ids: ReleaseContribution(contribution=ids["one"], consent="no"),
    "withdraw": lambda ids: WithdrawContribution(contribution=ids["one"]),
    "hide": lambda ids: HideContribution(contribution=ids["one"]),
    "relate": lambda ids: Relate(later=ids["ask"], earlier=ids["one"], relation="asks_about"),
    "unrelate": lambda ids: RemoveRelation(later=ids["two"], earlier=ids["one"]),
    "name theme": lambda ids: NameTheme(theme="new", name="New"),
    "rename theme": lambda ids: RenameTheme(theme="bed", name="Bedside"),
    "remove theme": lambda ids: RemoveTheme(theme="bed"),
    "plant": lambda ids: PlantCard(contribution=ids["two"], theme="bed"),
    "uproot": lambda ids: UprootCard(contribution=ids["one"], theme="bed"),
    "merge": lambda ids: MergeThemes(theme="bed", into="hall"),
    "part": lambda ids: PartThemes(theme="door"),
    "commit": lambda ids: MakeCommitment(contribution=ids["will"], owner=ids["ben"], due="", state="done"),
    "explain": lambda ids: ExplainDecision(contribution=ids["we"], because="why", considered=("a", "b")),
    "settle": lambda ids: SettleOpenEnd(contribution=ids["ask"], state="parked", keeper=ids["ben"]),
    "rate": lambda ids: RateOutcome(item="informed", then=1, now=3, evidence="I asked"),
    "attach": lambda ids: AddAttachment(sha256="b" * 64, name="b.jpg", contribution=ids["one"]),
    "detach": lambda ids: RemoveAttachment(attachment=ids["photo"]),
    "summary": lambda ids: WriteSummary(why="because", open="who"),
    "passage": lambda ids: WritePassage(passage="p2", part="minority", text="No."),
    "passage again": lambda ids: WritePassage(passage="p", part="standpoint", text="Changed."),
    "drop passage": lambda ids: RemovePassage(passage="p"),
    "chain": lambda ids: PickChain(chain="c2", title="Two", cards=(ids["one"], ids["ask"])),
    "drop chain": lambda ids: DropChain(chain="c"),
}


def looks(state: SessionState) -> object:
    """What a person can see of a state: everything but what was taken back, and the trace of earlier words."""
    return (
        state.about,
        list(state.people.present()),
        state.agreement,
        state.agenda.in_order(),
        state.agenda.running,
        [(c.id, c.text, c.kind, c.authors, c.consent) for c in state.contributions.standing()],
        sorted(state.relations.all()),
        [(t.id, t.name, sorted(state.themes.cards(t.id))) for t in state.themes.standing()],
        dict(state.commitments.by_id.items()),
        {key: value for key, value in state.decisions.by_id.items() if value.because},
        {key: value for key, value in state.open_ends.by_id.items() if value.state},
        state.outcomes.standing(),
        state.attachments.standing(),
        state.harvest.summary,
        state.harvest.of("standpoint"),
        state.harvest.of("minority"),
        state.harvest.shown_chains(),
    )


@pytest.mark.parametrize("name", STEPS)
def test_every_step_can_be_taken_back_and_done_again(name: str) -> None:
    """Undo brings back what a person saw before, redo what they saw after, and only by adding facts."""
    rig, ids = full_rig()
    before, facts = looks(rig.state), len(rig.store.ledger(rig.stream).facts)
    rig.do(STEPS[name](ids))
    after = looks(rig.state)
    assert after != before
    for _round in range(2):
        rig.store.undo(rig.stream)
        assert looks(rig.state) == before
        rig.store.redo(rig.stream)
        assert looks(rig.state) == after
    assert len(rig.store.ledger(rig.stream).facts) > facts + 2
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)


def test_every_kind_of_fact_has_an_opposite() -> None:
    """Nothing a command can do is beyond undo."""
    assert {body.KIND for body in OPPOSITES} == set(BODIES)


REFUSED: dict[str, tuple[Callable[[dict[str, str]], Command], str]] = {
    "no words": (lambda ids: GiveContribution(text=" \n"), "There are no words in it yet."),
    "too long": (
        lambda ids: GiveContribution(text="x" * 20_001),
        "That is 20001 characters long; 20000 is the most.",
    ),
    "no kind": (lambda ids: GiveContribution(text="x", kind="like"), "“like” is no kind of contribution."),
    "stranger": (lambda ids: GiveContribution(text="x", authors=("?",)), "This person is not in the session."),
    "name of 64 kB": (
        lambda ids: NameTheme(theme="t", name="n" * 65_536),
        "That name is 65536 characters long; 200 is the most.",
    ),
    "itself": (
        lambda ids: Relate(later=ids["one"], earlier=ids["one"]),
        "A contribution cannot refer to itself.",
    ),
    "circle": (lambda ids: MergeThemes(theme="hall", into="door"), "A theme cannot be merged into itself."),
    "no owner": (
        lambda ids: MakeCommitment(contribution=ids["one"], owner=ids["ana"]),
        "Only a commitment has an owner and a date.",
    ),
    "no date": (
        lambda ids: MakeCommitment(contribution=ids["will"], due="soon"),
        "“soon” is no date. Write it as year-month-day.",
    ),
    "nothing runs": (lambda ids: EndActivity(), "Nothing is running."),
    "off the scale": (lambda ids: RateOutcome(item="informed", now=5), "An answer lies between 0 and 4."),
    "nothing hidden": (
        lambda ids: RestoreContribution(contribution=ids["one"]),
        "There is nothing to take back.",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_is_one_plain_sentence_and_changes_nothing(name: str) -> None:
    """A rule that says no says why, and the record is as it was."""
    command, sentence = REFUSED[name]
    rig, ids = full_rig()
    facts = list(rig.store.ledger(rig.stream).facts)
    with pytest.raises(Rejected) as refusal:
        rig.do(command(ids))
    assert str(refusal.value) == sentence
    assert rig.store.ledger(rig.stream).facts == facts


def test_a_step_of_many_commands_is_all_or_nothing() -> None:
    """If the last command of a step is refused, none of it happened."""
    rig, ids = full_rig()
    before = looks(rig.state)
    with pytest.raises(Rejected):
        rig.do(Together(commands=(GiveContribution(text="first"), RenameTheme(theme="nowhere", name="x"))))
    assert looks(rig.state) == before
    rig.do(GiveContribution(text="goes on", authors=(ids["ana"],)))
    assert rig.state.contributions.standing()[-1].text == "goes on"


def test_asking_twice_does_nothing_twice() -> None:
    """A command sent again with the id its sender made gives no second contribution."""
    rig = Rig()
    give = GiveContribution(text="once")
    rig.do(give)
    assert rig.do(give).facts == ()
    rig.do(Together(commands=(give,)))
    assert [given.text for given in rig.state.contributions.standing()] == ["once"]


def test_in_an_activity_without_names_no_fact_names_the_giver() -> None:
    """Not the state alone: the author is in no fact at all, so loosening later reveals nothing."""
    rig = Rig()
    ana = rig.join("Ana")
    rig.do(AddBlock(block="hush", title="Say it", anonymity="without_names"))
    rig.do(AddBlock(block="tables", title="By table", anonymity="by_group"))
    quiet = GiveContribution(text="nobody knows", authors=(ana,), group="Table 2", activity="hush")
    table = GiveContribution(text="our table", authors=(ana,), group="Table 2", activity="tables")
    facts = [*rig.do(quiet).facts, *rig.do(table).facts]
    assert all(ana not in str(fact) for fact in facts)
    assert [fact.body.get("group") for fact in facts] == [None, "Table 2"]
    rig.do(ChangeBlock(block="hush", anonymity="named"))
    assert rig.state.contributions.by_id[quiet.id].authors == ()


def test_a_contribution_stands_in_several_themes_and_merging_nests() -> None:
    """Merged beds carry their cards along, nested, and come back whole when a merge is taken back."""
    rig, ids = full_rig()
    rig.do(PlantCard(contribution=ids["one"], theme="door"))
    assert rig.state.themes.of(ids["one"]) == ["bed", "hall"]
    rig.do(NameTheme(theme="house", name="House"))
    rig.do(MergeThemes(theme="hall", into="house"))
    rig.do(MergeThemes(theme="bed", into="house"))
    assert rig.state.themes.of(ids["one"]) == ["house"]
    assert rig.state.themes.cards("house") == [ids["one"]]
    rig.do(PartThemes(theme="hall"))
    assert rig.state.themes.of(ids["one"]) == ["house", "hall"]
    rig.do(PartThemes(theme="door"))
    assert rig.state.themes.cards("door") == [ids["one"]]
    assert rig.state.themes.cards("hall") == []


def test_a_question_is_answered_by_an_answer_or_by_word() -> None:
    """An answer that stands answers; what was said about the question holds over that."""
    rig, ids = full_rig()
    reply = GiveContribution(text="because", kind="answer")
    rig.do(reply)
    rig.do(Relate(later=reply.id, earlier=ids["ask"], relation="answers"))
    assert answered(rig.state, ids["ask"])
    rig.do(WithdrawContribution(contribution=reply.id))
    assert not answered(rig.state, ids["ask"])
    rig.do(SettleOpenEnd(contribution=ids["ask"], state="settled"))
    assert answered(rig.state, ids["ask"])


def test_a_guest_may_give_and_not_tend() -> None:
    """A phone's role gives, answers and rates; themes and agenda are not for it."""
    rig, _ids = full_rig()
    rig.store.dispatch(rig.stream, GiveContribution(text="from a phone"), role=GUEST)
    with pytest.raises(Rejected, match="Only the facilitator"):
        rig.store.dispatch(rig.stream, RenameTheme(theme="bed", name="Mine"), role=GUEST)


def test_text_is_kept_as_given() -> None:
    """Controls, direction marks and decomposed letters stay; only what is no character at all is replaced."""
    rig = Rig()
    words = "a\u0000b\u202ec\u0301\u200d\U0001f469\ufeff  "
    give = GiveContribution(text=words)
    rig.do(give)
    assert rig.state.contributions.by_id[give.id].text == words
    broken = GiveContribution(text="half \ud83d")
    rig.do(broken)
    assert rig.state.contributions.by_id[broken.id].text == "half \ufffd"


def test_a_snapshot_stands_still() -> None:
    """What another thread was given does not change while the session goes on."""
    rig, ids = full_rig()
    still = rig.state.snapshot()
    before = looks(still)
    for step in ("reword", "withdraw", "plant", "merge", "commit", "describe session", "summary", "passage again"):
        try:
            rig.do(STEPS[step](ids))
        except Rejected:
            continue
    assert looks(still) == before
    assert looks(rig.state) != before
