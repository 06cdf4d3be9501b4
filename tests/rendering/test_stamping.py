"""Personal copies."""

import re
from io import BytesIO

import pikepdf
import pytest

from app.rendering import typesetting
from app.rendering.document import Typeset
from app.rendering.failures import TypesettingFailed
from app.rendering.stamping import stamp
from tests.rendering import samples
from tests.rendering.reading import pages, tags, words

LINE = "Copy 17 · Ana Pop, Radio Delta"
MARK = "COPY 17"


@pytest.fixture(scope="module")
def sealed() -> Typeset:
    return typesetting.render(samples.statement(count=36))


@pytest.fixture(scope="module")
def copy(sealed: Typeset) -> bytes:
    return stamp(sealed.pdf, line=LINE, mark=MARK)


def test_line_and_mark_stand_on_every_page_and_can_be_extracted(sealed: Typeset, copy: bytes) -> None:
    assert [(text.count(LINE), text.count(MARK) >= 1) for text in pages(copy)] == [(1, True)] * sealed.pages
    assert LINE not in words(sealed.pdf)


def test_a_stamp_is_an_artifact_under_the_words(copy: bytes) -> None:
    with pikepdf.open(BytesIO(copy)) as document:
        for page in document.pages:
            first = page.obj.Contents[0].read_bytes()
            assert re.fullmatch(
                rb"/Artifact <</Type /Pagination /Subtype /Watermark>> BDC q /Stamp595x842 Do Q EMC", first
            )
            assert b"BDC" not in page.obj.Resources.XObject["/Stamp595x842"].read_bytes()


def test_the_tags_of_the_document_stay_as_they_are(sealed: Typeset, copy: bytes) -> None:
    assert tags(copy) == tags(sealed.pdf)
    with pikepdf.open(BytesIO(copy)) as document:
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.MarkInfo.Marked)


def test_a_copy_is_one_file_without_history(copy: bytes) -> None:
    assert copy.count(b"%%EOF") == 1
    assert copy.count(b"startxref") == 1


def test_the_same_copy_has_the_same_bytes_and_another_has_others(sealed: Typeset, copy: bytes) -> None:
    assert stamp(sealed.pdf, line=LINE, mark=MARK) == copy
    assert stamp(sealed.pdf, line=LINE.replace("17", "18"), mark=MARK) != copy


@pytest.mark.parametrize("name", [entry.name for entry in samples.IN_OTHER_SCRIPTS])
def test_a_name_in_any_script_comes_back(sealed: Typeset, name: str) -> None:
    text = words(stamp(sealed.pdf, line=f"Copy 3 · {name}", mark="COPY 3"))

    assert text.count(name) >= sealed.pages


def test_the_line_stands_clear_of_the_foot(sealed: Typeset, copy: bytes) -> None:
    """Its top is below everything that the document prints."""
    lowest = min(_baselines(sealed.pdf))

    assert max(y for y in _baselines(copy) if y < lowest) < lowest - 8


def test_what_people_typed_is_stamped_as_typed(sealed: Typeset) -> None:
    assert "<b>{{7*7}}</b>" in words(stamp(sealed.pdf, line="<b>{{7*7}}</b>", mark="X"))


def test_a_character_without_a_typeface_is_refused(sealed: Typeset) -> None:
    with pytest.raises(TypesettingFailed, match="in the line of the stamp"):
        stamp(sealed.pdf, line="Copy 𓀀", mark="X")


def test_only_a_pdf_can_be_stamped() -> None:
    with pytest.raises(TypesettingFailed, match="is no PDF"):
        stamp(b"no", line=LINE, mark=MARK)


def _baselines(pdf: bytes) -> list[float]:
    """Lower edges of all characters on the first page, in points from the foot, without the diagonal mark."""
    import pypdfium2  # noqa: PLC0415 - only here

    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = []
    for index in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(index)
        if 0 < top - bottom < 12 and right > left:
            found.append(bottom)
    document.close()
    return found
