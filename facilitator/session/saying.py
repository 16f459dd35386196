"""What is said and what is caught at a step: the plan's own words first, its method's where it has none.

A block that was taken from the catalogue carries its method's running order in short, which is no word of the plan's:
while its steps are on, each step's own line says more.
"""

from __future__ import annotations

from facilitator.session.adding import kinds_to_catch, said_in_short
from facilitator.session.agenda import Block
from facilitator.session.modalities import Modality
from facilitator.session.steps import RunStep


def own_say(block: Block, method: Modality | None) -> str:
    """What the plan itself says to say and do."""
    return "" if method is not None and block.say == said_in_short(method) else block.say.strip()


def own_catch(block: Block, method: Modality | None) -> str:
    """What the plan itself wants caught."""
    return "" if method is not None and block.catch == kinds_to_catch(method) else block.catch.strip()


def say_at(block: Block, method: Modality | None, step: RunStep | None) -> str:
    """What to say and do now."""
    return own_say(block, method) or ("" if step is None else step.say.strip()) or block.say.strip()


def catch_at(block: Block, method: Modality | None, step: RunStep | None) -> str:
    """What to catch now."""
    return own_catch(block, method) or ("" if step is None else step.catch.strip()) or block.catch.strip()
