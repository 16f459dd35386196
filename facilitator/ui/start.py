"""Making the Qt application: its style, palette, faces and the road Qt's own messages take."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QMessageLogContext, Qt, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from facilitator import words
from facilitator.ui.clipboard import on_clipboard
from facilitator.ui.qss import sheet
from facilitator.ui.style import ControlStyle, FocusRing
from facilitator.ui.theme import Theme

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "dv", "ps", "yi", "ckb", "sd", "ug"})

OURS = "application/x-facilitator"
"""How the kinds of things begin that only this program copies."""

_log = logging.getLogger("facilitator.qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    """Qt's words may hold a person's (a file's name, a text): only where they came from is written."""
    _log.log(
        _LEVELS.get(kind, logging.WARNING),
        "Qt said something in category %s, line %s, length %s",
        context.category or "default",
        context.line,
        len(message),
    )


def log_qt_messages() -> None:
    """Send Qt's own messages to the log."""
    qInstallMessageHandler(_message)


def make_application(argv: Sequence[str]) -> QApplication:
    """The application object, made once: name, rounding, no quitting by the last window (the loop unwinds first)."""
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_ACCESSIBILITY", "1")
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    application = QApplication(list(argv))
    application.setApplicationName("Facilitator")
    application.setApplicationDisplayName("Facilitator")
    application.setDesktopFileName("facilitator")
    application.setQuitOnLastWindowClosed(False)
    language = words.language().split("-")[0]
    if language in RIGHT_TO_LEFT:
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return application


def dress(application: QApplication, theme: Theme) -> None:
    """Give the application our style, and again whenever the theme changes."""
    style = ControlStyle(theme)
    application.setStyle(style)
    for former in application.findChildren(FocusRing):
        former.let_go()
    FocusRing(application)

    def again() -> None:
        application.setFont(theme.font("body"))
        application.setPalette(theme.palette())
        application.setStyleSheet(sheet(theme))

    theme.changed.connect(again)
    again()


def leave_clipboard() -> None:
    """What was copied here stays there as text that is Qt's alone: Python's own would be freed behind Python's end."""
    if any(form.startswith(OURS) for form in on_clipboard().formats()):
        QGuiApplication.clipboard().setText(QGuiApplication.clipboard().text())
