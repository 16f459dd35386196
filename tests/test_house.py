"""The house itself: the front doors, the locks and what is packed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
DOORS = ("bin/run", "bin/test", "bin/bench", ".ci/run")


def _locked(lock: str) -> dict[str, list[str]]:
    """Each name of a lock with the hashes it allows."""
    found: dict[str, list[str]] = {}
    name = ""
    for line in (PROJECT / lock).read_text("utf-8").splitlines():
        start = re.match(r"([a-z0-9-]+)(?:\[[a-z,-]+\])?==", line)
        if start:
            name = start.group(1)
            found[name] = []
        elif "--hash=sha256:" in line:
            found[name].append(line)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_locks_fix_everything_by_hash(lock: str) -> None:
    """Every library is fixed by hashes, nothing says where to fetch it, and every dependency is in it."""
    text = (PROJECT / lock).read_text("utf-8")
    assert "://" not in text
    locked = _locked(lock)
    assert all(locked.values())
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    if "dev" in lock:
        wanted += project["dependency-groups"]["dev"]
    names = {re.split(r"[<>=;\[ ]", line)[0].lower() for line in wanted}
    assert names <= locked.keys()


def test_development_lock_holds_the_same_versions() -> None:
    """What is checked is what is run."""

    def versions(lock: str) -> set[str]:
        lines = (PROJECT / lock).read_text("utf-8").splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line}

    assert versions(LOCKS[0]) <= versions(LOCKS[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has documented plain commands instead")
@pytest.mark.parametrize("door", [*DOORS, "bin/setup"])
def test_front_doors_are_plain_shell(door: str) -> None:
    """The scripts parse in the smallest shell there is, and those one starts can be started."""
    shell = shutil.which("dash") or "/bin/sh"
    subprocess.run([shell, "-n", str(PROJECT / door)], check=True)
    assert os.access(PROJECT / door, os.X_OK) == (door != "bin/setup")
    assert (PROJECT / door).read_text("utf-8").startswith("#")


def test_build_server_uses_the_same_door() -> None:
    """There is one way to check, and the README names it."""
    assert "bin/test" in (PROJECT / ".ci" / "run").read_text("utf-8")
    readme = (PROJECT / "README.md").read_text("utf-8")
    for command in ("bin/run", "bin/test", "bin/bench"):
        assert command in readme
    for picture in re.findall(r"!\[[^]]*]\(([^)]+)\)", readme):
        assert (PROJECT / picture).is_file(), f"{picture} is shown in the README and is not there"


def test_wheel_brings_the_resources(tmp_path: Path) -> None:
    """Who installs the package gets fonts, icons, tokens, samples and the licence with it, and no tests."""
    build = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*build, "-w", str(tmp_path), str(PROJECT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    ours = {path.relative_to(PROJECT / "resources").as_posix() for path in (PROJECT / "resources").rglob("*.*")}
    packed = {name.removeprefix("facilitator/_resources/") for name in names if "/_resources/" in name}
    assert {name for name in ours if not (PROJECT / "resources" / name).is_dir()} <= packed
    assert "facilitator/words.py" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "resources/"))]


def test_the_first_painting_waits_for_no_domain() -> None:
    """The window and its first page load neither the rules of sessions nor the database: the start stays short."""
    script = (
        "import sys\n"
        "import facilitator.window, facilitator.desktop, facilitator.ui.window\n"
        "import facilitator.ui.screens.today, facilitator.ui.screens.sessions\n"
        "late = ('facilitator.session.rules', 'facilitator.session.state', 'sqlalchemy', 'reportlab')\n"
        "print([name for name in late if name in sys.modules])\n"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT, env=environment, capture_output=True, check=True)
    assert done.stdout.decode().strip() == "[]"
