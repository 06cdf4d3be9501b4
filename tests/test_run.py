"""The script that people start: what it says, and what it refuses, without installing anything."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER

RUN = PROJECT_FOLDER / "run"
COMMANDS = ("start", "demo", "test", "check", "bench", "letter", "templates")


def run(*arguments: str, folder: Path = PROJECT_FOLDER) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(RUN), *arguments], cwd=folder, capture_output=True, text=True, check=False)


def test_every_line_of_the_script_is_a_shells() -> None:
    for shell in ("sh", "bash"):
        subprocess.run([shell, "-n", str(RUN)], check=True)
    subprocess.run(["bash", "-n", str(PROJECT_FOLDER / ".ci" / "run")], check=True)


def test_help_names_every_command_from_any_folder(tmp_path: Path) -> None:
    found = run("--help", folder=tmp_path)

    assert found.returncode == 0
    assert all(f"\n  {command} " in found.stdout for command in COMMANDS if command != "start")
    assert "(no command)     start" in found.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    found = run(command, "--help")

    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("Usage: ./run ")
    assert command in found.stdout.splitlines()[0]


@pytest.mark.parametrize("word", ["strat", "--fast", "run test"])
def test_an_unknown_command_is_refused_with_a_sentence(word: str) -> None:
    found = run(word)

    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        f"./run does not know '{word}'. Its commands are demo, test, check, bench, letter and templates; "
        "without one it starts; see ./run --help.\n"
    )


def test_the_locks_are_hashed_and_name_no_index() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        lines = (PROJECT_FOLDER / name).read_text(encoding="utf-8").splitlines()
        packages = [place for place, line in enumerate(lines) if "==" in line]
        assert packages
        assert all("--hash=sha256:" in lines[place + 1] for place in packages)
        assert not [line for line in lines if "://" in line or line.startswith("-")]


def test_what_tests_need_holds_all_that_the_application_needs() -> None:
    needed, needed_by_tests = (
        set((PROJECT_FOLDER / name).read_text(encoding="utf-8").splitlines()[2:])
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    assert needed <= needed_by_tests


def test_the_locks_hold_every_dependency_of_the_project() -> None:
    project = (PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    dependencies = tomllib.loads(project)["project"]["dependencies"]
    locked = (PROJECT_FOLDER / "requirements.lock").read_text(encoding="utf-8")

    names = [re.split(r"[<>=\[ ]", dependency)[0] for dependency in dependencies]
    assert [name for name in names if f"\n{name}==" not in locked] == []


def test_wrong_settings_stop_the_start_with_every_problem_at_once(tmp_path: Path) -> None:
    found = subprocess.run(
        [sys.executable, "-P", "-m", "app", "start"],
        env={"PYTHONPATH": str(PROJECT_FOLDER), "UNDERSIGNED_PORT": "0", "UNDERSIGNED_MAIL": "pigeon"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "UNDERSIGNED_PORT is “0”, but must be a whole number from 1 to 65535.\n"
        "UNDERSIGNED_MAIL is “pigeon”, but must be folder or smtp.\n"
    )
