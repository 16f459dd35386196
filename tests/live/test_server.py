"""The border of the hub, over real sockets: who is let in, what every answer carries, what a crowd may do to it."""

from __future__ import annotations

import asyncio
import contextlib
import os
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest

from facilitator.live.limits import Limits
from facilitator.live.ports import Picture
from facilitator.live.selftest import REFUSED, STRANGER, reach_self
from facilitator.live.server import Server, allow_many_files
from facilitator.session.errors import FacilitatorError
from tests.live.rooms import (
    COOKIE,
    HERE,
    PATIENT,
    ROUTES,
    StrawHub,
    ask,
    assert_dressed,
    cookie,
    opened,
    raw,
    read,
    serving,
)
from tests.waiting import PATIENCE, until

pytestmark = pytest.mark.asyncio

NEED_COOKIE = ROUTES[5:]
UPGRADE = {
    "connection": "Upgrade",
    "upgrade": "websocket",
    "sec_websocket_version": "13",
    "sec_websocket_key": "dGhlIHNhbXBsZSBub25jZQ==",
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A page of three files, and what must never be served beside them."""
    folder = tmp_path / "phone"
    (folder / "strings").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Join</title>", "utf-8")
    (folder / "app.js").write_text("export const one = 1;", "utf-8")
    (folder / "notes.md").write_text("not for phones", "utf-8")
    (folder / "strings" / "de.json").write_text('{"join": "Beitreten"}', "utf-8")
    (tmp_path / "secret.js").write_text("secret", "utf-8")
    return folder


# ---- who is let in ------------------------------------------------------------------------------------------------


async def test_the_page_is_an_allow_list(page: Path) -> None:
    """What lies in the page's folder and may be part of a page is served, packed where wished; nothing else ever."""
    async with serving(page) as (server, _hub):
        index = await ask(server, "GET", "/")
        assert (index.status, index.body) == (200, b"<!doctype html><title>Join</title>")
        assert index.headers["content-type"] == "text/html; charset=utf-8"
        assert_dressed(index, server.address)
        script = await ask(server, "GET", "/static/app.js", accept_encoding="gzip")
        assert script.headers["content-encoding"] == "gzip"
        assert script.headers["content-type"].startswith("text/javascript")
        assert (await ask(server, "GET", "/strings/de.json")).json == {"join": "Beitreten"}
        for path in ("/static/notes.md", "/static/../secret.js", "/static/%2e%2e/secret.js", "/static/", "/strings/x"):
            answer = await ask(server, "GET", path)
            assert answer.status == 404, path
            assert b"secret" not in answer.body
        assert (await ask(server, "POST", "/static/app.js")).status == 405


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_every_route_wants_the_exact_host(page: Path, method: str, path: str) -> None:
    """Another name for this computer, no name, two names: 421, with every header. That ends DNS rebinding."""
    async with serving(page) as (server, _hub):
        for host in ("evil.example", f"localhost:{server.port}", HERE, f"{HERE}:{server.port + 1}", "", None):
            answer = await ask(server, method, path, host=host, cookie=cookie(server))
            assert answer.status in ((421, 400) if host is None else (421,)), host
            assert_dressed(answer)
        twice = f"{method} {path} HTTP/1.1\r\nHost: {server.address}\r\nHost: evil\r\nConnection: close\r\n\r\n"
        assert read(await raw(server, twice.encode())).status in (400, 421)


@pytest.mark.parametrize(("method", "path"), ROUTES[1:])
async def test_no_other_page_may_ask(page: Path, method: str, path: str) -> None:
    """A page open elsewhere in a guest's browser gets 403 everywhere but at the front page, cookie or not."""
    async with serving(page) as (server, hub):
        for named in (
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {"origin": f"https://{server.address}"},
            {"sec_fetch_site": "cross-site"},
            {"sec_fetch_site": "same-site", "origin": f"http://{server.address}"},
        ):
            answer = await ask(server, method, path, cookie=cookie(server), **named)
            assert answer.status == 403, named
            assert_dressed(answer, server.address)
        assert not hub.phones


@pytest.mark.parametrize(("method", "path"), NEED_COOKIE)
async def test_nothing_without_a_cookie(page: Path, method: str, path: str) -> None:
    """Without the cookie, with a wrong one, with another port's: 401, and the hub is asked nothing else."""
    async with serving(page, clean=lambda data: Picture(data, "image/jpeg", "a.jpg")) as (server, hub):
        for shown in (None, cookie(server, "wrong"), f"facilitator_1={COOKIE}", f"facilitator={COOKIE}", "="):
            answer = await ask(server, method, path, cookie=shown, origin=f"http://{server.address}")
            assert answer.status == 401
            assert answer.json["code"] == "join"
            assert_dressed(answer, server.address)
        assert not hub.phones
        assert not hub.kept


async def test_what_changes_something_is_json(page: Path) -> None:
    """A form, a text, a packed body or none of a type: 415. A form is what another page could send unseen."""
    body = b'{"k":"right-token"}'
    async with serving(page) as (server, _hub):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", None):
            assert (await ask(server, "POST", "/api/join", body, content_type=kind)).status == 415
        assert (await ask(server, "POST", "/api/join", body, content_encoding="gzip")).status == 415
        assert (await ask(server, "POST", "/api/photo?id=c1", body, cookie=cookie(server))).status == 415
        good = await ask(server, "POST", "/api/join", body, content_type="application/json; charset=utf-8")
        assert good.status == 200


async def test_joining_gives_a_cookie_that_no_script_reads(page: Path) -> None:
    """The way in: a token gives a cookie for this port alone, and the cookie is who one is from then on."""
    async with serving(page) as (server, _hub):
        wrong = await ask(server, "POST", "/api/join", b'{"k":"guess"}')
        assert (wrong.status, wrong.json["code"]) == (401, "wrong")
        assert "set-cookie" not in wrong.headers
        joined = await ask(server, "POST", "/api/join", b'{"k":"right-token"}')
        assert joined.json == {"guest": "g1", "name": "Lotte"}
        assert joined.headers["set-cookie"] == (
            f"facilitator_{server.port}={COOKIE}; HttpOnly; Path=/; SameSite=Strict"
        )
        assert_dressed(joined, server.address)
        me = await ask(server, "GET", "/api/me", cookie=cookie(server))
        assert me.json == {"guest": "g1", "name": "Lotte"}


async def test_other_ways_lead_nowhere(page: Path) -> None:
    """No route for the facilitator, no other method, no body with a question, nothing over a proxy's line."""
    async with serving(page) as (server, _hub):
        for path in ("/api", "/api/guests", "/admin", "/api/join/x", "/api/hello/", "//", "/ws/"):
            assert (await ask(server, "GET", path, cookie=cookie(server))).status == 404, path
        for method in ("PUT", "DELETE", "HEAD", "OPTIONS", "PATCH", "TRACE"):
            answer = await ask(server, method, "/api/join", cookie=cookie(server))
            assert answer.status in (400, 405)
            assert_dressed(answer)
        assert (await ask(server, "GET", "/api/hello", b"x", content_length="1")).status == 400
        assert (await ask(server, "GET", f"http://{server.address}/api/hello")).status == 421


async def test_a_bug_of_ours_tells_nothing(page: Path) -> None:
    """What breaks inside is a short sentence outside: no type, no words, no place in the code."""
    async with serving(page) as (server, hub):
        hub.breaks = True
        answer = await ask(server, "GET", "/api/hello")
        assert answer.status == 500
        assert answer.json == {"why": "Something went wrong here. Try again.", "code": "bug"}
        assert_dressed(answer, server.address)


# ---- slow and large -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [b"", b"G", b"GET / HTTP/1.1\r\nHost: x", b"\x16\x03\x01\x02\x00\x01\x00", b"\0\0\0\0", b"A" * 9000],
    ids=["nothing", "a letter", "half a head", "https", "noughts", "a long line"],
)
async def test_half_sent_requests_are_closed(page: Path, sent: bytes) -> None:
    """Nothing, half of something or no HTTP: closed in time; where there is an answer, it carries every header."""
    async with serving(page, replace(PATIENT, idle_s=0.4)) as (server, _hub):
        came = await raw(server, sent)
        if came:
            assert read(came).status == 400
            assert_dressed(read(came))
        await until(lambda: server.connections == 0)


async def test_a_crawling_head_does_not_stay(page: Path) -> None:
    """Sending a letter now and then keeps nothing open."""
    async with serving(page, replace(PATIENT, idle_s=0.4)) as (server, _hub):
        reader, writer = await opened(server)

        async def crawl() -> None:
            with contextlib.suppress(ConnectionError):
                while not reader.at_eof():
                    writer.write(b"X")
                    await writer.drain()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(reader.read(64), 0.02)

        async with asyncio.timeout(PATIENCE):
            await crawl()
        writer.close()


async def test_a_slow_body_is_given_up(page: Path) -> None:
    """A head at once and a body that never comes: 408 after the time, and the connection is closed."""
    async with serving(page, replace(PATIENT, read_s=0.3)) as (server, _hub):
        head = f"POST /api/join HTTP/1.1\r\nHost: {server.address}\r\nContent-Type: application/json\r\n"
        came = await raw(server, f"{head}Content-Length: 40\r\n\r\n{{".encode())
        assert read(came).status == 408
        assert_dressed(read(came), server.address)


async def test_large_bodies_are_refused(page: Path) -> None:
    """Above the size it is 413, told before the bytes come, and also where no length was told."""
    async with serving(page) as (server, _hub):
        assert (await ask(server, "POST", "/api/join", content_length=str(64 * 1024 + 1))).status == 413
        head = f"POST /api/join HTTP/1.1\r\nHost: {server.address}\r\nContent-Type: application/json\r\n"
        part = b"8000\r\n" + b" " * 0x8000 + b"\r\n"
        came = await raw(
            server, f"{head}Transfer-Encoding: chunked\r\n\r\n".encode() + part * 3 + b"0\r\n\r\n", one=True
        )
        assert read(came).status == 413


async def test_photos_are_painted_anew_or_refused(page: Path) -> None:
    """A photo passes through the picture's own door, and only then is it kept; without such a door it is refused."""

    def clean(data: bytes) -> Picture:
        if data != b"picture":
            raise FacilitatorError("The photo is damaged. Nothing was taken.")
        return Picture(b"clean", "image/jpeg", "photo.jpg")

    async with serving(page, clean=clean) as (server, hub):
        named = {"cookie": cookie(server), "content_type": "image/jpeg"}
        kept = await ask(server, "POST", "/api/photo?id=c1", b"picture", **named)
        assert (kept.status, kept.json) == (200, {"photo": "ab" * 32})
        assert [one.data for one in hub.kept.values()] == [b"clean"]
        shown = await ask(server, "GET", f"/api/photo/{'ab' * 32}", cookie=cookie(server))
        assert (shown.body, shown.headers["content-type"]) == (b"clean", "image/jpeg")
        assert_dressed(shown, server.address)
        damaged = await ask(server, "POST", "/api/photo?id=c1", b"<svg>", **named)
        assert (damaged.status, damaged.json["why"]) == (422, "The photo is damaged. Nothing was taken.")
        assert (await ask(server, "POST", "/api/photo?id=not-mine", b"picture", **named)).status == 404
        assert (await ask(server, "POST", "/api/photo?id=../x", b"picture", **named)).status == 400
        assert (await ask(server, "POST", "/api/photo", b"picture", **named)).status == 400
        large = {**named, "content_length": str(4 * 1024 * 1024 + 1)}
        assert (await ask(server, "POST", "/api/photo?id=c1", **large)).status == 413
        assert (await ask(server, "GET", "/api/photo/../hello", cookie=cookie(server))).status == 404
    async with serving(page) as (server, _hub):
        answer = await ask(server, "POST", "/api/photo?id=c1", b"x", cookie=cookie(server), content_type="image/png")
        assert answer.status == 501
        assert "Photos cannot be taken" in answer.json["why"]


# ---- crowds -------------------------------------------------------------------------------------------------------


async def test_one_address_has_so_many_sockets(page: Path) -> None:
    """The 25th connection of one address is closed unheard; when one of the 24 goes, another may come."""
    async with serving(page) as (server, _hub):
        held = [await opened(server) for _one in range(24)]
        await until(lambda: server.connections == 24)
        assert await raw(server, b"GET / HTTP/1.1\r\n") == b""
        held.pop()[1].close()
        await until(lambda: server.connections == 23)
        assert (await ask(server, "GET", "/api/hello")).status == 200
        for _reader, writer in held:
            writer.close()


async def test_one_router_lets_a_whole_room_through_and_the_total_holds(page: Path) -> None:
    """With the switch on, one address has 400; over the total of 600 nobody else is taken in."""
    limits = replace(Limits().one_router, idle_s=PATIENCE)
    assert (limits.per_address, limits.connections) == (400, 600)
    async with serving(page, replace(limits, connections=60)) as (server, _hub):
        held = [await opened(server) for _one in range(60)]
        await until(lambda: server.connections == 60)
        assert await raw(server, b"GET / HTTP/1.1\r\n") == b""
        for _reader, writer in held:
            writer.close()
        await until(lambda: server.connections == 0)


async def test_a_flood_is_slowed(page: Path) -> None:
    """Beyond the rate it is 429 with a time to wait, before the hub is asked anything."""
    async with serving(page, replace(PATIENT, burst=3.0, rate=0.001)) as (server, _hub):
        answers = [await ask(server, "GET", "/api/hello") for _one in range(5)]
        assert [one.status for one in answers] == [200, 200, 200, 429, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert_dressed(answers[-1], server.address)


# ---- sockets ------------------------------------------------------------------------------------------------------


@contextlib.asynccontextmanager
async def phone_of(server: Server, **options: object):  # type: ignore[no-untyped-def]
    """A joined phone's socket."""
    url = f"http://{server.address}/ws"
    named = {"Origin": f"http://{server.address}", "Cookie": cookie(server)}
    async with aiohttp.ClientSession() as session, session.ws_connect(url, headers=named, **options) as socket:
        yield socket


async def test_a_socket_wants_cookie_and_origin(page: Path) -> None:
    """Both or nothing; a plain question where a socket belongs is no socket either."""
    async with serving(page) as (server, hub):
        here = f"http://{server.address}"
        assert (await ask(server, "GET", "/ws", cookie=cookie(server), **UPGRADE)).status == 403
        assert (await ask(server, "GET", "/ws", origin=here, **UPGRADE)).status == 401
        assert (await ask(server, "GET", "/ws", origin=here, cookie=cookie(server))).status == 400
        hub.full = True
        assert (await ask(server, "GET", "/ws", origin=here, cookie=cookie(server), **UPGRADE)).status == 429
        assert not hub.phones


async def test_messages_go_both_ways_and_the_hub_ends_it(page: Path) -> None:
    """What the phone says reaches the hub, what the hub says reaches the phone, and its end is *going away*."""
    async with serving(page) as (server, hub), phone_of(server) as phone:
        await phone.send_str('{"t":"ping"}')
        assert (await phone.receive(PATIENCE)).data == '{"t":"ping"}'
        hub.phones[0].out.put_nowait(None)
        assert (await phone.receive(PATIENCE)).type is aiohttp.WSMsgType.CLOSE
        assert phone.close_code == 1001
        await until(lambda: not hub.phones)


@pytest.mark.parametrize(("sent", "code"), [("rubbish", 1008), (b"\x00\x01", 1003), ("{" + "x" * 20_000, 1009)])
async def test_what_is_no_message_closes_the_socket(page: Path, sent: str | bytes, code: int) -> None:
    """Not the protocol's, not text, too large: closed, with the code for it."""
    async with serving(page) as (server, hub), phone_of(server) as phone:
        await (phone.send_bytes(sent) if isinstance(sent, bytes) else phone.send_str(sent))
        await phone.receive(PATIENCE)
        assert phone.close_code == code
        await until(lambda: not hub.phones)


async def test_half_open_sockets_are_closed(page: Path) -> None:
    """A phone that went without a word, and answers no ping, is gone from the hub soon."""
    async with serving(page, replace(PATIENT, heartbeat_s=0.2)) as (server, hub), phone_of(server, autoping=False):
        await until(lambda: hub.came == 1 and not hub.phones)
        assert not hub.phones


async def test_a_phone_that_never_reads_is_cut_off_and_harms_nobody(page: Path) -> None:
    """Megabytes wait for one that reads nothing: it is cut off in time, while another is answered at once."""
    async with serving(page, replace(PATIENT, send_s=0.4)) as (server, hub):
        reader, writer = await opened(server)
        head = f"GET /ws HTTP/1.1\r\nHost: {server.address}\r\nOrigin: http://{server.address}\r\n"
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in UPGRADE.items())
        writer.write(f"{head}Cookie: {cookie(server)}\r\n{lines}\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.pause_reading()
        await until(lambda: hub.phones)
        (silent,) = hub.phones
        for _one in range(100):
            silent.out.put_nowait("x" * 100_000)
        async with phone_of(server) as other:
            await other.send_str('{"t":"ping"}')
            assert (await other.receive(PATIENCE)).data == '{"t":"ping"}'
            await until(lambda: silent not in hub.phones)
        writer.close()


# ---- its life -----------------------------------------------------------------------------------------------------


async def test_stopping_says_goodbye(page: Path) -> None:
    """Every socket hears *going away*, nobody is taken in afterwards, and it can be started again on its port."""
    hub = StrawHub()
    server = Server(hub, page, limits=PATIENT)
    await server.start(HERE)
    port = server.port
    assert port in range(20_000, 60_001)
    async with phone_of(server) as phone:
        await until(lambda: len(hub.phones) == 1)
        hearing = asyncio.ensure_future(phone.receive(PATIENCE))
        await server.stop(0.5)
        await hearing
        assert phone.close_code == 1001
    assert (server.running, server.address, server.connections) == (False, "", 0)
    with pytest.raises(OSError):
        await asyncio.open_connection(HERE, port)
    await server.start(HERE, port)
    assert server.port == port
    assert (await ask(server, "GET", "/api/hello")).status == 200
    await server.stop()


async def test_the_address_changes_in_mid_session(page: Path) -> None:
    """It listens on the new address at once, phones at the old one go on, and the old one takes nobody in."""
    async with serving(page) as (server, hub), phone_of(server) as phone:
        before = server.address
        await server.move("127.0.0.2")
        assert server.address == f"127.0.0.2:{server.port}"
        await phone.send_str('{"t":"still here"}')
        assert (await phone.receive(PATIENCE)).data == '{"t":"still here"}'
        with pytest.raises(OSError):
            await asyncio.open_connection(*before.split(":"))
        assert (await reach_self("127.0.0.2", server.port)).good
        assert len(hub.phones) == 1


async def test_an_address_that_is_not_ours_is_said(page: Path) -> None:
    """An address that went away is told in a sentence; a port that is taken is no reason to fail."""
    async with serving(page) as (server, _hub):
        with pytest.raises(FacilitatorError, match=r"no address 203\.0\.113\.9 any more"):
            await server.move("203.0.113.9")
        assert (await ask(server, "GET", "/api/hello")).status == 200
        other = Server(StrawHub(), page)
        await other.start(HERE, server.port)
        assert other.port != server.port
        await other.stop()


async def test_who_reached_us_is_counted_without_ourselves(page: Path) -> None:
    """*Nobody has reached this laptop yet* is about other devices: our own test does not count as one."""
    async with serving(page) as (server, _hub):
        heard: list[str] = []
        server.on_reached = heard.append
        assert (await reach_self(HERE, server.port)).good
        assert (server.reached, heard) == (0, [])
        server._came("192.168.1.7")
        server._came("192.168.1.7")
        assert (server.reached, heard) == (1, ["192.168.1.7"])


async def test_the_self_test_tells_what_it_found(page: Path) -> None:
    """Nobody there, and somebody else's program, are two different sentences."""
    async with serving(page) as (server, _hub):
        port = server.port
    nobody = await reach_self(HERE, port)
    assert (nobody.found, nobody.good) == (REFUSED, False)
    other = await asyncio.start_server(lambda _reader, writer: writer.close(), HERE, 0)
    async with other:
        assert (await reach_self(HERE, other.sockets[0].getsockname()[1])).found == STRANGER


@pytest.mark.skipif(os.name == "nt", reason="Windows counts otherwise")
async def test_many_files_may_be_open() -> None:
    """A full room needs more sockets than some systems begin with."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
        assert allow_many_files() >= 1_024
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
