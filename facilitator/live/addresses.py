"""This computer's own IPv4 addresses, the likeliest for phones first.

The window asks its own library and gives what it found to `ranked`; without a window `found` asks the system.
"""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import struct
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from facilitator.words import _

WIFI, CABLE, OTHER, VIRTUAL, VPN, NO_NETWORK = "wifi", "cable", "other", "virtual", "vpn", "no_network"
"""What an address belongs to, the most useful first."""

_ORDER = (WIFI, CABLE, OTHER, VIRTUAL, VPN, NO_NETWORK)
_VPN = (
    "tun", "tap", "wg", "ppp", "utun", "ipsec", "zt", "tailscale", "nordlynx", "proton", "mullvad", "vpn", "wireguard",
    "anyconnect", "fortinet", "globalprotect", "zerotier", "openvpn",
)  # fmt: skip
_VIRTUAL = (
    "docker", "br-", "veth", "virbr", "vbox", "virtualbox", "vmnet", "vmware", "vethernet", "hyper-v", "lxc", "lxd",
    "podman", "cni", "wsl", "bridge",
)  # fmt: skip
_WIFI = ("wl", "wifi", "wi-fi", "wlan", "wireless", "airport", "drahtlos", "ap0")
_CABLE = ("eth", "en", "ethernet", "lan")
_SHARED = ipaddress.ip_network("100.64.0.0/10")
_ASK_ADDRESS = {"linux": 0x8915, "darwin": 0xC0206921}
"""The system's number for *which address has this adapter* (SIOCGIFADDR)."""


@dataclass(frozen=True, slots=True)
class Address:
    """One address: ``ip``, the ``adapter`` as the system calls it, and what it is, a word of this module."""

    ip: str
    adapter: str
    kind: str = OTHER

    @property
    def useful(self) -> bool:
        """Whether phones in the room may reach it."""
        return self.kind not in (VPN, NO_NETWORK)

    def remark(self) -> str:
        """A sentence beside an address that is no use, or of doubtful use; empty for the others."""
        if self.kind == VPN:
            return _("A VPN: phones in this room cannot reach it.")
        if self.kind == NO_NETWORK:
            return _("Not connected: this adapter was given no address by a network.")
        if self.kind == VIRTUAL:
            return _("Inside this computer only, most likely.")
        return ""


def ranked(pairs: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    """Addresses in the order to offer them.

    Args:
        pairs: (IPv4 address, the adapter's name) as the system tells them. This computer's talk to itself and what is
            no IPv4 address is left out.
    """
    rows: dict[str, Address] = {}
    for ip, adapter in pairs:
        with contextlib.suppress(ValueError):
            number = ipaddress.IPv4Address(ip)
            if not (number.is_loopback or number.is_unspecified or number.is_multicast):
                rows.setdefault(str(number), Address(str(number), adapter, _kind(number, adapter)))
    return tuple(sorted(rows.values(), key=lambda one: _ORDER.index(one.kind)))


def _kind(ip: ipaddress.IPv4Address, adapter: str) -> str:
    name = adapter.casefold()
    if ip.is_link_local:
        return NO_NETWORK
    if any(name.startswith(word) or (len(word) > 3 and word in name) for word in _VPN):
        return VPN
    if any(name.startswith(word) or (len(word) > 3 and word in name) for word in _VIRTUAL):
        return VIRTUAL
    if ip in _SHARED:
        return VPN  # what a private network over the internet gives; rooms do not
    if any(name.startswith(word) or (len(word) > 3 and word in name) for word in _WIFI):
        return WIFI
    return CABLE if name.startswith(_CABLE) else OTHER


def found() -> tuple[Address, ...]:
    """What the system tells without a window: adapters where it names them, else what its own name stands for."""
    pairs = [*_of_adapters(), *_of_route()]
    if not pairs:
        pairs = _of_name()
    return ranked(pairs)


def _of_adapters() -> list[tuple[str, str]]:
    number = _ASK_ADDRESS.get(sys.platform)
    if number is None:
        return _of_name()
    import fcntl

    pairs: list[tuple[str, str]] = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _index, name in socket.if_nameindex():
            with contextlib.suppress(OSError):
                told = fcntl.ioctl(asking.fileno(), number, struct.pack("256s", name.encode()[:15]))
                pairs.append((socket.inet_ntoa(told[20:24]), name))
    return pairs


def _of_route() -> list[tuple[str, str]]:
    """The address this computer would speak from to another network. Nothing is sent."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.connect(("192.0.2.1", 9))
        return [(asking.getsockname()[0], "")]
    return []


def _of_name() -> list[tuple[str, str]]:
    with contextlib.suppress(OSError):
        return [(ip, "") for ip in socket.gethostbyname_ex(socket.gethostname())[2]]
    return []
