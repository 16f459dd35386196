"""A method's file from a stranger: what is good in it is taken, what is not is left out and listed.

What a method may say is decided in `facilitator.session.modalities`; here each field is tried by itself, and of a field
with several parts each part. Nothing in the file is executed, and fields this program does not know are kept.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from facilitator.intake.lines import excerpt
from facilitator.intake.transcript import Skipped
from facilitator.session.modalities import LONGEST_NAME, MOST_LINES, BadMethod, Modality, read_method
from facilitator.words import _, ngettext

_FIELDS = frozenset(Modality.__dataclass_fields__) - {"id", "name", "own", "extra"}
_ASKED = ("size", "time", "settings", "energy", "trust", "prep", "exchange")
"""What the guide asks of every method; where a file does not say it, the usual value is taken and this is told."""

_OWN = frozenset(
    {
        "purposes", "observational_learning", "good_for", "not_for", "debrief", "failures", "prior", "offline", "power",
        "conf", "trust", "access_notes", "followed_by", "also_called", "energy", "exchange", "prep", "prompts", "fit",
    }
)  # fmt: skip
"""Fields that hardly anything but a method has."""


def is_method(document: object) -> bool:
    """Whether a document is a method: it says so, or it has several of the fields that only methods have."""
    if not isinstance(document, dict):
        return False
    if document.get("format") == "facilitator-method" or {"name", "purposes", "size"} <= document.keys():
        return True
    return "format" not in document and len(_OWN & document.keys()) >= 3


def mended(document: object) -> tuple[object, list[Skipped]]:
    """The document with what can be used of it, and what was left out or made; itself where all is good.

    Raises:
        BadMethod: it cannot be a method at all; the sentence says why.
    """
    if not isinstance(document, Mapping):
        return document, []
    left: list[Skipped] = []
    named = {"name": _name(document, left), "id": ""}
    named["id"] = _id(document, named["name"], left)
    frame = {key: document[key] for key in ("format", "version") if key in document} | named
    read_method(frame, purposeless=True)
    found: dict[str, Any] = {}
    for field, value in document.items():
        if field in _FIELDS:
            if _fits(frame, field, value):
                found[field] = value
            else:
                found.update(_of(frame, field, value, left))
        elif field in frame:
            found[field] = frame[field]
        elif _is_plain(value):
            found[field] = value
        else:
            left.append(Skipped(field, _("It holds a number that is none, and was left out.")))
    missing = [field for field in _ASKED if field not in document]
    if missing:
        words = ngettext(
            "It is not said; the usual value was taken.",
            "They are not said; the usual values were taken.",
            len(missing),
        )
        left.append(Skipped(", ".join(missing), words))
    if not any((found.get("purposes") or {}).values()):
        left.append(
            Skipped(
                "purposes", _("It is not said what this method is for; the guide proposes it once this is filled in.")
            )
        )
    return (document if not left and found == document else {**frame, **found}), left


def _name(document: Mapping[str, Any], left: list[Skipped]) -> str:
    """The name, or one made of the id; empty where there is neither."""
    name, key = document.get("name"), document.get("id")
    if isinstance(name, str) and name.strip():
        if len(name) > LONGEST_NAME:
            left.append(Skipped("name", _("It is longer than {most} letters and was cut.").format(most=LONGEST_NAME)))
        return name[:LONGEST_NAME]
    if not isinstance(key, str) or not any(map(str.isalpha, key)):
        return ""
    words = " ".join(key.replace("_", " ").replace("-", " ").split())[:LONGEST_NAME]
    words = words[:1].upper() + words[1:]
    left.append(Skipped("name", _("It has no name; “{name}” was made of its id.").format(name=excerpt(words))))
    return words


def _id(document: Mapping[str, Any], name: str, left: list[Skipped]) -> str:
    key = document.get("id")
    if isinstance(key, str) and key.strip() and len(key) <= LONGEST_NAME:
        return key
    parts = "".join(mark if mark.isalnum() else " " for mark in name.casefold()).split()
    made = f"{'-'.join(parts)[: LONGEST_NAME - 9] or 'method'}-{_mark(document)}"
    if name.strip():
        left.append(
            Skipped("id", _("It has no id; “{id}” was made of its name and what it says.").format(id=excerpt(made)))
        )
    return made


def _mark(document: Mapping[str, Any]) -> str:
    """What tells two methods of one name apart: the same file has the same mark again, another one its own."""
    try:
        content = json.dumps(document, sort_keys=True, default=str)
    except (ValueError, RecursionError):
        content = repr(sorted(document))
    return hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:8]


def _fits(frame: Mapping[str, Any], field: str, value: object) -> bool:
    try:
        read_method({**frame, field: value}, purposeless=True)
    except BadMethod:
        return False
    return _is_plain(value)


def _of(frame: Mapping[str, Any], field: str, value: object, left: list[Skipped]) -> Iterator[tuple[str, Any]]:
    """What is good in a field that is not good as a whole; what is not is listed, each part at its place."""
    if isinstance(value, Mapping) and _fits(frame, field, {}):
        good = {key: level for key, level in value.items() if _fits(frame, field, {key: level})}
        left += [
            Skipped(f"{field}.{excerpt(str(key), 40)}", _no_part(level))
            for key, level in value.items()
            if key not in good
        ]
        yield field, good
    elif isinstance(value, list) and _fits(frame, field, []):
        kept = [item for item in value if _fits(frame, field, [item])]
        left += [
            Skipped(f"{field}[{at}]", _no_part(item))
            for at, item in enumerate(value)
            if not _fits(frame, field, [item])
        ]
        if len(kept) > MOST_LINES:
            left.append(Skipped(field, _("Only the first {most} were taken.").format(most=MOST_LINES)))
        yield field, kept[:MOST_LINES]
    else:
        left.append(
            Skipped(
                field, _("“{value}” is not what belongs here; the usual value was taken.").format(value=_shown(value))
            )
        )


def _no_part(value: object) -> str:
    return _("“{value}” is not what belongs here and was left out.").format(value=_shown(value))


def _shown(value: object) -> str:
    return excerpt(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)) or "–"


def _is_plain(value: object) -> bool:
    """Whether a value is JSON: NaN and Infinity are words of some programs."""
    try:
        json.dumps(value, allow_nan=False)
    except (ValueError, RecursionError):
        return False
    return True
