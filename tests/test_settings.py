"""What a person chose is kept, whatever happens to the file."""

from __future__ import annotations

import dataclasses
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator import settings
from facilitator.settings import Settings


@pytest.fixture
def file(home: Path) -> Path:
    return home / "config" / settings.FILE_NAME


def test_without_a_file_the_defaults_hold(file: Path) -> None:
    """A first start needs no file and makes none."""
    assert settings.load(file) == Settings()
    assert not file.exists()


def test_what_is_saved_is_read_again(file: Path) -> None:
    """Every field survives, whatever letters it has."""
    chosen = Settings(
        theme="dark",
        language="pt-BR",
        text_scale=1.25,
        paper="letter",
        names="initials",
        export_folder='C:\\Ämter\\"2026"',
        organisation="病院 🌱",
        learning_statement="Line one\nline two",
        learning_agreed="The council, 4 November; again in a year",
        room_rule="everything_stays",
        lens="clam",
        coach=False,
        talk_time="group",
        ask_again_weeks=6,
        motion="less",
        film_waits=False,
        line_consent="paraphrase",
        keep_awake=False,
        tray=False,
        phones_port=8642,
        phones_unnamed=False,
        phones_hold=True,
        phones_one_router=True,
        anonymity="without_names",
        keep_months=12,
        report_accent="#aa00CC",
        introduced=True,
    )
    assert all(getattr(chosen, f.name) != getattr(Settings(), f.name) for f in dataclasses.fields(Settings))
    settings.save(chosen, file)
    assert settings.load(file) == chosen


@given(st.text(max_size=200))
def test_any_organisation_survives(name: str) -> None:
    """What is typed is stored as typed: quotes, line ends and control characters too."""
    import tempfile

    if any("\ud800" <= letter <= "\udfff" for letter in name):
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        settings.save(Settings(organisation=name), file)
        assert settings.load(file).organisation == name


def test_comments_and_unknown_keys_stay(file: Path) -> None:
    """A newer program's keys and a person's own remarks are not lost by this program's writing."""
    file.parent.mkdir(parents=True)
    file.write_text('version = 99\n# mine\ntheme = "light"\nhologram = true\n\n[room]\nlights = ["dim"]\n', "utf-8")
    assert settings.load(file).theme == "light"
    settings.save(dataclasses.replace(settings.load(file), theme="dark"), file)
    text = file.read_text("utf-8")
    table = tomllib.loads(text)
    assert "# mine" in text
    assert table == {"version": 99, "theme": "dark", "hologram": True, "room": {"lights": ["dim"]}}


@pytest.mark.parametrize(
    "line",
    [
        'theme = "purple"',
        "theme = 3",
        "text_scale = 40",
        "text_scale = true",
        'report_accent = "red"',
        "paper = []",
        "phones_port = 80",
        "phones_port = true",
        "phones_port = 70000",
        "ask_again_weeks = 52",
        "ask_again_weeks = 4.5",
        "keep_months = -1",
        'talk_time = "seat"',
        'anonymity = "masked"',
        'line_consent = ""',
        "phones_hold = 1",
    ],
)
def test_nonsense_counts_as_not_chosen(file: Path, line: str) -> None:
    """One bad value typed by hand costs that value and no other."""
    file.parent.mkdir(parents=True)
    file.write_text(f'organisation = "Ward 4B"\n{line}\n', "utf-8")
    assert settings.load(file) == Settings(organisation="Ward 4B")


def test_a_newer_program_s_choice_stays(file: Path) -> None:
    """A choice this program does not know counts as not chosen here, and is there again for who knows it; until it is
    chosen otherwise here. In a file of this program it goes.
    """
    file.parent.mkdir(parents=True)
    for version, stays in ((settings.VERSION + 1, True), (settings.VERSION, False)):
        file.write_text(f'version = {version}\ntalk_time = "by table"\n', "utf-8")
        assert settings.load(file).talk_time == "person"
        settings.save(Settings(theme="dark"), file)
        assert ("talk_time" in tomllib.loads(file.read_text("utf-8"))) is stays
    settings.save(Settings(talk_time="none"), file)
    assert settings.load(file).talk_time == "none"


@pytest.mark.parametrize("content", [b"theme = ", b"\xff\xfe\x00", b"theme = 1\ntheme = 2\n"])
def test_damaged_file_is_put_aside(file: Path, content: bytes) -> None:
    """A file that cannot be read is kept under another name, and choosing goes on."""
    file.parent.mkdir(parents=True)
    for number in (1, 2):
        file.write_bytes(content)
        assert settings.load(file) == Settings()
        assert not file.exists()
        assert file.with_name(f"settings.damaged-{number}.toml").read_bytes() == content
    settings.save(Settings(theme="dark"), file)
    assert settings.load(file).theme == "dark"


def test_untouched_defaults_are_not_written(file: Path) -> None:
    """A better default of a later version reaches who never chose."""
    settings.save(Settings(theme="dark"), file)
    settings.save(Settings(), file)
    assert tomllib.loads(file.read_text("utf-8")).keys() <= {"version"}


def test_file_without_number_is_brought_up(file: Path) -> None:
    """Older files run through the numbered steps and carry the present number afterwards."""
    file.parent.mkdir(parents=True)
    file.write_text('paper = "letter"\n', "utf-8")
    settings.save(settings.load(file), file)
    assert tomllib.loads(file.read_text("utf-8")) == {"paper": "letter", "version": settings.VERSION}


def test_words_of_the_domain_are_the_domain_s() -> None:
    """The settings import nothing of the domain, and still write its own words."""
    from facilitator.session.agenda import ANONYMITY
    from facilitator.session.agreements import RULES
    from facilitator.ui.capture_ways import ORDER

    assert settings.CONSENTS == ORDER
    assert settings.ANONYMITY == ANONYMITY
    assert RULES[1:] == settings.ROOM_RULES


def test_failed_writing_leaves_the_old_file(file: Path) -> None:
    """When the place for the new file is taken, the error is raised and what was saved before still holds."""
    settings.save(Settings(theme="dark"), file)
    file.with_name(file.name + ".new").mkdir()
    with pytest.raises(OSError, match=r"settings\.toml\.new"):
        settings.save(Settings(theme="light"), file)
    assert settings.load(file).theme == "dark"
