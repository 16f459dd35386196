"""Methods as data: seventeen come with the program, one's own have the same fields, and a file is never trusted."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from facilitator.catalogue import built_in
from facilitator.session.errors import Rejected
from facilitator.session.ledger import Ledger
from facilitator.session.library import LIBRARY
from facilitator.session.methods import RemoveMethod, WriteMethod
from facilitator.session.modalities import BadMethod, as_method, read_method
from tests.session.rig import Rig

GOOD: dict[str, Any] = {"id": "walk", "name": "A walk", "purposes": {"connect": 3}}


def test_all_seventeen_are_whole() -> None:
    """Every method has every field a first-time facilitator needs, and its running order ends in an exchange."""
    catalogue = built_in()
    assert len(catalogue) == 17
    for method in catalogue:
        for field in ("verb", "good_for", "not_for", "safety", "fit", "access_notes", "source", "licence", "run"):
            assert getattr(method, field).strip(), (method.id, field)
        for field in ("prepare", "steps", "prompts", "debrief", "failures"):
            assert getattr(method, field), (method.id, field)
        assert method.title.startswith(method.name)
        captured = " ".join(step.capture for step in method.steps[-2:])
        assert captured.strip(), method.id


def test_the_input_methods_ask_for_an_exchange() -> None:
    """Film, text, showing and silent writing are inputs; the others bring their exchange."""
    assert [method.id for method in built_in() if method.is_input] == [
        "video",
        "reading",
        "demonstration",
        "pens_first",
    ]


def test_a_method_comes_back_from_its_file() -> None:
    """Written and read again it is the same, with fields of a stranger's program kept."""
    for method in built_in():
        assert read_method(json.loads(json.dumps(as_method(method)))) == method
    stranger = read_method({**GOOD, "mood": {"colour": "blue"}, "__class__": "os.system"})
    assert as_method(stranger)["mood"] == {"colour": "blue"}
    assert as_method(stranger)["__class__"] == "os.system"
    step, sign = {"start": 0, "end": 5, "mood": "calm"}, {"sign": "Silence", "seen": [2019]}
    inside = as_method(read_method({**GOOD, "steps": [step], "failures": [sign]}))
    assert inside["steps"][0].items() >= step.items()
    assert inside["failures"][0].items() >= sign.items()
    assert read_method(inside) == read_method({**GOOD, "steps": [step], "failures": [sign]})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "This method has no name. Nothing was added."),
        ({"name": 5}, "“name” is wrong: words are needed. Nothing was added."),
        ({"id": " "}, "This method has no id. Nothing was added."),
        ({"purposes": {}}, "“A walk” serves no purpose yet"),
        ({"purposes": {"fun": 3}}, "“purposes” is wrong: “fun” is not known here."),
        ({"purposes": {"connect": 4}}, "“connect” must be a whole number from 0 to 3"),
        ({"size": [5, 4, 6, 8]}, "“size” is wrong: 4 whole numbers are needed"),
        ({"size": [0, 1, 2, 3]}, "“size” is wrong"),
        ({"time": ["ten", 20, 30]}, "“time” is wrong"),
        ({"energy": 7}, "“energy” is wrong: a whole number from 1 to 3"),
        ({"needs": ["screen"]}, "“needs” is wrong"),
        ({"steps": [{"start": 5, "end": 2}]}, "“steps” is wrong"),
        ({"prompts": "one"}, "“prompts” is wrong: a list of lines"),
        ({"good_for": "x" * 30_000}, "it is longer than"),
        ({"failures": [{"sign": 5}]}, "“failures” is wrong: “sign” must be words"),
        ({"days": [-1, 2, 3]}, "“days” is wrong: 3 whole numbers are needed, none below 1"),
        ({"prep": -5}, "“prep” is wrong"),
        ({"version": 0}, "This is no method of this program"),
        ({"version": 9}, "written by a newer program"),
        ({"format": "something-else"}, "This is no method of this program"),
        ({"exchange": True}, "“exchange” is wrong"),
    ],
)
def test_a_broken_method_says_which_field(change: dict[str, Any], sentence: str) -> None:
    """One plain sentence, and nothing is added."""
    with pytest.raises(BadMethod) as refusal:
        read_method({**GOOD, **change})
    assert sentence in str(refusal.value)


@pytest.mark.parametrize("data", [None, [], "text", 5])
def test_what_is_no_object_is_no_method(data: object) -> None:
    """A list, a text or a number is refused in words."""
    with pytest.raises(BadMethod, match="This is no method"):
        read_method(data)


def test_what_may_be_left_out() -> None:
    """A name, an id and a purpose are enough to begin with."""
    method = read_method(GOOD)
    assert (method.size, method.exchange, method.settings) == ((2, 4, 12, 40), 2, {"in_person": 3})


def test_a_copy_of_a_method_of_the_program_stands_beside_it() -> None:
    """An own method never takes the place of one that came with the program: it gets an id of its own."""
    catalogue = built_in()
    assert catalogue.free_id("walk") == "walk"
    assert catalogue.free_id("video") == "own-video"
    both = catalogue.with_own([read_method({**GOOD, "id": catalogue.free_id("video")})])
    assert [method.own for method in both] == [False] * 17 + [True]
    clash = catalogue.with_own([read_method({**GOOD, "id": "video"})])
    assert clash.get("video") == catalogue.get("video")


def test_own_methods_are_facts_of_the_library() -> None:
    """Written, changed, removed, taken back; a second copy of the record says the same."""
    rig = Rig()
    store = rig.store
    store.adopt(Ledger(LIBRARY))
    store.dispatch(LIBRARY, WriteMethod(method="walk", content=json.dumps(GOOD)))
    store.dispatch(LIBRARY, WriteMethod(method="walk", content=json.dumps({**GOOD, "name": "A long walk"})))
    assert [method.name for method in store.state(LIBRARY).methods.own()] == ["A long walk"]
    store.undo(LIBRARY)
    assert [(method.name, method.own) for method in store.state(LIBRARY).methods.own()] == [("A walk", True)]
    store.redo(LIBRARY)
    store.dispatch(LIBRARY, RemoveMethod(method="walk"))
    assert store.state(LIBRARY).methods.own() == []
    store.undo(LIBRARY)
    assert len(store.state(LIBRARY).methods.own()) == 1
    assert Ledger(LIBRARY, rig.journal.facts).state.same_as(store.state(LIBRARY))
    for content in ("{", "[]", json.dumps({**GOOD, "size": "big"})):
        with pytest.raises(Rejected):
            store.dispatch(LIBRARY, WriteMethod(method="bad", content=content))


def test_files_are_in_the_order_of_the_catalogue() -> None:
    """The number in a file's name is the place in the catalogue, and each file says its own id."""
    folder = Path(__file__).resolve().parents[2] / "resources" / "modalities"
    ids = [json.loads(file.read_text("utf-8"))["id"] for file in sorted(folder.glob("*.json"))]
    assert ids == [method.id for method in built_in()]
