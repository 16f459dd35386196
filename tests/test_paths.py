"""Where things are."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitator import paths


def test_resources_hold_what_the_program_needs() -> None:
    """The one door to what ships leads to fonts, icons and the tokens."""
    folder = paths.resources()
    assert (folder / "themes" / "tokens.toml").is_file()
    assert (folder / "fonts" / "Inter" / "Inter-Regular.ttf").is_file()
    assert (folder / "icons" / "facilitator.svg").is_file()


def test_every_face_has_its_licence() -> None:
    """No family ships without the licence it comes under."""
    families = [folder for folder in (paths.resources() / "fonts").iterdir() if folder.is_dir()]
    assert len(families) >= 30
    for family in families:
        assert "SIL OPEN FONT LICENSE" in (family / "OFL.txt").read_text("utf-8").upper(), family.name
        for face in family.glob("*.ttf"):
            assert face.read_bytes()[:4] == b"\0\1\0\0", f"{face.name} is no TrueType face"


def test_every_icon_the_tokens_name_is_there() -> None:
    """A name in the tokens that leads to no picture would be a hole in the window."""
    import tomllib

    tokens = tomllib.loads((paths.resources() / "themes" / "tokens.toml").read_text("utf-8"))
    groups = [group for group in tokens["icons"].values() if isinstance(group, dict)]
    names = {name for group in groups for name in group.values()}
    assert len(names) > 50
    for name in names:
        assert "currentColor" in (paths.resources() / "icons" / f"{name}.svg").read_text("utf-8"), name


def test_one_variable_moves_everything(home: Path) -> None:
    """A portable copy, and every test, keeps away from a person's own folders."""
    folders = [
        paths.library_folder(),
        paths.state_folder(),
        paths.config_folder(),
        paths.log_folder(),
        paths.cache_folder(),
    ]
    assert len(set(folders)) == 5
    assert all(folder.parent == home for folder in folders)


def test_library_moves_alone(tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library may lie elsewhere than settings and locks, which belong to this computer."""
    monkeypatch.setenv("FACILITATOR_LIBRARY", str(tmp_path / "ours"))
    assert paths.library_folder() == tmp_path / "ours"
    assert paths.state_folder().parent == home


def test_usual_folders_are_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without variables the platform's folders hold, none of them twice: clearing a cache must not clear the record."""
    monkeypatch.delenv("FACILITATOR_HOME")
    folders = [paths.library_folder(), paths.state_folder(), paths.config_folder(), paths.log_folder()]
    assert len({*folders, paths.cache_folder()}) == 5
    assert all(folder.is_absolute() for folder in folders)
