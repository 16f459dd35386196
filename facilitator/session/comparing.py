"""Names made comparable: a part so small that what only compares words need not load the rules."""

from __future__ import annotations

import unicodedata


def folded_name(name: str) -> str:
    """A name for comparing: without case, accents and everything that is neither letter nor digit."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(ch for ch in plain if ch.isalnum())
