"""The faces the window is set in. Inter comes first; a script's own face is read when its first letter appears."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QLoggingCategory, QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase

from facilitator import paths

_FIRST = ("Inter/Inter-Regular.ttf", "Inter/Inter-Medium.ttf", "Inter/Inter-SemiBold.ttf")

# Ranges of code points and the folders of the faces that cover them, in the order they are tried.
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("\u0530-\u058f\ufb13-\ufb17", "NotoSansArmenian"),
    ("\u0590-\u05ff\ufb1d-\ufb4f", "NotoSansHebrew"),
    ("\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe", "NotoSansArabic"),
    ("\u0700-\u074f", "NotoSansSyriac"),
    ("\u0780-\u07bf", "NotoSansThaana"),
    ("\u07c0-\u07ff", "NotoSansNKo"),
    ("\u0900-\u097f\ua8e0-\ua8ff", "NotoSansDevanagari"),
    ("\u0980-\u09ff", "NotoSansBengali"),
    ("\u0a00-\u0a7f", "NotoSansGurmukhi"),
    ("\u0a80-\u0aff", "NotoSansGujarati"),
    ("\u0b00-\u0b7f", "NotoSansOriya"),
    ("\u0b80-\u0bff", "NotoSansTamil"),
    ("\u0c00-\u0c7f", "NotoSansTelugu"),
    ("\u0c80-\u0cff", "NotoSansKannada"),
    ("\u0d00-\u0d7f", "NotoSansMalayalam"),
    ("\u0d80-\u0dff", "NotoSansSinhala"),
    ("\u0e00-\u0e7f", "NotoSansThai"),
    ("\u0e80-\u0eff", "NotoSansLao"),
    ("\u0f00-\u0fff", "NotoSerifTibetan"),
    ("\u1000-\u109f", "NotoSansMyanmar"),
    ("\u10a0-\u10ff\u1c90-\u1cbf", "NotoSansGeorgian"),
    ("\u1200-\u139f", "NotoSansEthiopic"),
    ("\u13a0-\u13ff", "NotoSansCherokee"),
    ("\u1400-\u167f", "NotoSansCanadianAboriginal"),
    ("\u1780-\u17ff", "NotoSansKhmer"),
    ("\u1800-\u18af", "NotoSansMongolian"),
    ("\u2d30-\u2d7f", "NotoSansTifinagh"),
    ("\ua980-\ua9df", "NotoSansJavanese"),
    ("\u1100-\u11ff\u3130-\u318f\uac00-\ud7af", "NotoSansKR"),
    ("\u3040-\u30ff\u31f0-\u31ff\uff65-\uff9f", "NotoSansJP"),
    (
        "\u2e80-\u2fdf\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uff64\U00020000-\U0003134f",
        "NotoSansSC",
    ),
    ("\u2200-\u22ff\u2a00-\u2aff\U0001d400-\U0001d7ff", "NotoSansMath"),
    ("\u2300-\u243f\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f100-\U0001f2ff", "NotoSansSymbols2"),
    ("\u20d0-\u20ff\u2460-\u24ff", "NotoSansSymbols"),
    ("\u2600-\u27bf\u2b50\u2b55\ufe0f\U0001f300-\U0001faff", "NotoEmoji"),
)
_WHOLE = re.compile("[" + "".join(chars for chars, _ in _SCRIPTS) + "]")
_PLAIN = re.compile("[\u0530-\U0010ffff]")


class Fonts(QObject):
    """Reads faces from the program's resources, each once.

    Signals:
        grown: a face was added, so what was laid out before may look better laid out again.
    """

    grown = Signal()

    def __init__(self) -> None:
        super().__init__()
        # A face asked for a script that is not its own makes Qt say so each time; the next face has it, as meant here.
        QLoggingCategory.setFilterRules("qt.text.font.db=false")
        self._folder = paths.resources() / "fonts"
        self._read: set[str] = set()
        self._families: list[str] = []
        self._patterns: list[tuple[re.Pattern[str], str]] = []
        family = ""
        for name in _FIRST:
            family = self._add(self._folder / name) or family
        self._first = family or QFont().family()

    @property
    def families(self) -> list[str]:
        """Inter, then every face read so far; the system's own come after them by themselves."""
        return [self._first, *self._families]

    def ensure(self, text: str) -> bool:
        """Read the faces these words need and do not have yet. Returns whether any was added."""
        if text.isascii() or not _PLAIN.search(text) or not _WHOLE.search(text):
            return False
        if not self._patterns:
            self._patterns = [(re.compile(f"[{chars}]"), name) for chars, name in _SCRIPTS]
        added = False
        for pattern, name in self._patterns:
            if name not in self._read and pattern.search(text):
                self._read.add(name)
                for file in sorted((self._folder / name).glob("*.ttf")):
                    family = self._add(file)
                    if family and family not in self._families:
                        self._families.append(family)
                        added = True
        if added:
            self.grown.emit()
        return added

    def _add(self, file: Path) -> str:
        number = QFontDatabase.addApplicationFont(str(file))
        families = QFontDatabase.applicationFontFamilies(number) if number >= 0 else []
        return families[0] if families else ""
