"""A method's file given to the window: taken in as a method, never as a session."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from facilitator.catalogue import built_in
from facilitator.session.library import LIBRARY
from facilitator.session.modalities import as_method
from facilitator.ui.files import FileWork
from facilitator.ui.messages import Messages
from facilitator.ui.screens.sessions import SessionsScreen
from facilitator.ui.theme import Theme
from facilitator.ui.widgets.work import WorkLine
from tests.ui.real import real_services
from tests.waiting import until

pytestmark = pytest.mark.asyncio


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A changed copy of a method of the program, the method itself, and one of a newer program."""
    video = as_method(next(iter(built_in())))
    made = []
    for name, change in (("changed", {"name": "Our film evening"}), ("same", {}), ("broken", {"version": 9})):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps({**video, **change}), encoding="utf-8")
        made.append(file)
    return made


async def test_a_method_is_taken_in_beside_those_of_the_program(files: list[Path], tmp_path: Path) -> None:
    """Once, through the window's store and onto the disk; again, or unchanged, it is here already; no session comes."""
    async with real_services(tmp_path / "library") as services:
        taken = await services.import_files([files[0], files[0], *files[1:]], lambda *_: None, lambda: False)
        assert [(one.method, one.contributions, one.session) for one in taken] == [
            ("Our film evening", 1, None),
            ("Our film evening", 0, None),
            ("Watch and talk (video)", 0, None),
            ("", 0, None),
        ]
        assert "newer program" in taken[3].problem
        (own,) = services.store.state(LIBRARY).methods.own()
        assert (own.id, own.name, own.own) == ("own-video", "Our film evening", True)
        library = await services.ready()
        assert [row.id for row in library.sessions()] == []
        assert [item.name for item in library.load(LIBRARY).state.methods.own()] == ["Our film evening"]


async def test_the_window_says_what_came(files: list[Path], tmp_path: Path, theme: Theme) -> None:
    """One line: the method's name and that it is one's own; a file that is none says why, and nothing is added."""
    async with real_services(tmp_path / "library") as services:
        window, messages = QWidget(), Messages()
        work = FileWork(services, theme, messages, SessionsScreen(services, theme, messages), window)
        lines: list[WorkLine] = []
        work.begun.connect(lines.append)
        work.import_files([files[0]])
        await until(lambda: lines and "a method of yours" in lines[0].title.text())
        assert "Our film evening" in lines[0].title.text()
        work.import_files([files[2]])
        await until(lambda: len(lines) == 2 and "newer program" in lines[1].title.text())
        work.import_files(files[:2])
        await until(lambda: len(lines) == 3 and lines[2].title.text().count("here already") == 2)
