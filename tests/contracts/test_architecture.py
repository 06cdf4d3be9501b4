"""The arrows in pyproject.toml are kept, and each of them is seen to hold something back."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER

OFFENCES = (
    ("Capabilities point down", "letters/offence.py", "import app.editions.rules"),
    ("Rooms point down", "letters/rules.py", "import app.letters.queries"),
    ("Rooms of rendering point down", "rendering/lists/rows.py", "import app.rendering.engine.shapes"),
    ("Rules are pure", "signons/rules.py", "import app.core.clock"),
    ("WeasyPrint has one door", "editions/offence.py", "import weasyprint"),
    ("WeasyPrint has one door", "rendering/engine/tagging.py", "from weasyprint.pdf import tags"),
)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as lint; lint()",
            "--no-cache",
            "--no-logo",
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    shutil.copy(PROJECT_FOLDER / "pyproject.toml", tmp_path)
    shutil.copytree(PROJECT_FOLDER / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "static"))
    return tmp_path


def test_arrows_point_down() -> None:
    found = lint_imports(PROJECT_FOLDER)

    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(("contract", "place", "offence"), OFFENCES)
def test_a_broken_arrow_is_found(contract: str, place: str, offence: str, copied: Path) -> None:
    with (copied / "app" / place).open("a", encoding="utf-8") as file:
        file.write(f"\n{offence}\n")

    found = lint_imports(copied)

    assert found.returncode != 0
    assert f"{contract} BROKEN" in found.stdout


@pytest.mark.parametrize("place", ["newcomer", "rendering/newcomer"])
def test_a_package_without_a_place_is_found(place: str, copied: Path) -> None:
    (copied / "app" / place).mkdir()
    (copied / "app" / place / "__init__.py").touch()

    found = lint_imports(copied)

    assert found.returncode != 0
    assert "newcomer" in found.stdout


def test_every_contract_has_an_offence_that_breaks_it() -> None:
    configuration = (PROJECT_FOLDER / "pyproject.toml").read_text(encoding="utf-8")
    contracts = [part.split('"')[1] for part in configuration.split("[[tool.importlinter.contracts]]")[1:]]

    assert contracts == list(dict.fromkeys(contract for contract, *_ in OFFENCES))
