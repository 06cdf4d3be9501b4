"""Paper: a letter of three pages with 72 names, against WeasyPrint on its own with the same page and typefaces.

What it is measured against writes a plain PDF; ours has tags and is fit for archives.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from app.config import PROJECT_FOLDER
from app.editions.building import signatory
from app.editions.composition import Imprint, compose
from app.letters.letter_file import read_letter_folder
from app.rendering import fonts, typesetting
from app.rendering.document import Document
from app.rendering.process import Typesetter
from app.signons.roll import roll
from benchmarks.figures import Figure, at_most, plain, ratio
from benchmarks.rounds import in_turns

LETTER = Path(__file__).with_name("letter")
FRESH_TARGET = 1.2
WARM_TARGET = 0.5
_ROUNDS = 7
_BARE = "import sys, weasyprint; weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])"
_DATED = datetime(2027, 3, 12, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Measure one letter in a fresh process and in a warm one."""
    document = the_document()
    names = document.signatories.count
    with tempfile.TemporaryDirectory(prefix="bench-paper-") as place:
        folder = Path(place)
        page = folder / "letter.html"
        page.write_text(typesetting.html(document), encoding="utf-8")
        typesetter = Typesetter(jobs_per_child=10 * _ROUNDS)
        try:
            fresh, bare, warm = in_turns(
                lambda: _build(folder),
                lambda: _bare(page, folder / "bare.pdf"),
                lambda: _warm(typesetter, document),
                rounds=_ROUNDS,
            )
        finally:
            typesetter.close()
    against = "× a bare WeasyPrint process"
    yield plain(f"bare WeasyPrint process, {names} names", median(bare), "s")
    yield at_most(f"letter build, {names} names, fresh process", ratio(fresh, bare), against, target=FRESH_TARGET)
    yield plain(f"letter build, {names} names, fresh process", median(fresh), "s")
    yield at_most(f"letter, {names} names, warm worker", ratio(warm, bare), against, target=WARM_TARGET)
    yield plain(f"letter, {names} names, warm worker", median(warm), "s")


def the_document() -> Document:
    """The invented letter as it goes to the typesetter."""
    letter = read_letter_folder(LETTER)
    names = [signatory(each, given=place) for place, each in enumerate(letter.signatories, 1)]
    return compose(letter.text, roll(names, letter.text), Imprint(dated=_DATED))


def _build(folder: Path) -> None:
    _run("-m", "app", "letter", "build", str(LETTER), "--out", str(folder / "built"))


def _bare(page: Path, pdf: Path) -> None:
    _run("-c", _BARE, str(page), str(pdf))


def _warm(typesetter: Typesetter, document: Document) -> None:
    typesetter.typeset(document)


def _run(*arguments: str) -> None:
    environment = {
        "PYTHONPATH": str(PROJECT_FOLDER),
        "LANG": "C.UTF-8",
        # The same typefaces for both; the bare process finds them listed already, ours lists them each time.
        "FONTCONFIG_FILE": str(fonts.use_only_ours()),
    }
    command = [sys.executable, "-P", *arguments]
    subprocess.run(  # noqa: S603 - our own program, and the one it is measured against
        command, env=environment, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
