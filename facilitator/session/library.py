"""The stream of the library itself: what belongs to no session, such as one's own methods and templates."""

from __future__ import annotations

LIBRARY = "library"
"""Its id. The same in every library, so that copies which meet agree."""
