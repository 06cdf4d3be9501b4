"""Paper: a letter of three pages with 72 names, and long lists, against other engines with the same words.

What ours is measured against writes a plain PDF; ours has tags and is fit for archives.
"""

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from app.editions.building import signatory
from app.editions.composition import Imprint, compose
from app.letters.letter_file import read_letter_folder
from app.rendering import process
from app.rendering.document import Document
from app.rendering.engine import typesetting
from app.rendering.process import Typesetter
from app.signons.roll import roll
from benchmarks import engines, long_lists
from benchmarks.figures import Figure, at_most, plain, ratio
from benchmarks.rounds import in_turns

LETTER = Path(__file__).with_name("letter")
BUILD_TARGET = 1.2
FRESH_TARGET = 1.0
WARM_TARGET = 0.2
WARM_CHROMIUM_TARGET = 1.3
SIZE_TARGET = 60
PREVIEW_TARGET = 1.0
_ROUNDS = 7
_CHANGES = 40
_DATED = datetime(2027, 3, 12, tzinfo=UTC)


def figures() -> Iterator[Figure]:
    """Measure one letter in fresh and warm processes, then lists of 1,000, 10,000 and 100,000 names."""
    document = the_document()
    process.prepare()  # as set-up does
    with tempfile.TemporaryDirectory(prefix="bench-paper-") as place:
        folder = Path(place)
        typesetter = Typesetter(jobs_per_child=1000)
        try:
            yield from _against_weasyprint(typesetter, document, folder)
            yield from _against_chromium(typesetter, document, folder)
            yield from _against_libreoffice(typesetter, document, folder)
            yield from _size_and_preview(typesetter, document)
            yield from long_lists.figures(typesetter, document, folder)
        finally:
            typesetter.close()


def the_document() -> Document:
    """The invented letter as it goes to the typesetter."""
    letter = read_letter_folder(LETTER)
    names = [signatory(each, given=place) for place, each in enumerate(letter.signatories, 1)]
    return compose(letter.text, roll(names, letter.text), Imprint(dated=_DATED))


def _against_weasyprint(typesetter: Typesetter, document: Document, folder: Path) -> Iterator[Figure]:
    page = _page(document, folder)
    fresh, bare, warm = in_turns(
        lambda: _build(folder),
        lambda: engines.weasyprint(page, folder / "bare.pdf"),
        lambda: _warm(typesetter, document),
        rounds=_ROUNDS,
    )
    names = document.signatories.count
    against = "× a bare WeasyPrint process"
    yield plain(f"bare WeasyPrint process, {names} names", median(bare), "s")
    yield at_most(f"letter build, {names} names, fresh process", ratio(fresh, bare), against, target=BUILD_TARGET)
    yield plain(f"letter build, {names} names, fresh process", median(fresh), "s")
    yield at_most(f"letter, {names} names, warm worker", ratio(warm, bare), against, target=WARM_TARGET)
    yield plain(f"letter, {names} names, warm worker", median(warm), "s")


def _against_chromium(typesetter: Typesetter, document: Document, folder: Path) -> Iterator[Figure]:
    program = engines.find_chromium()
    if not program:
        return
    page = _page(document, folder)
    with engines.warm_chromium(program, page, folder / "warm-chromium.pdf") as print_once:
        fresh, first, warm, warm_chromium = in_turns(
            lambda: engines.chromium(program, page, folder / "chromium.pdf"),
            lambda: _first(document),
            lambda: _warm(typesetter, document),
            print_once,
            rounds=_ROUNDS,
        )
    names = document.signatories.count
    yield plain(f"fresh Chromium, {names} names", median(fresh), "s")
    yield at_most(f"letter, {names} names, warm worker", ratio(warm, fresh), "× fresh Chromium", target=WARM_TARGET)
    yield at_most(
        f"letter, {names} names, first of a fresh process", ratio(first, fresh), "× fresh Chromium", target=FRESH_TARGET
    )
    yield plain(f"warm Chromium, {names} names", median(warm_chromium), "s")
    yield at_most(
        f"letter, {names} names, warm worker",
        ratio(warm, warm_chromium),
        "× warm Chromium",
        target=WARM_CHROMIUM_TARGET,
    )


def _against_libreoffice(typesetter: Typesetter, document: Document, folder: Path) -> Iterator[Figure]:
    program = engines.find_libreoffice()
    if not program:
        return
    file = folder / "letter.docx"
    engines.word_file(_page(document, folder), file)
    fresh, warm = in_turns(
        lambda: engines.libreoffice(program, file), lambda: _warm(typesetter, document), rounds=_ROUNDS
    )
    names = document.signatories.count
    yield plain(f"fresh LibreOffice, {names} names", median(fresh), "s")
    yield at_most(f"letter, {names} names, warm worker", ratio(warm, fresh), "× fresh LibreOffice", target=WARM_TARGET)


def _size_and_preview(typesetter: Typesetter, document: Document) -> Iterator[Figure]:
    size = len(typesetter.typeset(document).pdf) / 1000
    yield at_most(f"file of a letter, {document.signatories.count} names", size, "kB", target=SIZE_TARGET)
    changes = count()

    def change() -> None:
        # Nothing that was kept of the text before helps with the next.
        _warm(typesetter, replace(document, body=f"{document.body}<p>Change {next(changes)}.</p>"))

    [taken] = in_turns(change, rounds=_CHANGES)
    yield at_most("preview, set again after a change, p95", quantiles(taken, n=20)[-1], "s", target=PREVIEW_TARGET)


def _page(document: Document, folder: Path) -> Path:
    page = folder / "letter.html"
    page.write_text(typesetting.html(document), encoding="utf-8")
    return page


def _build(folder: Path) -> None:
    engines.run(sys.executable, "-P", "-m", "app", "letter", "build", str(LETTER), "--out", str(folder / "built"))


def _first(document: Document) -> None:
    fresh = Typesetter()
    try:
        fresh.typeset(document)
    finally:
        fresh.close()


def _warm(typesetter: Typesetter, document: Document) -> None:
    typesetter.typeset(document)
