"""A library whose laptop's clock went back between two runs, by minutes or by decades."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator.session.contributions import GiveContribution, RewordContribution
from facilitator.session.sessions import CreateSession
from facilitator.session.store import Store
from facilitator.storage import Library

NOW = 1_795_800_000_000
MINUTE = 60_000
DAY = 24 * 60 * MINUTE


@pytest.mark.parametrize("back_ms", [MINUTE, DAY, 3 * DAY, 400 * DAY, NOW - 1])
def test_what_answers_stands_after_what_it_answers(tmp_path: Path, back_ms: int) -> None:
    """The next run's words come last and its edit holds; another session is stamped by the clock as it is now."""
    first = GiveContribution(text="who decides")
    with Library.open(tmp_path, create=True) as library:
        store = Store(library.journal, clock=lambda: NOW)
        store.dispatch("talk", CreateSession(title="Talk"))
        store.dispatch("talk", first)
        store.dispatch("talk", RewordContribution(contribution=first.id, text="who decides first"))
        library.settle()
    back = NOW - back_ms
    with Library.open(tmp_path) as library:
        store = Store(library.journal, clock=lambda: back)
        store.adopt(library.load("talk"))
        store.dispatch("talk", GiveContribution(text="the shift leader"))
        store.dispatch("talk", RewordContribution(contribution=first.id, text="who decides at night"))
        store.dispatch("other", CreateSession(title="Other"))
        library.settle()
    with Library.open(tmp_path) as library:
        ledger = library.load("talk")
        given = list(ledger.state.contributions.by_id.values())
        assert [one.text for one in given] == ["who decides at night", "the shift leader"]
        assert given[0].at_ms <= given[1].at_ms
        assert [fact.stamp for fact in ledger.facts] == sorted({fact.stamp for fact in ledger.facts})
        if back_ms > DAY:
            assert library.load("other").facts[0].ms == back
