"""What several parts share: passages written for a part, and quotations.

A written line of the method note has a title: a label of its own, or one of the keys below, which say where it belongs.
"""

from __future__ import annotations

from collections.abc import Callable

from facilitator.export.document import Block, Heading, Paragraph, Quote, Run, sentence
from facilitator.export.phrases import kind_word
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.harvest import Passage
from facilitator.words import _

LEADS = {"open_note": "open", "asked_note": "asked", "found_note": "found", "themes_note": "themes",
         "sides_note": "sides", "chains_note": "chains", "changed_note": "changed", "exchanged_note": "exchanged",
         "spoken_note": "spoken", "method_note": "method"}  # fmt: skip
"""Keys of passages that stand under a part's title, and the part."""

SILENT = frozenset({"outcome_topic", "ask_again_on"})
"""Keys of passages that are used inside sentences and not printed by themselves."""

ELSEWHERE = frozenset({*LEADS, *SILENT, "leaders_part", "through"})
"""Keys of passages that stand in another part than the method note."""

LABELS: dict[str, Callable[[], str]] = {
    "captured_by": lambda: _("Who captured"),
    "how_fully": lambda: _("How fully"),
    "consent": lambda: _("Consent"),
    "left_out": lambda: _("Left out"),
    "card": lambda: _("The card"),
    "missing": lambda: _("Missing"),
    "next": lambda: _("What comes next"),
}
"""Keys a written line of the method note may have, and the label it stands beside."""

TITLES = frozenset({*ELSEWHERE, *LABELS})
"""Titles of passages that are keys, and nobody's words."""


def keyed(voice: Voice, key: str) -> Passage | None:
    """The passage written under this key, if any."""
    return next((one for one in voice.state.harvest.of("method") if one.title == key), None)


def headed(voice: Voice, key: str, title: str) -> list[Block]:
    """A passage written under this key, with a heading of its own."""
    passage = keyed(voice, key)
    if passage is None:
        return []
    return [Heading((Run(title),)), Paragraph(voice.written(passage.text))]


def lead(voice: Voice, part: str, otherwise: str) -> Paragraph:
    """The words under a part's title: written ones, else ours."""
    for key, place in LEADS.items():
        passage = keyed(voice, key) if place == part else None
        if passage is not None:
            return Paragraph(voice.written(passage.text), look="lead")
    return Paragraph((Run(otherwise),), look="lead")


def quote(voice: Voice, given: Contribution) -> Quote:
    """Words as a quotation, with who gave them and what kind they are."""
    who, kind = voice.who(given, short=True), kind_word(given.kind)
    by = sentence(_("{who}, {kind}"), who=who, kind=kind) if kind else (Run(who, said=True),)
    return Quote(voice.said(given.text), by, given.kind)
