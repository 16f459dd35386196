"""Commands on the record: new, list, show, search, give."""

from __future__ import annotations

import argparse
import datetime
import json
import queue
import sys
import threading
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

from facilitator import paths, settings, storage
from facilitator.beginnings import template_called
from facilitator.cli import MISTAKE, Mistake, desk, shown
from facilitator.planner import begin, first_choices, here
from facilitator.session.capture import compose, known_in
from facilitator.session.comparing import folded_name
from facilitator.session.contributions import Contribution, GiveContribution
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.kinds import KINDS
from facilitator.session.library import LIBRARY
from facilitator.session.notation import Line, NamePart, ThemePart, fold, parse_line
from facilitator.session.people import Person
from facilitator.session.ports import uuid7
from facilitator.session.state import SessionState
from facilitator.session.store import Change, Status, Store
from facilitator.words import _, ngettext, tell

MOST_HITS = 1_000_000
"""More than anybody reads; keeps the number within what a database counts."""

AT_ONCE = 2_000
"""Lines on their way to disk at one time."""


class Add(Protocol):
    """Adds a command to the grammar."""

    def __call__(
        self, name: str, run: Callable[[argparse.Namespace], int], words: str, example: str
    ) -> argparse.ArgumentParser:
        """The command's own grammar, to put its arguments into."""


def add_to(add: Add) -> None:
    """Put these commands into the grammar."""
    new = add("new", run_new, _("begin a session"), 'facilitator new "Night handover"')
    new.add_argument("title", metavar="TITLE")
    new.add_argument("--template", metavar="NAME", help=_("begin from this plan, such as “workshop”"))
    add("list", run_list, _("list the sessions, newest first"), "facilitator list --json")
    show = add("show", run_show, _("show a session"), 'facilitator show "Night handover"')
    show.add_argument("session", metavar="SESSION", help=_("an id, a unique beginning of one, or an exact title"))
    search = add(
        "search", run_search, _("search every word that was said, in any script"), "facilitator search bedside"
    )
    search.add_argument("words", metavar="WORDS", nargs="+")
    search.add_argument("--limit", metavar="N", type=_whole, default=50, help=_("how many hits at the most"))
    give = add(
        "give", run_give, _("give a contribution"), 'facilitator give "Night handover" --as Ana "We write twice"'
    )
    give.add_argument("session", metavar="SESSION")
    give.add_argument(
        "text", metavar="TEXT", help=_("the words, taken literally; - reads a line each from standard input")
    )
    give.add_argument("--as", dest="author", metavar="NAME", help=_("who gives it; somebody new is added"))
    give.add_argument("--kind", choices=KINDS, metavar="KIND", help=_("one of: {kinds}").format(kinds=", ".join(KINDS)))
    give.add_argument("--builds-on", dest="builds_on", metavar="ID", help=_("the contribution it takes up"))
    give.add_argument("--theme", metavar="THEME", help=_("the theme it belongs to; a new one is made"))


def _whole(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if number < 0:
        raise argparse.ArgumentTypeError(_("a whole number from 0 is needed"))
    return min(number, MOST_HITS)


# ---- new, list, show, search --------------------------------------------------------------------------------------


def run_new(args: argparse.Namespace) -> int:
    """Begin a session."""
    if args.template is not None and not storage.Library.exists(desk.folder(args)):
        template_called(args.template)  # refused before a library is made for it
    with desk.writing(args) as (library, store):
        template = None
        if args.template is not None:
            template = template_called(args.template, library.load(LIBRARY).state.templates.own())
        stream = uuid7()
        first = first_choices(settings.load(paths.config_folder() / settings.FILE_NAME), datetime.date.today())
        store.dispatch(stream, begin(args.title, template, zone=here(), first=first))
        library.settle()
        title = store.state(stream).about.title
    desk.put(args, {"session": stream, "title": title}, [_("Begun: {title}").format(title=title), stream])
    return 0


def run_list(args: argparse.Namespace) -> int:
    """List the sessions, newest first."""
    with desk.reading(args) as library:
        rows = library.sessions()
    document = [
        {
            "session": row.id,
            "title": row.title,
            "date": desk.iso(row.date_ms),
            "contributions": row.contributions,
            **({"talk": True} if row.talk else {}),
        }
        for row in rows
    ]
    lines = [
        f"{desk.iso(row.date_ms)[:10]}  {row.title}  ({_counted(row.contributions)})  {row.id}" for row in rows
    ] or [_("There is no session yet.")]
    desk.put(args, document, lines)
    return 0


def _counted(number: int) -> str:
    return ngettext("{count} contribution", "{count} contributions", number).format(count=number)


def run_show(args: argparse.Namespace) -> int:
    """Show a session: its people, its agenda, every contribution, the commitments."""
    with desk.reading(args) as library:
        state = library.load(library.find_session(args.session).id).state
    document = as_document(state)
    about = [state.about.title, state.stream]
    people = ", ".join(person.name for person in state.people.present())
    lines = [*about, *([people] if people else []), ""]
    for given in document["contributions"]:
        who = f"{given['person']}: " if given["person"] else ""
        lines.append(f"{given['at'][:16].replace('T', ' ')}  [{given['kind']}]  {who}{given['text']}")
    desk.put(args, document, lines)
    return desk.losses(state)


def as_document(state: SessionState) -> dict[str, Any]:
    """A session as plain JSON values, for its owner: names as they are."""
    zone = desk.zone_of(state)
    return {
        "session": state.stream,
        "title": state.about.title,
        "people": [_person(person) for person in state.people.present()],
        "activities": [
            {"id": block.id, "title": block.title, "modality": block.modality, "minutes": block.minutes}
            for block in state.agenda.in_order()
        ],
        "contributions": [
            _contribution(state, given, zone) for given in state.contributions.by_id.values() if not given.withdrawn
        ],
        "commitments": [
            {
                "contribution": given.id,
                "text": given.text,
                "owner": _name(state, made.owner) if made else None,
                "due": (made.due or None) if made else None,
                "state": made.state if made else "open",
            }
            for given in state.contributions.standing()
            if given.kind == "commitment"
            for made in (state.commitments.get(given.id),)
        ],
        **({"talk": _talk(state)} if state.talk.logged else {}),
    }


def _talk(state: SessionState) -> dict[str, Any]:
    talk = state.talk
    return {
        "where": talk.where or None,
        "visible": talk.visible,
        "at": None if talk.when_ms is None else desk.iso(talk.when_ms, desk.zone_of(state)),
        "minutes": talk.minutes,
        "topics": list(talk.topics),
        "exchanged": list(talk.exchanged),
        "gave": talk.gave or None,
        "received": talk.received or None,
        "follows": talk.follows or None,
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "roles": list(person.roles),
        "unit": person.unit or None,
        "named": person.named,
    }


def _name(state: SessionState, person: str) -> str | None:
    found = state.people.get(person)
    return None if found is None else found.name


def _contribution(state: SessionState, given: Contribution, zone: datetime.tzinfo) -> dict[str, Any]:
    names = [name for author in given.authors if (name := _name(state, author)) is not None]
    block = state.agenda.get(given.activity)
    relations = [{"relation": relation, "to": earlier} for earlier, relation in state.relations.of(given.id)]
    taken_up = [item["to"] for item in relations if item["relation"] in ("builds_on", "answers")]
    return {
        "id": given.id,
        "person": ", ".join(names) or None,
        "kind": given.kind,
        "text": given.text,
        "at": desk.iso(given.when_ms, zone),
        "offset": None if given.offset_ms is None else given.offset_ms / 1000,
        "activity": None if block is None else block.title,
        "themes": [state.themes.by_id[theme].name for theme in state.themes.of(given.id)],
        "builds_on": taken_up[0] if taken_up else None,
        "relations": relations,
        "hidden": given.hidden,
    }


def run_search(args: argparse.Namespace) -> int:
    """Search every word of the library."""
    query = " ".join(args.words)
    with desk.reading(args) as library:
        page = library.search(query, limit=args.limit)
    document = {
        "query": query,
        "total": page.total,
        "order": page.order,
        "hits": [
            {
                "session": hit.session,
                "title": hit.title,
                "contribution": hit.contribution,
                "person": hit.person or None,
                "kind": hit.kind or None,
                "what": hit.what,
                "text": hit.text,
                "snippet": hit.snippet,
                "at": desk.iso(hit.at_ms),
            }
            for hit in page.hits
        ],
    }
    lines = [f"{hit.title}  {hit.person + ': ' if hit.person else ''}{hit.snippet}" for hit in page.hits]
    found = ngettext("{count} hit, newest first", "{count} hits, newest first", page.total).format(count=page.total)
    desk.put(args, document, [*lines, found] if lines else [_("Nothing says “{words}”.").format(words=query)])
    return 0


# ---- give ---------------------------------------------------------------------------------------------------------


def run_give(args: argparse.Namespace) -> int:
    """Give one contribution, or one a line from standard input."""
    if args.text == "-":
        return _give_lines(args)
    with desk.writing(args, create=False) as (library, store):
        stream = _opened(library, store, args.session)
        command = _asked(args, store.state(stream), args.text)
        contribution = next(part.id for part in command.commands if isinstance(part, GiveContribution))
        store.dispatch(stream, command)
        library.settle()
        state = store.state(stream)
        at = desk.iso(state.contributions.by_id[contribution].at_ms, desk.zone_of(state))
    desk.put(args, {"id": contribution, "at": at}, [_("Saved: {id}").format(id=contribution)])
    return 0


def _opened(library: storage.Library, store: Store, word: str) -> str:
    row = library.find_session(word)
    store.adopt(library.load(row.id))
    desk.losses(store.state(row.id))
    return row.id


def _asked(args: argparse.Namespace, state: SessionState, text: str, line: Line | None = None) -> Any:
    """The step for a text taken literally, or for a line that was read, with what the options say added."""
    read = line or Line(text)
    names, themes = read.names, read.themes
    if args.author is not None and not names:
        names = (NamePart(args.author, _person_called(state, args.author), 0, 0),)
    if args.theme is not None:
        themes = (*themes, ThemePart(args.theme, _theme_called(state, args.theme), 0, 0))
    read = Line(
        read.text,
        read.kind or args.kind,
        names,
        themes,
        read.builds_on or bool(args.builds_on),
        read.due,
        read.due_words,
    )
    if args.builds_on and state.contributions.get(args.builds_on) is None:
        raise Mistake("There is no contribution {id} in this session.", id=args.builds_on)
    return compose(read, state, selected=args.builds_on)


def _person_called(state: SessionState, name: str) -> str | None:
    wanted = fold(name)
    for person in state.people.present():
        if any(fold(called) == wanted for called in (person.name, *person.also)):
            return person.id
    return None


def _theme_called(state: SessionState, name: str) -> str | None:
    wanted = folded_name(name)
    for theme in state.themes.standing():
        if theme.name == name or (wanted and folded_name(theme.name) == wanted):
            return theme.id
    return None


def _give_lines(args: argparse.Namespace) -> int:
    """Read lines and acknowledge each only once it is on disk. Many that wait together share one commit."""
    events: queue.SimpleQueue[Any] = queue.SimpleQueue()
    room = threading.Semaphore(AT_ONCE)
    library = storage.Library.open(desk.folder(args), create=False, write=True, deliver=events.put)
    refused = 0
    waiting: dict[str, int] = {}
    failure: list[Exception] = []
    try:
        store = Store(library.journal)
        stream = _opened(library, store, args.session)
        zone = desk.zone_of(store.state(stream))

        def heard(change: Change) -> None:
            number = (
                waiting.pop(change.command.id, None) if change.command and change.status is not Status.HEARD else None
            )
            if number is None:
                return
            room.release()
            if change.status is Status.WITHDRAWN:
                failure.append(change.error or FacilitatorError("It could not be saved."))
                return
            given = next(fact for fact in change.facts if fact.kind == "contribution_given")
            _acknowledge(args, given.body["contribution"], number, desk.iso(given.ms, zone))

        store.subscribe(heard)
        threading.Thread(target=_read_lines, args=(events, room), daemon=True).start()
        reading = True
        unread: FacilitatorError | None = None
        while (reading or waiting) and not failure:
            event = events.get()
            if callable(event):
                event()
                continue
            number, text = event
            if number < 0:
                reading = False
                unread = text or None
                continue
            today = datetime.datetime.now(zone).date()
            state = store.state(stream)
            try:
                step = _asked(args, state, text, parse_line(text, known_in(state, today)))
                waiting[step.id] = number
                store.dispatch(stream, step)
            except (Rejected, Mistake) as error:
                waiting = {known: line for known, line in waiting.items() if line != number}
                room.release()
                refused += 1
                sentence = shown(tell(error.message, error.params))
                words = _("facilitator: line {number}: {sentence}").format(number=number, sentence=sentence)
                print(words, file=sys.stderr)
        if failure:
            raise failure[0]
        if unread is not None:
            raise unread
    finally:
        library.close()
    return MISTAKE if refused else 0


def _read_lines(events: queue.SimpleQueue[Any], room: threading.Semaphore) -> None:
    """Put every line of standard input before the loop, then its end; what stops the reading is put there too."""
    try:
        if sys.stdin is None:
            raise Mistake("There is no standard input to read from. Nothing was given.")
        for number, raw in enumerate(_own_input(), 1):
            if number == 1 and (raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw[:2]):
                raise Mistake("Standard input is UTF-16; write it as UTF-8. Nothing was given.")
            text = raw.decode("utf-8", "replace").rstrip("\r\n")
            if number == 1:
                text = text.removeprefix("\ufeff")
            if text.strip():
                room.acquire()
                events.put((number, text))
        events.put((-1, ""))
    except FacilitatorError as error:
        events.put((-1, error))
    except (OSError, ValueError) as error:
        sentence = "Standard input could not be read on ({why}). What was acknowledged is saved."
        events.put((-1, FacilitatorError(sentence, why=getattr(error, "strerror", None) or str(error))))


def _own_input() -> BinaryIO:
    """Standard input through a reader of our own: the program may end while a thread still waits in it."""
    try:
        return open(sys.stdin.fileno(), "rb", closefd=False)
    except (OSError, ValueError):
        return sys.stdin.buffer


def _acknowledge(args: argparse.Namespace, contribution: str, number: int, at: str) -> None:
    if desk.as_json(args):
        print(json.dumps({"id": contribution, "line": number, "at": at}, ensure_ascii=False), flush=True)
    else:
        print(_("line {number} saved: {id}").format(number=number, id=contribution), flush=True)
