"""HTML to plain words: what a post or a mail says, without what it looks like. Each character is looked at once."""

from __future__ import annotations

import html
import re

LARGEST = 2_000_000
"""Characters of markup that are looked at; no post has more."""

_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9]{0,20}")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLOCK = re.compile(r"(?:div|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|header|footer|hr|dt|dd)")
_SILENT = re.compile("script|style|head|title|template")


def words_of(markup: str, *, without_quotes: bool = False) -> str:
    """The words of a piece of HTML, paragraphs apart. ``without_quotes`` leaves out what it quotes of others."""
    markup = markup[:LARGEST]
    out: list[str] = []
    at, end, quoted, close = 0, len(markup), 0, -1
    while at < end:
        start = markup.find("<", at)
        if start < 0:
            start = end
        if start > at and not (without_quotes and quoted):
            out.append(_SPACE.sub(" ", html.unescape(markup[at:start])))
        if start >= end:
            break
        if markup.startswith("<!--", start):
            ends = markup.find("-->", start)
            at = end if ends < 0 else ends + 3
            continue
        if close < start:
            close = markup.find(">", start)
        if close < 0:
            if not (without_quotes and quoted):
                out.append(html.unescape(markup[start:]))
            break
        found = _NAME.match(markup, start + 1)
        at = close + 1
        if found is None:
            if markup[start + 1 : start + 2] not in {"!", "?", "/"} and not (without_quotes and quoted):
                out.append("<")
                at = start + 1
            continue
        tag = found[0].lower()
        if _SILENT.fullmatch(tag):
            over = re.compile(f"</{tag}", re.IGNORECASE).search(markup, at)
            at = end if over is None else over.start()
            continue
        if tag == "blockquote":
            quoted += 1
        elif tag == "/blockquote":
            quoted = max(quoted - 1, 0)
        bare = tag.lstrip("/")
        if bare == "br":
            out.append("\n")
        elif bare == "p":
            out.append("\n\n")
        elif _BLOCK.fullmatch(bare):
            out.append("\n")
    return _tidied("".join(out))


def _tidied(text: str) -> str:
    """Lines without space around them, at most one blank line between paragraphs."""
    lines: list[str] = []
    for line in text.split("\n"):
        line = line.strip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip()
