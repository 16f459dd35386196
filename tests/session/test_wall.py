"""The wall of an activity: how it is shown, hiding it, opening it, and a message to the room."""

from __future__ import annotations

import pytest

from facilitator.session.agenda import AddBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.wall import AS_IT_COMES, BY_THEME, HIDDEN, RevealWall, SetWall, TellRoom, WallSet
from tests.session.rig import Rig


def walled() -> Rig:
    """A session with one block."""
    rig = Rig()
    rig.do(AddBlock(block="talk", title="Talk", minutes=20))
    return rig


def give(rig: Rig, text: str) -> str:
    """A card in the block."""
    command = GiveContribution(text=text, activity="talk")
    rig.do(command)
    return command.id


def seen(rig: Rig) -> list[str]:
    """The words of the cards that are open to the room."""
    wall = rig.state.wall.of("talk")
    return [given.text for given in rig.state.contributions.standing() if wall.shows(given)]


def test_a_wall_is_open_until_somebody_hides_it_and_again_once_it_is_revealed() -> None:
    """The three ways in their order, and that opening says how the wall is shown from then on."""
    rig = walled()
    assert rig.state.wall.of("talk").mode == AS_IT_COMES
    rig.do(SetWall(block="talk", mode=HIDDEN))
    give(rig, "unseen")
    assert seen(rig) == []
    rig.do(RevealWall(block="talk", mode=BY_THEME))
    assert rig.state.wall.of("talk").mode == BY_THEME
    assert seen(rig) == ["unseen"]


def test_what_the_room_has_seen_stays_when_the_wall_is_hidden_later() -> None:
    """Hiding is for what comes: cards shown before stay, also over a reveal, a second hiding and undo."""
    rig = walled()
    give(rig, "first")
    rig.do(SetWall(block="talk", mode=HIDDEN))
    give(rig, "second")
    assert seen(rig) == ["first"]
    rig.do(RevealWall(block="talk"))
    assert seen(rig) == ["first", "second"]
    rig.store.undo(rig.stream)
    give(rig, "third")
    assert seen(rig) == ["first", "second"]
    rig.store.redo(rig.stream)
    assert rig.state.wall.of("talk").mode == HIDDEN
    rig.do(SetWall(block="talk", mode=AS_IT_COMES))
    assert seen(rig) == ["first", "second", "third"]


def test_two_laptops_hiding_one_wall_hide_from_the_first_time() -> None:
    """A second hiding in the record opens nothing that came between."""
    rig = walled()
    rig.do(SetWall(block="talk", mode=HIDDEN))
    first = rig.state.wall.of("talk").hides_from_ms
    give(rig, "between")
    last = rig.store.ledger(rig.stream).facts[-1]
    again = last._replace(id="other", device="w2", seq=1, ms=last.ms + 5, kind="wall_set", body={})
    again = again._replace(body=WallSet("talk", HIDDEN).as_json())
    rig.store.admit(rig.stream, [again])
    assert rig.state.wall.of("talk").hides_from_ms == first
    assert seen(rig) == []


def test_a_message_stands_until_it_is_taken_away() -> None:
    """One message at a time; an empty one takes it away; undo brings it back."""
    rig = Rig()
    rig.do(TellRoom(text=" Back at 14:37 "))
    assert rig.state.wall.message == "Back at 14:37"
    assert rig.do(TellRoom(text="Back at 14:37")).facts == ()
    rig.do(TellRoom())
    assert rig.state.wall.message == ""
    rig.store.undo(rig.stream)
    assert rig.state.wall.message == "Back at 14:37"


def test_refusals_are_plain() -> None:
    """Unknown ways, an open wall, a message that is a text: refused in one sentence."""
    rig = walled()
    with pytest.raises(Rejected, match="“mist” is no way"):
        rig.do(SetWall(block="talk", mode="mist"))
    with pytest.raises(Rejected, match="open already"):
        rig.do(RevealWall(block="talk"))
    with pytest.raises(Rejected, match="400 is the most"):
        rig.do(TellRoom(text="x" * 401))


def test_every_step_can_be_taken_back_and_folds_again() -> None:
    """Undo and redo for each command, and the record alone gives the same state."""
    rig = walled()
    steps = (
        SetWall(block="talk", mode=BY_THEME),
        SetWall(block="talk", mode=HIDDEN),
        RevealWall(block="talk"),
        TellRoom(text="Hello"),
    )
    for command in steps:
        before = (rig.state.wall.of("talk").mode, rig.state.wall.message)
        rig.do(command)
        after = (rig.state.wall.of("talk").mode, rig.state.wall.message)
        assert before != after
        rig.store.undo(rig.stream)
        assert (rig.state.wall.of("talk").mode, rig.state.wall.message) == before
        rig.store.redo(rig.stream)
        assert (rig.state.wall.of("talk").mode, rig.state.wall.message) == after
    assert Ledger(rig.stream, rig.journal.facts).state.same_as(rig.state)
