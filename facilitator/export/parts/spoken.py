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


def _taken_up(voice: Voice, given: Contribution) -> dict[str, list[int]]:
    """The numbers of what it takes up, by relation. What a synthesis quotes is among what it draws together."""
    found: dict[str, list[int]] = {}
    for earlier, relation in voice.state.relations.of(given.id):
        if earlier in voice.number and not (given.kind == "synthesis" and relation == "cites"):
            found.setdefault(relation, []).append(int(voice.number[earlier]))
    return found


def _entry(voice: Voice, given: Contribution) -> Entry:
    details: list[str] = []
    kind, time = kind_word(given.kind), voice.time(given)
    if kind:
        details.append(kind)
    if given.title:
        details.append(_("“{words}”").format(words=one_line(voice.written_text(given.title))))
    if time:
        details.append(time)
    words = [run for detail in details for run in (Run(_(", ")), Run(detail))]
    for relation, numbers in _taken_up(voice, given).items():
        before, _place, after = relation_word(relation, "\0").partition("\0")
        words.append(Run(_(", ") + before))
        for place, there in enumerate(sorted(numbers)):
            words += [Run(_(", "))] if place else []
            words.append(Run(str(there), link=f"#said-{there}"))
        words += [Run(after)] if after else []
    number_here = voice.number[given.id]
    who = voice.who(given)
    text: Words = voice.said(given.text)
    return Entry(number_here, f"said-{number_here}", given.kind, who, tuple(words), text)
