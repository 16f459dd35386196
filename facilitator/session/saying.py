"""What is said and what is caught at a step: the plan's own words first, its method's where it has none.

A block that was taken from the catalogue carries its method's running order in short, which is no word of the plan's:
while its steps are on, each step's own line says more.
"""

from __future__ import annotations

from facilitator.session.adding import kinds_to_catch, said_in_short
from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.steps import RunStep


def say_at(block: Block, method: Modality | None, step: RunStep | None) -> str:
    """What to say and do now."""
    from_method = method is not None and block.say == said_in_short(method)
    return _first(block.say, "" if step is None else step.say, from_method=from_method)


def catch_at(block: Block, method: Modality | None, step: RunStep | None) -> str:
    """What to catch now."""
    from_method = method is not None and block.catch == kinds_to_catch(method)
    return _first(block.catch, "" if step is None else step.catch, from_method=from_method)


def _first(planned: str, of_step: str, *, from_method: bool) -> str:
    own = "" if from_method else planned
    return own.strip() or of_step.strip() or planned.strip()
