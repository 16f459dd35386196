"""What was decided, and who does what by when."""

from __future__ import annotations

from facilitator.export.document import Block, Fields, Heading, Paragraph, Run, Section, Table, Words
from facilitator.export.parts.common import headed
from facilitator.export.phrases import date_long, date_short, read_date
from facilitator.export.voice import Voice
from facilitator.session.contributions import Contribution
from facilitator.words import _


def decided(voice: Voice) -> Section | None:
    """Decisions with their grounds, and commitments. None when there is neither."""
    decisions = [given for given in voice.carried if given.kind == "decision"]
    commitments = [given for given in voice.carried if given.kind == "commitment"]
    more = headed(voice, "leaders_part", _("The leader’s part"))
    if not decisions and not commitments and not more:
        return None
    blocks: list[Block] = []
    for given in decisions:
        blocks += _decision(voice, given)
    if not decisions:
        blocks.append(
            Paragraph((
                Run(_("Nothing was decided.") + " "),
                Run(_("What stays open is here."), link="#open"),
            ), look="lead")
        )  # fmt: skip
    if commitments:
        blocks.append(_commitments(voice, commitments))
    blocks += more
    return Section("decided", _("What we decided, and who does what"), tuple(blocks))


def _decision(voice: Voice, given: Contribution) -> list[Block]:
    ground = voice.state.decisions.get(given.id)
    rows: list[tuple[str, Words]] = []
    if ground is not None:
        if ground.because:
            rows.append((_("Because"), voice.written(ground.because)))
        if ground.considered:
            others = [text.rstrip(". ") for text in ground.considered if text.strip()]
            others[1:] = [text[:1].lower() + text[1:] for text in others[1:]]
            if others:
                rows.append((_("Also considered"), voice.written("; ".join(others) + ".")))
        if ground.decided_by:
            rows.append((_("Decided by"), voice.written(ground.decided_by)))
        day = read_date(ground.review_on)
        if ground.review_words:
            rows.append((_("We look again"), voice.written(ground.review_words)))
        elif day is not None:
            rows.append((_("We look again"), (Run(date_long(day)),)))
    heading = Heading(voice.said(given.text), key=f"decision-{voice.number[given.id]}")
    return [heading, Fields(tuple(rows))] if rows else [heading]


def _commitments(voice: Voice, commitments: list[Contribution]) -> Table:
    rows: list[tuple[tuple[int, str], tuple[Words, Words, Words]]] = []
    day = voice.day()
    for place, given in enumerate(commitments):
        details = voice.state.commitments.get(given.id)
        owner = voice.state.people.get(details.owner) if details is not None and details.owner else None
        who = voice.name(owner) if owner is not None and not voice.nameless(given) else voice.who(given)
        due = read_date(details.due) if details is not None else None
        when: Words
        if due is not None:
            when = (Run(date_short(due, day)),)
        elif details is not None and details.due_words:
            when = (Run(voice.written_text(details.due_words), strong=True, said=True),)
        else:
            when = (Run(_("no date yet"), strong=True),)
        if details is not None and details.state == "done":
            when = (*when, Run(" "), Run(_("done"), quiet=True))
        elif details is not None and details.state == "dropped":
            when = (*when, Run(" "), Run(_("dropped"), quiet=True))
        order = (0 if due is not None else 1, f"{due or ''} {place:06}")
        rows.append((order, (voice.said(given.text), (Run(who, said=True),), when)))
    rows.sort(key=lambda row: row[0])
    head = (_("Commitments"), _("Who"), _("By when"))
    return Table(head, tuple(row for _order, row in rows), (0.548, 0.274, 0.178))
