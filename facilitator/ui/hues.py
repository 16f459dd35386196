"""How a modality is recognised: the family whose hue and icon mark it. Hues mean modalities and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from facilitator.ui.theme import tokens

if TYPE_CHECKING:
    from facilitator.session.agenda import Block
    from facilitator.session.modalities import Catalogue

BREAK, USUAL = "break", "discussion"


def family(modality: str, catalogue: Catalogue | None = None) -> str:
    """The family of a modality: its own name where the design has a hue for it, otherwise what the catalogue says."""
    entry = catalogue.get(modality) if catalogue is not None and modality else None
    if entry is not None and entry.family in tokens()["light"]["modality"]:
        return str(entry.family)
    return modality if modality in tokens()["light"]["modality"] else USUAL


def of_block(block: Block, catalogue: Catalogue | None = None) -> str:
    """The family that marks a block; a break is marked as one."""
    return BREAK if block.is_break else family(block.modality, catalogue)


def icon(name: str) -> str:
    """The icon of a family."""
    return str(tokens()["icons"]["modality"][name])
