"""What stays open: questions and concerns, as prominent as what was decided, each with who looks after it."""

from __future__ import annotations

from facilitator.export.document import Block, OpenItem, OpenList, Run, Section, Words, sentence
from facilitator.export.parts.common import lead
from facilitator.export.phrases import and_list, capital, number_word, offset, where_word
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.questions import PARKED, SETTLED, answered
from facilitator.words import _, ngettext


def open_ends(voice: Voice) -> Section:
    """Always in a final report; says so when nothing was recorded as open."""
    blocks: list[Block] = []
    groups = [
        (_("Questions"), _still(voice, "question")),
        (_("Concerns"), _still(voice, "concern")),
        (_("Asked for"), _still(voice, "request")),
        (_("Offered"), _still(voice, "offer")),
    ]
    counted = [
        ngettext("{count} question without an answer", "{count} questions without an answer", len(groups[0][1])),
        ngettext("{count} concern not yet met", "{count} concerns not yet met", len(groups[1][1])),
        ngettext("{count} request", "{count} requests", len(groups[2][1])),
        ngettext("{count} offer", "{count} offers", len(groups[3][1])),
    ]
    told = [
        words.format(count=number_word(len(items)))
        for words, (_title, items) in zip(counted, groups, strict=True)
        if items
    ]
    if told:
        opening = capital(and_list(told)) + "."
        everything = [given for _title, items in groups for given in items]
        if all(_kept(voice, given) for given in everything):
            opening += " " + _("Each has somebody who looks after it.")
    elif any(given.kind != "note" for given in voice.carried):
        opening = _("Nothing was recorded as open: no question without an answer and no concern that was not met.")
    else:
        opening = _(
            "Nothing was marked as a question or a concern, so this report cannot say what stays open. "
            "It stands in the words themselves."
        )
    blocks.append(lead(voice, "open", opening))
    blocks += [
        OpenList(title, _("Looked after by"), tuple(_item(voice, given) for given in items))
        for title, items in groups
        if items
    ]
    later = _later(voice)
    if later:
        blocks.append(OpenList(_("Parked for later"), _("Looked after by"), later))
    return Section("open", _("What stays open"), tuple(blocks))


def _later(voice: Voice) -> tuple[OpenItem, ...]:
    """What was put into the parking place and not taken up: it was promised a look."""
    found = []
    for item in voice.state.speaking.parked.values():
        if not item.removed:
            who = voice.state.people.get(item.person)
            source: Words = (Run(voice.name(who), said=True),) if who is not None else ()
            found.append(OpenItem("note", voice.written(item.text), source, _("nobody yet"), ""))
    return tuple(found)


def _still(voice: Voice, kind: str) -> list[Contribution]:
    found: list[Contribution] = []
    for given in voice.carried:
        if given.kind != kind:
            continue
        end = voice.state.open_ends.get(given.id)
        if kind == "question":
            if not answered(voice.state, given.id):
                found.append(given)
        elif end is None or end.state != SETTLED:
            found.append(given)
    return sorted(found, key=lambda given: _parked(voice, given))


def _parked(voice: Voice, given: Contribution) -> bool:
    end = voice.state.open_ends.get(given.id)
    return end is not None and end.state == PARKED


def _kept(voice: Voice, given: Contribution) -> bool:
    end = voice.state.open_ends.get(given.id)
    return end is not None and bool(end.keeper)


def _item(voice: Voice, given: Contribution) -> OpenItem:
    end = voice.state.open_ends.get(given.id)
    keeper = voice.state.people.get(end.keeper) if end is not None and end.keeper else None
    name = voice.name(keeper) if keeper is not None else _("nobody yet")
    words = voice.written_text(end.keeper_words) if end is not None else ""
    return OpenItem(given.kind, voice.said(given.text), _source(voice, given), name, words)


def _source(voice: Voice, given: Contribution) -> Words:
    who = voice.who(given, short=True)
    if _parked(voice, given):
        return sentence(_("{who}, parked for later"), who=who)
    for earlier, relation in voice.state.relations.of(given.id):
        other = voice.state.contributions.get(earlier)
        if relation == "builds_on" and other is not None and earlier in voice.number:
            return sentence(_("{who}, building on {other}"), who=who, other=voice.who(other, short=True))
    block = voice.block(given)
    modality = block.modality if block is not None else ""
    if given.offset_ms is not None and modality == "video":
        return sentence(_("{who}, at {time} of the film"), who=who, time=offset(given.offset_ms))
    where = where_word(modality)
    if where:
        return sentence(_("{who}, {where}"), who=who, where=where)
    time = voice.time(given)
    return sentence(_("{who}, {where}"), who=who, where=time) if time else (Run(who, said=True),)
