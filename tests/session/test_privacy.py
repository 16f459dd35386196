"""The one gate: what may be shown to whom."""

from __future__ import annotations

import pytest

from facilitator.session.agenda import AddBlock, ChangeBlock
from facilitator.session.contributions import GiveContribution, HideContribution, WithdrawContribution
from facilitator.session.privacy import Audience, Gate, Names, initials
from tests.session.rig import Rig


def test_who_did_not_agree_is_named_to_nobody_outside() -> None:
    """Withheld names appear in no audience but the facilitator's own, neither in full nor as initials."""
    rig = Rig()
    carmen = rig.state.people[rig.join("Carmen Ríos", named=False)]
    for audience in Audience:
        for names in Names:
            shown = Gate(audience, names).name(carmen)
            assert (shown is not None) == (audience is Audience.FACILITATOR and names is not Names.NONE)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Ana Ruiz", "AR"), ("李娜", "李"), ("يوسف حداد", "يح"), ("ben", "B"), ("(Hon.)", "?"), ("A B C D", "ABC")],
)
def test_initials_in_any_script(name: str, letters: str) -> None:
    """One letter for each of up to three words; a name without letters has none."""
    assert initials(name) == letters


def test_what_was_not_released_is_not_carried() -> None:
    """Taken back, hidden, not released, private by kind: none of it leaves the room, and it is counted."""
    rig = Rig()
    for words, kind, consent in (
        ("said", "idea", "quote"),
        ("said otherwise", "story", "paraphrase"),
        ("not to be carried", "concern", "no"),
        ("what I noticed about myself", "reflection", "quote"),
        ("the room was cold", "process_note", "quote"),
    ):
        rig.do(GiveContribution(text=words, kind=kind, consent=consent))
    hidden, gone = GiveContribution(text="hidden"), GiveContribution(text="gone")
    rig.do(hidden)
    rig.do(gone)
    rig.do(HideContribution(contribution=hidden.id))
    rig.do(WithdrawContribution(contribution=gone.id))
    outside = Gate(Audience.EVERYONE)
    assert [given.text for given in outside.carried(rig.state)] == ["said", "said otherwise"]
    assert [outside.quotes(rig.state, given) for given in outside.carried(rig.state)] == [True, False]
    assert outside.kept_back(rig.state) == 4
    assert len(Gate(Audience.FACILITATOR).carried(rig.state)) == 5


def test_tightening_applies_to_all_and_loosening_reveals_nothing() -> None:
    """A block made nameless afterwards hides the givers it had; opened again it shows those, and no more."""
    rig = Rig()
    ana = rig.join("Ana")
    rig.do(AddBlock(block="talk", title="Talk"))
    give = GiveContribution(text="x", authors=(ana,), activity="talk")
    rig.do(give)
    gate = Gate()
    named = rig.state.contributions.by_id[give.id]
    assert [person.name for person in gate.authors(rig.state, named)] == ["Ana"]
    rig.do(ChangeBlock(block="talk", anonymity="without_names"))
    assert gate.authors(rig.state, named) == ()
    quiet = GiveContribution(text="y", authors=(ana,), activity="talk")
    rig.do(quiet)
    rig.do(ChangeBlock(block="talk", anonymity="named"))
    assert gate.authors(rig.state, rig.state.contributions.by_id[quiet.id]) == ()
