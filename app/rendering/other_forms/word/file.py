"""The Word file of a letter, made by Pandoc in a process of its own: empty environment, no network, bounded."""

import importlib.util
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from app.rendering.document import Document
from app.rendering.failures import TypesettingFailed
from app.rendering.other_forms.tree import page_of
from app.rendering.other_forms.word.drawings import Drawings
from app.rendering.other_forms.word.finishing import finished
from app.rendering.other_forms.word.manner import Manner
from app.rendering.other_forms.word.pandoc_tree import pandoc_tree
from app.rendering.other_forms.word.reference import reference

WALL_SECONDS = 20.0
LARGEST_FILE = 16 * 1024 * 1024
HOW_TO_GET_IT = 'Word files need Pandoc, which is not installed. Install it with: pip install "pypandoc-binary>=1.17"'

_CHILD = Path(__file__).with_name("child.py")


def word_file(document: Document, manner: Manner) -> bytes:
    """Return the letter as a Word file (.docx, ECMA-376 transitional): the same bytes for the same document.

    Raises `TypesettingFailed` with a sentence, also where Pandoc is not installed, and `NotFound` for an unknown
    template.
    """
    pandoc = _pandoc()
    page = page_of(document)
    tree = pandoc_tree(page, Drawings(document.pictures), direction=document.direction, manner=manner)
    like = reference(page, document, manner)
    with tempfile.TemporaryDirectory(prefix="word-") as folder:
        return finished(_written(pandoc, tree, like, Path(folder)), document, manner)


@cache
def _pandoc() -> str:
    """Where the program is that comes with the extra `docx`; the module around it would start it to ask its version."""
    found = importlib.util.find_spec("pypandoc")
    places = found.submodule_search_locations if found is not None else None
    program = Path(next(iter(places or ()), "")) / "files" / "pandoc"
    if not program.is_file():
        raise TypesettingFailed(HOW_TO_GET_IT)
    return str(program)


def _written(pandoc: str, tree: bytes, like: bytes, folder: Path) -> bytes:
    (folder / "letter.json").write_bytes(tree)
    (folder / "reference.docx").write_bytes(like)
    target = folder / "letter.docx"
    command = [sys.executable, "-I", str(_CHILD), str(os.getpid()), pandoc, "--sandbox", "--from=json", "--to=docx"]
    command += ["--reference-doc=reference.docx", "--output=letter.docx", "letter.json"]
    try:
        done = subprocess.run(  # noqa: S603 - our own file and the program it becomes, no argument from outside
            command,
            cwd=folder,
            env={"LANG": "C.UTF-8", "HOME": str(folder), "TMPDIR": str(folder), "SOURCE_DATE_EPOCH": "0"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        message = "Making the Word file took too long and was stopped. Shorten the letter and try again."
        raise TypesettingFailed(message) from error
    if done.returncode != 0 or not target.is_file() or target.stat().st_size > LARGEST_FILE:
        message = "The Word file took more memory or time than one may use. Shorten the letter and try again."
        raise TypesettingFailed(message)
    return target.read_bytes()
