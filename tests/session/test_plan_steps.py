"""A block runs with the steps of its plan, and says and catches what its plan says."""

from __future__ import annotations

import datetime
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.beginnings import built_in_templates
from facilitator.catalogue import built_in
from facilitator.paths import resources
from facilitator.session.adding import block_from
from facilitator.session.agenda import CLOSE, OPENING, Block
from facilitator.session.modalities import Modality
from facilitator.session.rules import Together
from facilitator.session.running import minutes_of
from facilitator.session.saying import catch_at, own_catch, own_say, say_at
from facilitator.session.steps import steps_of
from facilitator.session.templates import Template, begin_from
from tests.session.rig import Rig

OWN_SCRIPT = {"The moments that mattered", "One question in depth"}
"""Blocks of the templates that are what their method's own script is for: a whole anecdote circle, a whole fishbowl."""
MOST_STEPS = 4


@pytest.mark.parametrize("template", built_in_templates(), ids=lambda template: template.id)
def test_the_steps_of_a_template_add_up_to_its_blocks(template: Template) -> None:
    """Every block but those that are a whole method runs in a few steps, to the minute; a check-in is no debate."""
    rig = Rig()
    rig.do(Together(commands=tuple(begin_from(template, date=datetime.date(2026, 5, 4)))))
    catalogue = built_in()
    for block in rig.state.agenda.in_order():
        if block.is_break or block.modality == "role_play":
            continue
        steps = steps_of(block, catalogue.get(block.modality), minutes_of(rig.state, block))
        assert sum(step.minutes for step in steps) == block.minutes, block.title
        assert (bool(block.steps)) == (block.title not in OWN_SCRIPT), block.title
        if block.steps:
            assert 1 <= len(steps) <= MOST_STEPS, block.title
        if block.part in (OPENING, CLOSE):
            assert block.steps, f"{block.title} has steps of its own"


def test_the_steps_of_the_sample_add_up() -> None:
    """What the sample says of its steps fits its blocks, and pens first has the four phases of its picture."""
    file = resources() / "samples" / "night-handover" / "session.json"
    blocks = {block["key"]: block for block in json.loads(file.read_text(encoding="utf-8"))["blocks"]}
    assert [step.split(",")[0] for step in blocks["will"]["steps"]] == ["Read", "Write alone", "Choose", "Reveal"]
    assert blocks["will"]["modality"] == "pens_first"
    for block in blocks.values():
        said = [int(step.split()[-2]) for step in block.get("steps", ()) if step.endswith("min")]
        assert not said or sum(said) == block["minutes"], block["title"]
        assert len(block.get("reached", ())) == max(len(block.get("steps", ())) - 1, 0), block["title"]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(0, 200))
def test_written_steps_keep_their_minutes_while_there_are_so_many(lengths: list[int], minutes: int) -> None:
    """A block made shorter shortens its steps to what it has; one made longer, or without a length, leaves them."""
    block = Block("b", title="Talk", minutes=minutes, steps=tuple(f"Step {n}, {m} min" for n, m in enumerate(lengths)))
    found = [step.minutes for step in steps_of(block, None)]
    if 0 < minutes < sum(lengths):
        assert sum(found) == minutes
        assert all(now <= was for now, was in zip(found, lengths, strict=True))
        assert [step.name for step in steps_of(block, None)] == [f"Step {n}" for n in range(len(lengths))]
    else:
        assert found == lengths


def test_minutes_taken_from_an_activity_shorten_its_steps() -> None:
    """A round of ten minutes that has six now: two to begin with become one, eight become five."""
    block = Block("b", title="Check-in", minutes=10, steps=("Why we are here, 2 min", "One word each, 8 min"))
    assert [step.minutes for step in steps_of(block, None, 6)] == [1, 5]
    assert [step.minutes for step in steps_of(block, None, 15)] == [2, 8]


@pytest.mark.parametrize("method", list(built_in()), ids=lambda method: method.id)
def test_what_a_catalogue_wrote_is_no_word_of_the_plan(method: Modality) -> None:
    """A block taken from the catalogue says nothing of its own, so each step's line is told; reworded, it does."""
    rig = Rig()
    added = block_from(method)
    rig.do(added)
    block = rig.state.agenda.by_id[added.block]
    assert block.say and (own_say(block, method), own_catch(block, method)) == ("", "")
    for step in steps_of(block, method):
        assert say_at(block, method, step) == (step.say or block.say)
        assert catch_at(block, method, step) == (step.catch or block.catch)
    changed = replace(block, say=f"{block.say} Wait.", catch="names")
    assert say_at(changed, method, steps_of(block, method)[0]) == changed.say
    assert catch_at(changed, method, None) == "names"
