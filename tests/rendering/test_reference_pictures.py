"""Every page of every sample looks as it did when somebody looked at it and found it good.

The pictures stand in reference/. After a change that is meant, look at the pages (`./run templates preview`), then
write them anew: `.venv/bin/python -m tests.rendering.test_reference_pictures`, in the folder of the project.
"""

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from app.editions.template_desk import Sample, folder_of, sample_documents
from app.rendering.document import Document
from app.rendering.page_pictures import page_images
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate, letter_template, template_keys

REFERENCE = Path(__file__).with_name("reference")
WIDTH = 270
"""In pixels: a letter is three pixels high, and its line of print a grey bar that moves when anything moves."""

_TILE = 18
_GREYS = 16
_TOLERATED = 9.0
"""Of 255, in the tile that differs most. The same file drawn by another version of the library stays far below."""


def drawn(document: Document, template: LetterTemplate | None = None) -> list[Image.Image]:
    """The pages of a document as small grey pictures."""
    pdf = typesetter().typeset(document, on_trial=template).pdf
    return [image.convert("L").quantize(_GREYS) for image in page_images(pdf, width=WIDTH, most=20)]


def difference(one: Image.Image, other: Image.Image) -> float:
    """By how much two pictures differ in grey, 0 to 255, where they differ most; 255 for pictures of different size."""
    if one.size != other.size:
        return 255.0
    between = ImageChops.difference(one.convert("L"), other.convert("L"))
    tiles = (
        between.crop((x, y, x + _TILE, y + _TILE))
        for x in range(0, between.width, _TILE)
        for y in range(0, between.height, _TILE)
    )
    return max(ImageStat.Stat(tile).mean[0] for tile in tiles)


def stored(key: str, sample: Sample) -> list[Image.Image]:
    """The pages as they were found good."""
    return [Image.open(path) for path in sorted(REFERENCE.glob(f"{key}_{sample.stem}_[0-9].png"))]


def differences(kept: list[Image.Image], pages: list[Image.Image]) -> list[float]:
    """How each page differs from the stored one; 255 for one too many or too few."""
    pairs = [difference(one, page) for one, page in zip(kept, pages, strict=False)]
    return pairs + [255.0] * abs(len(kept) - len(pages))


@cache
def _samples(key: str) -> tuple[Sample, ...]:
    return tuple(sample_documents(folder_of(key)))


@pytest.mark.parametrize("key", template_keys())
def test_every_page_looks_as_it_did(key: str) -> None:
    changed = {
        sample.stem: found
        for sample in _samples(key)
        if max(found := differences(stored(key, sample), drawn(sample.document))) > _TOLERATED
    }

    assert changed == {}


def test_no_picture_is_kept_of_a_page_that_is_gone() -> None:
    known = {f"{key}_{sample.stem}" for key in template_keys() for sample in _samples(key)}

    assert {path.stem.rpartition("_")[0] for path in REFERENCE.glob("*.png")} == known
    assert sum(path.stat().st_size for path in REFERENCE.glob("*.png")) < 1_500_000


def _statement() -> Sample:
    return next(sample for sample in _samples("joint-statement") if sample.stem == "sample_A4")


def test_a_missing_paragraph_is_found() -> None:
    body = _statement().document.body
    start = body.index("<p>None of this")
    without = body[:start] + body[body.index("</p>", start) + len("</p>") :]

    pages = drawn(replace(_statement().document, body=without))

    assert max(differences(stored("joint-statement", _statement()), pages)) > 2 * _TOLERATED


@pytest.mark.parametrize(
    "css",
    [
        ".masthead { margin-bottom: 6mm; }",
        "body { font-family: var(--sans); }",
        "h1 { font-weight: 700; }",
        ".signatories .names { columns: 1; }",
        ".text ol { padding-left: 9mm; }",
    ],
    ids=["a moved block", "another face", "another weight", "columns gone", "a list moved in"],
)
def test_a_changed_style_is_found(css: str) -> None:
    template = letter_template("joint-statement")
    pages = drawn(_statement().document, replace(template, css=f"{template.css}\n{css}"))

    assert max(differences(stored("joint-statement", _statement()), pages)) > _TOLERATED


def _write() -> None:
    REFERENCE.mkdir(exist_ok=True)
    for old in REFERENCE.glob("*.png"):
        old.unlink()
    for key in template_keys():
        for sample in _samples(key):
            for number, page in enumerate(drawn(sample.document), 1):
                written = BytesIO()
                page.save(written, format="PNG", optimize=True, bits=4)
                (REFERENCE / f"{key}_{sample.stem}_{number}.png").write_bytes(written.getvalue())


if __name__ == "__main__":
    _write()
