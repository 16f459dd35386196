"""What can be done anywhere in the window, and the keys fields and lists handle themselves, for the keyboard map."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from facilitator.session.kinds import SIGN_OF
from facilitator.ui import kinds
from facilitator.ui.actions import FIND, Action, Wording, nothing
from facilitator.ui.places import FOOT, LOG, rail_places
from facilitator.ui.widgets.toast import DISMISS_KEY
from facilitator.words import _, pgettext

if TYPE_CHECKING:
    from facilitator.ui.window import MainWindow


def window_actions(window: MainWindow) -> list[Action]:
    """Everything the window itself offers."""

    def writes() -> str:
        return window.services.read_only

    def to(name: str) -> Callable[[], object]:
        return lambda: window.go(name)

    found = [
        Action(FIND, lambda: _("Find or run"), window.show_palette, ("Ctrl+K",), "command",
               firm=True, remembered=False),
        Action(
            "session.new", lambda: _("New session"), window.new_session, ("Ctrl+N",), "plus", why_not=writes,
            also=lambda: _("Plan a session"), told=lambda: _("Begins a session; it asks for its title."),
        ),
        Action(
            "log", lambda: _("Log a conversation"), window.log, ("Ctrl+L",), "notebook-pen", why_not=writes,
            also=lambda: _("Coffee corner, lunch, mentoring, call"),
            told=lambda: _("What you gave, what you received and what follows, in a minute."),
        ),
        Action(
            "files.import", lambda: _("Import files"), window.files.choose_files, ("Ctrl+I",), "upload", why_not=writes,
            also=lambda: _("Take in a transcript, subtitles, a chat or a table"),
            told=lambda: _("Each file becomes a session of its own. Files can also be dropped on the window."),
        ),
        Action("window.search", lambda: _("Search"), window.to_search, ("Ctrl+F",), "search",
               told=lambda: _("Into the search field of what is shown.")),
        Action("window.keys", lambda: _("Keys"), window.show_keys, ("F1",), "keyboard",
               also=lambda: _("Help, keyboard map, shortcuts"), told=lambda: _("Every key, in groups.")),
        Action("window.introduction", lambda: _("What learning from each other is"), window.introduce,
               icon="circle-help", also=lambda: _("Help, introduction, how to learn from each other"),
               told=lambda: _("Two minutes: an example, a counter-example, and ten sentences.")),
        Action("window.rehearse", lambda: _("Rehearse alone"), window.rehearse, icon="play",
               also=lambda: _("Headphones mode, practise, sample talk"),
               told=lambda: _("A sample talk to catch, beside how somebody with practice caught it. Nothing is kept.")),
        Action("window.region", lambda: _("Next region"), lambda: window.next_region(1), ("F6",), "panel-right"),
        Action("window.region_before", lambda: _("Region before"), lambda: window.next_region(-1), ("Shift+F6",),
               "panel-right"),
        Action("window.full_screen", lambda: _("Full screen"), window.full_screen, ("F11",), "maximize"),
        Action("window.dismiss", lambda: _("Dismiss the message"), window.toast.dismiss, (DISMISS_KEY,), "x",
               firm=True, quiet=True, remembered=False,
               why_not=lambda: "" if window.toast.words else _("Nothing is being said.")),
        Action("window.quit", lambda: _("Quit"), window.close, ("Ctrl+Q",), "x"),
        Action("window.back", lambda: _("Back to all sessions"), lambda: window.go_back(), ("Alt+Left",), "arrow-left",
               "places", goes=True, quiet=True,
               why_not=lambda: "" if window.can_go_back() else _("This is where you came from.")),
    ]  # fmt: skip
    found += [
        Action(f"place.{place.name}", place.words, to(place.name), (place.keys,), place.icon, "places", goes=True)
        for place in (*rail_places(), *FOOT)
        if place.name != LOG
    ]
    return found


def sessions_actions(window: MainWindow) -> list[Action]:
    """What can be done with the session marked in the list."""
    return [
        Action(
            "sessions.report", lambda: _("Make a report"), window.export_current, ("Ctrl+R",), "file-text", "sessions",
            place=lambda: _("of the marked session"),
            why_not=lambda: "" if window.sessions.preview.session else _("No session is marked."),
        ),
    ]  # fmt: skip


def told_keys() -> list[Action]:
    """Keys that the control in focus handles itself."""

    def tell(group: str, name: str, words: Wording, *keys: str, also: Wording = nothing) -> Action:
        return Action(f"{group}.{name}", words, None, keys, group=group, also=also)

    found = [
        tell("capture", "give", lambda: _("Give it"), "Enter"),
        tell("capture", "complete", lambda: _("Take the name that is offered"), "Tab"),
        tell("capture", "leave", lambda: _("Into the stream"), "Up", "Esc"),
        tell("capture", "undo", lambda: _("Take back what was given, in the empty line"), "Ctrl+Z"),
    ]
    found += [
        tell("signs", kind, lambda kind=kind: kinds.word(kind), SIGN_OF[kind])  # type: ignore[misc]
        for kind in kinds.EIGHT
        if kind in SIGN_OF
    ]
    found += [
        tell("signs", "builds on", lambda: _("Builds on the marked card"), "^"),
        tell("signs", "theme", lambda: pgettext("sign", "Theme, anywhere in the line"), "#"),
        tell("stream", "build", lambda: _("Build on it"), "Enter", "B"),
        tell("stream", "change", lambda: _("Change its words"), "E", "F2"),
        tell("stream", "thanks", lambda: _("Who thanked, and for what"), "T"),
        tell("stream", "more", lambda: _("All of it, or less"), "M"),
        tell("stream", "film", lambda: _("To its moment of the film"), "F"),
        tell("stream", "hide", lambda: _("Hide it, or show it again"), "H"),
        tell("stream", "withdraw", lambda: _("Take it back"), "Del"),
        tell("stream", "menu", lambda: _("What else can be done"), "K", "Menu"),
        tell("stream", "leave", lambda: _("Back to the line"), "Esc"),
        tell("today", "done", lambda: _("Done"), "D"),
        tell("today", "move", lambda: _("Move to another day"), "M"),
        tell("today", "drop", lambda: _("Let go"), "X"),
        tell("today", "answer", lambda: _("Answer"), "A"),
        tell("sessions", "down", lambda: _("From the search field into the list"), "Down"),
        tell("sessions", "open", lambda: _("Open it"), "Enter"),
        tell("sessions", "clear", lambda: _("Clear the search field"), "Esc"),
        tell("log", "next", lambda: _("Next field; keep it from the last one"), "Enter"),
        tell("log", "keep", lambda: _("Keep it, from anywhere"), "Ctrl+Enter"),
        tell("log", "line", lambda: _("Another line"), "Shift+Enter"),
    ]
    return found
