"""The methods that come with the program, in the order of their files."""

from __future__ import annotations

import json
from functools import cache

from facilitator import paths
from facilitator.session.modalities import Catalogue, read_method


@cache
def built_in() -> Catalogue:
    """The catalogue, read once. Own methods are put behind it with `Catalogue.with_own`."""
    folder = paths.resources() / "modalities"
    return Catalogue(read_method(json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json")))
