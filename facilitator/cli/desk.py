"""What every command needs: the library, a store over it, and a way to print."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from facilitator import paths, storage
from facilitator.cli import FAILURE, Mistake, shown
from facilitator.losses import loss_words
from facilitator.session import zones
from facilitator.session.state import SessionState
from facilitator.session.store import Store
from facilitator.words import _


def folder(args: argparse.Namespace) -> Path:
    """The library's folder: the one named, or the user's own."""
    named = getattr(args, "library", None)
    return Path(named).expanduser().absolute() if named else paths.library_folder()


def target(named: str) -> Path:
    """The file to write. A name that can only be a folder's is refused before any work is done."""
    path = Path(named)
    if not named.strip() or named.endswith(("/", os.sep)) or path.is_dir():
        raise Mistake("“{file}” is a folder. Nothing was written; name a file in it.", file=named or ".")
    return path


def as_json(args: argparse.Namespace) -> bool:
    """Whether JSON was asked for."""
    return bool(getattr(args, "json", False))


@contextmanager
def reading(args: argparse.Namespace) -> Iterator[storage.Library]:
    """The library, for looking only. One that does not exist is a user's mistake."""
    library = storage.Library.open(folder(args), create=False, write=False)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def writing(args: argparse.Namespace, *, create: bool = True) -> Iterator[tuple[storage.Library, Store]]:
    """The library and a store that writes to it; made when it does not exist."""
    library = storage.Library.open(folder(args), create=create, write=True)
    try:
        for warning in library.warnings:
            print(f"facilitator: {shown(warning)}", file=sys.stderr)
        yield library, Store(library.journal)
        library.settle()
    finally:
        library.close()


def language_tag(text: str) -> str:
    """A language of an option, such as ``de`` or ``pt-BR``: what is none is refused before anything is read."""
    if not re.fullmatch(r"[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", text):
        raise argparse.ArgumentTypeError(_("“{tag}” is no language; name it like en or pt-BR").format(tag=shown(text)))
    return text


def losses(state: SessionState) -> int:
    """Say on standard error what of a session can no longer be read. The exit code of a command that only reads it."""
    words = loss_words(state)
    if not words:
        return 0
    print(f"facilitator: {shown(words)}", file=sys.stderr)
    return FAILURE


def put(args: argparse.Namespace, document: Any, lines: list[str]) -> None:
    """Print the JSON document, or the lines for people."""
    if as_json(args):
        print(json.dumps(document, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(shown(line))


def iso(ms: int, zone: tzinfo = UTC) -> str:
    """Milliseconds since 1970 as ISO 8601 with a zone."""
    return datetime.fromtimestamp(ms / 1000, zone).isoformat(timespec="milliseconds")


def zone_of(state: SessionState) -> tzinfo:
    """The session's zone, or this computer's where none was said."""
    return zone_named(state.about.zone)


def zone_named(name: str) -> tzinfo:
    """A zone by its IANA name; this computer's where there is none of that name."""
    return zones.zone_named(name) or datetime.now().astimezone().tzinfo or UTC
