"""QR codes as rows of ``0`` and ``1``, ready to be painted anywhere: the way in, and the way into the Wi-Fi.

The quiet zone of four modules is left to who paints; it is always dark on white.
"""

from __future__ import annotations

import segno

LONGEST_ADDRESS = 61
"""Characters of an address that fit a code which an old phone reads across a room (version 4, level M)."""


def modules(text: str) -> tuple[str, ...]:
    """The rows of a QR code, ``1`` is dark; no quiet zone."""
    code = segno.make(text, micro=False, error="m", boost_error=False)
    return tuple("".join("1" if dark else "0" for dark in row) for row in code.matrix)


def join_address(address: str, token: str) -> str:
    """Where a phone goes that reads the code. The token stands behind ``#``, which no browser ever sends.

    Raises:
        ValueError: it is too long for a code that is easily read.
    """
    whole = f"http://{address}/#k={token}"
    if len(whole) > LONGEST_ADDRESS:
        raise ValueError("the address is too long for a code that is easily read")
    return whole


def wifi(name: str, password: str = "", *, hidden: bool = False) -> str:
    """What a phone's camera takes for a Wi-Fi to join. Without a password it is an open one."""
    parts = [f"T:{'WPA' if password else 'nopass'}", f"S:{_escaped(name)}"]
    if password:
        parts.append(f"P:{_escaped(password)}")
    if hidden:
        parts.append("H:true")
    return f"WIFI:{';'.join(parts)};;"


def _escaped(text: str) -> str:
    return "".join(f"\\{ch}" if ch in '\\;,:"' else ch for ch in text)
