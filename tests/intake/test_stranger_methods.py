"""Methods from strangers: what is good is taken, what is not is listed, what is none is refused in a sentence."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facilitator.arrivals import METHOD, Arrival, read_arrival
from facilitator.catalogue import built_in
from facilitator.intake import NotUnderstood, mended_method, recognise
from facilitator.session.errors import FacilitatorError
from facilitator.session.library import LIBRARY
from facilitator.session.methods import parsed
from facilitator.session.modalities import Modality, as_method, read_method
from tests.export.making import store

WALK: dict[str, Any] = {
    **as_method(next(iter(built_in()))), "id": "walk", "name": "A walk", "mood": {"colour": "blue"},
}  # fmt: skip
FIELDS = sorted(set(WALK) - {"format", "version", "id", "name", "mood"})


def _arrive(path: Path, document: object, kind: str | None = None) -> Arrival:
    path.write_text(json.dumps(document), encoding="utf-8")
    return read_arrival(path, kind=kind)


def _kept(arrival: Arrival) -> Modality:
    """The method as the library has it."""
    here = store()
    here.dispatch(LIBRARY, arrival.step)
    (method,) = here.state(LIBRARY).methods.own()
    return method


def _places(arrival: Arrival) -> list[str]:
    return [place.where for place in arrival.skipped]


def test_good_methods_are_taken_as_they_are() -> None:
    """All that came with the program, and one with a field nobody knows: nothing is changed, nothing is listed."""
    for document in (*map(as_method, built_in()), WALK):
        assert mended_method(document) == (document, [])


@pytest.mark.parametrize("without", ["id", "name", "format", *FIELDS])
def test_one_field_is_missing(without: str, tmp_path: Path) -> None:
    """Whichever field is missing: it is a method all the same, has everything else, and keeps what nobody knows."""
    document = {key: value for key, value in WALK.items() if key not in (without, "format", "version")}
    arrival = _arrive(tmp_path / "m.json", document)
    assert arrival.kind == METHOD
    method = _kept(arrival)
    assert method.name == ("Walk" if without == "name" else "A walk")
    assert re.fullmatch("a-walk-[0-9a-f]{8}" if without == "id" else "walk", method.id)
    assert method.extra["mood"] == {"colour": "blue"}
    found = as_method(method)
    assert all(found[field] == WALK[field] for field in FIELDS if field != without)
    wanted = {"id", "name", "purposes", "size", "time", "settings", "energy", "trust", "prep", "exchange"}
    assert _places(arrival) == ([without] if without in wanted else [])


_junk = st.one_of(
    st.none(), st.booleans(), st.integers(-9, 10**7), st.text(max_size=9), st.lists(st.integers(-2, 9), max_size=5),
    st.dictionaries(st.sampled_from(["inform", "connect", "start", "x"]), st.integers(-3, 9), max_size=3),
    st.just(float("nan")), st.just([["a"], 5, {"start": 1, "end": 0}, "words"]),
)  # fmt: skip


@given(field=st.sampled_from(FIELDS), junk=_junk)
@example(field="family", junk="")
@example(field="size", junk=[1, 2, 3])
def test_one_field_is_wrong(field: str, junk: object, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever stands in a field: the others are taken, and what could not be used is listed at its place."""
    arrival = _arrive(tmp_path_factory.getbasetemp() / "m.json", {**WALK, field: junk})
    found = as_method(_kept(arrival))
    assert all(found[other] == WALK[other] for other in FIELDS if other != field)
    assert all(place.startswith(field) or (field, place) == ("purposes", "purposes") for place in _places(arrival))
    if junk and found[field] != junk and not isinstance(junk, str) and type(found[field]) is type(junk):
        assert arrival.skipped


def test_a_bad_number_is_left_out_alone(tmp_path: Path) -> None:
    """One wrong number among the purposes, one wrong line among the prompts: the rest of them is taken."""
    bad = {"purposes": {"connect": 3, "inform": 9, "fun": 1}, "prompts": ["Who?", 5, "Why?"], "size": "many"}
    arrival = _arrive(tmp_path / "m.json", {**WALK, **bad})
    method = _kept(arrival)
    assert (method.purposes, method.prompts, method.size) == ({"connect": 3}, ("Who?", "Why?"), Modality("", "").size)
    assert sorted(_places(arrival)) == ["prompts[1]", "purposes.fun", "purposes.inform", "size"]


def test_two_methods_of_one_name_stay_two(tmp_path: Path) -> None:
    """Files without ids: another method of the same name replaces nothing; the same file again changes nothing."""
    bare = {key: value for key, value in WALK.items() if key != "id"}
    here = store()
    for document in (bare, {**bare, "verb": "Walk apart"}, dict(reversed(bare.items()))):
        here.dispatch(LIBRARY, _arrive(tmp_path / "m.json", document).step)
    assert sorted((method.name, method.verb) for method in here.state(LIBRARY).methods.own()) == [
        ("A walk", "Walk apart"),
        ("A walk", WALK["verb"]),
    ]


def test_without_a_purpose_it_is_kept_and_not_proposed(tmp_path: Path) -> None:
    """A method that does not say what it is for is in the library, and this is told."""
    arrival = _arrive(tmp_path / "m.json", {"format": "facilitator-method", "name": "Standing in line"})
    method = _kept(arrival)
    assert method.id.startswith("standing-in-line-")
    assert (method.name, dict(method.purposes)) == ("Standing in line", {})
    assert _places(arrival)[-1] == "purposes"
    assert parsed(json.dumps(as_method(method))).name == "Standing in line"


@pytest.mark.parametrize(
    ("document", "word"),
    [
        ({"format": "facilitator-method"}, "no name"),
        ({"format": "facilitator-method", "name": "  ", "id": "--"}, "no name"),
        ({"format": "something-else", "name": "x"}, "no method"),
        ({**WALK, "version": 9}, "newer program"),
        (["a"], "no method"),
    ],
)
def test_what_can_be_no_method(document: object, word: str, tmp_path: Path) -> None:
    """No name at all, another program's file, a newer version: one sentence, and nothing is added."""
    with pytest.raises(FacilitatorError, match=word):
        _arrive(tmp_path / "m.json", document, METHOD)


def test_talk_with_a_few_such_words_is_no_method(tmp_path: Path) -> None:
    """A transcript whose document happens to have some of the names is talk."""
    path = tmp_path / "t.json"
    turns = [{"speaker": "Ann", "text": "hello"}, {"speaker": "Bob", "text": "hi"}]
    path.write_text(json.dumps({"settings": {}, "size": 4, "power": 1, "turns": turns}), encoding="utf-8")
    assert recognise(path) == "transcript"
    path.write_text(json.dumps({"settings": {}, "size": 4}), encoding="utf-8")
    with pytest.raises(NotUnderstood):
        recognise(path)


def test_reading_stays_strict() -> None:
    """The editor still asks for a purpose before a method is saved."""
    with pytest.raises(FacilitatorError, match="serves no purpose"):
        read_method({"id": "x", "name": "X"})
