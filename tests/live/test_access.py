"""The door: token, typed code, wrong tries, cookies."""

from __future__ import annotations

import pytest

from facilitator.live.access import (
    LOCKED_S,
    MOST_ADDRESSES,
    WRONG_IN_ALL,
    WRONG_TRIES,
    Access,
    hashed,
)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def door(**more: bool) -> tuple[Access, Clock]:
    clock = Clock()
    codes = iter(f"{number:06}" for number in range(111_111, 999_999))
    return Access(clock=clock, code_of=lambda: next(codes), **more), clock


def test_token_and_code_open_the_door() -> None:
    """Either of them; the code also as people write it."""
    access, _clock = door()
    assert access.by_token(access.token).ok
    assert access.by_code("a", access.code).ok
    assert access.by_code("a", f" {access.code[:3]} {access.code[3:]} ").ok
    assert access.by_token("").why == access.by_token("é" * 20).why == "wrong"
    assert len(access.token) >= 22


def test_five_wrong_codes_lock_an_address_for_five_minutes_and_the_qr_code_goes_on() -> None:
    """The right code does not open while the lock holds; other addresses and the token are not touched."""
    access, clock = door()
    answers = [access.by_code("bad", "000000").why for _try in range(WRONG_TRIES)]
    assert answers == ["wrong"] * (WRONG_TRIES - 1) + ["locked"]
    assert access.by_code("bad", access.code).why == "locked"
    assert access.by_code("good", access.code).ok
    assert access.by_token(access.token).ok
    clock.now += LOCKED_S - 1
    assert access.by_code("bad", access.code).retry_s == 1
    clock.now += 2
    assert access.by_code("bad", access.code).ok


def test_fifty_wrong_codes_in_all_change_the_code_and_it_is_told() -> None:
    """From many addresses; the token stays, so who has the QR code still comes in."""
    access, _clock = door()
    told: list[str] = []
    access.on_code_changed = told.append
    token, code = access.token, access.code
    for number in range(WRONG_IN_ALL):
        access.by_code(f"10.0.0.{number}", "000000")
    assert told == [access.code] and access.code != code and access.token == token
    assert access.by_code("good", code).why == "wrong"
    assert access.by_code("good", access.code).ok


@pytest.mark.parametrize("addresses", [1, 50])
def test_ten_thousand_wrong_codes(addresses: int) -> None:
    """However many are tried, an address has five in five minutes; a whole room behind one address still joins."""
    access, clock = door()
    checked = 0
    for number in range(10_000):
        checked += access.by_code(f"a{number % addresses}", "000000").why == "wrong"
        clock.now += 0.001
    assert checked <= addresses * (WRONG_TRIES - 1)
    assert all(access.by_token(access.token).ok for _guest in range(200))


def test_behind_one_router_tries_are_slowed_and_never_locked() -> None:
    """After wrong tries there is one a second from an address; who waits too long is told to come back."""
    access, clock = door(one_router=True)
    for _try in range(WRONG_TRIES):
        assert access.turn_s("nat") == 0
        assert access.by_code("nat", "000000").why == "wrong"
    assert [round(access.turn_s("nat")) for _try in range(4)] == [0, 1, 2, 3]
    assert access.turn_s("other") == 0
    assert access.by_code("nat", access.code).ok
    waits = [access.turn_s("nat") for _try in range(100)]
    assert max(waits) <= 21 and min(waits) < 0
    clock.now += 60
    assert access.turn_s("nat") == 0


def test_paused_joining_opens_to_nobody_and_tells_nothing() -> None:
    """Right and wrong codes get the same answer while joining is paused; cookies go on."""
    access, _clock = door()
    cookie = access.give_cookie("g")
    access.joining = False
    assert access.by_token(access.token).why == "paused"
    assert access.by_code("a", access.code).why == access.by_code("a", "000000").why == "paused"
    assert access.guest_of(cookie) == "g"


def test_cookies_are_held_as_hashes_and_can_be_forgotten() -> None:
    """192 bits, told once; nothing in the door's memory is the cookie itself."""
    access, _clock = door()
    cookie = access.give_cookie("g")
    assert len(cookie) == 32 and access.guest_of(cookie) == "g"
    assert cookie not in repr(vars(access)) and hashed(cookie) in repr(vars(access))
    for wrong in (None, "", cookie[:-1], cookie + "x", "é" * 40, "x" * 10_000):
        assert access.guest_of(wrong) is None
    access.forget("g")
    assert access.guest_of(cookie) is None


def test_a_new_code_shuts_out_who_has_a_picture_of_the_old() -> None:
    """Token and code are others; who is in stays in."""
    access, _clock = door()
    token, code, cookie = access.token, access.code, access.give_cookie("g")
    access.new_code()
    assert access.by_token(token).why == "wrong" and access.by_code("a", code).why == "wrong"
    assert access.guest_of(cookie) == "g"


def test_memory_for_addresses_is_bounded() -> None:
    """A scanner with many addresses costs no more than a table."""
    access, clock = door()
    for number in range(MOST_ADDRESSES * 2):
        access.by_code(f"a{number}", "000000")
        clock.now += 0.01
    assert len(access._tries) <= MOST_ADDRESSES
