"""A name out of its halves, in the order of its script."""

from __future__ import annotations

import re

_FAMILY_FIRST = re.compile(
    r"[\u1100-\u11ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]+"
)
"""Names in these scripts have the family's first, without a space."""


def join_name(first: list[str], middle: list[str], last: list[str], *, family_first: bool = False) -> str:
    """Given and family name in the order of their script: *Ana Sousa*, 王小明."""
    given = [part.strip() for part in (*first, *middle) if part.strip()]
    family = [part.strip() for part in last if part.strip()]
    if given and family and all(_FAMILY_FIRST.fullmatch(part) for part in (*given, *family)):
        return "".join((*family, *given))
    return " ".join((*family, *given) if family_first else (*given, *family))
