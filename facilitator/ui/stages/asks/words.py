"""The words of asking everybody: what a form is called, the ready cards, how many are in, and what a result says."""

from __future__ import annotations

from dataclasses import dataclass

from facilitator.asking import form_word as form_word
from facilitator.asking import in_words as in_words
from facilitator.session.asks import (
    CHECK_IN,
    DOTS,
    OUTCOME,
    POLL,
    PULSE,
    RATING,
    Ask,
    OpenAsk,
)
from facilitator.session.outcome_card import Moved
from facilitator.session.ports import uuid7
from facilitator.session.state import SessionState
from facilitator.session.tally import Bar, Progress, Results, Spread
from facilitator.ui import shown
from facilitator.words import _, ngettext, pgettext

ICONS = {
    CHECK_IN: "users-round",
    POLL: "chart-bar",
    DOTS: "circle-dot",
    RATING: "sliders-horizontal",
    OUTCOME: "square-check",
    PULSE: "star",
}
"""The icon of each form."""


def offer_words(form: str) -> str:
    """The action that asks it."""
    return {
        CHECK_IN: _("Check-in: a word from each"),
        POLL: _("Ask everybody: a poll"),
        DOTS: _("Ask everybody: dots"),
        RATING: _("Ask everybody: a rating"),
        OUTCOME: _("Ask everybody: the outcome card"),
        PULSE: _("Ask everybody: the pulse"),
    }[form]


def offer_told(form: str) -> str:
    """One sentence about it."""
    return {
        CHECK_IN: _("Each says a short word, or only that they are here; a tick for each person."),
        POLL: _("One question, a few answers. Nobody sees the numbers before it is closed."),
        DOTS: _("Each person has a few dots to give away. Nobody sees where they lie before it is closed."),
        RATING: _("Each option by each criterion, in words instead of marks. The answer is a spread, not a mean."),
        OUTCOME: _("More informed, more sides seen, better placed to decide: now, and when we started."),
        PULSE: _("How easy it is to speak up here. Shown from five answers on, and only as a spread."),
    }[form]


def promise(form: str) -> str:
    """What everybody may rely on, said while it is asked."""
    if form in (OUTCOME, PULSE):
        return _("No name is kept with it. Shown only when five or more have answered.")
    if form == CHECK_IN:
        return _("Passing is a word too.")
    return _("Nobody sees the votes before it is closed, you neither")


def progress_words(ask: Ask, progress: Progress) -> str:
    """*11 of 14 are in*; without people written down *11 are in*."""
    if ask.form == CHECK_IN:
        if progress.people >= progress.given and progress.people:
            return _("{given} of {people} have had a turn").format(given=progress.given, people=progress.people)
        return ngettext("{count} has had a turn", "{count} have had a turn", progress.given).format(
            count=progress.given
        )
    if progress.people >= progress.given and progress.people:
        return _("{given} of {people} are in").format(given=progress.given, people=progress.people)
    return ngettext("{count} is in", "{count} are in", progress.given).format(count=progress.given)


def void_words(void: int) -> str:
    """What became of votes for earlier options."""
    if not void:
        return ""
    return ngettext(
        "The options changed: {count} earlier vote holds no more and is asked for again.",
        "The options changed: {count} earlier votes hold no more and are asked for again.",
        void,
    ).format(count=void)


def option(words: str) -> str:
    """An option on one line; what was taken back is said to be so."""
    return shown.one_line(words) if words else _("(taken back)")


# ---- ready cards -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CardPage:
    """One page of the outcome card: its question, its five anchors from 0 on, and the line for evidence."""

    item: str
    question: str
    anchors: tuple[str, ...]
    evidence: str = ""


def topic_of(state: SessionState) -> str:
    """What a session is about, as it stands in the questions of the outcome card."""
    for passage in state.harvest.of("method"):
        if passage.title == "outcome_topic" and passage.text.strip():
            return shown.one_line(passage.text)
    return shown.one_line(state.about.work or state.about.title)


def card_pages(topic: str) -> tuple[CardPage, ...]:
    """The outcome card in the wording of the domain, 2.3."""
    about = shown.isolated(topic)
    return (
        CardPage(
            "informed",
            _("If a colleague asked you about {topic}, you could …").format(topic=about),
            (
                _("say nothing useful"),
                _("name the main points"),
                _("explain the main points"),
                _("explain, and answer ordinary questions"),
                _("answer hard questions, and say where it does not hold"),
            ),
            _("One thing you know now and did not, or had wrong"),
        ),
        CardPage(
            "perspective",
            _("How many ways of looking at {topic} could you put so fairly that their holders would agree?").format(
                topic=about
            ),
            (
                _("none but my own"),
                _("my own, and a rough idea of another"),
                _("my own and one other"),
                _("several"),
                _("several, and what each sees that the others miss"),
            ),
            _("A view you understand better now, and whose it is (the role is enough)"),
        ),
        CardPage(
            "decision",
            _("About what you have to decide or do next on {topic} …").format(topic=about),
            (
                _("I did not see that there was anything to decide"),
                _("I saw it, without options"),
                _("I had options, and no way to choose"),
                _("I had options and reasons"),
                _("I have decided, or decided to wait, with reasons, a first step and a date to check"),
            ),
            _("What will you do, by when?"),
        ),
    )


def through_words() -> tuple[str, ...]:
    """Where any change came from: the fourth page of the outcome card."""
    return (
        _("mostly from others here"),
        _("about half"),
        _("mostly from the material or my own thinking"),
        _("no change"),
    )


def pulse_words() -> tuple[str, ...]:
    """The anchors of the pulse, from 0 on (domain 2.10)."""
    return (
        _("I would not"),
        _("only to one person"),
        _("if asked"),
        _("mostly"),
        _("easily"),
    )


def usual_scale() -> tuple[str, ...]:
    """The words of a rating where nobody wrote others."""
    return (_("not at all"), _("a little"), _("partly"), _("mostly"), _("fully"))


def ready(form: str, state: SessionState) -> OpenAsk | None:
    """What needs no typing: check-in, outcome card and pulse; None for the others."""
    if form == PULSE:
        question = _("How easy would it be to say here that you do not know, or do not agree?")
        return OpenAsk(ask=uuid7(), form=PULSE, question=question, options=pulse_words())
    if form == OUTCOME:
        return OpenAsk(ask=uuid7(), form=OUTCOME, question=topic_of(state) or _("this session"))
    if form == CHECK_IN:
        return OpenAsk(ask=uuid7(), form=CHECK_IN, question=_("One word: how are you here?"))
    return None


def question_words(ask: Ask) -> str:
    """The question as it stands over the ask."""
    if ask.form == OUTCOME:
        return _("Where do you stand on {topic}, now and when we started?").format(topic=shown.isolated(ask.question))
    return ask.question


# ---- results -----------------------------------------------------------------------------------------------------


def bar_words(ask: Ask, bar: Bar) -> str:
    """*9 dots from 5 people*; *7*."""
    if ask.form != DOTS:
        return str(bar.count)
    dots = ngettext("{count} dot", "{count} dots", bar.count).format(count=bar.count)
    if bar.voices is None or not bar.count:
        return dots
    people = ngettext("{count} person", "{count} people", bar.voices).format(count=bar.voices)
    return _("{dots} from {people}").format(dots=dots, people=people)


def behind_bar(ask: Ask, bar: Bar) -> str:
    """What stands behind a figure of its own: *dots from 5 people*."""
    if ask.form != DOTS:
        return ""
    if bar.voices is None or not bar.count:
        return ngettext("dot", "dots", bar.count)
    return ngettext("from {count} person", "from {count} people", bar.voices).format(count=bar.voices)


def scale_words(ask: Ask, places: tuple[int, ...]) -> str:
    """The word in the middle, or the two it lies between."""
    found = [shown.isolated(ask.scale[place]) for place in places if 0 <= place < len(ask.scale)]
    if len(found) == 2:
        return _("between {one} and {other}").format(one=found[0], other=found[1])
    return found[0] if found else ""


def spread_words(ask: Ask, spread: Spread) -> str:
    """*8 answers, from “a little” to “fully”; the middle one “mostly”*."""
    if not spread.answered:
        return _("nobody said")
    answers = ngettext("{count} answer", "{count} answers", spread.answered).format(count=spread.answered)
    if spread.low == spread.high:
        return _("{answers}, all “{word}”").format(answers=answers, word=scale_words(ask, (spread.low,)))
    told = _("{answers}, from “{low}” to “{high}”, the middle {middle}").format(
        answers=answers,
        low=scale_words(ask, (spread.low,)),
        high=scale_words(ask, (spread.high,)),
        middle=scale_words(ask, spread.middle),
    )
    return _("{told}. Far apart: worth asking why.").format(told=told) if spread.apart else told


def item_word(item: str) -> str:
    """An item of the outcome card."""
    return {
        "informed": _("Informed"),
        "perspective": _("Perspective"),
        "decision": pgettext("outcome", "Decision"),
    }.get(item, item)


def moved_words(moved: Moved) -> str:
    """How an item moved, in one sentence, and the middle answers."""
    if not moved.shown:
        return _("Fewer than five answered both, so no number is shown.")
    told = _("{higher} of {all} higher now than they remember being at the start, {same} the same, {lower} lower.")
    middle = _("Middle answer: then {then}, now {now}.")
    return " ".join(
        (
            told.format(higher=moved.higher, all=moved.answered, same=moved.same, lower=moved.lower),
            middle.format(then=f"{moved.middle_then:g}", now=f"{moved.middle_now:g}"),
        )
    )


def result_words(ask: Ask, told: Results) -> str:
    """What a result says, in one or two sentences."""
    if told.few:
        if ask.form == OUTCOME:
            return _("Fewer than five answered, so no number is shown. What was written is kept for the report.")
        return _("Fewer than five answered, so no number is shown.")
    if ask.form == OUTCOME:
        return _("How people see their own change, remembered on the same day. The three are not added up.")
    if ask.form == PULSE:
        return _("One question, not a measure. Look at how wide it spreads, and ask what would help.")
    if not told.given:
        return _("Nobody gave anything.")
    parts = []
    if ask.form == RATING:
        parts.append(_("How wide it spreads matters more than where the middle lies."))
    elif len(told.leaders) == 1:
        parts.append(_("“{option}” has the most.").format(option=shown.isolated(option(told.leaders[0].words))))
    elif len(told.leaders) > 1:
        level = ngettext("{count} option is level.", "{count} options are level.", len(told.leaders))
        parts.append(level.format(count=len(told.leaders)))
    if told.blank:
        blank = ngettext("{count} gave nothing to any.", "{count} gave nothing to any.", told.blank)
        parts.append(blank.format(count=told.blank))
    return " ".join(parts)


def because_words(ask: Ask, told: Results, place: int) -> str:
    """Why an option became a decision, in the words of the vote."""
    bar = next((bar for bar in told.bars if bar.option == place), None)
    if bar is None:
        return _("{form} on “{question}”").format(form=form_word(ask.form), question=shown.one_line(ask.question))
    total = sum(one.count for one in told.bars)
    return _("{form} on “{question}”: {count} of {total}, {given} people").format(
        form=form_word(ask.form),
        question=shown.one_line(ask.question),
        count=bar.count,
        total=total,
        given=told.given,
    )
