"""Methods of one's own, as facts in the stream of the library."""

from __future__ import annotations

import json
from typing import Any

import pytest

from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.library import LIBRARY
from facilitator.session.methods import RemoveMethod, WriteMethod
from facilitator.session.modalities import as_method
from facilitator.session.rules import Command
from facilitator.session.store import Store
from tests.session.rig import Rig

WALK: dict[str, Any] = {"id": "walk", "name": "A walk", "purposes": {"connect": 3}, "mood": "calm"}


def write(method: str = "walk", **change: object) -> WriteMethod:
    """The command that writes a method."""
    return WriteMethod(method=method, content=json.dumps({**WALK, "id": method, **change}))


def shelf() -> tuple[Rig, Store]:
    """A store whose library holds one method; no session is in that stream."""
    rig = Rig()
    rig.store.adopt(Ledger(LIBRARY))
    rig.store.dispatch(LIBRARY, write())
    return rig, rig.store


def looks(store: Store) -> list[tuple[str, str, bool]]:
    """What a person sees of the methods."""
    return [(method.id, method.name, method.own) for method in store.state(LIBRARY).methods.own()]


@pytest.mark.parametrize(
    "step",
    [write("ride", name="A ride"), write(name="A long walk"), RemoveMethod(method="walk")],
    ids=["new", "changed", "removed"],
)
def test_every_step_can_be_taken_back_and_done_again(step: Command) -> None:
    """Undo brings back what was there, redo what came, and the record folded anew says the same."""
    rig, store = shelf()
    before = looks(store)
    store.dispatch(LIBRARY, step)
    after = looks(store)
    assert after != before
    for _round in range(2):
        store.undo(LIBRARY)
        assert looks(store) == before
        store.redo(LIBRARY)
        assert looks(store) == after
    kept = [fact for fact in rig.journal.facts if fact.stream == LIBRARY]
    assert Ledger(LIBRARY, kept).state.same_as(store.state(LIBRARY))


def test_the_same_words_again_are_no_news() -> None:
    """Writing what is there already makes no fact; what was put away comes back."""
    _rig, store = shelf()
    assert store.dispatch(LIBRARY, write()).facts == ()
    store.dispatch(LIBRARY, RemoveMethod(method="walk"))
    assert len(store.dispatch(LIBRARY, write()).facts) == 1
    assert looks(store) == [("walk", "A walk", True)]


def test_the_id_it_is_kept_under_is_its_id() -> None:
    """A copy kept under an id beside the first is a method of its own, unknown fields and all."""
    _rig, store = shelf()
    store.dispatch(LIBRARY, WriteMethod(method="own-walk", content=json.dumps(WALK)))
    assert [name for name, _name, _own in looks(store)] == ["own-walk", "walk"]
    assert as_method(store.state(LIBRARY).methods.own()[0])["mood"] == "calm"


@pytest.mark.parametrize(
    "content",
    ["{", "[]", '{"id": "x"}', json.dumps({**WALK, "size": "big"}), json.dumps({**WALK, "x": float("nan")})],
)
def test_what_is_no_method_is_not_kept(content: str) -> None:
    """Refused with a sentence; nothing is written."""
    _rig, store = shelf()
    with pytest.raises(Rejected, match="Nothing was added"):
        store.dispatch(LIBRARY, WriteMethod(method="bad", content=content))
    with pytest.raises(Rejected, match="too long"):
        store.dispatch(LIBRARY, write(x="x" * 200_001))
    with pytest.raises(Rejected, match="no such method"):
        store.dispatch(LIBRARY, RemoveMethod(method="bad"))
    assert looks(store) == [("walk", "A walk", True)]


def test_half_a_character_is_none() -> None:
    """A lone surrogate, written out or escaped, cannot reach the disk or a screen."""
    _rig, store = shelf()
    store.dispatch(LIBRARY, write("escaped", name="A \ud83d walk"))
    store.dispatch(
        LIBRARY, WriteMethod(method="raw", content=json.dumps({**WALK, "name": "B \ud83d"}, ensure_ascii=False))
    )
    assert {name for _id, name, _own in looks(store)} == {"A walk", "A \ufffd walk", "B \ufffd"}
    for item in store.state(LIBRARY).methods.by_id.values():
        item.content.encode()


def test_a_method_from_a_newer_program_is_kept_and_left_out() -> None:
    """What this program cannot read stays in the record word for word, and is not offered."""
    rig, store = shelf()
    (fact,) = [fact for fact in rig.journal.facts if fact.stream == LIBRARY]
    newer = json.dumps({**WALK, "version": 99, "size": "any"})
    state = Ledger(LIBRARY, [fact._replace(body={**fact.body, "content": newer})]).state
    assert state.methods.own() == []
    assert state.methods.by_id["walk"].content == newer
    assert looks(store) == [("walk", "A walk", True)]
