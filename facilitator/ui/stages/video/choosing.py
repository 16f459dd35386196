"""The two questions for files a film asks: which film, which captions. Asked without holding anything up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from facilitator.words import _

FILMS = "*.mp4 *.m4v *.mov *.mkv *.webm *.avi *.mpg *.mpeg *.ogv *.wmv *.mp3 *.m4a *.ogg *.wav"
CAPTIONS = "*.vtt *.srt"


def _dialog(parent: QWidget, title: str, where: Path | None) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if where is not None:
        dialog.setDirectory(str(where))
    return dialog


def ask_film(parent: QWidget, where: Path | None, then: Callable[[str], object]) -> None:
    """Ask for a film, beginning in the folder of the one that is there."""
    dialog = _dialog(parent, _("Choose a film"), where)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    films, everything = _("Films"), _("All files")
    dialog.setNameFilters([f"{films} ({FILMS})", f"{everything} (*)"])
    dialog.fileSelected.connect(then)
    dialog.open()


def ask_captions(parent: QWidget, where: Path | None, then: Callable[[Sequence[str]], object]) -> None:
    """Ask for files with captions that do not bear the film's name."""
    dialog = _dialog(parent, _("Choose captions"), where)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters([f"{_('Captions')} ({CAPTIONS})"])
    dialog.filesSelected.connect(then)
    dialog.open()
