"""The report's standing words: kinds, relations, rules, numbers and dates, in the language in use."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Sequence

from facilitator.words import _, language, ngettext

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})


def right_to_left(tag: str) -> bool:
    """Whether this language is written from the right."""
    parts = tag.replace("_", "-").lower().split("-")
    if any(part in ("arab", "hebr", "thaa", "nkoo", "adlm") for part in parts[1:]):
        return True
    return parts[0] in RIGHT_TO_LEFT and "latn" not in parts[1:]


def kind_word(kind: str) -> str:
    """The word for a kind of contribution, as it stands inside a sentence; empty for what was not typed."""
    return {
        "idea": _("idea"),
        "knowledge": _("knowledge"),
        "information": _("information"),
        "question": _("question"),
        "answer": _("answer"),
        "story": _("story"),
        "perspective": _("perspective"),
        "concern": _("concern"),
        "decision": _("decision"),
        "commitment": _("commitment"),
        "thanks": _("thanks"),
        "resource": _("resource"),
        "synthesis": _("synthesis"),
        "observation": _("observation"),
        "request": _("request"),
        "offer": _("offer"),
        "reflection": _("reflection"),
        "process_note": _("note on the session"),
    }.get(kind, "")


def kinds_word(kind: str, count: int) -> str:
    """The word for so many of a kind, without the number."""
    forms: dict[str, Callable[[int], str]] = {
        "idea": lambda n: ngettext("idea", "ideas", n),
        "knowledge": lambda n: ngettext("knowledge", "knowledge", n),
        "information": lambda n: ngettext("information", "information", n),
        "question": lambda n: ngettext("question", "questions", n),
        "answer": lambda n: ngettext("answer", "answers", n),
        "story": lambda n: ngettext("story", "stories", n),
        "perspective": lambda n: ngettext("perspective", "perspectives", n),
        "concern": lambda n: ngettext("concern", "concerns", n),
        "decision": lambda n: ngettext("decision", "decisions", n),
        "commitment": lambda n: ngettext("commitment", "commitments", n),
        "resource": lambda n: ngettext("resource", "resources", n),
        "synthesis": lambda n: ngettext("synthesis", "syntheses", n),
        "observation": lambda n: ngettext("observation", "observations", n),
        "request": lambda n: ngettext("request", "requests", n),
        "offer": lambda n: ngettext("offer", "offers", n),
        "note": lambda n: ngettext("note without a kind", "notes without a kind", n),
    }
    return forms[kind](count) if kind in forms else kind_word(kind)


def link_word(relation: str) -> str:
    """How a card of a chain goes on from the one before it."""
    return {
        "builds_on": _("builds on it"),
        "answers": _("answers"),
        "asks_about": _("asks about it"),
        "supports": _("supports it, with a reason"),
        "challenges": _("challenges it, with a reason"),
        "illustrates": _("gives a case for it"),
        "leads_to": _("and so"),
        "synthesises": _("draws it together"),
        "sparked_by": _("sparked by it"),
        "cites": _("draws on it"),
        "appreciates": _("thanks for it"),
    }.get(relation, "")


def relation_word(relation: str, number: str) -> str:
    """How a contribution takes up another one, named by its number."""
    sentence = {
        "builds_on": _("builds on {number}"),
        "answers": _("answers {number}"),
        "asks_about": _("asks about {number}"),
        "supports": _("supports {number}"),
        "challenges": _("challenges {number}"),
        "illustrates": _("gives a case for {number}"),
        "leads_to": _("follows from {number}"),
        "synthesises": _("draws together {number}"),
        "sparked_by": _("sparked by {number}"),
        "cites": _("draws on {number}"),
        "appreciates": _("thanks for {number}"),
        "duplicates": _("says the same as {number}"),
    }.get(relation, "{number}")
    return sentence.format(number=number)


def where_word(modality: str) -> str:
    """Where something was said, by what people did with one another."""
    return {
        "discussion": _("in the discussion"),
        "one_two_four_all": _("in the discussion"),
        "think_pair_share": _("in the discussion"),
        "fishbowl": _("in the fishbowl"),
        "world_cafe": _("at the tables"),
        "video": _("with the film"),
        "reading": _("with the text"),
        "role_play": _("in the rehearsal"),
        "demonstration": _("at the demonstration"),
        "hands_on": _("while making"),
        "pens_first": _("in the written round"),
        "social_thread": _("in the thread"),
        "mentoring": _("in the conversation"),
        "story": _("in the circle"),
        "anecdote": _("in the circle"),
        "case_clinic": _("in the case clinic"),
        "coffee": _("over coffee"),
        "networking_lunch": _("over lunch"),
        "break": _("in the break"),
    }.get(modality, "")


def rule_words(rule: str) -> str:
    """The rule of the room in one sentence; empty when none was agreed."""
    return {
        "chatham_house": _("Chatham House Rule: what was said may be used, who said it may not be told."),
        "lessons_leave_stories_stay": _("Lessons leave, stories stay."),
        "everything_stays": _("Everything stays in the room."),
    }.get(rule, "")


def anchors(item: str) -> tuple[str, ...]:
    """The five anchors of an item of the outcome card, from 0 to 4."""
    if item == "informed":
        return (
            _("say nothing useful"),
            _("name the main points"),
            _("explain the main points"),
            _("answer ordinary questions"),
            _("answer hard ones, and where it does not hold"),
        )
    if item == "perspective":
        return (
            _("none but my own"),
            _("my own, a rough other"),
            _("my own and one other"),
            _("several"),
            _("several, and what each misses"),
        )
    return (
        _("I did not see a choice"),
        _("I saw it, no options"),
        _("options, no way to choose"),
        _("options and reasons"),
        _("decided: first step, date"),
    )


def number_word(count: int) -> str:
    """A count as it reads in a sentence: in words up to twenty."""
    words = (
        _("no"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"), _("seven"), _("eight"), _("nine"),
        _("ten"), _("eleven"), _("twelve"), _("thirteen"), _("fourteen"), _("fifteen"), _("sixteen"), _("seventeen"),
        _("eighteen"), _("nineteen"), _("twenty"),
    )  # fmt: skip
    return words[count] if 0 <= count < len(words) else number(count)


def number(count: int) -> str:
    """A count in digits, with the thousands kept apart."""
    return f"{count:,}" if language().startswith("en") else f"{count:,}".replace(",", "\u202f")


def capital(sentence: str) -> str:
    """A sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def and_list(items: Sequence[str]) -> str:
    """Several things in one breath: *a, b and c*."""
    if len(items) < 2:
        return "".join(items)
    return _("{most} and {last}").format(most=_(", ").join(items[:-1]), last=items[-1])


def weekday(day: datetime.date) -> str:
    """The name of the day."""
    return (
        _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
    )[day.weekday()]  # fmt: skip


def month(day: datetime.date) -> str:
    """The name of the month."""
    return (
        _("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August"),
        _("September"), _("October"), _("November"), _("December"),
    )[day.month - 1]  # fmt: skip


def short_weekday(day: datetime.date) -> str:
    """The short name of the day."""
    return (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))[day.weekday()]


def date_long(day: datetime.date) -> str:
    """*Thursday 12 March 2026*."""
    return _("{weekday} {day} {month} {year}").format(
        weekday=weekday(day), day=day.day, month=month(day), year=day.year
    )


def date_plain(day: datetime.date) -> str:
    """*12 March 2026*."""
    return _("{day} {month} {year}").format(day=day.day, month=month(day), year=day.year)


def date_day(day: datetime.date, near: datetime.date | None) -> str:
    """*9 April*, with the year when it is not that of ``near``."""
    if near is None or near.year != day.year:
        return date_plain(day)
    return _("{day} {month}").format(day=day.day, month=month(day))


def date_short(day: datetime.date, near: datetime.date | None = None) -> str:
    """*Mon 16 March*, with the year when it is not that of ``near``."""
    if near is not None and near.year == day.year:
        return _("{weekday} {day} {month}").format(weekday=short_weekday(day), day=day.day, month=month(day))
    return _("{weekday} {day} {month} {year}").format(
        weekday=short_weekday(day), day=day.day, month=month(day), year=day.year
    )


def read_date(text: str) -> datetime.date | None:
    """A date as the record keeps it (ISO 8601), or None."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def offset(ms: int) -> str:
    """A place in a recording: *0:16*, *1:02:03*."""
    seconds = max(0, ms) // 1000
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def one_line(text: str) -> str:
    """Words on one line, without controls: for headings, bookmarks, properties of files, and names.

    What holds nothing but controls is a sign that something stands there: nobody vanishes for being called oddly.
    """
    visible = "".join(" " if unicodedata.category(ch) in ("Cc", "Zl", "Zp") else ch for ch in text)
    return " ".join(visible.split()) or ("\ufffd" if text.strip() else "")
