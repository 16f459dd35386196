"""Different sides: standpoints, where people did not agree and what it turns on, the view of few in full."""

from __future__ import annotations

from facilitator.export.document import Block, Columns, Heading, Panel, Paragraph, Run, Section
from facilitator.export.parts.common import lead
from facilitator.export.voice import Voice
from facilitator.session.harvest import Passage
from facilitator.words import _

SIDE_BY_SIDE = 3


def sides(voice: Voice) -> Section | None:
    """None when no side was written down."""
    harvest = voice.state.harvest
    standpoints, poles = harvest.of("standpoint"), harvest.of("disagreement")
    minority, changed = harvest.of("minority"), harvest.of("changed")
    if not standpoints and not poles and not minority and not changed:
        return None
    blocks: list[Block] = [
        lead(voice, "sides", _("What the same thing looks like from where people stand, and where we did not agree."))
    ]
    blocks += [
        Columns(tuple(_cell(voice, one) for one in standpoints[start : start + SIDE_BY_SIDE]))
        for start in range(0, len(standpoints), SIDE_BY_SIDE)
    ]
    if poles:
        blocks += _disagreements(voice, poles)
    for passage in minority:
        title = voice.written_text(passage.title) or _("A view held by few, in full")
        blocks.append(Panel(title, voice.written(passage.text), voice.written(passage.note)))
    for passage in changed:
        aside = _left_out(standpoints) if passage is changed[0] else ()
        blocks += [Heading((Run(_("What it changed")),)), Paragraph(voice.written(passage.text), aside=aside)]
    return Section("sides", _("Different sides"), tuple(blocks))


def _cell(voice: Voice, passage: Passage) -> tuple[str, tuple[Run, ...]]:
    return voice.written_text(passage.title), voice.written(passage.text)


def _disagreements(voice: Voice, poles: list[Passage]) -> list[Block]:
    by_hinge: dict[str, list[Passage]] = {}
    for pole in poles:
        by_hinge.setdefault(pole.note, []).append(pole)
    blocks: list[Block] = [Heading((Run(_("Where we did not agree")),))]
    for hinge, facing in by_hinge.items():
        blocks += [
            Columns(tuple(_cell(voice, pole) for pole in facing[start : start + 2]), facing=True)
            for start in range(0, len(facing), 2)
        ]
        if hinge:
            blocks.append(Paragraph((Run(_("It turns on") + " ", strong=True), *voice.written(hinge)), look="wide"))
    return blocks


def _left_out(standpoints: list[Passage]) -> tuple[Run, ...]:
    return (Run(_("Standpoints that would point to one person are left out.")),) if standpoints else ()
