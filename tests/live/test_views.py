"""What one guest may see, asked of every byte that is sent: briefs, cues, names, held cards, votes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.catalogue import built_in
from facilitator.live import views
from facilitator.live.protocol import told
from facilitator.session.activities import StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.agreements import MakeAgreement
from facilitator.session.asks import CastBallot, CloseAsk, OpenAsk, new_ballot
from facilitator.session.attachments import AddAttachment
from facilitator.session.casting import CastPlayer, OpenBrief
from facilitator.session.contributions import (
    GiveContribution,
    HideContribution,
    ReleaseContribution,
    WithdrawContribution,
)
from facilitator.session.groups import FormGroup
from facilitator.session.people import GiveConsent
from facilitator.session.play import GoToPhase, NextRound, phase_left_ms, weights_of
from facilitator.session.ports import uuid7
from facilitator.session.relations import Relate
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.running import remaining_ms
from facilitator.session.speaking import NextSpeaker, RaiseHand
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.session.wall import RevealWall, SetWall
from facilitator.session.watching import TickBehaviour
from tests.live.phones import Phone, Room
from tests.session.rig import Rig

SECRETS = ("You forgot one line", "You saw it and said nothing", "Be kind first", "They go silent: wait")


def play(room: Room) -> None:
    """A role play in the running block: two roles with secrets, what to say, remedies, a checklist."""
    rig = room.rig
    rig.do(ChangeBlock(block=room.block, say="Be kind first", trouble=("They go silent: wait",)))
    rig.do(WriteScenario(block=room.block, situation="06:50", rounds=2, checklist=("Asks openly", "Says it back")))
    rig.do(AddRole(role="night", block=room.block, name="Night nurse", secret="You forgot one line"))
    rig.do(AddRole(role="day", block=room.block, name="Day nurse", secret="You saw it and said nothing"))


def people(room: Room) -> dict[str, str]:
    return {person.name: person.id for person in room.rig.state.people.present()}


def test_a_brief_goes_to_its_own_player_and_to_nobody_else() -> None:
    """Before the round, while it is played, after a swap: each secret is in the bytes of its player alone."""
    room = Room()
    play(room)
    phones = [room.phone(name) for name in ("Ana", "Ben", "Cat")]
    ana, ben, cat = phones
    who = people(room)
    room.rig.do(CastPlayer(block=room.block, role="night", person=who["Ana"]))
    room.rig.do(CastPlayer(block=room.block, role="day", person=who["Ben"]))
    room.settle(*phones)
    assert all(phone.last["brief"]["brief"] is None for phone in phones)
    room.rig.do(GoToPhase(block=room.block, phase="brief"))
    room.settle(*phones)
    assert ana.last["brief"]["brief"]["secret"] == SECRETS[0]
    assert ben.last["brief"]["brief"]["secret"] == SECRETS[1]
    assert SECRETS[1] not in ana.bytes and SECRETS[0] not in ben.bytes
    assert cat.last["sheet"]["sheet"]["behaviours"] == ["Asks openly", "Says it back"]
    read = ana.event("brief_read")
    tick = cat.event("tick", behaviour=1, on=True)
    word = cat.event("words", words="What did you see?", mark="warmer")
    wrong = ana.event("tick", behaviour=0, on=True)
    room.settle(*phones)
    assert [cat.answers[tick]["t"], cat.answers[word]["t"], ana.answers[read]["t"], ana.answers[wrong]["t"]] == [
        "ok", "ok", "ok", "no",
    ]  # fmt: skip
    assert cat.last["sheet"]["sheet"]["ticked"] == [1] and ana.last["brief"]["brief"]["read"]
    room.rig.do(NextRound(block=room.block))
    room.rig.do(CastPlayer(block=room.block, role="night", person=who["Ben"]))
    room.settle(*phones)
    assert ben.last["brief"]["brief"]["role"] == "Night nurse" and ben.last["brief"]["brief"]["new"]
    assert ana.last["brief"]["brief"] is None
    for secret in SECRETS:
        assert secret not in cat.bytes
    for secret in SECRETS[2:]:
        assert secret not in ana.bytes + ben.bytes


def test_a_guest_without_a_name_has_no_brief_and_no_sheet() -> None:
    """Nobody plays who is nobody."""
    room = Room()
    play(room)
    nobody = room.phone()
    room.rig.do(GoToPhase(block=room.block, phase="play"))
    room.settle(nobody)
    assert nobody.last["brief"]["brief"] is None and nobody.last["sheet"]["sheet"] is None


@pytest.mark.parametrize(
    "how", ["hidden", "withdrawn", "not carried", "process note", "reflection", "hidden wall", "other block"]
)
def test_a_card_that_may_not_be_seen_is_in_no_byte(how: str) -> None:
    """Whatever keeps it back, no phone is ever sent a word of it, not in another card either."""
    room = Room()
    ana = room.phone("Ana")
    kind = {"process note": "process_note", "reflection": "reflection"}.get(how, "idea")
    other = uuid7()
    if how == "hidden wall":
        room.rig.do(SetWall(block=room.block, mode="hidden"))
    if how == "other block":
        room.rig.do(AddBlock(block=other, title="Other"))
    room.rig.journal.at_once = False
    card = GiveContribution(
        text="TOP SECRET", kind=kind, consent="no" if how == "not carried" else "quote",
        activity=other if how == "other block" else None,
    )  # fmt: skip
    room.rig.do(card)
    if how == "hidden":
        room.rig.do(HideContribution(contribution=card.id))
    later = GiveContribution(text="about it")
    room.rig.do(later)
    room.rig.do(Relate(later=later.id, earlier=card.id))
    if how == "withdrawn":
        room.rig.do(WithdrawContribution(contribution=card.id))
    room.rig.journal.at_once = True
    room.settle(ana)
    assert "SECRET" not in ana.bytes
    if how == "hidden wall":
        assert ana.last["stage"]["in"] == 2 and ana.cards == {}
        room.rig.do(RevealWall(block=room.block))
        room.settle(ana)
        assert sorted(ana.texts) == ["TOP SECRET", "about it"]


def test_names_of_those_who_did_not_agree_are_in_no_byte() -> None:
    """Neither with a card nor on the speaking list; taking the agreement back takes the name from the wall."""
    room = Room()
    ana = room.phone("Ana")
    shy = room.rig.join("Shy Person", named=False)
    loud = room.rig.join("Loud Person")
    room.rig.do(GiveContribution(text="one", authors=(shy,)))
    room.rig.do(GiveContribution(text="two", authors=(loud,)))
    room.rig.do(RaiseHand(person=shy))
    room.settle(ana)
    assert "Shy" not in ana.bytes and [card["who"] for card in ana.cards.values()] == ["", "Loud Person"]
    room.rig.do(GiveConsent(person=loud, named=False))
    room.settle(ana)
    assert [card["who"] for card in ana.cards.values()] == ["", ""]


def test_a_card_released_for_paraphrase_stands_without_its_name() -> None:
    """The same gate as the room screen."""
    room = Room()
    ana = room.phone("Ana")
    card = ana.give("mine")
    room.settle(ana)
    room.rig.do(ReleaseContribution(contribution=card, consent="paraphrase"))
    room.settle(ana)
    assert ana.cards[card]["who"] == ""


def test_votes_are_told_only_once_closed_and_never_whose() -> None:
    """While open: how many. Closed: sums. A pulse under five: nothing at all."""
    room = Room()
    ana = room.phone("Ana")
    for form, enough in (("poll", 2), ("pulse", 4)):
        key = uuid7()
        room.rig.do(OpenAsk(ask=key, form=form, question=f"{form}?", options=("Yes", "No")))
        for _one in range(enough):
            room.rig.do(CastBallot(ask=key, ballot=new_ballot(), marks=(1, 0)))
        room.settle(ana)
        asked = ana.last["ask"]["ask"]
        assert (asked["in"], asked["results"], asked["open"]) == (enough, None, True)
        room.rig.do(CloseAsk(ask=key))
        room.settle(ana)
        asked = ana.last["ask"]["ask"]
        assert asked["few"] == (form == "pulse")
        assert asked["results"] == ([] if form == "pulse" else [
            {"words": "Yes", "count": 2, "behind": "2 people"}, {"words": "No", "count": 0, "behind": "0 people"},
        ])  # fmt: skip
    for one in room.rig.state.votes.ballots.values():
        assert all(ballot not in ana.bytes for ballot in one)


def test_an_option_whose_card_was_hidden_is_told_no_more() -> None:
    """Hiding a card takes its words out of the vote too."""
    room = Room()
    ana = room.phone("Ana")
    card = GiveContribution(text="an insult")
    room.rig.do(card)
    room.rig.do(
        OpenAsk(ask=uuid7(), form="dots", question="Which?", options=("an insult", "fine"), refs=(card.id, ""))
    )  # fmt: skip
    room.settle(ana)
    room.rig.do(HideContribution(contribution=card.id))
    room.settle(ana)
    assert ana.last["ask"]["ask"]["options"] == ["", "fine"]


def test_a_rating_is_told_word_by_word() -> None:
    """How many chose each word of the scale, for each option and criterion."""
    room = Room()
    ana = room.phone("Ana")
    key = uuid7()
    room.rig.do(
        OpenAsk(ask=key, form="rating", question="How?", options=("A",), criteria=("useful",), scale=("no", "yes"))
    )  # fmt: skip
    room.settle(ana)
    ana.event("vote", ask=key, ballot=new_ballot(), marks=[1])
    room.settle(ana)
    room.rig.do(CloseAsk(ask=key))
    room.settle(ana)
    assert ana.last["ask"]["ask"]["results"] == [{"words": "A: useful", "count": 1, "behind": "no 0, yes 1"}]


def test_everybody_knows_their_own_place_on_the_list() -> None:
    """Place, floor and the next names; where nobody is named no name goes out."""
    room = Room()
    ana, ben = room.phone("Ana"), room.phone("Ben")
    ana.event("hand", up=True), ben.event("hand", up=True)
    room.settle(ana, ben)
    assert (ana.last["floor"]["place"], ben.last["floor"]["place"]) == (1, 2)
    assert (ana.last["floor"]["next"], ben.last["floor"]["next"]) == ([], ["Ana"])
    room.rig.do(NextSpeaker())
    room.settle(ana, ben)
    assert ana.last["floor"]["speaking"] and ben.last["floor"]["place"] == 1
    room.rig.do(ChangeBlock(block=room.block, anonymity="without_names"))
    room.settle(ana, ben)
    assert ben.last["floor"]["next"] == []


def test_who_does_not_want_to_be_named_is_a_participant_on_the_list() -> None:
    """The list says that somebody comes first, never who, and tells nobody that they come after themselves."""
    room = Room()
    carmen, lotte, ben = (room.phone(name) for name in ("Carmen", "Lotte", "Ben"))
    room.rig.do(GiveConsent(person=people(room)["Carmen"], named=False))
    carmen.event("hand", up=True), lotte.event("hand", up=True)
    room.settle(carmen, lotte, ben)
    assert (lotte.last["floor"]["next"], lotte.last["floor"]["unnamed"]) == (["a participant"], [0])
    assert (ben.last["floor"]["next"], ben.last["floor"]["unnamed"]) == (["a participant", "Lotte"], [0])
    assert (carmen.last["floor"]["place"], carmen.last["floor"]["next"]) == (1, [])
    assert "Carmen" not in ben.bytes + lotte.bytes


def test_a_phone_tells_the_time_of_the_phase() -> None:
    """As the room screen does: the minutes of the brief, told anew with the next phase."""
    room = Room()
    play(room)
    room.rig.do(ChangeBlock(block=room.block, modality="role_play"))
    room.hub.close("closing")
    room.hub = room.new_hub(built_in().get)
    ana = room.phone("Ana")
    room.rig.do(GoToPhase(block=room.block, phase="brief"))
    room.settle(ana)
    state = room.rig.state
    weights = weights_of(built_in().get("role_play"))
    now = room.rig.ms
    assert abs(ana.last["stage"]["left_ms"] - (phase_left_ms(state, room.block, now, weights) or 0)) < 1_000
    assert ana.last["stage"]["left_ms"] < remaining_ms(state, state.agenda.by_id[room.block], now) - 60_000
    brief = ana.last["stage"]["left_ms"]
    room.rig.do(GoToPhase(block=room.block, phase="play"))
    room.settle(ana)
    assert ana.last["stage"]["left_ms"] != brief


def test_what_was_agreed_is_told_so_that_a_phone_can_say_it_in_its_own_language() -> None:
    """The rule by name, the level by name, the day as a date, beside the words."""
    room = Room(anonymity="by_group")
    assert room.hub.hello() | {"rule": "", "anonymity": "by_group"} == room.hub.hello()
    assert "kept_until" not in room.hub.hello()
    room.rig.do(MakeAgreement(rule="everything_stays", kept_until="2027-03-12"))
    hello = room.hub.hello()
    assert (hello["rule"], hello["kept_until"]) == ("everything_stays", "2027-03-12")
    assert hello["promise"].startswith("Everything stays in the room.")


def test_small_groups_are_not_told() -> None:
    """Three in a group is a group; the name of two would tell who."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", anonymity="by_group"))
    rig.do(StartActivity(block="talk"))
    who = [rig.join(name) for name in ("A", "B", "C", "D", "E")]
    rig.do(FormGroup(group="big", block="talk", name="Card", people=tuple(who[:3])))
    rig.do(FormGroup(group="small", block="talk", name="Pair", people=tuple(who[3:])))
    assert views.group_of(rig.state, "talk", who[0]) == "Card"
    assert views.group_of(rig.state, "talk", who[4]) == views.group_of(rig.state, "talk", "") == ""


def test_by_group_a_card_has_its_group_and_no_name() -> None:
    """The group's name stands where a name would."""
    room = Room(anonymity="by_group")
    phones = [room.phone(name) for name in ("Ana", "Ben", "Cat")]
    room.rig.do(FormGroup(group="g", block=room.block, name="Card", people=tuple(people(room).values())))
    room.settle(*phones)
    assert phones[0].last["stage"]["group"] == "Card"
    card = phones[0].give("ours")
    room.settle(*phones)
    assert phones[1].cards[card]["who"] == "Card"


def test_themes_reach_the_phones() -> None:
    """By name, and when they are planted anew."""
    room = Room()
    ana = room.phone("Ana")
    card = ana.give("one")
    room.settle(ana)
    room.rig.do(NameTheme(theme="bed", name="At the bedside"))
    room.rig.do(PlantCard(contribution=card, theme="bed"))
    room.settle(ana)
    assert ana.cards[card]["themes"] == ["At the bedside"]


def test_only_pictures_are_told_as_photos() -> None:
    """A file of another kind on a card is not offered to phones."""
    room = Room()
    ana = room.phone("Ana")
    card = ana.give("one")
    room.rig.do(AddAttachment(sha256="a" * 64, name="x.svg", media_type="image/svg+xml", contribution=card))
    room.settle(ana)
    assert ana.cards[card]["photo"] == ""


def test_time_running_is_no_news() -> None:
    """The stage is told again when something changes, not because a second passed."""
    room = Room()
    ana = room.phone("Ana")
    room.settle(ana)
    ana.heard.clear()
    room.hub.freeze(False)
    room.settle(ana)
    assert ana.heard == []


ACTS = st.sampled_from(["give", "thank", "edit", "take_back", "hand", "tick", "next", "consent", "tighten", "loosen"])


@settings(max_examples=30)
@given(st.lists(st.tuples(ACTS, st.integers(0, 2)), max_size=25))
def test_whatever_happens_no_phone_gets_what_is_not_for_it(steps: list[tuple[str, int]]) -> None:
    """Random sessions: no secret of another, no cue, no name of one who did not agree, in any byte of any phone."""
    room = Room(anonymity="without_names")
    play(room)
    phones = [room.phone(name) for name in ("Anastasia", "Benjamin", "Catharina")]
    who = list(people(room).values())
    room.rig.do(GiveConsent(person=who[2], named=False))
    room.rig.do(CastPlayer(block=room.block, role="night", person=who[0]))
    room.rig.do(GoToPhase(block=room.block, phase="brief"))
    for what, number in steps:
        phone: Phone = phones[number]
        some = next(iter(phone.cards), uuid7())
        match what:
            case "give":
                phone.give("words")
            case "thank":
                phone.event("thank", card=some, text="thanks")
            case "edit":
                phone.event("edit", card=some, text="other words")
            case "take_back":
                phone.event("take_back", card=some)
            case "hand":
                phone.event("hand", up=True)
            case "tick":
                phone.event("tick", behaviour=0)
            case "next":
                phone.event("brief_read")
            case "consent":
                phone.say(t="since", n=0)
            case _:
                level = "named" if what == "loosen" else "without_names"
                room.rig.do(ChangeBlock(block=room.block, anonymity=level))
        room.settle(*phones)
    for place, phone in enumerate(phones):
        for secret in SECRETS[1:] if place == 0 else SECRETS:
            assert secret not in phone.bytes
        if place != 2:
            assert "Catharina" not in phone.bytes


def test_views_are_pure() -> None:
    """Looking changes nothing: the same state gives the same words twice."""
    room = Room()
    play(room)
    ana = room.phone("Ana")
    ana.give("one")
    room.settle(ana)
    state = room.rig.state.snapshot()
    first = [told(views.stage(state, 1, views.Switches())), told(views.asked(state)), str(views.Walls(state).all())]
    again = [told(views.stage(state, 1, views.Switches())), told(views.asked(state)), str(views.Walls(state).all())]
    assert first == again and state.same_as(room.rig.state)


def test_a_brief_is_read_only_in_its_own_name() -> None:
    """A phone opens no brief but its own: the rule holds below the hub, too."""
    room = Room()
    play(room)
    ana = room.phone("Ana")
    room.rig.do(GoToPhase(block=room.block, phase="brief"))
    no = ana.event("brief_read")
    room.settle(ana)
    assert ana.answers[no]["t"] == "no"
    assert OpenBrief.MAY == TickBehaviour.MAY
