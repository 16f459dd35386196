"""The border of the hub against whatever comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.live.limits import Limits
from facilitator.live.middleware import Rates
from facilitator.live.server import Server
from tests.live.rooms import COOKIE, PATIENT, ROUTES, TOKEN, ask, assert_dressed, raw, read, serving


def test_a_rate_is_a_rate() -> None:
    """A burst is taken, then so many a second; another address is not held up; the table of addresses stays small."""
    now = [0.0]
    rates = Rates(replace(Limits(), rate=2.0, burst=10.0), lambda: now[0])
    assert [rates.wait("a") for _one in range(10)] == [0] * 10
    assert rates.wait("a") == pytest.approx(0.5)
    assert rates.wait("b") == 0
    now[0] = 1.0
    assert [bool(rates.wait("a")) for _one in range(3)] == [False, False, True]
    for number in range(10_000):
        rates.wait(str(number))
    assert len(rates._buckets) == 4_096


LINES = st.sampled_from(["GET", "POST", "PUT", "get", "", "\0", "PRI", "CONNECT"])
PATHS = st.one_of(st.sampled_from([path for _method, path in ROUTES]), st.text(max_size=40), st.just("/" * 3000))
NAMES = st.sampled_from(
    ["Host", "Origin", "Cookie", "Content-Length", "Transfer-Encoding", "Content-Type", "Upgrade", "Connection", "X"]
)
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["HOST", "chunked", "-1", "99999999999", "websocket", "application/json", "close", COOKIE, TOKEN]),
)


async def _answers(server: Server) -> bool:
    """Whether the next question is answered; one that a busy machine cut after 20 ms is asked again."""
    for _time in range(50):
        with suppress(IndexError):  # closed without a word
            return (await ask(server, "GET", "/api/hello")).status == 200
    return False


@given(
    st.one_of(
        st.binary(max_size=400),
        st.tuples(LINES, PATHS, st.lists(st.tuples(NAMES, VALUES), max_size=6), st.binary(max_size=200)),
    )
)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_bytes_come_it_lives_on(
    tmp_path: Path, sent: bytes | tuple[str, str, list[tuple[str, str]], bytes]
) -> None:
    """Any bytes, and things nearly like requests: each answer is dressed, the next question is answered."""

    async def once() -> None:
        async with serving(tmp_path, replace(PATIENT, read_s=0.02, idle_s=0.03)) as (server, hub):
            if isinstance(sent, bytes):
                whole = sent
            else:
                method, path, headers, body = sent
                lines = "".join(f"{name}: {value.replace('HOST', server.address)}\r\n" for name, value in headers)
                whole = f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode("utf-8", "surrogatepass") + body
            came = await raw(server, whole)
            if came:
                answer = read(came)
                assert 200 <= answer.status < 500
                assert_dressed(answer)
            assert not hub.phones
            assert await _answers(server)

    asyncio.run(once())
