"""Does the hub answer on its own address? It proves the half of the way that lies inside this computer.

Whether the Wi-Fi lets phones through can only be seen by a phone that arrives.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass

from facilitator.words import _

ANSWERS, REFUSED, SILENT, STRANGER = "answers", "refused", "silent", "stranger"
"""What was found: our hub, nobody there, no answer in time (a firewall, most likely), somebody else's program."""


@dataclass(frozen=True, slots=True)
class SelfTest:
    """What came of it, and how many milliseconds it took."""

    found: str
    ms: float

    @property
    def good(self) -> bool:
        """Whether our hub answered."""
        return self.found == ANSWERS

    def told(self) -> str:
        """One sentence for the facilitator."""
        return {
            ANSWERS: _("The laptop reaches itself there. Whether the Wi-Fi lets phones through, a phone must show."),
            REFUSED: _("Nobody answers on that address. Choose another address or start the phones again."),
            SILENT: _("No answer in time: a firewall on this laptop may be in the way."),
            STRANGER: _("Another program answers on that address. Start the phones again for another port."),
        }[self.found]


async def reach_self(ip: str, port: int, *, patience_s: float = 3.0) -> SelfTest:
    """Ask the hub a question over the network's own way."""
    start = time.perf_counter()
    found = SILENT
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(patience_s):
            reader, writer = await asyncio.open_connection(ip, port)
            writer.write(f"GET /api/hello HTTP/1.1\r\nHost: {ip}:{port}\r\nConnection: close\r\n\r\n".encode())
            await writer.drain()
            answer = await reader.read(64 * 1024)
            found = ANSWERS if answer.startswith(b"HTTP/1.1 200") and b'"v":1' in answer else STRANGER
    except TimeoutError:
        found = SILENT
    except OSError:
        found = REFUSED
    finally:
        if writer is not None:
            with contextlib.suppress(OSError):
                writer.close()
                await writer.wait_closed()
    return SelfTest(found, (time.perf_counter() - start) * 1000)
