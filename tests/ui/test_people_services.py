"""What the window asks about people, from the real program around it: lists read, files taken in, who is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.session.people import JoinPerson
from facilitator.session.rules import Together
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from tests.ui.real import real_services

pytestmark = pytest.mark.asyncio
FILES = Path(__file__).parent.parent / "data" / "guests"


def one_session(store: Store) -> None:
    """A session with one person."""
    join = JoinPerson(person="a", name="Ana Sousa", unit="Ward 4", roles=("gardener",), named=False)
    store.dispatch("s", Together(commands=(CreateSession(title="Handover"), join)))


async def test_lists_are_read_and_people_known(qapp: object, tmp_path: Path) -> None:
    """Pasted words and files become lists; a file dropped on the window becomes a session; all are known afterwards."""
    async with real_services(tmp_path / "library", one_session) as services:
        pasted = await services.read_guests("Ana Sousa, Ward 4\n12345\nBen (mentor)")
        assert [(guest.name, guest.unit, guest.roles, guest.named) for guest in pasted.guests] == [
            ("Ana Sousa", "Ward 4", (), None),
            ("Ben", "", ("mentor",), None),
        ]
        assert [place.where for place in pasted.skipped] == ["line 2"]
        cards = await services.read_guest_file(FILES / "server-4.0.vcf")
        assert [guest.told for guest in cards.guests] == ["Nurse\nana.sousa@example.org", ""]
        (taken,) = await services.import_files([FILES / "server-4.0.vcf"], lambda part, words: None, lambda: False)
        assert (taken.title, taken.people, taken.contributions, taken.problem) == ("server-4.0", 2, 0, "")
        assert [place.where for place in taken.skipped] == ["card 2, line 10"]
        known = await services.known_people()
        assert sorted((one.name, one.unit, one.sessions) for one in known) == [
            ("Ana Sousa", "Hospital, Night team", 2),
            ("王小明", "", 1),
        ]
