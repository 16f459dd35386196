"""What changed, as participants see it: the outcome card, one item at a time, never added up (domain, section 2.3)."""

from __future__ import annotations

from collections import Counter
from statistics import median

from facilitator.export.document import Block, Heading, Paragraph, Quote, Run, Section, ShiftFigure, Words
from facilitator.export.parts.common import headed, keyed, lead
from facilitator.export.phrases import anchors, and_list, capital, date_day, number_word, read_date
from facilitator.export.voice import Voice
from facilitator.session.outcomes import ITEMS, Answer
from facilitator.words import _, ngettext

Pair = tuple[int, int]


def changed(voice: Voice) -> Section | None:
    """None when nobody answered. Fewer than five answers: quotations only."""
    answers = voice.state.outcomes.standing()
    if not answers:
        return None
    blocks: list[Block] = []
    paired = {item: _pairs(answers, item) for item in ITEMS}
    most = max(len(pairs) for pairs in paired.values())
    people = [p for p in voice.state.people.present() if "participant" in p.roles]
    shown = any(voice.gate.enough(pairs) for pairs in paired.values())
    if not shown:
        words = _("Fewer than five answered, so only what they wrote stands here.")
    elif len(people) >= most and people:
        words = _("{count} of {all} placed themselves twice: now, and when we started.").format(
            count=capital(number_word(most)), all=number_word(len(people))
        )
    else:
        words = _("{count} people placed themselves twice: now, and when we started.").format(
            count=capital(number_word(most))
        )
    blocks.append(lead(voice, "changed", words))
    for item in ITEMS:
        blocks += _item(voice, item, paired[item], [one for one in answers if one.item == item])
    blocks += headed(voice, "through", _("Through whom or what")) or _through(voice, answers)
    if shown:
        limits = _(
            "This shows how people see their own change, remembered on the same day; it is not a test and says nothing "
            "about any one person."
        )
        again = keyed(voice, "ask_again_on")
        day = read_date(again.text.strip()) if again is not None else None
        if day is not None:
            limits += " " + _("On {date} we ask what was used.").format(date=date_day(day, voice.day()))
        blocks.append(Paragraph((Run(limits),), look="small"))
    return Section("changed", _("What changed, as participants see it"), tuple(blocks))


def _pairs(answers: list[Answer], item: str) -> list[Pair]:
    return [(one.then, one.now) for one in answers if one.item == item and one.then is not None and one.now is not None]


def _item(voice: Voice, item: str, pairs: list[Pair], answers: list[Answer]) -> list[Block]:
    quotes = tuple(Quote(voice.said(one.evidence)) for one in answers if one.evidence.strip())
    title = {"informed": _("Informed"), "perspective": _("Perspective"), "decision": _("Decision")}[item]
    if not voice.gate.enough(pairs):
        return [Heading((Run(title),)), *quotes] if quotes else []
    higher = sum(now > then for then, now in pairs)
    lower = sum(now < then for then, now in pairs)
    words = _(
        "{higher} of {all} place themselves higher now than they remember being at the start; "
        "{same} the same; {lower} lower."
    ).format(
        higher=capital(number_word(higher) if higher else _("none")),
        all=number_word(len(pairs)),
        same=number_word(len(pairs) - higher - lower) if len(pairs) - higher - lower else _("none"),
        lower=number_word(lower) if lower else _("none"),
    )
    middle = _("Middle answer: then {then}, now {now}.").format(
        then=_level(median(then for then, _now in pairs)), now=_level(median(now for _then, now in pairs))
    )
    nothing = sum(one.now is None for one in answers) if item == "decision" else 0
    if nothing:
        middle += " " + ngettext("{count} had nothing to decide.", "{count} had nothing to decide.", nothing).format(
            count=capital(number_word(nothing))
        )
    return [
        ShiftFigure(
            title=title,
            question=_question(voice, item),
            words=(Run(words),),
            middle=(Run(middle),),
            anchors=anchors(item),
            moves=tuple((then, now, times) for (then, now), times in sorted(Counter(pairs).items())),
            heads=(_("then"), _("now")),
            quotes=quotes,
        )
    ]


def _question(voice: Voice, item: str) -> str:
    told = keyed(voice, "outcome_topic")
    topic = voice.written_text(told.text if told is not None else voice.state.about.work or voice.state.about.title)
    return {
        "informed": _("If a colleague asked you about {topic}, you could …"),
        "perspective": _("How many ways of looking at {topic} could you put so fairly that their holders would agree?"),
        "decision": _("About what you have to decide or do next on {topic} …"),
    }[item].format(topic=topic.strip())


def _through(voice: Voice, answers: list[Answer]) -> list[Block]:
    told = Counter(one.through.strip() for one in answers if one.through.strip())
    total = sum(told.values())
    if not voice.gate.enough(range(total)):
        return []
    parts = [f"{number_word(times)} {voice.written_text(words)}" for words, times in told.most_common()]
    sentence = _("Of {count} who said where any change came from: {list}.").format(
        count=number_word(total), list=and_list(parts)
    )
    words: Words = (Run(sentence, said=True),)
    aside: Words = (Run(_("Numbers in the circles say how many answered so. The three are not added up.")),)
    return [Heading((Run(_("Through whom or what")),)), Paragraph(words, aside=aside)]


def _level(value: float) -> str:
    return f"{value:g}"
