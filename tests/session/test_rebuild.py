"""Reading an exported session: what is no such file, or not whole, is refused with a sentence."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.rebuild import NotASession, commands_from_export
from facilitator.session.rules import Together
from facilitator.session.store import Store
from tests.session.rig import Kept

SMALL: dict[str, Any] = {
    "format": "facilitator-session",
    "version": 1,
    "session": {"id": "s", "title": "T"},
    "people": [{"id": "p", "name": "Ann", "named": True, "quoted": True, "roles": ["participant"]}],
    "contributions": [{"id": "c", "text": "words", "kind": "idea", "people": ["p"], "consent": "quote"}],
    "harvest": {"summary": {"why": "so"}, "passages": [], "chains": []},
}


def test_least_file_is_enough() -> None:
    """Parts that are missing are empty; the session stands."""
    stream, commands = commands_from_export(SMALL)
    store = Store(Kept())
    store.dispatch(stream, Together(commands=tuple(commands)))
    state = store.state("s")
    assert state.contributions.by_id["c"].authors == ("p",)
    assert state.harvest.summary.why == "so"


@pytest.mark.parametrize("data", [{}, {"format": "other"}, [], "text", {"format": "facilitator-session"}])
def test_other_files_are_refused(data: Any) -> None:
    """What is no exported session is told so."""
    with pytest.raises(NotASession):
        commands_from_export(data)


def test_newer_file_is_refused() -> None:
    """A file of a newer program is told so."""
    with pytest.raises(NotASession, match="newer program"):
        commands_from_export({**SMALL, "version": 2})


def test_place_of_the_mistake_is_named() -> None:
    """The sentence names the place in the file."""
    data = copy.deepcopy(SMALL)
    data["contributions"][0]["text"] = 5
    with pytest.raises(NotASession, match=r"contributions\[0\]\.text"):
        commands_from_export(data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(["session", "people", "contributions", "themes", "harvest", "relations", "outcomes"]), _JSON)
def test_any_shape_is_taken_or_told(part: str, value: Any) -> None:
    """Whatever stands in a part, the answer is a session or a sentence, never a crash, and nothing half done."""
    store = Store(Kept())
    try:
        stream, commands = commands_from_export({**SMALL, part: value})
        store.dispatch(stream, Together(commands=tuple(commands)))
    except (FacilitatorError, Rejected):
        assert not store.is_open("s") or not store.ledger("s").facts


@pytest.mark.parametrize(("name", "form"), [("turns", "check_in"), ("given", "outcome")])
@pytest.mark.parametrize("counts", [(2**53 - 1,), (-1,), (9_000, 9_000)])
def test_numbers_that_no_room_could_give_are_refused_at_once(name: str, form: str, counts: tuple[int, ...]) -> None:
    """One short line cannot make the program build millions of commands, neither alone nor several together."""
    votes = [{"id": f"v{at}", "form": form, "question": "?", name: count} for at, count in enumerate(counts)]
    with pytest.raises(NotASession, match=rf"votes\[{len(counts) - 1}\]\.{name}"):
        commands_from_export({**SMALL, "votes": votes})
