"""The phones of a session without a window: the same hub, on this computer's network, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import ipaddress
import json
import logging
import signal
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from facilitator import paths, storage, tasks
from facilitator.catalogue import built_in
from facilitator.cli import Mistake, desk, shown
from facilitator.losses import loss_words
from facilitator.session.errors import FacilitatorError
from facilitator.session.facts import Fact
from facilitator.session.library import LIBRARY
from facilitator.session.store import Store
from facilitator.words import _, ngettext

if TYPE_CHECKING:
    from facilitator.cli.record import Add
    from facilitator.live.hosting import Host
    from facilitator.live.ports import Picture

_log = logging.getLogger(__name__)

LISTEN_S = 0.5
"""How often we look for what other programs wrote into the same session."""


def add_to(add: Add) -> None:
    """Put the command into the grammar."""
    serve = add("serve", run_serve, _("let phones take part, without a window"), 'facilitator serve "Night handover"')
    serve.add_argument("session", metavar="SESSION", help=_("an id, a unique beginning of one, or an exact title"))
    serve.add_argument("--host", metavar="H", type=_ipv4, help=_("the address of this computer to listen on"))
    serve.add_argument("--port", metavar="P", type=_port, default=0, help=_("the port (default: as before, else any)"))
    serve.add_argument("--one-router", action="store_true", help=_("everybody comes from one address"))


def _ipv4(text: str) -> str:
    with contextlib.suppress(ValueError):
        number = ipaddress.IPv4Address("127.0.0.1" if text == "localhost" else text)
        if not (number.is_unspecified or number.is_multicast):
            return str(number)
    raise argparse.ArgumentTypeError(_("one IPv4 address of this computer is needed"))


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(_("a port from 0 to 65535 is needed"))
    return number


def run_serve(args: argparse.Namespace) -> int:
    """Let phones in until SIGINT or SIGTERM; then everything is saved and the exit code is 0."""
    asyncio.run(_serve(args))
    return 0


async def _serve(args: argparse.Namespace) -> None:
    from facilitator.live.hosting import CLOSING, Given, Host
    from facilitator.live.server import is_free

    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    with _told_to_stop(loop, stop.set):
        library = await tasks.in_thread(_opened, desk.folder(args), loop)
        try:
            for warning in library.warnings:
                _tell(warning)
            if library.read_only:
                raise FacilitatorError("{why} Phones cannot take part.", why=library.why_read_only)
            row = await tasks.in_thread(library.find_session, args.session)
            store = Store(library.journal, on_listener_error=_bug)
            poll = library.changes()  # before the session is read, so that nothing falls between
            store.adopt(await tasks.in_thread(library.load, row.id))
            if lost := loss_words(store.state(row.id)):
                _tell(lost)
            own = (await tasks.in_thread(library.load, LIBRARY)).state.methods.own()
            given = Given(
                store,
                row.id,
                paths.state_folder(),
                paths.resources() / "phone",
                clean=_clean,
                photos=_Photos(library),
                one_router=args.one_router,
                methods=built_in().with_own(own).get,
            )
            ip = args.host or _likeliest()
            if args.port and not is_free(ip, args.port):
                raise Mistake("Port {port} is taken. Name another one, or none.", port=args.port)
            host = await Host.start(given, ip, args.port)
            following = tasks.start(_follow(poll, store, row.id), "hearing of other programs", _bug)
            try:
                _say_where(args, host)
                _tell_what_happens(host)
                await stop.wait()
            finally:
                following.cancel()
                await asyncio.wait([following])
                await host.stop(CLOSING)
        finally:
            await tasks.in_thread(library.close)
            await asyncio.sleep(0)  # what the writer had to tell is heard before the loop ends


def _opened(folder: Any, loop: asyncio.AbstractEventLoop) -> storage.Library:
    return storage.Library.open(folder, create=False, deliver=lambda work: (loop.call_soon_threadsafe(work), None)[1])


@contextlib.contextmanager
def _told_to_stop(loop: asyncio.AbstractEventLoop, stop: Callable[[], None]) -> Iterator[None]:
    """Hear SIGINT and SIGTERM; told again, the process goes as any does."""
    numbers = [one for name in ("SIGINT", "SIGTERM") if (one := getattr(signal, name, None)) is not None]
    before = {number: signal.getsignal(number) for number in numbers}

    def told() -> None:
        for number in numbers:
            loop.remove_signal_handler(number)
            signal.signal(number, signal.SIG_DFL)
        stop()

    try:
        for number in numbers:
            loop.add_signal_handler(number, told)
    except NotImplementedError:  # Windows
        for number in numbers:
            signal.signal(number, lambda _number, _frame: loop.call_soon_threadsafe(stop))
    try:
        yield
    finally:
        for number in numbers:
            with contextlib.suppress(NotImplementedError, RuntimeError):
                loop.remove_signal_handler(number)
            signal.signal(number, before[number])


def _likeliest() -> str:
    from facilitator.live.addresses import found

    useful = [one for one in found() if one.useful]
    if useful:
        return useful[0].ip
    _tell(_("This computer is in no network that phones could reach, so only this computer itself can take part."))
    return "127.0.0.1"


def _say_where(args: argparse.Namespace, host: Host) -> None:
    """The one line scripts wait for, or what people need; it is out before anybody can come in late for it."""
    address, code, token = f"http://{host.server.address}/", host.access.code, host.access.token
    if desk.as_json(args):
        document = {"address": address, "join": host.join, "code": code, "token": token, "gardener": None}
        print(json.dumps(document, ensure_ascii=False), flush=True)
        return
    lines = [
        _("Phones type: {address}").format(address=address),
        _("Code: {code}").format(code=code),
        _("Or for the camera: {address}").format(address=host.join),
        *(_code_lines(host.join) if sys.stdout.isatty() else ()),
        _("Stop with Ctrl+C."),
    ]
    print("\n".join(map(shown, lines)), flush=True)


def _tell_what_happens(host: Host) -> None:
    """What a person at a terminal would see in the window: a code that changed by itself, how many are here."""
    host.on_code = lambda code: _tell(_("Fifty wrong codes were tried. The code is now {code}.").format(code=code))
    if not sys.stderr.isatty():
        return
    told = [0]

    def counted() -> None:
        here = host.hub.counts().here
        if here != told[0]:
            told[0] = here
            print(
                ngettext("{count} phone is here", "{count} phones are here", here).format(count=here), file=sys.stderr
            )

    host.hub.subscribe(counted)


def _code_lines(text: str) -> list[str]:
    """A QR code for a terminal: two rows of modules a line, light on its own ground, with a quiet zone."""
    from facilitator.live.qr import modules

    rows = [f"00{row}00" for row in modules(text)]
    empty = "0" * len(rows[0])
    rows = [empty, empty, *rows, empty, empty]
    if len(rows) % 2:
        rows.append(empty)
    signs = {"00": "█", "01": "▀", "10": "▄", "11": " "}
    return [
        "".join(signs[top + low] for top, low in zip(*pair, strict=True))
        for pair in zip(rows[::2], rows[1::2], strict=True)
    ]


async def _follow(poll: Callable[[], list[Fact]], store: Store, stream: str) -> None:
    """What the window or a script writes into the session reaches the phones, too."""
    while True:
        await asyncio.sleep(LISTEN_S)
        facts = [fact for fact in await tasks.in_thread(poll) if fact.stream == stream]
        if facts:
            store.admit(stream, facts, keep=False)


class _Photos:
    """Pictures beside the record."""

    def __init__(self, library: storage.Library) -> None:
        self._library = library

    async def keep(self, data: bytes, name: str, media_type: str) -> str:
        """Keep a picture; the SHA-256 that names it."""
        del name, media_type
        return await tasks.in_thread(self._library.put_attachment, data)

    async def read(self, sha256: str) -> bytes | None:
        """Its bytes, if it is there."""

        def read() -> bytes | None:
            file = self._library.attachment_path(sha256)
            return None if file is None else file.read_bytes()

        return await tasks.in_thread(read)


def _clean(data: bytes) -> Picture:
    """The window's own way with pictures; it needs no screen."""
    from facilitator.live.ports import Picture
    from facilitator.ui import photo

    made = photo.from_bytes(data, _("The photo"))
    return Picture(made.data, made.media_type, made.name)


def _bug(error: BaseException) -> None:
    _log.error("A part of the hub failed: %s", type(error).__name__)
    _tell(_("Something went wrong inside; what was acknowledged is saved. ({name})").format(name=type(error).__name__))


def _tell(sentence: str) -> None:
    print(f"facilitator: {shown(sentence)}", file=sys.stderr, flush=True)
