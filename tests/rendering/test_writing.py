"""A PDF as bytes."""

import hashlib
from io import BytesIO

import pikepdf
import pydyf  # type: ignore[import-untyped]  # it ships no types
import pytest

from app.rendering.engine.writing import File


def written(count: int) -> bytes:
    """A file of one empty page and so many numbered objects."""
    file = File()
    content = pydyf.Stream([b"q Q"], compress=True)
    file.add_object(content)
    file.add_page(
        pydyf.Dictionary(
            {
                "Type": "/Page",
                "Parent": file.pages.reference,
                "MediaBox": pydyf.Array([0, 0, 100, 100]),
                "Resources": pydyf.Dictionary(),
                "Contents": content.reference,
            }
        )
    )
    numbers = pydyf.Array()
    for number in range(count):
        entry = pydyf.Dictionary({"Number": number})
        file.add_object(entry)
        numbers.append(entry.reference)
    file.catalog["Numbers"] = numbers
    file.info["Title"] = pydyf.String("Wasser für alle")
    output = BytesIO()
    file.write(output, "1.7", b"0123456789abcdef")
    return output.getvalue()


@pytest.mark.parametrize("count", [0, 1, 1994, 1995, 1996, 4100])
def test_every_object_is_found_again(count: int) -> None:
    with pikepdf.open(BytesIO(written(count))) as document:
        assert document.check_pdf_syntax() == []
        assert [int(each.Number) for each in document.Root.Numbers] == list(range(count))
        assert str(document.docinfo["/Title"]) == "Wasser für alle"
        assert document.pages[0].Contents.read_bytes() == b"q Q"


def test_the_file_is_named_by_whoever_made_it_and_by_its_content() -> None:
    pdf = written(3)

    with pikepdf.open(BytesIO(pdf)) as document:
        first, second = (bytes(each) for each in document.trailer.ID)
    begin_of_references = int(pdf.split(b"startxref\n")[1].split(b"\n")[0])
    assert first == b"0123456789abcdef"
    assert second == hashlib.md5(pdf[:begin_of_references], usedforsecurity=False).digest()


def test_it_ends_once_and_is_the_same_each_time() -> None:
    assert written(50) == written(50)
    assert written(50).count(b"%%EOF") == 1
    assert written(50).endswith(b"%%EOF\n")


def test_pages_are_known_as_soon_as_they_are_added() -> None:
    file = File()
    found = []
    for _ in range(3):
        file.add_page(pydyf.Dictionary({"Type": "/Page"}))
        found.append(file.page_references)

    assert found == [(b"3 0 R",), (b"3 0 R", b"4 0 R"), (b"3 0 R", b"4 0 R", b"5 0 R")]
