"""From a file that turned up to the copy it comes from, whatever was done to it."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.config import PROJECT_FOLDER
from app.press.tracing import trace, trace_of
from app.press.verdicts import Trace, verdict
from app.rendering.failures import TypesettingFailed
from app.rendering.stamps import masters
from app.rendering.stamps.copies import Master
from app.rendering.stamps.sightings import look_through
from tests.press.leaks import KEY, WAYS, Way, a_copy, a_document, a_master, mixed, table

NUMBERS = range(1, 500)
NUMBER = 217


@pytest.fixture(scope="module")
def master() -> Master:
    return a_master(a_document())


def read(pdf: bytes, *, key: str = KEY) -> Trace:
    """What `trace` finds, without a process of its own."""
    return trace_of(look_through(pdf), NUMBERS, key=key)


def numbers(found: Trace) -> list[int]:
    return [each.number for each in found.by_words]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.words)
def test_what_becomes_of_both_numbers(way: Way, master: Master, tmp_path: Path) -> None:
    if not way.is_here:
        pytest.skip(f"{way.tool} is not on this machine")

    found = read(way.done_to(a_copy(master, NUMBER), tmp_path))

    assert (found.printed == (NUMBER,), numbers(found) == [NUMBER]) == (way.foot, way.text)
    assert set(numbers(found)) <= {NUMBER}


def test_the_page_about_copies_says_what_was_measured() -> None:
    assert table() in (PROJECT_FOLDER / "docs" / "copies.md").read_text(encoding="utf-8")


def test_the_process_kept_apart_finds_the_same(master: Master) -> None:
    pdf = a_copy(master, NUMBER)

    assert trace(pdf, NUMBERS, key=KEY) == read(pdf)


def locked() -> bytes:
    written = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(written, encryption=pikepdf.Encryption(user="a", owner="b"))
    return written.getvalue()


@pytest.mark.parametrize(
    ("hostile", "said"),
    [
        (b"", "This file is empty: "),
        (b"no pdf", "This is no PDF, and a copy is traced by its PDF alone. "),
        (b"%PDF-1.7\n" + b"[" * 200_000, "This PDF cannot be read: it is damaged or cut off. "),
        (b"%PDF-1.7\nxref\n0 1\ntrailer<<>>", "This PDF cannot be read: it is damaged or cut off. "),
        (locked(), "This PDF asks for a password. "),
    ],
)
def test_what_cannot_be_read_gets_the_sentence_that_is_true_of_it(hostile: bytes, said: str) -> None:
    with pytest.raises(TypesettingFailed, match=re.escape(said)):
        trace(hostile, NUMBERS, key=KEY)


def test_nobody_without_the_key_reads_a_number(master: Master) -> None:
    assert numbers(read(a_copy(master, NUMBER), key="the key of another installation")) == []


def test_the_sealed_edition_itself_names_nobody(master: Master) -> None:
    assert numbers(read(master.pdf)) == []


def test_a_forged_line_does_not_hide_whose_words_they_are(master: Master) -> None:
    forged = a_copy(master, NUMBER).replace(a_line(NUMBER), a_line(300))

    found = read(forged)

    assert found.printed == (300,)
    assert (found.numbers, found.printed_alone) == ((NUMBER,), (300,))
    assert verdict(found)[-1] == "Copy 300 is printed on it: trust the words, anyone can print a number."


def a_line(number: int) -> bytes:
    """The glyphs of a number as they stand in the file."""
    return masters.line(str(number)).content.partition("[<")[2].partition(">")[0].encode()


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_pages_of_two_copies_name_both_and_never_a_third(master: Master, data: st.DataObject) -> None:
    one, other = data.draw(st.lists(st.sampled_from(NUMBERS), min_size=2, max_size=2, unique=True))
    pages = data.draw(st.sampled_from([[0, 1], [1, 0], [0, 0, 1], [1, 0, 1]]))
    own = {(one, other)[which] for which in pages}

    found = read(mixed([a_copy(master, one), a_copy(master, other)], pages))

    assert set(numbers(found)) == own


def test_the_verdict_on_mixed_pages_says_which_page_is_whose(master: Master) -> None:
    found = read(mixed([a_copy(master, 20), a_copy(master, 30)], [0, 1]))

    said = " ".join(verdict(found))
    assert said.startswith("Pages or words of several copies are mixed.")
    assert "The words on page 1 are those of copy 20." in said
    assert "The words on page 2 are those of copy 30." in said


def with_other_numbers(pdf: bytes, more: bytes, less: bytes) -> bytes:
    """A copy in whose content others were written for both numbers of every mark."""
    written = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as file:
        for page in file.pages:
            for content in page.obj.Contents:
                content.write(content.read_bytes().replace(b"14.00", more).replace(b"00.05", less))
        file.save(written)
    return written.getvalue()


@pytest.mark.parametrize(("more", "less"), [(b"7.025", b"7.025"), (b"07.90", b"06.15")])
def test_marks_that_were_evened_out_are_said_to_be(master: Master, more: bytes, less: bytes) -> None:
    found = read(with_other_numbers(a_copy(master, NUMBER), more, less))

    assert (found.printed, found.by_words) == ((NUMBER,), ())
    said = " ".join(verdict(found))
    assert said.startswith(
        f"Copy {NUMBER} is printed on it, but the words that a copy marks all stand alike: the marks "
    )
    assert "short text" not in said


def test_words_that_all_stand_on_one_side_are_said_to(master: Master) -> None:
    assert "all stand alike" in " ".join(verdict(read(master.pdf)))


@pytest.mark.parametrize("way", [way for way in WAYS if way.text], ids=lambda way: way.words)
def test_what_bears_its_marks_is_not_said_to_be_evened(way: Way, master: Master, tmp_path: Path) -> None:
    if not way.is_here:
        pytest.skip(f"{way.tool} is not on this machine")

    # The key of another installation: whose copy it is nobody here knows.
    found = read(way.done_to(a_copy(master, NUMBER), tmp_path), key="another")

    assert not found.says_nothing
    assert verdict(found)[0].endswith("its words are of no copy known here.")


def test_a_short_text_is_still_said_to_be_one() -> None:
    assert "a short text" in verdict(Trace((), (), marks=3, left=2, right=1, even=20))[0]


def test_a_file_full_of_numbers_names_few_of_them() -> None:
    flooded = Trace(printed=tuple(range(1, 60_001)), by_words=(), marks=0)

    said, *_ = verdict(flooded)

    assert said.startswith("Copy 1, with 59,999 others, is printed on it")
    assert flooded.numbers == ()
    assert flooded.printed_alone == tuple(range(1, 13))
