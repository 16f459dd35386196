"""The words of a role play: its phases, its rounds, the debrief, how many saw something."""

from __future__ import annotations

import re

from facilitator.session.casting import brief_state, has_passed, players, since_before
from facilitator.session.modalities import Modality
from facilitator.session.people import Person
from facilitator.session.play import ALONG, FACTS, FEELINGS, MEANING, SCRIPT, play_of, rounds_of
from facilitator.session.state import SessionState
from facilitator.session.watching import Noted
from facilitator.ui import shown
from facilitator.words import _, ngettext

LONGEST_HEADLINE = 160
"""Characters of a situation that are its heading."""
LONGEST_NOTE = 90
"""Characters of exact words that are shown in a row."""
QUOTES = "“”„‟«»\"' "
"""What is taken off words before they are put in quotation marks."""


def headline(situation: str) -> tuple[str, str]:
    """A situation as a heading of two or three lines and what is left of it, cut behind a sentence if there is one."""
    words = situation.strip()
    if len(words) <= LONGEST_HEADLINE and "\n" not in words:
        return words, ""
    first = words.split("\n", 1)[0]
    if len(first) > LONGEST_HEADLINE:
        ends = [found.end() for found in re.finditer(r"[.!?。！？؟…](?=\s|$)|[。！？]", first[:LONGEST_HEADLINE])]
        gap = first.rfind(" ", 0, LONGEST_HEADLINE)
        first = first[: ends[-1] if ends else gap if gap > 0 else LONGEST_HEADLINE]
    return first.strip(), words[len(first) :].strip()


def phase_words(phase: str) -> str:
    """A phase, as its segment and the large button name it."""
    return {
        "prebrief": _("Rules"),
        "brief": _("Brief"),
        "play": _("Play"),
        "step_out": _("Step out"),
        "debrief": _("Debrief"),
    }[phase]


def phase_within(phase: str) -> str:
    """The same within a line."""
    return {
        "prebrief": _("rules"),
        "brief": _("brief"),
        "play": _("play"),
        "step_out": _("step out"),
        "debrief": _("debrief"),
    }[phase]


def phase_says(phase: str) -> tuple[str, str]:
    """What the facilitator says in a phase: a heading, and the words. Nobody speaks into the play."""
    return {
        "prebrief": (
            _("Say first"),
            _(
                "It is about what one does, not about who one is. Mistakes are expected. Anybody may stop, rewind, "
                "hand over or pass, at any time, and needs no reason."
            ),
        ),
        "brief": (
            _("Everybody reads their own brief"),
            _("And nobody else’s. Observers look at their sheet: words, not persons."),
        ),
        "play": ("", ""),
        "step_out": (
            _("Leave the role, aloud"),
            _("Everybody who played says their own name, and one thing that is different between them and the role."),
        ),
        "debrief": ("", ""),
    }[phase]


def subtitle(state: SessionState, block: str) -> str:
    """``Round 2 of 3, roles swapped · play``."""
    play = play_of(state, block)
    rounds, phase = rounds_of(state, block), phase_within(play.phase)
    if rounds < 2:
        return phase
    words = {
        "swapped": _("Round {number} of {count}, roles swapped · {phase}"),
        "new": _("Round {number} of {count}, others play · {phase}"),
        "same": _("Round {number} of {count}, the same cast · {phase}"),
    }.get(since_before(state, block), _("Round {number} of {count} · {phase}"))
    return words.format(number=play.round, count=rounds, phase=phase)


def debrief_words(step: str) -> tuple[str, str]:
    """A step of the debrief and its question."""
    return {
        FEELINGS: (_("Feelings"), _("Players first. How was it in there?")),
        FACTS: (_("Facts"), _("Observers. What did you see and hear?")),
        MEANING: (_("What it means"), _("Where do we know this from?")),
        ALONG: (_("What we take along"), _("One sentence each.")),
    }[step]


def own_question(method: Modality | None, step: str) -> str:
    """What the method itself asks at a step of the debrief; empty where it asks nothing."""
    asks = method.debrief if method is not None else ()
    places = SCRIPT if len(asks) == len(SCRIPT) else (FEELINGS, FACTS, ALONG)
    return dict(zip(places, asks, strict=False)).get(step, "").strip()


def saw_words(count: int, whole: int) -> str:
    """How many saw something: ``6 of 10 saw it``."""
    if not count:
        return _("nobody yet")
    if not whole:
        return ngettext("{count} saw it", "{count} saw it", count).format(count=count)
    return ngettext("{count} of {whole} saw it", "{count} of {whole} saw it", whole).format(count=count, whole=whole)


def over_words(left_ms: int | None) -> str:
    """By how much a phase runs over; empty while it does not."""
    if left_ms is None or left_ms > -1000:
        return ""
    minutes, seconds = divmod(-left_ms // 1000, 60)
    return _("over by {time}").format(time=f"{minutes}:{seconds:02d}")


def brief_words(state: SessionState, block: str, role: str, player: Person | None, time: str) -> tuple[str, str]:
    """How it stands with a brief: (read, open, gone or nothing, words). ``time`` is when it was read, in words."""
    if player is None:
        return "", ""
    if not player.here:
        return "gone", _("has left the room")
    opened = brief_state(state, block, role)
    if opened is None:
        return "open", _("brief not opened")
    return "read", (_("read on paper {time}") if opened.paper else _("brief read {time}")).format(time=time)


def person_words(state: SessionState, block: str, person: Person) -> str:
    """Somebody on the bench, for a screen reader."""
    passed = {"playing": _("does not play"), "all": _("sits this one out")}.get(has_passed(state, block, person.id), "")
    name = shown.one_line(person.name)
    return f"{name}, {passed}" if passed else name


def cast_line(state: SessionState, block: str, number: int) -> str:
    """Who plays in a later round that is cast already: ``Round 3 · Night nurse: Amina · Day nurse: José``."""
    held = players(state, block, number)
    pairs = [
        _("{role}: {name}").format(role=shown.isolated(role.name), name=shown.isolated(held[role.id].name))
        for role in state.role_play.cast(block)
        if role.id in held
    ]
    return _("Round {number} · {cast}").format(number=number, cast=" · ".join(pairs)) if pairs else ""


def noted_words(note: Noted, name: str) -> str:
    """Exact words in a line, with what they did and who wrote them down."""
    words = shown.one_line(note.words)
    short = words if len(words) <= LONGEST_NOTE else words[: LONGEST_NOTE - 1].rstrip() + "…"
    told = {
        "rewind": _("“{words}” · played again from here"),
        "warmer": _("“{words}” · warmer after it"),
        "colder": _("“{words}” · colder after it"),
    }.get(note.mark, _("“{words}”"))
    line = told.format(words=shown.isolated(short.strip(QUOTES)))
    return _("{words} · {name}").format(words=line, name=shown.isolated(name)) if name else line
