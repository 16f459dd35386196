"""Fonts inside a PDF: one CID for each unit shape and text, so that what is copied is exactly what was said.

ReportLab is hooked where its own fonts hook: the font is named in `doc.fontMapping` and waits in `doc.delayedFonts`; at
save ReportLab calls `addObjects`, which writes a Type 0 font (Identity-H): subset program, widths and ToUnicode map.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

from reportlab.pdfbase import pdfdoc

from facilitator.export.text.bidi import CONTROLS
from facilitator.export.text.face import Face
from facilitator.export.text.subset import font_program
from facilitator.export.text.word import Key, Word

_FULL = 30_000
_LONGEST = 30
"""Code points in one entry of a ToUnicode map; some readers give up at longer ones."""

_RIGHT = frozenset({"R", "AL"})
_RIGHT_MARK = "\u200f"


class EmbeddedFont:
    """One face (or a part of a very large one) in one document."""

    def __init__(self, face: Face, name: str, tag: str) -> None:
        self.face = face
        self.name = name
        self.tag = tag
        self._cids: dict[tuple[Key, str], int] = {}
        self._widths: list[float] = [0.0]
        self._words: dict[Word, tuple[str, list[str]]] = {}

    @property
    def full(self) -> bool:
        """Whether new words should go to another part."""
        return len(self._cids) > _FULL

    def knows(self, word: Word) -> bool:
        """Whether the word was encoded here before."""
        return word in self._words

    def encode(self, word: Word) -> tuple[str, list[str]]:
        """The word's operands for TJ, and each unit's CID as a hexadecimal string."""
        known = self._words.get(word)
        if known is None:
            known = self._words[word] = self._encode(word)
        return known

    def _encode(self, word: Word) -> tuple[str, list[str]]:
        run: list[str] = []
        codes: list[str] = []
        pending: list[str] = []
        last = _last_letter(word) if word.rtl else -1
        for index, (key, advance) in enumerate(zip(word.keys, word.advances, strict=True)):
            text = word.unit_text(index)
            if text in CONTROLS:
                codes.append("")  # What steers the direction has done its work and is not part of the words.
                continue
            if word.rtl and len(text) > 1:
                # Readers turn right-to-left runs round character by character; a unit of several must be stored turned.
                text = text[::-1]
                if index == last and unicodedata.bidirectional(text[0]) not in _RIGHT:
                    text = _RIGHT_MARK + text  # A reader takes a vowel at the edge of a run for no part of it.
            cid = self._cid(key, text[:_LONGEST], advance)
            code = f"{cid:04X}"
            for start in range(_LONGEST, len(text), _LONGEST):
                code += f"{self._cid((), text[start : start + _LONGEST], 0.0):04X}"
            codes.append(code)
            pending.append(code)
            off = round(self._widths[cid] - advance * 1000, 1)
            if off:
                run.append(f"<{''.join(pending)}>{off:g}")
                pending = []
        if pending:
            run.append(f"<{''.join(pending)}>")
        return "".join(run), codes

    def _cid(self, key: Key, text: str, advance: float) -> int:
        cid = self._cids.get((key, text))
        if cid is None:
            cid = self._cids[key, text] = len(self._widths)
            self._widths.append(round(advance * 1000, 1))
        return cid

    def addObjects(self, doc: Any) -> None:
        """Write the font's objects; ReportLab calls this when the file is saved."""
        keys = list(self._cids)
        program, gids = font_program(self.face, [key for key, _ in keys])
        family = re.sub("[^A-Za-z0-9-]", "", self.face.file.family) or "Font"
        base = f"{self.tag}+{family}-{self.face.weight}"
        name = pdfdoc.PDFName
        to_gid = bytearray(2)
        for gid in gids:
            to_gid += gid.to_bytes(2, "big")
        descriptor = pdfdoc.PDFDictionary({
            "Type": name("FontDescriptor"), "FontName": name(base), "Flags": 4, "ItalicAngle": 0,
            "FontBBox": pdfdoc.PDFArray([-1000, -700, 3000, 1400]),
            "Ascent": round(self.face.ascent * 1000), "Descent": -round(self.face.descent * 1000),
            "CapHeight": 700, "StemV": 80 if self.face.weight < 600 else 140,
            "FontFile2": doc.Reference(_stream(program, {"Length1": len(program)}), f"{self.name}.program"),
        })  # fmt: skip
        widths = pdfdoc.PDFArray([0, pdfdoc.PDFArray([round(w) if w == round(w) else w for w in self._widths])])
        descendant = pdfdoc.PDFDictionary({
            "Type": name("Font"), "Subtype": name("CIDFontType2"), "BaseFont": name(base),
            "CIDSystemInfo": pdfdoc.PDFDictionary({
                "Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0,
            }),
            "FontDescriptor": doc.Reference(descriptor, f"{self.name}.descriptor"),
            "DW": 1000, "W": widths,
            "CIDToGIDMap": doc.Reference(_stream(bytes(to_gid), {}), f"{self.name}.gids"),
        })  # fmt: skip
        cmap = _to_unicode(base, [text for _, text in keys])
        font = pdfdoc.PDFDictionary({
            "Type": name("Font"), "Subtype": name("Type0"), "BaseFont": name(base), "Encoding": name("Identity-H"),
            "DescendantFonts": pdfdoc.PDFArray([doc.Reference(descendant, f"{self.name}.descendant")]),
            "ToUnicode": doc.Reference(_stream(cmap, {}), f"{self.name}.unicode"),
        })  # fmt: skip
        doc.idToObject["BasicFonts"].dict[self.name] = doc.Reference(font, self.name)


def _last_letter(word: Word) -> int:
    """The last unit of a word with a letter that runs to the left; -1 where there is none."""
    units = range(len(word.keys) - 1, -1, -1)
    return next((at for at in units if any(unicodedata.bidirectional(ch) in _RIGHT for ch in word.unit_text(at))), -1)


def _stream(data: bytes, entries: dict[str, Any]) -> Any:
    return pdfdoc.PDFStream(pdfdoc.PDFDictionary(dict(entries)), data, [pdfdoc.PDFZCompress])


def _to_unicode(name: str, texts: Sequence[str]) -> bytes:
    """The CMap that gives each CID its text."""
    out = [
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        f"/CMapName /{name}-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    ]
    for first in range(0, len(texts), 100):
        block = texts[first : first + 100]
        out.append(f"{len(block)} beginbfchar\n")
        for number, text in enumerate(block):
            out.append(f"<{first + number + 1:04X}> <{text.encode('utf-16-be').hex().upper()}>\n")
        out.append("endbfchar\n")
    out.append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n")
    return "".join(out).encode("ascii")


class DocumentFonts:
    """The embedded fonts of one document."""

    def __init__(self, doc: Any) -> None:
        self._doc_mapping = doc.fontMapping
        self._delayed = doc.delayedFonts
        self._count = 0
        self._parts: dict[int, list[EmbeddedFont]] = {}

    def font_for(self, word: Word) -> EmbeddedFont:
        """The embedded font that holds (or will hold) a word."""
        parts = self._parts.setdefault(id(word.face), [])
        if parts:
            if not parts[-1].full:
                return parts[-1]
            for part in parts:
                if part.knows(word):
                    return part
        self._count += 1
        font = EmbeddedFont(word.face, f"FT{self._count}", _tag(self._count))
        self._doc_mapping[f"facilitator {font.name}"] = f"/{font.name}"
        self._delayed.append(font)
        parts.append(font)
        return font


_BY_DOCUMENT: WeakKeyDictionary[Any, DocumentFonts] = WeakKeyDictionary()


def document_fonts(doc: Any) -> DocumentFonts:
    """The embedded fonts of ReportLab's document `doc`."""
    fonts = _BY_DOCUMENT.get(doc)
    if fonts is None:
        fonts = _BY_DOCUMENT[doc] = DocumentFonts(doc)
    return fonts


def _tag(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, digit = divmod(number, 26)
        letters = chr(65 + digit) + letters
    return letters
