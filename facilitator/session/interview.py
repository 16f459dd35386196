"""The thirteen questions of the guide, purpose first and tools last, as data: for the screen, and for whoever asks.

Words are English source sentences, worded outside. Each question names the careful answer that is taken when somebody
is not sure.
"""

from __future__ import annotations

from typing import NamedTuple

ONE, SEVERAL, NUMBER, WORDS, YES_NO = "one", "several", "number", "words", "yes_no"


class Choice(NamedTuple):
    """An answer to choose: its value, and its words."""

    value: str
    words: str


class Question(NamedTuple):
    """A question: its id (the field of the answers it fills), its short name in a list, its words, a line of help.

    ``careful`` is the answer taken when somebody is not sure, and ``careful_words`` says so.
    """

    id: str
    name: str
    words: str
    help: str
    form: str
    choices: tuple[Choice, ...] = ()
    careful: str = ""
    careful_words: str = ""


def N_(message: str) -> str:
    """Mark words for the catalogue without wording them."""
    return message


PURPOSE_WORDS = (
    Choice("inform", N_("know more about something")),
    Choice("perspective", N_("see more sides")),
    Choice("decide", N_("reach a choice together")),
    Choice("ideas", N_("have more ideas")),
    Choice("skill_people", N_("deal better with people")),
    Choice("skill_task", N_("handle a thing or procedure")),
    Choice("solve", N_("move one person’s live problem")),
    Choice("reflect", N_("learn from what happened")),
    Choice("connect", N_("know one another")),
)

QUESTIONS: tuple[Question, ...] = (
    Question(
        "purpose",
        N_("Afterwards"),
        N_("What shall be different for people afterwards?"),
        N_("The purpose comes before any method. A second one may follow."),
        ONE,
        PURPOSE_WORDS,
        "perspective",
        N_("To see more sides is taken: it rules out the least."),
    ),
    Question(
        "in_hands",
        N_("For which work"),
        N_("Which piece of work is it for, and what shall be in your hands at the end?"),
        N_("A list, a decision, a story, a plan, a practised move, contacts. “None” is an answer too."),
        WORDS,
        (
            Choice("list", N_("a list")),
            Choice("decision", N_("a decision")),
            Choice("story", N_("a story")),
            Choice("plan", N_("a plan")),
            Choice("practised move", N_("a practised move")),
            Choice("contacts", N_("contacts")),
        ),
    ),
    Question("people", N_("People at once"), N_("How many people at once?"), N_("Those in one room or call."), NUMBER),
    Question(
        "minutes",
        N_("Time, truly"),
        N_("How much time, truly?"),
        N_("Without arriving and leaving. Spread over days, say how many days."),
        NUMBER,
    ),
    Question(
        "trust",
        N_("Trust"),
        N_("How much do they trust one another with not-knowing?"),
        N_("Can somebody say “I do not know” here without paying for it?"),
        ONE,
        (
            Choice("1", N_("strangers, or wary")),
            Choice("2", N_("working trust")),
            Choice("3", N_("high")),
        ),
        "1",
        N_("Strangers, or wary, is taken: nobody is asked to show more than they would."),
    ),
    Question(
        "setting",
        N_("Where"),
        N_("Where are they, and is there a network?"),
        N_("Mixed means some in the room and some far away."),
        ONE,
        (
            Choice("in_person", N_("in one room")),
            Choice("online", N_("online")),
            Choice("hybrid", N_("some here, some far")),
            Choice("async", N_("spread over time")),
        ),
        "in_person",
        N_("One room is taken."),
    ),
    Question(
        "energy",
        N_("Energy"),
        N_("How is the energy?"),
        N_("After nights, after lunch, at the end of a week it is low."),
        ONE,
        (Choice("low", N_("low")), Choice("ok", N_("all right")), Choice("high", N_("high"))),
        "ok",
        N_("All right is taken: it changes nothing."),
    ),
    Question(
        "has",
        N_("What is there"),
        N_("What is there?"),
        N_("What is not ticked counts as not there."),
        SEVERAL,
        (
            Choice("screen", N_("a screen")),
            Choice("text", N_("a text")),
            Choice("pens", N_("pens")),
            Choice("tables", N_("tables")),
            Choice("movable_chairs", N_("movable chairs")),
            Choice("floor", N_("floor space")),
            Choice("breakouts", N_("rooms to break out into")),
            Choice("shared_space", N_("a shared page or wall")),
            Choice("materials", N_("material to work with")),
            Choice("model_person", N_("somebody who can show it")),
            Choice("private_space", N_("a private place")),
            Choice("meal", N_("a meal")),
        ),
        "pens",
        N_("Pens are taken: there are always pens."),
    ),
    Question(
        "prior",
        N_("They know the topic"),
        N_("How much do they know of the topic?"),
        N_("From doing, not from hearing."),
        ONE,
        (
            Choice("new", N_("it is new to them")),
            Choice("mixed", N_("some well, some not")),
            Choice("experienced", N_("well")),
        ),
        "mixed",
        N_("Some well, some not, is taken."),
    ),
    Question(
        "power_gap",
        N_("Rank differs"),
        N_("Are there big differences in rank, or open conflict?"),
        N_("Then quiet voices want protection."),
        YES_NO,
        (Choice("yes", N_("yes")), Choice("no", N_("no"))),
        "yes",
        N_("Yes is taken: quiet voices are protected."),
    ),
    Question(
        "private",
        N_("Stays in the room"),
        N_("Must it stay in the room?"),
        N_("Then nothing is recorded that could leave it."),
        YES_NO,
        (Choice("yes", N_("yes")), Choice("no", N_("no, lessons may leave"))),
        "yes",
        N_("Yes is taken."),
    ),
    Question(
        "access",
        N_("Hard for somebody"),
        N_("What would make it hard for somebody to take part?"),
        N_("Asked in the invitation, people tell you."),
        SEVERAL,
        (
            Choice("hearing", N_("hearing")),
            Choice("vision", N_("vision")),
            Choice("mobility", N_("moving about")),
            Choice("language", N_("a second language")),
            Choice("speaking_stress", N_("speaking in public is stressful")),
            Choice("reading", N_("reading is hard")),
            Choice("screen_fatigue", N_("tired of screens")),
        ),
        "",
        N_("Ask them in the invitation; until then nothing is taken."),
    ),
    Question(
        "prep",
        N_("Time to prepare"),
        N_("How much time do you have to prepare?"),
        N_("Yours alone, before the day. Printing and asking people counts."),
        ONE,
        (
            Choice("0", N_("none")),
            Choice("15", N_("15 minutes")),
            Choice("30", N_("30 minutes")),
            Choice("60", N_("60 minutes")),
            Choice("240", N_("half a day or more")),
        ),
        "15",
        N_("Fifteen minutes are taken."),
    ),
)
"""In the order of the domain, section 4.1."""
