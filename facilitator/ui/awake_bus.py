"""Asking other programs over the desktop's bus, with a bound on every wait.

Qt's own bus calls can hold the whole program while a bus does not answer, so this speaks the wire protocol (D-Bus
specification 0.43) as far as a few calls with plain arguments need it. What was asked is taken back by whoever was
asked when the connection closes.
"""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Argument = str | int | Mapping[str, str]
PATIENCE_S = 2.0
LONGEST_ANSWER = 1 << 20
CALL, RETURN, ERROR = 1, 2, 3
_PATH, _INTERFACE, _MEMBER, _REPLY_SERIAL, _DESTINATION, _SIGNATURE = 1, 2, 3, 5, 6, 8


@dataclass(frozen=True, slots=True)
class Call:
    """One question. ``arguments`` are words (``s``), numbers (``u``) and mappings of words (``a{sv}``)."""

    service: str
    path: str
    interface: str
    method: str
    arguments: Sequence[Argument] = ()


class _Writer:
    """Values one behind the other, each at a place it may stand at. Numbers have the low byte first."""

    def __init__(self) -> None:
        self.bytes = bytearray()

    def align(self, to: int) -> None:
        self.bytes += bytes(-len(self.bytes) % to)

    def number(self, value: int) -> None:
        self.align(4)
        self.bytes += struct.pack("<I", value)

    def words(self, value: str) -> None:
        raw = value.encode()
        self.number(len(raw))
        self.bytes += raw + b"\0"

    def signature(self, value: str) -> None:
        self.bytes += bytes([len(value)]) + value.encode() + b"\0"

    def mapping(self, values: Mapping[str, str]) -> None:
        inside = _Writer()
        for name, value in values.items():
            inside.align(8)
            inside.words(name)
            inside.signature("s")
            inside.words(value)
        self.number(len(inside.bytes))
        self.align(8)
        self.bytes += inside.bytes

    def value(self, given: Argument) -> str:
        """Write one argument; its type as the protocol names it."""
        if isinstance(given, str):
            self.words(given)
            return "s"
        if isinstance(given, int):
            self.number(given)
            return "u"
        self.mapping(given)
        return "a{sv}"


def message(call: Call, serial: int) -> bytes:
    """A call as it goes over the wire."""
    body = _Writer()
    kinds = "".join([body.value(argument) for argument in call.arguments])
    head = _Writer()
    fields = (
        (_PATH, "o", call.path),
        (_INTERFACE, "s", call.interface),
        (_MEMBER, "s", call.method),
        (_DESTINATION, "s", call.service),
    )
    for code, kind, words in fields:
        head.align(8)
        head.bytes.append(code)
        head.signature(kind)
        head.words(words)
    if kinds:
        head.align(8)
        head.bytes.append(_SIGNATURE)
        head.signature("g")
        head.signature(kinds)
    whole = _Writer()
    whole.bytes += b"l" + bytes([CALL, 0, 1])
    whole.number(len(body.bytes))
    whole.number(serial)
    whole.number(len(head.bytes))
    whole.bytes += head.bytes
    whole.align(8)
    return bytes(whole.bytes + body.bytes)


def answers_to(head: bytes) -> int | None:
    """The serial of the call that a message answers, from its head with its fields; None where it answers none."""
    order = "<" if head[:1] == b"l" else ">"
    end = 16 + int(struct.unpack_from(order + "I", head, 12)[0])
    at = 16
    while at < end:
        at += -at % 8
        code, length = head[at], head[at + 1]
        kind = head[at + 2 : at + 2 + length]
        at += 3 + length
        if kind in (b"s", b"o"):
            at += -at % 4
            at += 5 + int(struct.unpack_from(order + "I", head, at)[0])
        elif kind == b"g":
            at += 2 + head[at]
        elif kind == b"u":
            at += -at % 4
            number = int(struct.unpack_from(order + "I", head, at)[0])
            if code == _REPLY_SERIAL:
                return number
            at += 4
        else:
            return None
    return None


def place(address: str) -> str | None:
    """The socket that a bus address names first; a null byte stands before an abstract one."""
    for one in address.split(";"):
        way, _colon, rest = one.partition(":")
        given = dict(part.split("=", 1) for part in rest.split(",") if "=" in part)
        if way == "unix" and "path" in given:
            return given["path"]
        if way == "unix" and "abstract" in given:
            return "\0" + given["abstract"]
    return None


def session_address() -> str:
    """Where the desktop's bus is."""
    usual = f"unix:path={os.environ.get('XDG_RUNTIME_DIR', '/nowhere')}/bus"
    return os.environ.get("DBUS_SESSION_BUS_ADDRESS", usual)


def system_address() -> str:
    """Where the system's bus is."""
    return os.environ.get("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/run/dbus/system_bus_socket")


class Bus:
    """A connection of our own.

    Raises:
        OSError: there is no such bus, or it does not answer.
    """

    def __init__(self, address: str) -> None:
        found = place(address)
        if found is None or not hasattr(socket, "AF_UNIX"):
            raise ConnectionError("no bus there")
        self._serial = 0
        self._files: list[int] = []
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.settimeout(PATIENCE_S)
            self._socket.connect(found)
            self._greet()
        except BaseException:
            self._socket.close()
            raise

    def _greet(self) -> None:
        user = str(os.getuid()).encode().hex().encode()
        self._socket.sendall(b"\0AUTH EXTERNAL " + user + b"\r\n")
        self._line(b"OK ")
        self._socket.sendall(b"NEGOTIATE_UNIX_FD\r\n")
        self._line(b"")
        self._socket.sendall(b"BEGIN\r\n")
        own = "org.freedesktop.DBus"
        if not self.ask(Call(own, "/org/freedesktop/DBus", own, "Hello")):
            raise ConnectionError("not welcome on this bus")

    def _line(self, start: bytes) -> None:
        line = b""
        while not line.endswith(b"\r\n"):
            got = self._socket.recv(1)
            if not got or len(line) > 4096:
                raise ConnectionError("no bus there")
            line += got
        if not line.startswith(start):
            raise ConnectionError("not welcome on this bus")

    def ask(self, call: Call) -> bool:
        """Whether somebody is there and said yes. A descriptor in the answer is kept until :meth:`close`."""
        self._serial += 1
        self._socket.sendall(message(call, self._serial))
        for _other in range(100):  # signals may come before the answer
            kind, to = self._next()
            if to == self._serial and kind in (RETURN, ERROR):
                return kind == RETURN
        return False

    def _next(self) -> tuple[int, int | None]:
        """The next message: its kind, and which call it answers."""
        fixed = self._read(16)
        order = "<" if fixed[:1] == b"l" else ">"
        body, _serial, fields = struct.unpack_from(order + "III", fixed, 4)
        if body + fields > LONGEST_ANSWER:
            raise ConnectionError("the answer is too long")
        head = fixed + self._read(fields + -(16 + fields) % 8)
        self._read(body)
        try:
            return fixed[1], answers_to(head)
        except (struct.error, IndexError) as error:
            raise ConnectionError("this is no answer") from error

    def _read(self, length: int) -> bytes:
        got = b""
        while len(got) < length:
            part, files, _flags, _address = socket.recv_fds(self._socket, length - len(got), 4)
            self._files += files
            if not part:
                raise ConnectionError("the bus closed")
            got += part
        return got

    def close(self) -> None:
        """Leave the bus; whoever heard us lets go."""
        self._socket.close()
        while self._files:
            os.close(self._files.pop())
