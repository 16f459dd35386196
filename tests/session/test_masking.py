"""Names that are hard to tell from words: numbers, single letters, signs."""

from __future__ import annotations

import pytest

from facilitator.session.masking import masked


@pytest.mark.parametrize(
    ("text", "name", "after"),
    [
        ("bed 26 of 26 in 2026, room 126", "26", "bed - of - in 2026, room 126"),
        ("at 09:30 on 2026-04-09, 1.09 or 09/04, says 09.", "09", "at 09:30 on 2026-04-09, 1.09 or 09/04, says -."),
        ("2026-04-09: 2026, then 2026", "2026", "2026-04-09: -, then -"),
        ("Guest 12 has 12 beds, guest 12 said", "Guest 12", "- has 12 beds, - said"),
        ("第26回は26で", "26", "第26回は26で"),
        ("a bed, A bed", "a", "a bed, A bed"),
        (" A ", "a", "-"),
        ("well -- no", "--", "well -- no"),
        ("--", "--", "-"),
        ("a <> b", "<>", "a <> b"),
        ("said 🦊🦊!", "🦊🦊", "said -!"),
    ],
)
def test_what_is_hardly_a_name(text: str, name: str, after: str) -> None:
    """A number is a name where it stands by itself; one letter and signs alone only where nothing else is said."""
    assert masked(text, {name: "-"}) == after
