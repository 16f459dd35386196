"""Files in and out: import, export, demo."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from facilitator import arrivals, paths, settings, storage
from facilitator.cli import FAILURE, MISTAKE, Mistake, desk, shown
from facilitator.cli.record import Add
from facilitator.session.errors import FacilitatorError, Rejected
from facilitator.session.ports import wall_clock
from facilitator.session.privacy import Audience, Names
from facilitator.session.store import Store
from facilitator.words import _, ngettext, tell

FORMATS = ("pdf", "md", "csv", "json", "ics")


def add_to(add: Add) -> None:
    """Put these commands into the grammar."""
    taking = add("import", run_import, _("take files in; the kind is recognised"), "facilitator import meeting.vtt")
    taking.add_argument("files", metavar="FILE", nargs="+")
    taking.add_argument("--kind", choices=arrivals.KINDS, help=_("what the files are, when it is not recognised"))
    taking.add_argument("--session", metavar="ID", dest="into", help=_("add to this session instead of a new one"))
    out = add("export", run_export, _("write a session to a file"), 'facilitator export "Night handover" -o report.pdf')
    out.add_argument("session", metavar="SESSION")
    out.add_argument("-o", "--output", metavar="FILE", required=True)
    out.add_argument("--format", choices=FORMATS, help=_("from the file's ending when not given"))
    out.add_argument("--audience", choices=[one.value for one in Audience], default="everyone")
    out.add_argument("--names", choices=[one.value for one in Names], help=_("full when not given"))
    out.add_argument("--paper", choices=("a4", "letter"), default="a4")
    out.add_argument(
        "--lang", type=desk.language_tag, metavar="L", help=_("the report's language, for example en or pt-BR")
    )
    demo = add("demo", run_demo, _("play the sample session and export it"), "facilitator demo -o out")
    demo.add_argument("-o", "--output", metavar="FOLDER", default="facilitator-demo")


def run_import(args: argparse.Namespace) -> int:
    """Take files in. Each is all or nothing; one that cannot be read does not keep the others out."""
    taken: list[dict[str, Any]] = []
    lines: list[str] = []
    worst = 0
    with desk.writing(args) as (library, store):
        into = None if args.into is None else library.find_session(args.into).id
        for name in args.files:
            try:
                document = _take(library, store, Path(name), args.kind, into)
            except (FacilitatorError, Rejected) as error:
                world = isinstance(error, FacilitatorError) and not error.mistake
                worst = max(worst, MISTAKE) if not world else FAILURE
                print(f"facilitator: {shown(' '.join(tell(error.message, error.params).split()))}", file=sys.stderr)
                if world:
                    break
                continue
            notes = document.pop("notes", ())
            taken.append(document)
            lines.append(_told(document))
            lines += [f"  {note}" for note in notes]
            lines += [f"  {_('left out')}: {item['where']}: {item['why']}" for item in document["skipped"]]
    if taken or not worst:
        desk.put(args, taken, lines)
    return worst


def _told(document: dict[str, Any]) -> str:
    """What came of one file, in a line."""
    title, taken = document["title"], document["taken"]
    if document["kind"] == arrivals.METHOD:
        return (_("{title}: a method of yours") if taken else _("{title}: here already")).format(title=title)
    if document["kind"] == arrivals.PEOPLE:
        count = ngettext("{count} person", "{count} people", taken).format(count=taken)
    else:
        count = ngettext("{count} contribution", "{count} contributions", taken).format(count=taken)
    return f"{title}: {count}  {document['session']}"


def _take(library: storage.Library, store: Store, path: Path, kind: str | None, into: str | None) -> dict[str, Any]:
    if into is not None and not store.is_open(into):
        store.adopt(library.load(into))
        desk.losses(store.state(into))
    arrival = arrivals.read_arrival(path, kind=kind, into=None if into is None else store.state(into))
    if arrival.kind == arrivals.SESSION and into not in (None, arrival.stream):
        raise Mistake("“{file}” is a whole session of its own. Import it without --session.", file=path.name)
    skipped = [{"where": item.where, "why": item.why} for item in arrival.skipped]
    if arrival.kind == arrivals.SESSION and any(row.id == arrival.stream for row in library.sessions()):
        raise Mistake("“{title}” is in this library already. Nothing was changed.", title=arrival.title)
    if arrival.kind == arrivals.METHOD and into is not None:
        raise Mistake("“{file}” is a method, which belongs to no session. Import it without --session.", file=path.name)
    if arrival.kind == arrivals.METHOD and not store.is_open(arrival.stream):
        store.adopt(library.load(arrival.stream))
    change = store.dispatch(arrival.stream, arrival.step)
    library.settle()
    if arrival.kind == arrivals.METHOD:
        return {
            "file": str(path),
            "kind": arrival.kind,
            "session": None,
            "title": arrival.title,
            "taken": 1 if change.facts else 0,
            "skipped": skipped,
        }
    title = store.state(arrival.stream).about.title
    if into is None:
        store.close(arrival.stream)
    return {
        "file": str(path),
        "kind": arrival.kind,
        "session": arrival.stream,
        "title": title,
        "taken": arrival.taken,
        "skipped": skipped,
        "notes": arrival.notes,
    }


def run_export(args: argparse.Namespace) -> int:
    """Write a session to a file, beside the target first, so that a failure leaves nothing."""
    target = desk.target(args.output)
    form = args.format or target.suffix.lower().lstrip(".")
    form = {"markdown": "md", "htm": "html", "ical": "ics"}.get(form, form)
    if form not in FORMATS:
        raise Mistake(
            "“{file}” does not say a format known here. Name one with --format: {formats}.",
            file=target.name,
            formats=", ".join(FORMATS),
        )
    with desk.reading(args) as library:
        state = library.load(library.find_session(args.session).id).state
    from facilitator import export

    chosen = settings.load(paths.config_folder() / settings.FILE_NAME)
    names = args.names or ("none" if args.audience == Audience.RESEARCH.value else "full")
    options = export.Options(
        audience=Audience(args.audience),
        names=Names(names),
        paper=args.paper,
        language=args.lang,
        organisation=chosen.organisation,
        learning=chosen.learning_statement,
        accent=chosen.report_accent,
        made_ms=wall_clock(),
    )
    result = export.export(state, form, target, options, tick=_progress())
    desk.put(args, {"wrote": str(result.wrote), "format": form}, [_("Wrote {file}").format(file=result.wrote)])
    return desk.losses(state)


def _progress() -> Callable[[float], None] | None:
    if not sys.stderr.isatty():
        return None

    def tick(part: float) -> None:
        print(f"\r{part:4.0%}", end="\n" if part >= 1 else "", file=sys.stderr, flush=True)

    return tick


def run_demo(args: argparse.Namespace) -> int:
    """Play the sample session and write its report and every other export."""
    from facilitator import demo

    wrote = demo.play(Path(args.output), tick=_progress())
    names = [str(path) for path in wrote]
    desk.put(args, {"wrote": names}, [_("Wrote {file}").format(file=name) for name in names])
    return 0
