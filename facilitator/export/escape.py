"""Keeps words from being read as Markdown or HTML; as little as possible is escaped, so that search finds them."""

from __future__ import annotations

import re

_LINE_ENDS = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ANYWHERE = re.compile(
    r"""[\\`*]                          # escapes, code, emphasis
    | (?<![^\W_])_ | _(?![^\W_])        # emphasis, but not inside_a_word
    | \](?=[(\[:])                      # a link or its definition
    | <(?=[A-Za-z/!?])                  # HTML, an address in angle brackets
    | &(?=\#?\w+;)                      # an entity
    | ~ | \$(?=.*\$)                    # struck out, a formula
    """,
    re.VERBOSE,
)
_AT_START = re.compile(
    r"""(?P<mark>\#(?=\#{0,5}(?:\s|$)) | > | [-+](?=\s|$) | =(?==*\s*$) | \|)   # heading, quote, list, rules, table
    | (?P<rule>-(?=[-\s|:]*$) | :(?=[-\s|:]*$))
    | (?P<count>\d{1,9})(?P<dot>[.)])(?=\s|$)                                   # a numbered list
    """,
    re.VERBOSE,
)


def inline(text: str) -> str:
    """Words on one line, for headings and between other words."""
    return _line(" ".join(_LINE_ENDS.sub(" ", text).split()))


def lines(text: str) -> list[str]:
    """Words with their line ends, each line safe at the beginning of a line."""
    return [_line(line) for line in _LINE_ENDS.split(text)]


def _line(line: str) -> str:
    line = _CONTROLS.sub("\ufffd", line)
    if _DIRECTION.search(line):
        line = closed(line)
    body = line.lstrip(" \t")
    space = line[: len(line) - len(body)]
    if "\t" in space or len(space) > 3:  # otherwise it would be code
        space = space.replace("\t", "&#9;") if space[0] == "\t" else "&#32;" + space[1:].replace("\t", "&#9;")
    body = _ANYWHERE.sub(r"\\\g<0>", body)
    start = _AT_START.match(body)
    if start is None:
        return space + body
    if start["count"]:
        return f"{space}{start['count']}\\{body[len(start['count']) :]}"
    return f"{space}\\{body}"


def closed(line: str) -> str:
    """A line whose direction marks are all closed, so that they disturb nothing around it."""
    depth: list[str] = []
    for ch in line:
        if ch in "\u202a\u202b\u202d\u202e":
            depth.append("\u202c")
        elif ch in "\u2066\u2067\u2068":
            depth.append("\u2069")
        elif ch in "\u202c\u2069" and ch in depth:
            while depth.pop() != ch:
                pass
    return line + "".join(reversed(depth))
