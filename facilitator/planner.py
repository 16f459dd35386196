"""Planning beyond one session: beginning from a template, keeping one, repeating, and what was left open.

Functions behind the window's services and the command line; they work on the one store and the open library.
"""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from facilitator.beginnings import built_in_templates
from facilitator.session.agreements import MakeAgreement
from facilitator.session.dates import months_later
from facilitator.session.planning import DescribePlan
from facilitator.session.ports import uuid7
from facilitator.session.repeat import Opening
from facilitator.session.rules import Command, Together
from facilitator.session.sessions import CreateSession
from facilitator.session.templates import KeepTemplate, Template, begin_from, template_data
from facilitator.words import _

if TYPE_CHECKING:
    from facilitator.session.state import SessionState
    from facilitator.settings import Settings


def begin(
    title: str,
    template: Template | None = None,
    *,
    zone: str = "",
    date: datetime.date | None = None,
    first: Sequence[Command] = (),
) -> Together:
    """The step that begins a session, from a template if one is given, which goes before the ``first`` choices."""
    commands = [] if template is None else begin_from(template, date=date)
    return Together(commands=(CreateSession(title=title, zone=zone), *first, *commands))


def first_choices(chosen: Settings, today: datetime.date) -> list[Command]:
    """What the settings say of every new session: the room's rule, how long it is kept, a lens in its plan."""
    kept = months_later(today, chosen.keep_months) if chosen.keep_months else None
    found: list[Command] = [MakeAgreement(rule=chosen.room_rule, kept_until=kept.isoformat() if kept else None)]
    if chosen.lens:
        found.append(DescribePlan(lens=chosen.lens))
    return found


def kept_as_usual(step: Together, chosen: Settings, today: datetime.date) -> Together:
    """The step that begins the next session of a series, with how long a new one is kept."""
    kept = months_later(today, chosen.keep_months) if chosen.keep_months else None
    if kept is None:
        return step
    return Together(id=step.id, commands=(*step.commands, MakeAgreement(kept_until=kept.isoformat())))


def here() -> str:
    """This computer's zone by its IANA name; empty where the system does not say it."""
    try:
        return str(ZoneInfo(_system_zone()).key)
    except (KeyError, OSError, ValueError):
        return ""


def _system_zone() -> str:
    named = os.environ.get("TZ", "").removeprefix(":")
    if named:
        return named
    link = Path("/etc/localtime")
    target = str(link.resolve()) if link.exists() else ""
    return target.partition("zoneinfo/")[2]


def all_templates(library: SessionState | None) -> list[Template]:
    """One's own templates, then those that come with the program."""
    own = library.templates.own() if library is not None else []
    return [*own, *built_in_templates()]


def keeping(state: SessionState, name: str, words: str = "") -> KeepTemplate:
    """The command that keeps a session's plan as a template, for the stream of the library itself."""
    key = f"own-{uuid7()}"
    content = json.dumps(template_data(state, key, name, words), ensure_ascii=False)
    return KeepTemplate(template=key, content=content)


def opening() -> Opening:
    """The words of the block with which the next session of a series opens."""
    return Opening(
        _("What became of it?"),
        _("Tell one another what was tried, and what happened"),
        _("Read the open commitments and questions. What did you try? “Let it go” is an answer."),
    )
