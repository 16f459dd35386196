"""A phone is told its own group as it is now: after a draw, another draw, a move, and when there are no groups more."""

from __future__ import annotations

from facilitator.session.agenda import ChangeBlock
from facilitator.session.groups import ChangeGroup, DissolveGroup, FormGroup
from facilitator.session.rules import Together
from tests.live.phones import Room


def test_after_a_redraw_every_phone_has_its_new_group() -> None:
    """Each phone is told the group it is in, once for each change, and never one of before or of somebody else."""
    room = Room()
    phones = [room.phone(name) for name in ("Ana", "Ben", "Cat", "Dan", "Eli", "Fay")]
    ids = [person.id for person in room.rig.state.people.present()]

    def groups() -> str:
        room.settle(*phones)
        return " ".join(phone.last["stage"]["group"] or "-" for phone in phones)

    assert groups() == "- - - - - -"
    room.rig.do(
        Together(
            commands=(
                FormGroup(group="x", block=room.block, name="X", people=tuple(ids[:3])),
                FormGroup(group="y", block=room.block, name="Y", people=tuple(ids[3:])),
            )
        )
    )
    assert groups() == "X X X Y Y Y"
    drawn_again = (
        ChangeGroup(group="x", people=(ids[0], ids[2], ids[4])),
        ChangeGroup(group="y", people=(ids[1], ids[3], ids[5])),
    )
    room.rig.do(Together(commands=drawn_again))
    assert groups() == "X Y X Y X Y"
    before = [len(phone.heard) for phone in phones]
    assert groups() == "X Y X Y X Y"
    assert [len(phone.heard) for phone in phones] == before, "what stays is no news"
    room.rig.do(ChangeGroup(group="y", people=(ids[1], ids[3], ids[5], ids[0])))
    assert groups() == "Y Y X Y X Y", "pairs too: everybody is named here"
    room.rig.do(ChangeBlock(block=room.block, anonymity="without_names"))
    assert groups() == "Y Y - Y - Y", "a group of two is not told where nobody is named: its name would tell who"
    room.rig.do(ChangeGroup(group="y", name="By the window"))
    assert groups() == "By the window By the window - By the window - By the window"
    room.rig.do(Together(commands=(DissolveGroup(group="x"), DissolveGroup(group="y"))))
    assert groups() == "- - - - - -"
