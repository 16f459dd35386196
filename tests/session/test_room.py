"""What the room may see, asked with every kind of thing that is not for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.contributions import GiveContribution, HideContribution, WithdrawContribution
from facilitator.session.people import GiveConsent
from facilitator.session.relations import Relate
from facilitator.session.role_play import AddRole, WriteScenario
from facilitator.session.room import MESSAGE, NOTHING, SLIPS, VOTES, room_view
from facilitator.session.running import PauseActivity
from facilitator.session.slips import SHARE, PutSlip, RevealSlips
from facilitator.session.themes import NameTheme, PlantCard
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN, MODES, RevealWall, SetWall, TellRoom
from tests.session.rig import Rig

SECRET = "xylophone"


def room(**block: object) -> tuple[Rig, str, str]:
    """A running block in which two people talk."""
    rig = Rig()
    ana, ben = rig.join("Ana"), rig.join("Ben")
    more = {"prompt": "What got lost?", **block}
    rig.do(AddBlock(block="talk", title="Talk", minutes=20, **more))  # type: ignore[arg-type]
    rig.do(StartActivity(block="talk"))
    return rig, ana, ben


def say(rig: Rig, text: str, *authors: str, **more: str) -> str:
    """A card in the running block."""
    command = GiveContribution(text=text, authors=authors, **more)  # type: ignore[arg-type]
    rig.do(command)
    return command.id


def words(rig: Rig) -> list[str]:
    """The words on the wall, bed after bed."""
    return [card.text for bed in room_view(rig.state, rig.ms).beds for card in bed.cards]


@pytest.mark.parametrize("mode", MODES)
def test_nothing_private_is_in_it(mode: str) -> None:
    """Notes, remedies, briefs, hidden, withdrawn and unreleased cards, reflections, process notes, unread slips."""
    rig, ana, ben = room(
        say=f"{SECRET} say", catch=f"{SECRET} catch", trouble=(f"{SECRET}: trouble",), prepare=(f"{SECRET} prepare",)
    )
    rig.do(WriteScenario(block="talk", situation=f"{SECRET} situation", checklist=(f"{SECRET} watch",)))
    rig.do(AddRole(role="r", block="talk", name="Nurse", secret=f"{SECRET} secret", wants=f"{SECRET} wants"))
    hidden, taken = say(rig, f"{SECRET} hidden", ana), say(rig, f"{SECRET} taken back", ana)
    rig.do(HideContribution(contribution=hidden))
    rig.do(WithdrawContribution(contribution=taken))
    say(rig, f"{SECRET} do not carry", ana, consent="no")
    say(rig, f"{SECRET} reflection", ana, kind="reflection")
    say(rig, f"{SECRET} process", ana, kind="process_note")
    say(rig, "open words", ben)
    rig.do(SetWall(block="talk", mode=mode))
    assert SECRET not in repr(room_view(rig.state, rig.ms))
    rig.do(PutSlip(slip="s", text=f"{SECRET} slip", writer=ana, wish=SHARE))
    view = room_view(rig.state, rig.ms)
    assert (view.shows, view.slips) == (SLIPS, 1)
    assert SECRET not in repr(view)
    rig.do(RevealSlips(block="talk"))
    assert words(rig)[-1] == "open words"


def test_names_pass_the_gate() -> None:
    """Named where agreed, counted where not; words not given as a quotation stand without a name."""
    rig, ana, ben = room()
    first = say(rig, "one", ana)
    second = say(rig, "two", ben)
    rig.do(Relate(later=second, earlier=first))
    card, earlier = room_view(rig.state, rig.ms).beds[0].cards
    assert (earlier.names, card.names, card.refers) == (("Ana",), ("Ben",), (("builds_on", ("Ana",)),))
    rig.do(GiveConsent(person=ana, named=False))
    card, earlier = room_view(rig.state, rig.ms).beds[0].cards
    assert (earlier.names, earlier.unnamed, card.refers) == ((), 1, ())
    say(rig, "three", ben, consent="paraphrase")
    assert room_view(rig.state, rig.ms).beds[0].cards[0].names == ()


def test_a_card_tells_nothing_of_one_the_room_may_not_see() -> None:
    """Who gave a card of a hidden wall, or one that is not kept yet, is not told through a card that refers to it."""
    rig, ana, ben = room()
    rig.do(SetWall(block="talk", mode=HIDDEN))
    hidden = say(rig, "on the hidden wall", ana)
    rig.do(AddBlock(block="next", title="Next", minutes=5))
    rig.do(StartActivity(block="next"))
    for relation in ("builds_on", "answers"):
        rig.do(Relate(later=say(rig, relation, ben), earlier=hidden, relation=relation))
    assert "Ana" not in repr(room_view(rig.state, rig.ms))
    rig.do(RevealWall(block="talk"))
    assert "Ana" in repr(room_view(rig.state, rig.ms))
    assert "Ana" not in repr(room_view(rig.state, rig.ms, held_back=[hidden]))


@pytest.mark.parametrize(("level", "group"), [("by_group", "Table 2"), ("without_names", "")])
def test_an_activity_without_names_shows_none(level: str, group: str) -> None:
    """Also when names were given first and the activity was made nameless later."""
    rig, ana, _ben = room()
    say(rig, "words", ana, group="Table 2")
    rig.do(ChangeBlock(block="talk", anonymity=level))
    (card,) = room_view(rig.state, rig.ms).beds[0].cards
    assert (card.names, card.unnamed, card.group) == ((), 0, group)


def test_the_wall_is_newest_first_or_by_theme_or_hidden() -> None:
    """Each mode with its counts; cards of other activities are not on it."""
    rig, ana, _ben = room()
    rig.do(GiveContribution(text="elsewhere", activity=""))
    one, two = say(rig, "one", ana), say(rig, "two", ana)
    say(rig, "three", ana)
    assert words(rig) == ["three", "two", "one"]
    rig.do(SetWall(block="talk", mode=BY_THEME))
    assert room_view(rig.state, rig.ms).shows == AS_IT_COMES, "without themes there is nothing to sort by"
    for theme, cards in (("a", (one, two)), ("b", (two,)), ("empty", ())):
        rig.do(NameTheme(theme=theme, name=theme))
        for card in cards:
            rig.do(PlantCard(contribution=card, theme=theme))
    view = room_view(rig.state, rig.ms)
    assert [(bed.title, bed.count) for bed in view.beds] == [("a", 2), ("b", 1)]
    assert (view.shows, view.cards, view.loose) == (BY_THEME, 3, 1)
    assert room_view(rig.state, rig.ms, columns=1).more_beds == 1
    rig.do(SetWall(block="talk", mode=HIDDEN))
    say(rig, "four", ana)
    assert words(rig) == ["three", "two", "one"]
    assert room_view(rig.state, rig.ms).hidden == 1
    rig.do(RevealWall(block="talk"))
    assert words(rig)[0] == "four"


def test_a_wall_hidden_from_the_start_tells_only_how_many() -> None:
    """*11 cards are in*, and not one of their words."""
    rig, ana, _ben = room()
    rig.do(SetWall(block="talk", mode=HIDDEN))
    for number in range(11):
        say(rig, f"{SECRET} {number}", ana)
    view = room_view(rig.state, rig.ms)
    assert (view.shows, view.hidden, view.beds) == (HIDDEN, 11, ())


def test_what_is_not_kept_yet_is_not_on_the_wall() -> None:
    """A card held back is neither shown nor counted."""
    rig, ana, _ben = room()
    say(rig, "safe", ana)
    fresh = say(rig, "not safe yet", ana)
    view = room_view(rig.state, rig.ms, held_back=[fresh])
    assert [card.text for card in view.beds[0].cards] == ["safe"]
    assert view.cards == 1


def test_message_votes_break_and_nothing_running() -> None:
    """What stands in place of the wall, and that a message stands alone."""
    rig, _ana, _ben = room()
    view = room_view(rig.state, rig.ms, votes=[("Yes", 7, "seven"), ("No", 2, "two")])
    assert (view.shows, view.bars[0], view.beds) == (VOTES, ("Yes", 7, "seven"), ())
    rig.do(TellRoom(text="Fire drill at 15:00"))
    view = room_view(rig.state, rig.ms)
    assert (view.shows, view.message, view.prompt, view.left_ms) == (MESSAGE, "Fire drill at 15:00", "", None)
    rig.do(TellRoom())
    rig.do(AddBlock(block="coffee", title="Coffee", modality="break", minutes=12))
    rig.do(StartActivity(block="coffee", ms=1_000))
    view = room_view(rig.state, 61_000)
    assert (view.is_break, view.prompt, view.left_ms, view.back_ms) == (True, "Coffee", 660_000, 721_000)
    rig.do(EndActivity())
    view = room_view(rig.state, rig.ms)
    assert (view.shows, view.prompt, view.left_ms) == (NOTHING, "Night handover", None)


def test_the_time_is_what_is_left_of_the_activity() -> None:
    """It runs below nought, stands still in a pause, and gives way to a stage's own time."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=1))
    rig.do(StartActivity(block="talk", ms=0))
    assert room_view(rig.state, 90_000).left_ms == -30_000
    assert room_view(rig.state, 90_000, left_ms=5_000).left_ms == 5_000
    rig.do(PauseActivity(ms=20_000))
    view = room_view(rig.state, 90_000)
    assert (view.left_ms, view.paused) == (40_000, True)


@given(st.lists(st.tuples(st.sampled_from(MODES), st.integers(0, 3)), max_size=6))
def test_a_hidden_card_is_seen_only_after_the_wall_was_open_once(course: list[tuple[str, int]]) -> None:
    """Whatever is chosen in whatever order: a card is on the wall exactly if the wall was open since it was given."""
    rig, ana, _ben = room()
    seen: set[str] = set()
    waiting: set[str] = set()
    for mode, cards in course:
        rig.do(SetWall(block="talk", mode=mode))
        for _number in range(cards):
            waiting.add(say(rig, "words", ana))
        if mode != HIDDEN:
            seen |= waiting
            waiting.clear()
        assert {card.id for bed in room_view(rig.state, rig.ms).beds for card in bed.cards} == seen
