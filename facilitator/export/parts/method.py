"""The method note: who captured and how fully, consent, what was left out, formulas, what is missing, sources."""

from __future__ import annotations

from facilitator.export.document import Fields, Run, Section, Words
from facilitator.export.parts.common import ELSEWHERE, LABELS, lead
from facilitator.export.parts.exchanged import counted, gave, measured
from facilitator.export.phrases import and_list, capital, date_plain, number, number_word, one_line
from facilitator.export.voice import Voice
from facilitator.session.balance import may_be_told
from facilitator.session.people import Person
from facilitator.session.privacy import Names
from facilitator.session.running import MINUTE, elapsed_ms
from facilitator.words import _, ngettext


def method(voice: Voice) -> Section:
    """Always in a final report. What was written for a line stands before what is counted for it."""
    written = {
        LABELS.get(passage.title, lambda: "")() or passage.title.strip() or _("Also"): passage
        for passage in voice.state.harvest.of("method")
        if passage.title not in ELSEWHERE
    }
    rows: list[tuple[str, Words]] = []
    for label, ours in _lines(voice):
        passage = written.pop(label, None)
        words: Words = ()
        if passage is not None and not (label == _("Consent") and voice.gate.names is not Names.FULL):
            words = voice.written(passage.text)
        elif ours:
            words = (Run(ours, said=True),)
        if words:
            rows.append((label, words))
    last = [row for row in rows if row[0] in (_("Sources and credits"), _("This report"))]
    rows = [row for row in rows if row not in last]
    rows += [(voice.written_text(label), voice.written(p.text)) for label, p in written.items()]
    rows += last
    sentence = _("How this report came about, what it leaves out and how far it carries.")
    return Section("method", _("Method note"), (lead(voice, "method", sentence), Fields(tuple(rows), look="note")))


def _lines(voice: Voice) -> list[tuple[str, str]]:
    agreement = voice.state.agreement
    return [
        (_("Who captured"), voice.written_text(agreement.capture) or _captured(voice)),
        (_("How fully"), _fully(voice)),
        (_("Consent"), _consent(voice)),
        (_("The time"), _time(voice)),
        (_("Not readable"), _unreadable(voice)),
        (_("Left out"), _left_out(voice)),
        (_("The card"), _card(voice)),
        (_("Balance"), _balance(voice)),
        (_("Taken up"), _taken_up(voice)),
        (_("Missing"), _missing(voice)),
        (_("What comes next"), ""),
        (_("Sources and credits"), _sources(voice)),
        (_("This report"), _made(voice)),
    ]


def _unreadable(voice: Voice) -> str:
    lost = voice.state.unreadable
    if not lost:
        return ""
    return ngettext(
        "{count} entry of the record could no longer be read and is missing from this report.",
        "{count} entries of the record could no longer be read and are missing from this report.",
        lost,
    ).format(count=number(lost))


FAR_OFF, FAR_MINUTES = 1.25, 3
"""An activity is told to have taken other than planned from a quarter and this many minutes on."""


def _time(voice: Voice) -> str:
    """What did not run, and what took far longer or shorter than planned; nothing where it ran as planned."""
    state = voice.state
    if state.running.began_ms is None or not any(block.ended_ms for block in state.agenda.by_id.values()):
        return ""
    sentences: list[str] = []
    off: list[str] = []
    unrun: list[str] = []
    for block in state.agenda.in_order():
        title = _("“{title}”").format(title=voice.written_text(one_line(block.title)))
        if block.started_ms is None or block.ended_ms is None:
            if block.started_ms is None and not block.is_break:
                unrun.append(title)
            continue
        planned = state.running.planned.get(block.id, block.minutes)
        took = round(elapsed_ms(state, block, block.ended_ms) / MINUTE)
        low, high = sorted((max(planned, 1), max(took, 1)))
        if planned and high - low >= FAR_MINUTES and high >= low * FAR_OFF:
            told = _("{title} was planned for {planned} minutes and took {took}")
            off.append(told.format(title=title, planned=number(planned), took=number(took)))
    if off:
        sentences.append(capital("; ".join(off)) + ".")
    if unrun:
        told = ngettext("{titles} was planned and did not run.", "{titles} were planned and did not run.", len(unrun))
        sentences.append(told.format(titles=and_list(unrun)))
    return " ".join(sentences)


def _captured(voice: Voice) -> str:
    if voice.imported:
        return _("Taken in from the file {source}; nobody in this program wrote along.").format(
            source=voice.written_text(one_line(voice.state.about.source))
        )
    return _("It was not said who captured.")


def _fully(voice: Voice) -> str:
    if voice.imported:
        return ngettext(
            "What the file holds: {count} turn. Whether it holds all that was said is not known here.",
            "What the file holds: {count} turns. Whether it holds all that was said is not known here.",
            len(voice.state.contributions),
        ).format(count=number(len(voice.state.contributions)))
    if voice.state.agreement.capture:
        return ""
    return _("What was captured stands here, not all that happened.")


def _consent(voice: Voice) -> str:
    people = voice.state.people.present()
    sentences: list[str] = []
    participants = [p for p in people if "participant" in p.roles] or people
    named = [person for person in participants if person.named]
    names = voice.gate.names
    if names is Names.NONE:
        sentences.append(_("This report is made without names."))
    elif names is Names.INITIALS:
        sentences.append(_("This report is made with initials in place of names."))
    if participants and not voice.imported and len(named) < len(participants):
        sentences.append(_agreed(voice, named, participants))
    elif participants and names is Names.FULL:
        sentences.append(
            _("Everybody is named as in the file; nobody has withdrawn.")
            if voice.imported
            else _("Everybody is named; nobody has withdrawn.")
        )
    elif voice.imported and len(named) < len(participants):
        sentences.append(_agreed(voice, named, participants))
    nameless = sum(voice.nameless(given) for given in voice.carried)
    if nameless:
        sentences.append(
            ngettext(
                "{count} contribution was given where nobody is named.",
                "{count} contributions were given where nobody is named.",
                nameless,
            ).format(count=capital(number_word(nameless)))
        )
    if names is not Names.FULL or len(named) < len(participants):
        sentences.append(_("Names that stand inside somebody’s own words are left as they were said."))
    return " ".join(sentences)


def _agreed(voice: Voice, named: list[Person], people: list[Person]) -> str:
    agreed = _("{some} of {all} agreed to be named.").format(
        some=capital(number_word(len(named)) if named else _("none")), all=number_word(len(people))
    )
    if voice.gate.inside or voice.gate.names is Names.NONE:
        return agreed
    rest = len(people) - len(named)
    return f"{agreed} " + ngettext(
        "{count} appears as “a participant”.", "{count} appear as “a participant”.", rest
    ).format(count=capital(number_word(rest)))


def _left_out(voice: Voice) -> str:
    sentences: list[str] = []
    back = voice.gate.kept_back(voice.state)
    if back:
        sentences.append(
            ngettext(
                "{count} contribution stands in the record and not here: not released, or meant for the room alone.",
                "{count} contributions stand in the record and not here: not released, or meant for the room alone.",
                back,
            ).format(count=capital(number_word(back)))
        )
    taken = sum(given.withdrawn for given in voice.state.contributions.by_id.values())
    if taken:
        sentences.append(
            ngettext(
                "{count} was taken back by whoever gave it.", "{count} were taken back by those who gave them.", taken
            ).format(count=capital(number_word(taken)))
        )
    if any(given.kind == "thanks" for given in voice.carried):
        sentences.append(_("Thanks stand here and are counted nowhere."))
    if voice.imported and not measured(voice):
        sentences.append(_("No measures: the turns have no kinds yet and nothing says who took up whose words."))
    return " ".join(sentences) or _("Nothing that was given.")


def _card(voice: Voice) -> str:
    if not voice.state.outcomes.standing():
        return ""
    return _(
        "Three anchored questions, 0 to 4, answered for “now” and for “when we started” at the end. It shows how "
        "participants see their own change. Memory bends the past; people wish to have improved and to please; whoever "
        "left early is missing."
    )


def _balance(voice: Voice) -> str:
    if not measured(voice):
        return ""
    each, _leaders = gave(voice, counted(voice))
    if not may_be_told(each):
        return ""
    return _(
        "One minus the corrected Gini of contributions, {people} people, {count} contributions. Chance range: the "
        "middle nine tenths of 4,000 draws in which everyone is equally likely."
    ).format(people=len(each), count=number(sum(each)))


def _taken_up(voice: Voice) -> str:
    if not measured(voice):
        return ""
    return _(
        "Contributions that somebody else built on, answered, asked about, supported or challenged with a reason; "
        "without notes on the session, thanks and the last tenth of the time."
    )


def _missing(voice: Voice) -> str:
    sentences: list[str] = []
    answers = voice.state.outcomes.standing()
    people = [p for p in voice.state.people.present() if "participant" in p.roles]
    if answers:
        most = max(sum(one.item == item for one in answers) for item in ("informed", "perspective", "decision"))
        if most < len(people):
            sentences.append(
                ngettext("{count} card of {all}.", "{count} cards of {all}.", len(people) - most).format(
                    count=capital(number_word(len(people) - most)), all=number_word(len(people))
                )
            )
    if voice.imported and not any(voice.time(given) for given in voice.carried[:200]):
        sentences.append(_("The file says no times."))
    return " ".join(sentences)


def _sources(voice: Voice) -> str:
    found: list[str] = []
    for passage in voice.state.harvest.of("source"):
        parts = [voice.written_text(part.strip()) for part in (passage.title, passage.text, passage.note)]
        line = ", ".join(part.rstrip(".") for part in parts if part)
        if line:
            found.append(f"{line}.")
    numbers = [voice.number[given.id] for given in voice.carried if given.kind == "resource"]
    if numbers:
        found.append(
            ngettext("Named in the talk: number {list}.", "Named in the talk: numbers {list}.", len(numbers)).format(
                list=and_list(numbers)
            )
        )
    files = [voice.written_text(one_line(item.name)) for item in voice.state.attachments.standing()]
    if files:
        found.append(_("Files kept with the session: {list}.").format(list=and_list(files)))
    return " ".join(found)


def _made(voice: Voice) -> str:
    sentences: list[str] = []
    version = f" {voice.options.program_version}" if voice.options.program_version else ""
    if voice.options.made_ms:
        day = voice.local(voice.options.made_ms).date()
        sentences.append(_("Made with Facilitator{version} on {date}.").format(version=version, date=date_plain(day)))
    else:
        sentences.append(_("Made with Facilitator{version}.").format(version=version))
    if any(voice.said_ms(given) is not None for given in voice.carried[:200]):
        zone = voice.state.about.zone or voice.options.zone or "UTC"
        sentences.append(_("Clock times are those of {zone}.").format(zone=one_line(zone)))
    return " ".join(sentences)
