"""Every word, in order: each contribution as it was given, with who, kind and time, and what it takes up."""

from __future__ import annotations

from facilitator.export.document import Block, Entry, Heading, Paragraph, Run, Section, Words
from facilitator.export.parts.common import lead
from facilitator.export.phrases import kind_word, number, one_line, relation_word
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.words import _, ngettext


def spoken(voice: Voice) -> Section | None:
    """None when nobody gave anything that may be carried."""
    if not voice.carried:
        return None
    count = len(voice.carried)
    if voice.imported:
        words = ngettext("{count} turn, as the file gives it.", "{count} turns, as the file gives them.", count)
    else:
        words = ngettext("{count} contribution, as it was given.", "{count} contributions, as they were given.", count)
    blocks: list[Block] = [lead(voice, "spoken", words.format(count=number(count)))]
    parts = len({given.activity for given in voice.carried}) > 1 or voice.carried[0].activity is not None
    activity: str | None = ""
    for given in voice.carried:
        if parts and given.activity != activity:
            activity = given.activity
            blocks += _activity(voice, given)
        blocks.append(_entry(voice, given))
    return Section("spoken", _("Every word, in order"), tuple(blocks))


def _activity(voice: Voice, given: Contribution) -> list[Block]:
    block = voice.block(given)
    if block is None:
        return [Heading((Run(_("Outside the agenda")),), listed=True)]
    aside = ""
    if block.started_ms is not None and block.ended_ms is not None:
        aside = _("{start} to {end}").format(
            start=f"{voice.local(block.started_ms):%H:%M}", end=f"{voice.local(block.ended_ms):%H:%M}"
        )
    found: list[Block] = [Heading(voice.written(block.title), aside=aside, listed=True)]
    if block.prompt.strip():
        found.append(Paragraph(voice.written(block.prompt), look="small"))
    return found


def _entry(voice: Voice, given: Contribution) -> Entry:
    details: list[str | tuple[str, str]] = []
    kind, time = kind_word(given.kind), voice.time(given)
    if kind:
        details.append(kind)
    if given.title:
        details.append(_("“{words}”").format(words=one_line(voice.written_text(given.title))))
    if time:
        details.append(time)
    for earlier, relation in voice.state.relations.of(given.id):
        if earlier in voice.number:
            number_there = voice.number[earlier]
            details.append((relation_word(relation, number_there), f"#said-{number_there}"))
    words: list[Run] = []
    for detail in details:
        words.append(Run(_(", ")))
        if isinstance(detail, str):
            words.append(Run(detail))
        else:
            words.append(Run(detail[0], link=detail[1]))
    number_here = voice.number[given.id]
    who = voice.who(given)
    text: Words = voice.said(given.text)
    return Entry(number_here, f"said-{number_here}", given.kind, who, tuple(words), text)
