"""What is shown to get into the room: addresses in a useful order, and codes a camera takes."""

from __future__ import annotations

import ipaddress

import pytest
import segno

from facilitator.live.addresses import CABLE, NO_NETWORK, VIRTUAL, VPN, WIFI, found, ranked
from facilitator.live.qr import join_address, modules, wifi


def test_the_rooms_network_comes_first_and_a_vpn_last() -> None:
    """Wi-Fi, cable, what is inside the computer, VPN, not connected: named on Linux, Windows and macOS alike."""
    rows = ranked(
        [
            ("127.0.0.1", "lo"),
            ("10.8.0.2", "tun0"),
            ("169.254.3.4", "Ethernet 2"),
            ("172.17.0.1", "docker0"),
            ("192.168.1.20", "enp3s0"),
            ("192.168.7.5", "wlp2s0"),
            ("192.168.7.6", "Wi-Fi"),
            ("10.2.0.9", "NordLynx"),
            ("100.101.1.2", "Local Area Connection"),
            ("172.29.0.1", "vEthernet (WSL)"),
            ("::1", "lo"),
            ("no address", "x"),
            ("192.168.7.5", "again"),
        ]
    )
    assert [(row.ip, row.kind) for row in rows] == [
        ("192.168.7.5", WIFI),
        ("192.168.7.6", WIFI),
        ("192.168.1.20", CABLE),
        ("172.17.0.1", VIRTUAL),
        ("172.29.0.1", VIRTUAL),
        ("10.8.0.2", VPN),
        ("10.2.0.9", VPN),
        ("100.101.1.2", VPN),
        ("169.254.3.4", NO_NETWORK),
    ]
    assert [row.useful for row in rows] == [True] * 5 + [False] * 4
    assert "cannot reach" in rows[5].remark()
    assert "Not connected" in rows[-1].remark()
    assert rows[0].remark() == ""


def test_the_system_tells_its_own_addresses() -> None:
    """Without a window, what is found are IPv4 addresses of this computer, none of them its talk to itself."""
    for row in found():
        assert not ipaddress.IPv4Address(row.ip).is_loopback


def test_the_longest_way_in_fits_an_easy_code() -> None:
    """The longest address there is makes a code of version 4 at most: 33 modules, all rows alike, finders in place."""
    longest = join_address("192.168.100.100:60000", "w" * 22)
    assert len(longest) < 62
    rows = modules(longest)
    assert len(rows) == 33
    assert {len(row) for row in rows} == {33}
    assert all(rows[0][at : at + 7] == "1111111" for at in (0, 26))
    assert set("".join(rows)) == {"0", "1"}
    assert segno.make(longest, micro=False, error="m", boost_error=False).designator == "4-M"
    with pytest.raises(ValueError):
        join_address("192.168.100.100:60000", "w" * 40)


def test_a_wifi_with_strange_letters_is_written_as_cameras_read_it() -> None:
    """Signs of the notation itself are escaped; an open network has no password."""
    assert wifi("Ward 3; guest", 'a:b,"c\\') == 'WIFI:T:WPA;S:Ward 3\\; guest;P:a\\:b\\,\\"c\\\\;;'
    assert wifi("Open", hidden=True) == "WIFI:T:nopass;S:Open;H:true;;"
    assert len(modules(wifi("Krankenhaus Süd", "größer"))) <= 37
