"""A talk as one quiet page: with whom, where, when, what was given and received, what follows. Nothing is counted."""

from __future__ import annotations

import datetime

from facilitator.export.document import Cover, Document, Run, Words, sentence
from facilitator.export.phrases import date_long, date_plain, one_line, read_date, right_to_left
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.session.conversations import BOTH, GARDEN, standing
from facilitator.talks import exchanged_word, title_of
from facilitator.words import _, language


def talk_page(voice: Voice) -> Document:
    """The page, as a document that any format can set."""
    talk = voice.state.talk
    tag = voice.options.language or language()
    name = _other(voice)
    title = title_of(name, talk.where)
    return Document(
        title=title,
        author="",
        subject="",
        language=tag,
        rtl=right_to_left(tag),
        head=title,
        head_end=date_long(_moment(voice).date()),
        foot=_seen_by(voice),
        page_of=_("{page} of {pages}"),
        cover=Cover(
            organisation="",
            title=title,
            lead=_lead(voice),
            people=_about(voice),
            minute_title=_("What was exchanged"),
            minute=_lines(voice),
            statements=((_("What is written here"), _norm()),),
            contents=None,
            strip=None,
        ),
        sections=(),
        words_language=voice.lang,
        own_language=language(),
    )


def _other(voice: Voice) -> str:
    """The other person as they may appear; empty where nobody is named."""
    person = voice.state.people.get(voice.state.talk.person)
    return "" if person is None or person.removed else one_line(voice.gate.name(person) or "")


def _moment(voice: Voice) -> datetime.datetime:
    """When it was, by the clock of this computer where no zone was said."""
    talk, about = voice.state.talk, voice.state.about
    at = voice.local(talk.when_ms or about.created_ms or 0)
    return at if about.zone or voice.options.zone else at.astimezone()


def _lead(voice: Voice) -> Words:
    """*Thursday 12 March 2026, 12:20, 20 minutes.*"""
    talk, at = voice.state.talk, _moment(voice)
    parts = [_("{date}, {time}").format(date=date_long(at.date()), time=f"{at:%H:%M}")]
    if talk.minutes:
        parts.append(_("{count} minutes").format(count=talk.minutes))
    return (Run(_(", ").join(parts) + "."),)


def _about(voice: Voice) -> Words:
    talk = voice.state.talk
    parts: list[str] = []
    if talk.topics:
        parts.append(_("About {topics}.").format(topics=_(", ").join(one_line(topic) for topic in talk.topics)))
    if talk.exchanged:
        words = _(", ").join(exchanged_word(what).lower() for what in talk.exchanged)
        parts.append(_("It carried: {what}.").format(what=words))
    return (Run(" ".join(parts), said=bool(talk.topics), lang=voice.lang),) if parts else ()


def _lines(voice: Voice) -> tuple[tuple[str, Words], ...]:
    """What was given, received and what follows, each with its own words; other words of the stream after them."""
    state, talk = voice.state, voice.state.talk
    carried = set(voice.number)
    rows: list[tuple[str, Words]] = []
    for label, line in ((_("Given"), talk.gave), (_("Received"), talk.received), (_("What follows"), talk.follows)):
        given = standing(state, line)
        if given is not None and given.id in carried:
            rows.append((label, _follows(voice, given) if line == talk.follows else voice.said(given.text)))
    rows += [(_("Also"), voice.said(given.text)) for given in voice.carried if given.id not in talk.lines]
    return tuple(rows)


def _follows(voice: Voice, given: Contribution) -> Words:
    """A promise with its date and what became of it."""
    made = voice.state.commitments.get(given.id)
    words = voice.said(given.text)
    if made is None:
        return words
    due = read_date(made.due)
    if due is not None:
        words = (*words, Run(" "), Run(_("By {date}.").format(date=date_plain(due)), quiet=True))
    elif made.due_words:
        words = (*words, Run(" "), *sentence(_("By {date}."), date=made.due_words))
    became = {"done": _("Done."), "dropped": _("Let go.")}.get(made.state, "")
    return (*words, Run(" "), Run(became, quiet=True)) if became else words


def _seen_by(voice: Voice) -> str:
    """Who may see the page."""
    if voice.state.talk.visible == BOTH:
        return _("For the two who talked, and for nobody else.")
    if voice.state.talk.visible == GARDEN:
        return _("For the garden, without names.")
    return ""


def _norm() -> Words:
    return (
        Run(
            _(
                "What was learned, not who somebody is. Never used to appraise anybody; "
                "either may take their words back."
            )
        ),
    )
