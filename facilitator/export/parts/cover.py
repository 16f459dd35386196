"""The cover: what it was, who was there, the one-minute reading, what learning means here, the rule of the room."""

from __future__ import annotations

from collections.abc import Sequence

from facilitator.export.document import Cover, Listing, Run, Section, Strip, Words
from facilitator.export.phrases import (
    and_list,
    capital,
    date_long,
    date_plain,
    number,
    number_word,
    one_line,
    read_date,
    rule_words,
)
from facilitator.export.voice import Voice
from facilitator.session.privacy import Names
from facilitator.words import _, ngettext

MOST_NAMES = 24


def cover(voice: Voice, sections: Sequence[Section]) -> Cover:
    """The first page. ``sections`` are listed on it where no one-minute reading was written."""
    about, summary = voice.state.about, voice.state.harvest.summary
    minute = [
        (label, voice.written(text))
        for label, text in (
            (_("Why we met"), summary.why),
            (_("What we found"), summary.found),
            (_("What we decided"), summary.decided),
            (_("What we do next"), summary.next),
            (_("What stays open"), summary.open),
        )
        if text.strip()
    ]
    organisation = about.organisation or voice.options.organisation
    return Cover(
        organisation=one_line(voice.written_text(organisation)),
        title=voice.written_text(about.report_title or about.title),
        lead=_lead(voice),
        people=_people(voice),
        minute_title=_("In one minute"),
        minute=tuple(minute),
        statements=_statements(voice),
        contents=None if minute else Listing(_("In this report"), tuple((part.title, part.key) for part in sections)),
        strip=_strip(voice),
    )


def foot(voice: Voice) -> str:
    """What runs under every page: the rule of the room and until when things are kept."""
    sentences = [rule_words(voice.state.agreement.rule)]
    kept = read_date(voice.state.agreement.kept_until)
    if kept is not None:
        sentences.append(_("Kept until {date}.").format(date=date_plain(kept)))
    return " ".join(sentence for sentence in sentences if sentence)


def _lead(voice: Voice) -> Words:
    about = voice.state.about
    work = voice.written_text(about.work).strip()
    if voice.imported:
        return _imported_lead(voice)
    sentences: list[str] = []
    if work:
        sentences.append(_("For {work}.").format(work=work))
    elif about.purpose:
        sentences.append(_stopped(voice.written_text(about.purpose)))
    when = _when(voice)
    verbs = voice.written_text(about.verbs).strip()
    place = voice.written_text(about.place).strip()
    place = place[:1].lower() + place[1:] if place[1:2].islower() and " " in place else place
    if verbs and place:
        sentences.append(_("{verbs}, on {when}, in {place}.").format(verbs=verbs, when=when, place=place))
    elif verbs:
        sentences.append(_("{verbs}, on {when}.").format(verbs=verbs, when=when))
    elif place:
        sentences.append(_("On {when}, in {place}.").format(when=when, place=place))
    elif when:
        sentences.append(capital(_("{when}.").format(when=when)))
    return (Run(" ".join(sentences), said=bool(work or about.purpose or verbs or place), lang=voice.lang),)


def _imported_lead(voice: Voice) -> Words:
    source, turns = voice.written_text(one_line(voice.state.about.source)), len(voice.carried)
    sentence = ngettext(
        "A transcript of {count} turn, taken in from {source}.",
        "A transcript of {count} turns, taken in from {source}.",
        turns,
    ).format(count=number(turns), source=source)
    when = _when(voice)
    if when:
        sentence = f"{sentence} {capital(when)}."
    return (Run(sentence),)


def _when(voice: Voice) -> str:
    about, day = voice.state.about, voice.day()
    if day is None:
        return ""
    starts, ends = voice.moment(about.starts), voice.moment(about.ended or about.ends)
    if starts is None or len(about.starts) <= len("2026-03-12"):  # the day may be known and the time not yet
        return date_long(day)
    if ends is None or ends.date() != starts.date():
        return _("{date}, {start}").format(date=date_long(day), start=f"{starts:%H:%M}")
    return _("{date}, {start} to {end}").format(date=date_long(day), start=f"{starts:%H:%M}", end=f"{ends:%H:%M}")


def _people(voice: Voice) -> Words:
    if voice.state.about.units:
        return voice.written(voice.state.about.units)
    people = [p for p in voice.state.people.present() if "participant" in p.roles] or voice.state.people.present()
    if not people:
        return ()
    count = capital(ngettext("{count} person", "{count} people", len(people)).format(count=number_word(len(people))))
    names = [one_line(voice.name(p)) for p in people if voice.gate.name(p) is not None]
    rest = len(people) - len(names)
    if not names:
        return (Run(f"{count}."),)
    if len(names) > MOST_NAMES:
        rest += len(names) - MOST_NAMES
        names = names[:MOST_NAMES]
    if rest:
        names.append(
            ngettext("{count} more participant", "{count} more participants", rest).format(count=number_word(rest))
        )
    return (Run(_("{count}: {names}.").format(count=count, names=and_list(names)), said=True),)


def _statements(voice: Voice) -> tuple[tuple[str, Words], ...]:
    learning = voice.learning
    found: list[tuple[str, Words]] = []
    if learning:
        found.append((_("What we mean by learning here"), voice.written(learning)))
    rule = rule_words(voice.state.agreement.rule)
    if rule:
        if voice.state.agreement.rule == "lessons_leave_stories_stay" and voice.gate.names is not Names.NONE:
            rule = _("{rule} Names appear where people agreed to it.").format(rule=rule)
        found.append((_("The rule of the room"), (Run(rule),)))
    return tuple(found)


def _strip(voice: Voice) -> Strip | None:
    blocks = [block for block in voice.state.agenda.in_order() if block.minutes > 0]
    if len(blocks) < 2:
        return None
    return Strip(tuple((block.minutes, block.modality, one_line(block.verb or block.title)) for block in blocks))


def _stopped(sentence: str) -> str:
    sentence = sentence.strip()
    return sentence if sentence[-1:] in ".!?…。؟" else f"{sentence}."
