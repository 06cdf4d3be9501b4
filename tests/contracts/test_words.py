"""The words of the project: those it does without, in names, in sentences and in files."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER

MODULES = sorted((PROJECT_FOLDER / "app").rglob("*.py"))
TEMPLATES = sorted((PROJECT_FOLDER / "app").glob("**/templates/**/*.html"))

EMPTY_WORDS = {"manager", "service", "helper", "util", "utils", "data", "handle", "handler", "process"}
NAMES_WITH_EMPTY_WORDS: dict[str, str] = {
    "app/core/db.py: process_bind_param": "SQLAlchemy calls it so",
    "app/core/db.py: process_result_value": "SQLAlchemy calls it so",
    "app/rendering/lists/drawing.py: data": "pydyf reads it by that name",
    "app/rendering/other_forms/tree.py: handle_starttag": "html.parser calls it so",
    "app/rendering/other_forms/tree.py: handle_endtag": "html.parser calls it so",
    "app/rendering/bounds.py: handle_starttag": "html.parser calls it so",
    "app/rendering/bounds.py: handle_endtag": "html.parser calls it so",
    "app/rendering/bounds.py: handle_data": "html.parser calls it so",
    "app/rendering/confined/narrowing.py: handle_starttag": "html.parser calls it so",
    "app/rendering/confined/narrowing.py: handle_startendtag": "html.parser calls it so",
    "app/rendering/confined/narrowing.py: handle_endtag": "html.parser calls it so",
    "app/rendering/confined/narrowing.py: handle_data": "html.parser calls it so",
    "app/rendering/other_forms/tree.py: handle_data": "html.parser calls it so",
}
"""Classes and functions that keep such a word, and why."""

MOST_LINES = 350
MOST_LINES_OF_TESTS = 450
LONGER = {
    "app/config.py": "one table of settings with what is checked about each",
}
"""Files that are longer, and why."""

VAGUE = re.compile(r"\b(?:midnight|tomorrow|yesterday|COB|EOD|EST|EDT|CST|PST|CET)\b", re.IGNORECASE)
SAYS_VAGUE: dict[str, str] = {"app/core/wall_time.py": "it lists the abbreviations in order to refuse them"}
"""Files that name such a time, and why."""

MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|Users)/[\w.-]+")
REGISTRY = re.compile(r"https?://[^\s\"')]*(?:pypi|pythonhosted|artifactory|nexus|npmjs|registry)[^\s\"')]*")


def relative(path: Path) -> str:
    return path.relative_to(PROJECT_FOLDER).as_posix()


def tracked() -> list[Path]:
    """Every file that is part of the project, where that can be asked."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("this is not a checkout, so nobody knows which files belong to the project")
    return [PROJECT_FOLDER / name for name in listed.stdout.split("\0") if name and (PROJECT_FOLDER / name).is_file()]


def defined(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name


def sentences(module: Path) -> Iterator[str]:
    """The texts in a module that are not its docstrings."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    said = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and ast.get_docstring(node) is not None
        if isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.value


def words_of(name: str) -> set[str]:
    return {part.lower() for part in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def test_names_say_what_things_are() -> None:
    found = {
        f"{relative(module)}: {name}" for module in MODULES for name in defined(module) if words_of(name) & EMPTY_WORDS
    }

    assert found == set(NAMES_WITH_EMPTY_WORDS)


def test_nobody_is_told_a_time_that_means_two() -> None:
    texts = {relative(file): [file.read_text(encoding="utf-8")] for file in TEMPLATES}
    texts |= {relative(module): list(sentences(module)) for module in MODULES}
    found = {place for place, said in texts.items() if any(VAGUE.search(text) for text in said)}

    assert found == set(SAYS_VAGUE)


def test_the_project_names_no_machine() -> None:
    found = {}
    for file in tracked():
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        if file != Path(__file__).resolve() and (places := MACHINE.findall(text) + REGISTRY.findall(text)):
            found[relative(file)] = places

    assert found == {}


def test_every_package_begins_with_its_charter_and_nothing_else() -> None:
    wrong = []
    for file in sorted((PROJECT_FOLDER / "app").rglob("__init__.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if ast.get_docstring(tree) is None or (len(tree.body) > 1 and relative(file) != "app/__init__.py"):
            wrong.append(relative(file))

    assert wrong == []


def test_files_stay_short_enough_to_be_read() -> None:
    limits = dict.fromkeys([*MODULES, *TEMPLATES], MOST_LINES)
    limits |= dict.fromkeys((PROJECT_FOLDER / "tests").rglob("*.py"), MOST_LINES_OF_TESTS)
    found = {
        relative(file) for file, most in limits.items() if len(file.read_text(encoding="utf-8").splitlines()) > most
    }

    assert found == set(LONGER)


def test_every_exception_gives_its_reason() -> None:
    assert all(len(reason) > 10 for each in (NAMES_WITH_EMPTY_WORDS, LONGER, SAYS_VAGUE) for reason in each.values())
