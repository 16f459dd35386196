"""The short texts that say what learning from each other is, word for word: the introduction and the card.

One place for the window, the printed card and whatever else shows them. Sentences are English sources; who shows them
translates them.
"""

from __future__ import annotations

from dataclasses import dataclass


def N_(message: str) -> str:
    """Mark a sentence for translation where it is shown."""
    return message


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the program is about, with a counter-example and an example. Read in this order it is one text."""

    title: str = N_("A video is not learning.")
    counter_example: str = N_("Ten people watching a video are ten people watching a video.")
    example: str = N_(
        "When one of them says ‘we tried that on nights and it failed’, another asks why, and a third changes Monday’s "
        "plan, they have learned from one another."
    )
    saying: str = N_("The video was the instrument; the exchange was the music.")
    program: str = N_(
        "This program helps you choose the instrument, play with others, keep what was worth keeping, and see later "
        "what became of it. It does not count listeners."
    )


INTRODUCTION = Introduction()

CARD_TITLE = N_("How to learn from each other")

CARD = (
    N_("Bring one thing you know from doing."),
    N_("Say where it holds and where it may not."),
    N_("Before you counter, say back what you heard."),
    N_("Build: “yes, and at our place …”"),
    N_("Disagree with a reason."),
    N_("Ask what you do not know; someone else needs it too."),
    N_("Ask for help with a real thing."),
    N_("Thank for something particular."),
    N_("Leave with one step and a date."),
    N_("You may pass."),
)
"""The participant card: ten sentences, in this order."""

THREE_TITLE = N_("What are you giving?")

THREE = (
    ("idea", N_("Idea"), N_("could be, not tried here")),
    ("knowledge", N_("I know"), N_("known from doing")),
    ("information", N_("Fact"), N_("can be looked up")),
)
"""The three words people mix up: kind, word, what it means."""
