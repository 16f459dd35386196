"""How a session ran, as plain values of the whole file: votes, rounds, films, conversations, what was parked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from facilitator.export.voice import Voice
from facilitator.session import film_records, play_records, thread_records, vote_records
from facilitator.session.asks import LONGEST_QUESTION

Json = dict[str, Any]
Words = Callable[[Voice, str], str]
"""Words with names as they may appear."""

OF_THE_RUN = ("running", "planned", "extra", "rested_ms", "step", "skipped", "paused_ms")


def parts(voice: Voice, words: Words) -> Json:
    """The parts of the file that say how it ran."""
    return {
        "votes": _votes(voice, words),
        "rounds": _rounds(voice, words),
        "films": _films(voice, words),
        "threads": _threads(voice, words),
        "parked": _parked(voice, words),
    }


def _votes(voice: Voice, words: Words) -> list[Json]:
    """What everybody was asked, as this audience may have it: closed ones counted, nobody's choice; of the options
    no card that does not appear.
    """
    asks = voice.state.votes.by_id
    return [
        {
            **dataclasses.asdict(one),
            "question": words(voice, one.question)[:LONGEST_QUESTION],
            "options": list(vote_records.apart(voice.choices(asks[one.id]))),
            **{
                name: list(vote_records.apart(words(voice, word) for word in getattr(one, name)))
                for name in ("criteria", "scale")
            },
        }
        for one in vote_records.records(voice.state, voice.gate.audience)
    ]


def _rounds(voice: Voice, words: Words) -> list[Json]:
    """Rounds of role plays: who played, what observers saw, and inside the exact words."""
    told = play_records.records(voice.state, voice.gate.may_name, inside=voice.gate.inside)
    return [
        {
            **dataclasses.asdict(one),
            "players": sorted(list(pair) for pair in one.players),
            "words": [[words(voice, said), mark, who] for said, mark, who in one.words],
        }
        for one in told
    ]


def _films(voice: Voice, words: Words) -> list[Json]:
    """Films by their names alone, with whose they are and where they stop."""
    found = (film_records.record(voice.state, block.id) for block in voice.state.agenda.in_order())
    return [
        {
            **dataclasses.asdict(one),
            **{name: words(voice, getattr(one, name)) for name in ("source", "licence", "permission")},
            "cues": [
                {"at_ms": at, "prompt": words(voice, prompt), "minutes": minutes} for at, prompt, minutes in one.cues
            ],
        }
        for one in found
        if one is not None
    ]


def _threads(voice: Voice, words: Words) -> list[Json]:
    """Conversations that may leave: only what those who posted allowed; their names as was agreed."""
    carried = {given.id for given in voice.carried}
    told = thread_records.records(voice.state, carried, inside=voice.gate.inside)
    return [
        {
            **{name: value for name, value in dataclasses.asdict(one).items() if name != "whens"},
            **{name: words(voice, getattr(one, name)) for name in ("title", "permission")},
            "posts": [
                {
                    "id": key,
                    "author": words(voice, author),
                    "text": words(voice, text),
                    "reply_to": reply,
                    "mark": mark,
                    "when_ms": when,
                }
                for (key, author, text, reply, mark), when in zip(one.posts, one.whens, strict=True)
            ],
        }
        for one in told
    ]


def _parked(voice: Voice, words: Words) -> list[Json]:
    """What waits in the parking place, and who said it where they may be named."""
    people = voice.state.people
    found = []
    for item in voice.state.speaking.parked.values():
        if not item.removed:
            who = people.get(item.person)
            named = who is not None and not who.removed and voice.gate.may_name(who)
            told = {"id": item.id, "text": words(voice, item.text), "person": item.person if named else ""}
            found.append(told)
    return found
