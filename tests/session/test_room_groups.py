"""Who sits with whom, as far as everybody in the room may know."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.activities import EndActivity, StartActivity
from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.contributions import GiveContribution
from facilitator.session.groups import ChangeGroup, DissolveGroup, FormGroup
from facilitator.session.people import GiveConsent, LeavePerson, TakeOutPerson
from facilitator.session.room import (
    GROUPS,
    MESSAGE,
    NOTHING,
    RoomGroup,
    RoomSeat,
    RoomView,
    groups_still,
    room_view,
)
from facilitator.session.wall import AS_IT_COMES, TellRoom
from tests.session.rig import Rig

NAMES = ("Ana Ruiz", "Ben Okafor", "李娜", "يوسف الحسن", "Zoë Brandt")


def room(**block: object) -> tuple[Rig, dict[str, str]]:
    """A running block with two groups: three people by the window, two somewhere."""
    rig = Rig()
    who = {name: rig.join(name) for name in NAMES}
    ids = list(who.values())
    rig.do(AddBlock(block="talk", title="Talk", minutes=20, prompt="What got lost?", **block))  # type: ignore[arg-type]
    rig.do(StartActivity(block="talk"))
    rig.do(FormGroup(group="one", block="talk", name="Table 1", place="by the window", people=tuple(ids[:3])))
    rig.do(FormGroup(group="two", block="talk", name="Table 2", people=tuple(ids[3:])))
    return rig, who


def view(rig: Rig, **more: object) -> RoomView:
    return room_view(rig.state, rig.ms, groups=True, **more)  # type: ignore[arg-type]


def names(rig: Rig) -> list[list[str]]:
    return [[seat.name for seat in group.seats] for group in view(rig).groups]


def test_groups_stand_there_when_they_are_asked_for() -> None:
    """Name, place, people in their order, under the question; in place of the wall and of a vote."""
    rig, who = room()
    rig.do(GiveContribution(text="a card"))
    assert room_view(rig.state, rig.ms).shows == AS_IT_COMES
    seen = view(rig)
    assert (seen.shows, seen.prompt, seen.beds) == (GROUPS, "What got lost?", ())
    assert [(group.name, group.place, group.count) for group in seen.groups] == [
        ("Table 1", "by the window", 3),
        ("Table 2", "", 2),
    ]
    assert seen.groups[0].seats[0] == RoomSeat(who["Ana Ruiz"], "Ana Ruiz")
    assert names(rig) == [list(NAMES[:3]), list(NAMES[3:])]
    assert view(rig, votes=[("Yes", 7, "")]).shows == GROUPS


def test_groups_give_way_where_there_is_nothing_to_show() -> None:
    """A message stands over them; without groups the wall stands; after the activity nothing does."""
    rig, _who = room()
    rig.do(TellRoom(text="Fire drill"))
    assert (view(rig).shows, view(rig).groups) == (MESSAGE, ())
    rig.do(TellRoom())
    rig.do(DissolveGroup(group="one"))
    rig.do(DissolveGroup(group="two"))
    assert view(rig).shows == AS_IT_COMES
    rig.do(EndActivity())
    assert view(rig).shows == NOTHING


def test_who_may_not_be_named_is_a_participant_and_who_is_gone_is_not_there() -> None:
    """Their seat has no name; who left, or was taken out, has no seat; a group without anybody is none."""
    rig, who = room()
    rig.do(GiveConsent(person=who["Ana Ruiz"], named=False))
    assert names(rig) == [["", "Ben Okafor", "李娜"], list(NAMES[3:])]
    rig.do(LeavePerson(person=who["Ben Okafor"]))
    rig.do(TakeOutPerson(person=who["يوسف الحسن"]))
    assert names(rig) == [["", "李娜"], ["Zoë Brandt"]]
    rig.do(LeavePerson(person=who["Zoë Brandt"]))
    assert [group.name for group in view(rig).groups] == ["Table 1"]


@pytest.mark.parametrize("level", ["by_group", "without_names"])
def test_an_activity_without_names_tells_only_how_many(level: str) -> None:
    """Not a name and not an id of anybody, only how large the groups are."""
    rig, who = room(anonymity=level)
    seen = view(rig)
    assert seen.groups == (RoomGroup("Table 1", "by the window", (), 3), RoomGroup("Table 2", "", (), 2))
    assert not any(word in repr(seen) for word in (*who, *who.values()))


def test_at_cafe_tables_the_host_is_told() -> None:
    """The first of a table stays when the others travel, so the room sees who that is; elsewhere nobody is first."""
    rig, _who = room()
    assert not any(seat.host for group in view(rig).groups for seat in group.seats)
    rig, who = room(method="world_cafe")
    hosts = [seat.id for group in view(rig).groups for seat in group.seats if seat.host]
    assert hosts == [who["Ana Ruiz"], who["يوسف الحسن"]]
    rig.do(LeavePerson(person=who["Ana Ruiz"]))
    assert not any(seat.host for seat in view(rig).groups[0].seats), "nobody becomes a host by standing first"


def test_groups_shown_before_lose_what_may_not_be_seen_any_more() -> None:
    """While something new waits for the disk the old groups stand, without names that were taken back since."""
    rig, who = room()
    old = view(rig).groups
    rig.do(ChangeGroup(group="two", people=tuple(who.values())))
    rig.do(GiveConsent(person=who["Ana Ruiz"], named=False))
    rig.do(LeavePerson(person=who["李娜"]))
    block = rig.state.agenda.by_id["talk"]
    still = groups_still(rig.state, block, old)
    assert [[seat.name for seat in group.seats] for group in still] == [["", "Ben Okafor"], list(NAMES[3:])]
    rig.do(ChangeBlock(block="talk", anonymity="without_names"))
    still = groups_still(rig.state, rig.state.agenda.by_id["talk"], old)
    assert [(group.seats, group.count) for group in still] == [((), 2), ((), 2)]


@given(st.lists(st.tuples(st.sampled_from(["named", "unnamed", "left", "move"]), st.integers(0, 4)), max_size=8))
def test_no_name_is_shown_that_may_not_be(course: list[tuple[str, int]]) -> None:
    """Whatever happens in whatever order: those are named who are here and agreed, and everybody here counts."""
    rig, who = room()
    ids = list(who.values())
    for what, at in course:
        person = rig.state.people[ids[at]]
        if what == "left":
            rig.do(LeavePerson(person=person.id))
        elif what == "move":
            group = rig.state.groups.by_id["one" if at % 2 else "two"]
            rig.do(ChangeGroup(group=group.id, people=tuple(dict.fromkeys((*group.people, person.id)))))
        else:
            rig.do(GiveConsent(person=person.id, named=what == "named"))
    here = [one for one in rig.state.people.present() if one.here]
    told = sorted(name for row in names(rig) for name in row if name)
    assert told == sorted(one.name for one in here if one.named)
    assert sum(group.count for group in view(rig).groups) == len(here)
