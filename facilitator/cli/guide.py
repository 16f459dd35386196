"""The guide without a window: which methods fit, why, what is set aside, and the plan that follows."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from facilitator import storage
from facilitator.advice import aside_line, because_line, change_line, watch_line, worded
from facilitator.catalogue import built_in
from facilitator.cli import Mistake, desk
from facilitator.cli.record import Add
from facilitator.session.guide import Recommendation, Situation, checked, known_words, recommend
from facilitator.session.library import LIBRARY
from facilitator.session.modalities import PRIOR, PURPOSES, SETTINGS, Catalogue
from facilitator.words import _

ENERGY = ("low", "ok", "high")


def add_to(add: Add) -> None:
    """Put this command into the grammar."""
    ask = add(
        "recommend",
        run_recommend,
        _("say which methods fit a purpose, people and a slot of time, and why"),
        "facilitator recommend --purpose perspective --people 14 --minutes 90 --trust 2 --setting in_person --has pens",
    )
    ask.add_argument("--purpose", required=True, choices=PURPOSES, metavar="P", help=", ".join(PURPOSES))
    ask.add_argument("--second", choices=PURPOSES, metavar="P2", help=_("a second purpose"))
    ask.add_argument("--people", required=True, type=_count, metavar="N", help=_("how many at once"))
    time = ask.add_mutually_exclusive_group(required=True)
    time.add_argument("--minutes", type=_count, metavar="M", help=_("how much time, truly"))
    time.add_argument("--days", type=_count, metavar="D", help=_("how many days, where it is spread over time"))
    ask.add_argument("--trust", required=True, type=int, choices=(1, 2, 3), help=_("1 wary, 2 working, 3 high"))
    ask.add_argument("--setting", required=True, choices=SETTINGS, metavar="S", help=", ".join(SETTINGS))
    ask.add_argument("--no-network", action="store_true", help=_("there is no network at all"))
    ask.add_argument("--energy", choices=ENERGY, default="ok", help=_("ok when not given"))
    ask.add_argument("--has", default="", metavar="A,B", help=_("what is there; the rest counts as not there"))
    ask.add_argument("--prior", choices=PRIOR, default="mixed", help=_("how well they know the topic; mixed"))
    ask.add_argument("--power-gap", action="store_true", help=_("big differences in rank, or open conflict"))
    ask.add_argument("--private", action="store_true", help=_("it must stay in the room"))
    ask.add_argument("--access", default="", metavar="A,B", help=_("what would make it hard for somebody"))
    ask.add_argument("--prep", type=_count, metavar="MINUTES", help=_("time to prepare; unlimited when not given"))


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError(_("a whole number from 0 is needed"))
    return number


def run_recommend(args: argparse.Namespace) -> int:
    """Ask the guide."""
    catalogue = _catalogue(args)
    needs, hard = known_words(catalogue)
    situation = checked(
        Situation(
            purpose=args.purpose,
            second=args.second or "",
            people=args.people,
            minutes=args.minutes or 0,
            days=args.days or 0,
            trust=args.trust,
            setting=args.setting,
            network=not args.no_network,
            energy=args.energy,
            has=_words(args.has, needs, "--has"),
            prior=args.prior,
            power_gap=args.power_gap,
            private=args.private,
            access=_words(args.access, hard, "--access"),
            prep=args.prep,
        )
    )
    found = recommend(situation, catalogue)
    desk.put(args, as_document(found), list(_lines(found, situation, catalogue)))
    return 0


def _catalogue(args: argparse.Namespace) -> Catalogue:
    """What comes with the program, and one's own where there is a library."""
    folder = desk.folder(args)
    if not storage.Library.exists(folder):
        return built_in()
    with desk.reading(args) as library:
        return built_in().with_own(library.load(LIBRARY).state.methods.own())


def _words(given: str, known: frozenset[str], option: str) -> frozenset[str]:
    """Words between commas. One that no method knows would change nothing unseen, so it is a mistake, not a guess."""
    words = frozenset(word.strip() for word in given.split(",") if word.strip()) - {"none", "ask_them"}
    strange = sorted(words - known)
    if strange:
        raise Mistake(
            "“{word}” is no word that {option} knows. Known: {words}.",
            word=strange[0][:80],
            option=option,
            words=", ".join(sorted(known)),
        )
    return words


def as_document(found: Recommendation) -> dict[str, Any]:
    """The advice as plain JSON values."""
    return {
        "ranking": [
            {
                "id": item.id,
                "score": item.score,
                "reasons": [{"points": reason.points, "label": reason.label} for reason in item.reasons],
            }
            for item in found.ranking
        ],
        "set_aside": [{"id": item.id, "reasons": list(item.reasons)} for item in found.set_aside],
        "plan": list(found.plan),
    }


def _lines(found: Recommendation, situation: Situation, catalogue: Catalogue) -> Iterable[str]:
    if not found.ranking:
        yield _("Nothing fits. What would change that stands behind each reason.")
    for place, level in enumerate(found.places, 1):
        for item in level:
            mark = "=" if len(level) > 1 else str(place)
            points = " ".join(f"{reason.points:+d} {worded(reason.words)}" for reason in item.reasons)
            yield f"{mark:>2}  {item.score:>3}  {item.method.name}  ({points})"
            if place == 1:
                lines = (because_line(item), watch_line(item), change_line(item, situation))
                yield from (f"         {line}" for line in lines if line)
    if found.plan:
        names = [method.name for key in found.plan if (method := catalogue.get(key)) is not None]
        yield ""
        yield _("Plan: {names}").format(names=", ".join(names))
        yield from (f"  {worded(remark.words)}" for remark in found.remarks)
    if found.set_aside:
        yield ""
        yield _("Set aside:")
        yield from (f"  {item.method.name}: {aside_line(item)}" for item in found.set_aside)
