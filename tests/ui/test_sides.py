"""The two sides of a line of words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyle

from facilitator.ui.sides import far_side, near_side


@pytest.mark.parametrize("words_run", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_words_stand_at_the_side_of_the_window_whatever_their_direction(words_run):
    """Mirrored is the other side, far is the other of near, and Qt does not turn them round for the words."""
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    for mirrored, near, far in ((False, left, right), (True, right, left)):
        for found, side, other in ((near_side(mirrored), near, far), (far_side(mirrored), far, near)):
            painted = QStyle.visualAlignment(words_run, found)
            assert painted & side and not painted & other and painted & Qt.AlignmentFlag.AlignVCenter
