"""From bytes to words: which character encoding a file is written in.

The order of trust: a byte order mark; the pattern that UTF-16 and UTF-32 leave without one; UTF-8, which proves itself
by being valid; and what a Western office program of the last century would have written (Windows-1252). What had to
be guessed or mended is said in a note. A few zero bytes in what reads as text without them are control characters,
and stay.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from dataclasses import dataclass

from facilitator.words import _, ngettext

_LOST = "\ufffd"
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_CONTROLS = re.compile(rb"[\x01-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_HIGH = re.compile(rb"[\x80-\xff]")
_LETTERS = re.compile(rb"[A-Za-z]")
_LONE_SPACE = re.compile(rb"(?<!\x00) (?!\x00)")
_MOST_ACCENTS = 35
"""Of a hundred letters so many have accents at most in a language that Windows-1252 can write."""
_PROBE = 64 * 1024
_STRAY = 20
"""One byte in so many may be zero or another control character in text; wide characters have more of them."""
_NO_WRITING = frozenset({"Cc", "Cn", "Co", "Cs"})


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's words, the name of the encoding they were read with, and what should be known about the reading."""

    text: str
    encoding: str
    notes: tuple[str, ...] = ()


class UnclearEncoding(Exception):
    """Text in an old encoding of another script; guessing which would spoil every word."""


def decode(data: bytes) -> Decoded | None:
    """The words in ``data``, or None where it holds bytes that are no text at all.

    Raises:
        UnclearEncoding: it is text, but nothing tells in which encoding.
    """
    marked = _by_mark(data)
    if marked is not None:
        return marked
    narrowly = _reads_narrowly(data)
    if b"\x00" in data and not narrowly:
        wide = _wide_by_pattern(data)
        if wide is not None:
            return wide
    stripped = data.rstrip(b"\x00")
    notes: tuple[str, ...] = ()
    if len(stripped) != len(data):
        notes = (_("The empty bytes at the end of the file were left out."),)
        data = stripped
    if data.count(b"\x00") * 1000 > len(data) and not narrowly:
        return None
    narrow = _narrow(data)
    return None if narrow is None else Decoded(narrow.text, narrow.encoding, notes + narrow.notes)


def _reads_narrowly(data: bytes) -> bool:
    """Whether bytes with a few zeros among them are text of one byte or more a character, and the zeros strays.

    In UTF-16 every space and letter of the alphabet has a zero beside it, and what is neither breaks UTF-8 or is full
    of control characters. Zeros at the end are none of the text.
    """
    data = data.rstrip(b"\x00")
    zeros = data.count(b"\x00")
    if (zeros + len(_CONTROLS.findall(data))) * _STRAY > max(len(data), _STRAY):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        lone = len(_LONE_SPACE.findall(data))
        return lone >= 3 * zeros and (len(_LETTERS.findall(data)) + lone) * 10 >= len(data) * 7
    return True


def _by_mark(data: bytes) -> Decoded | None:
    if data.startswith(codecs.BOM_UTF8):
        text, notes = _mended(data[3:], "utf-8", 1)
        return Decoded(_unmarked(text), "utf-8", notes)
    for mark, name in ((codecs.BOM_UTF32_LE, "utf-32-le"), (codecs.BOM_UTF32_BE, "utf-32-be")):
        if data.startswith(mark):
            try:
                return Decoded(_unmarked(data[4 : len(data) // 4 * 4].decode(name)), name, _cut(data, 4))
            except UnicodeDecodeError:
                break
    for mark, name in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if data.startswith(mark):
            text, notes = _mended(data[2 : len(data) // 2 * 2], name, 2)
            return Decoded(_unmarked(text), name, notes + _cut(data, 2)) if _reads_as_text(text) else None
    return None


def _wide_by_pattern(data: bytes) -> Decoded | None:
    """UTF-32 or UTF-16 without a mark: the zero bytes of common characters all stand in the same places."""
    probe = data[:_PROBE]
    if len(probe) < 4 or probe.count(0) < 2:
        return None
    zeros = [probe[at::4].count(0) * 4 / len(probe) for at in range(4)]
    if min(zeros[2:]) > 0.95 and zeros[0] < 0.1:
        names: tuple[str, ...] = ("utf-32-le",)
    elif min(zeros[:2]) > 0.95 and zeros[3] < 0.1:
        names = ("utf-32-be",)
    else:
        low, high = probe[::2].count(0), probe[1::2].count(0)
        names = ("utf-16-le", "utf-16-be") if high >= low else ("utf-16-be", "utf-16-le")
    for name in names:
        unit = 4 if "32" in name else 2
        try:
            text = data[: len(data) // unit * unit].decode(name)
        except UnicodeDecodeError:
            continue
        if _reads_as_text(text):
            return Decoded(_unmarked(text), name, _cut(data, unit))
    return None


def _reads_as_text(text: str) -> bool:
    """Whether wide characters look like writing: white space among them, and nearly all of them assigned."""
    probe = text[:_PROBE]
    odd = sum(1 for mark in probe if unicodedata.category(mark) in _NO_WRITING and mark not in "\t\n\r\x0c")
    zeros = probe.count("\x00")
    spaced = len(probe) < 40 or any(mark in " \n\r\t\u3000" for mark in probe)
    return odd * 20 <= len(probe) and zeros * 200 <= len(probe) and spaced


def _narrow(data: bytes) -> Decoded | None:
    try:
        return Decoded(_unmarked(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 3 and error.reason == "unexpected end of data":
            text, notes = _mended(data, "utf-8", 1)
            return Decoded(_unmarked(text), "utf-8", notes)
    if len(_CONTROLS.findall(data)) * 50 > len(data):
        return None
    text = data.decode("utf-8", "replace")
    bad = text.count(_LOST)
    good = sum(1 for mark in text if mark >= "\x80") - bad
    if good >= 10 * bad:
        return Decoded(_unmarked(text), "utf-8", (_lost(bad),))
    undefined = len(_UNDEFINED.findall(data))
    high = len(_HIGH.findall(data))
    if high * 100 > _MOST_ACCENTS * (high + len(_LETTERS.findall(data))) or undefined * 4 > high:
        raise UnclearEncoding
    told = [
        _(
            "The file says no encoding and was read as Windows-1252. "
            "If letters look wrong, save it as UTF-8 and import it again."
        )
    ]
    if undefined:
        told.append(_lost(undefined))
    return Decoded(data.decode("cp1252", "replace"), "cp1252", tuple(told))


def _mended(data: bytes, name: str, unit: int) -> tuple[str, tuple[str, ...]]:
    try:
        return data.decode(name), ()
    except UnicodeDecodeError as error:
        text = data.decode(name, "replace")
        if error.end >= len(data) - unit and error.start >= len(data) - 2 * unit - 1:
            return text, (_("The file breaks off in the middle of a character; it is shown as �."),)
        return text, (_lost(text.count(_LOST)),)


def _cut(data: bytes, unit: int) -> tuple[str, ...]:
    return () if len(data) % unit == 0 else (_("The file breaks off in the middle of a character, which is left out."),)


def _lost(count: int) -> str:
    return ngettext(
        "{count} byte means nothing in the file's encoding and is shown as �.",
        "{count} bytes mean nothing in the file's encoding and are shown as �.",
        count,
    ).format(count=count)


def _unmarked(text: str) -> str:
    return text.lstrip("\ufeff")
