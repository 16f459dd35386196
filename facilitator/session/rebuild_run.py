"""The commands that bring how a session ran into another one: times, rounds, films, votes, conversations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.session import film_records, play_records, run_records, thread_records, vote_records
from facilitator.session.agenda import RemoveBlock
from facilitator.session.asks import DOTS, MOST_CRITERIA, MOST_OPTIONS, POLL, SCALE
from facilitator.session.parking import ParkForLater
from facilitator.session.rebuild_values import Values, list_of
from facilitator.session.rules import Command


def _run(block: Values) -> run_records.RunRecord:
    return run_records.RunRecord(
        block.text("id"),
        block.count("minutes") or 0,
        block.count("planned"),
        block.count("started_ms"),
        block.count("ended_ms"),
        block.truth("running", False) and not block.truth("removed", False),
        block.count("extra") or 0,
        block.count("rested_ms") or 0,
        block.count("step") or 0,
        block.truth("skipped", False),
        block.count("paused_ms"),
    )


def how_it_ran(activities: list[Values], closed_ms: int | None) -> Iterator[Command]:
    """How blocks ran, the running one last; then those that were taken out of the agenda."""
    yield from run_records.commands([_run(block) for block in activities], closed_ms)
    for block in activities:
        if block.truth("removed", False):
            yield RemoveBlock(block=block.text("id"))


def what_ran(data: Mapping[str, Any]) -> Iterator[Command]:
    """Films, rounds of role plays, conversations brought in, what was parked and what everybody was asked.

    Files from before have none of it. It comes after people, activities and contributions.
    """
    for told in list_of(data, "films"):
        yield from film_records.commands(
            film_records.FilmRecord(
                told.text("activity"),
                told.text("file"),
                told.truth("external", False),
                told.count("duration_ms") or 0,
                told.text("source"),
                told.text("licence"),
                told.text("permission"),
                tuple((cue.count("at_ms") or 0, cue.text("prompt"), cue.count("minutes") or 0)
                      for cue in list_of(told.values, "cues", told.place)),
            )
        )  # fmt: skip
    for told in list_of(data, "parked"):
        yield ParkForLater(id=told.text("id"), text=told.text("text"), person=told.text("person"))
    for told in list_of(data, "threads"):
        yield from thread_records.commands(_thread(told))
    for told in list_of(data, "rounds"):
        yield from play_records.commands(
            play_records.RoundRecord(
                told.text("activity"),
                told.count("round") or 1,
                told.pairs("players"),
                told.numbers("seen"),
                told.triples("words"),
            )
        )
    votes = list_of(data, "votes")
    _bounded(votes)
    yield from vote_records.commands([_vote(told) for told in votes])


def _vote(told: Values) -> vote_records.VoteRecord:
    return vote_records.VoteRecord(
        told.text("id"),
        told.text("activity"),
        told.text("form"),
        told.text("question"),
        told.texts("options"),
        told.count("budget") or 1,
        told.count("per_option") or 1,
        told.texts("criteria"),
        told.texts("scale"),
        told.count("given") or 0,
        told.count("blank") or 0,
        told.numbers("counts"),
        told.count("turns") or 0,
        told.truth("open", False),
        told.truth("away", True),
    )


def _bounded(votes: list[Values]) -> None:
    """Refuse numbers that stand for more commands than any room could give: a file of one line can claim millions."""
    total = 0
    for told in votes:
        for name in ("blank", "turns", "given"):
            count = told.count(name) or 0
            if name != "given" or told.text("form") not in (POLL, DOTS):  # those come back in one number
                total += count
            if count < 0 or total > vote_records.MOST_GIVEN:
                raise told.wrong(name)
        for name, most in (("options", MOST_OPTIONS), ("criteria", MOST_CRITERIA), ("scale", SCALE[1])):
            if len(told.texts(name)) > most:
                raise told.wrong(name)


def _thread(told: Values) -> thread_records.ThreadRecord:
    posts = list_of(told.values, "posts", told.place)
    return thread_records.ThreadRecord(
        told.text("id"),
        told.text("activity"),
        told.text("title"),
        told.text("source"),
        told.text("asked"),
        told.text("names"),
        told.text("permission"),
        told.text("licence"),
        tuple(
            (post.text("id"), post.text("author"), post.text("text"), post.text("reply_to"), post.text("mark"))
            for post in posts
        ),
        tuple(post.count("when_ms") for post in posts),
        told.pairs("cards"),
    )


def planned_of(block: Values) -> int:
    """The minutes with which a block is put into the agenda, so that what was planned is noted as it was."""
    return run_records.planned_minutes(_run(block))
