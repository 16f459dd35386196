"""The command ``log``: a talk kept in one line, with the network off."""

from __future__ import annotations

import argparse
from datetime import datetime

from facilitator.cli import desk
from facilitator.cli.record import Add
from facilitator.session.conversations import VISIBLE, WHERE
from facilitator.session.talk_steps import TalkWords, log_step
from facilitator.talks import title_of
from facilitator.words import _


def add_to(add: Add) -> None:
    """Put this command into the grammar."""
    log = add(
        "log",
        run_log,
        _("log a conversation; only you may see it unless you say otherwise"),
        'facilitator log --with Priya --where lunch --gave "My prompt card" --follow "She leads bay 2 by friday"',
    )
    log.add_argument("--with", dest="name", metavar="NAME", default="", help=_("with whom; may be left out"))
    log.add_argument(
        "--where",
        choices=WHERE,
        metavar="WHERE",
        default="coffee",
        help=_("one of: {words}").format(words=", ".join(WHERE)),
    )
    log.add_argument("--gave", metavar="T", default="", help=_("what you gave"))
    log.add_argument("--received", metavar="T", default="", help=_("what you received"))
    log.add_argument(
        "--follow", metavar="T", default="", help=_("what follows; a final “by DATE” is its date (friday, 2026-03-20)")
    )
    log.add_argument(
        "--visible",
        choices=VISIBLE,
        metavar="WHO",
        default="me",
        help=_("who may see it: me, both, or garden (everybody, without names); me when not given"),
    )


def run_log(args: argparse.Namespace) -> int:
    """Log a conversation."""
    words = TalkWords(
        name=args.name,
        where=args.where,
        gave=args.gave,
        received=args.received,
        follows=args.follow,
        visible=args.visible,
    )
    # Decided before the library is touched, so that a talk that says nothing does not make one.
    logged = log_step(words, title_of(args.name, args.where), datetime.now().astimezone().date())
    with desk.writing(args) as (library, store):
        store.dispatch(logged.stream, logged.step)
        library.settle()
        title = store.state(logged.stream).about.title
    document = {"session": logged.stream, "id": logged.first}
    desk.put(args, document, [_("Kept: {title}").format(title=title), logged.stream])
    return 0
