"""What everybody was asked together: polls, dots and ratings, once they are closed; never who chose what.

Outcome cards have a part of their own, a check-in is spoken. The pulse is for the facilitator's use (domain, section
2.10): it stands in no other copy, from five answers on, with the figures the room was shown.
"""

from __future__ import annotations

from facilitator.asking import in_words
from facilitator.export.document import (
    Bar,
    BarFigure,
    Block,
    Run,
    Section,
    Spread,
    SpreadFigure,
    Words,
    sentence,
)
from facilitator.export.parts.common import lead
from facilitator.export.phrases import capital, number_word, one_line
from facilitator.export.voice import Voice
from facilitator.session.asks import DELICATE, DOTS, OF_OPTIONS, PULSE, RATING, Ask
from facilitator.session.privacy import Audience
from facilitator.session.tally import Results, option_words, results
from facilitator.words import _, ngettext


def asked(voice: Voice) -> Section | None:
    """None where nothing was asked and closed that has counts for this audience."""
    blocks: list[Block] = []
    for ask in voice.state.votes.by_id.values():
        told = _told(voice, ask)
        if told is not None:
            blocks.append(_figure(voice, ask, told, f"asked-{len(blocks) + 1}"))
    if not blocks:
        return None
    words = _(
        "Answered without names, and counted only once it was closed. It shows where people stood; it decides "
        "nothing by itself."
    )
    return Section("asked", _("What everybody was asked"), (lead(voice, "asked", words), *blocks))


def _told(voice: Voice, ask: Ask) -> Results | None:
    """The counts that this audience may have; None where there are none."""
    if ask.form not in OF_OPTIONS or (ask.form == PULSE and not voice.gate.inside):
        return None
    told = results(voice.state, ask, Audience.EVERYONE if ask.form in DELICATE else voice.gate.audience)
    return None if told is None or told.few or not told.given else told


def _figure(voice: Voice, ask: Ask, told: Results, key: str) -> Block:
    title = voice.written(ask.question)
    note, words, options = _note(voice, ask, told), _meaning(voice, ask, told), _options(voice, ask)
    if ask.form != RATING:
        heads = _("Options"), _("Dots") if ask.form == DOTS else _("Answers")
        bars = tuple(Bar(options[one.option], one.count, one.leads) for one in told.bars)
        return BarFigure(title, key, note, heads, bars, words)
    parts = tuple(
        (
            voice.written(criterion),
            tuple(
                Spread(options[one.option], one.counts, _("far apart: worth asking why") if one.apart else "")
                for one in told.spreads
                if one.criterion == place
            ),
        )
        for place, criterion in enumerate(ask.criteria)
    )
    return SpreadFigure(title, key, note, tuple(voice.written(word) for word in ask.scale), parts, words)


def _options(voice: Voice, ask: Ask) -> list[Words]:
    """The options, each in words or with why it is not here."""
    found: list[Words] = []
    for words, kept in zip(voice.choices(ask), option_words(voice.state, ask), strict=True):
        why = _("Not printed: the words were not released.") if kept else _("(taken back)")
        found.append((Run(words, said=True, lang=voice.lang),) if words else (Run(why, quiet=True),))
    return found


def _note(voice: Voice, ask: Ask, told: Results) -> Words:
    """How it was asked, how many answered, and in which activity."""
    answered = ngettext("{count} answered.", "{count} answered.", told.given)
    words = f"{in_words(ask)}. {capital(answered.format(count=number_word(told.given)))}"
    block = voice.state.agenda.get(ask.block)
    title = voice.written_text(one_line(block.title)) if block is not None else ""
    return (Run(f"{words} "), *sentence(_("In “{title}”."), title=title)) if title else (Run(words),)


def _meaning(voice: Voice, ask: Ask, told: Results) -> Words:
    """What is to be said with the counts."""
    parts: list[str] = []
    if ask.form == PULSE:
        parts.append(_("One question, not a measure. Look at how wide it spreads, and ask what would help."))
    if ask.form == RATING:
        parts.append(_("How wide it spreads matters more than where the middle lies."))
    if told.blank:
        blank = ngettext("{count} gave nothing to any.", "{count} gave nothing to any.", told.blank)
        parts.append(capital(blank.format(count=number_word(told.blank))))
    others = results(voice.state, ask)
    if others is not None and others.given < told.given:
        parts.append(_("The facilitator’s own choice is counted in this copy and in no other."))
    return (Run(" ".join(parts)),) if parts else ()
