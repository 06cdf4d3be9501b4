"""Plain text: width, numbers, notes, links, and lines that viewers do not turn around."""

import unicodedata
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.letters.text_html import safe_html, without_ways_back
from app.rendering.document import NameGroup, PrintedName, SignatoryList
from app.rendering.other_forms.plain_text import WIDTH, columns, plain_text, wrapped
from tests.rendering.samples import letter, statement, statement_in_uyghur


def of_body(markdown: str) -> str:
    return plain_text(replace(statement(embargo=None), body=without_ways_back(safe_html(markdown)))).decode()


def test_no_line_is_wider_than_it_may_be() -> None:
    for document in (statement(), letter(), statement_in_uyghur()):
        assert [line for line in plain_text(document).decode().split("\n") if columns(line) > WIDTH] == []


def test_title_and_headings_are_underlined_and_names_are_numbered_through_all_groups() -> None:
    lines = plain_text(statement()).decode().split("\n")
    title = lines.index("Coastal towns ask for clean water before the summer")
    assert lines[title + 1] == "=" * len(lines[title])
    heading = lines.index("What we ask for")
    assert lines[heading + 1] == "-" * len(lines[heading])
    first = lines.index(" 6. Association of Port 1")
    assert lines[first - 2] == "On the coast"
    assert lines[lines.index("72. Association of Port 67") + 2] == "and 3 organisations not named for their safety"


def test_a_long_name_goes_on_under_its_beginning() -> None:
    lines = plain_text(statement()).decode().split("\n")
    at = lines.index("68. Association of Port 63 and the Villages of the Upper and the Lower")
    assert lines[at + 1] == "    Estuary"


def test_an_addressee_keeps_its_lines_and_a_letter_its_subject() -> None:
    text = plain_text(letter()).decode()
    assert "The Honorable Ada Quill\nMinister of Water\nMinistry\n1 Square\nCapital\n" in text
    assert "\nRe: Clean water before the summer\n\nDear Minister Quill:\n" in text


def test_notes_stand_after_the_text_with_their_marks_and_links_say_where_they_lead() -> None:
    text = of_body("So it is.[^1] [Read](https://a.example/b) or <https://c.example/>.\n\n[^1]: Says *who*?")
    assert "So it is.[1] Read <https://a.example/b> or https://c.example/." in text
    assert "\n[1] Says who?\n" in text


def test_lists_quotations_tables_and_code_keep_their_form() -> None:
    table = "| a | b |\n|---|---|\n| c | d |"
    text = of_body(f"- one\n  - two\n\n3. three\n4. four\n\n> said\n\n{table}\n\n```\nx  =  1\n```")
    for form in ("\n- one\n  - two\n", "\n3. three\n4. four\n", "\n    said\n", "\na | b\nc | d\n", "\n    x  =  1\n"):
        assert form in text


def test_a_name_from_the_right_is_isolated_and_its_line_begins_at_the_left() -> None:
    lines = plain_text(statement()).decode().split("\n")
    assert "3. \u2068پاكىز سۇ جەمئىيىتى\u2069" in lines


def test_in_a_text_from_the_right_every_line_begins_there() -> None:
    for line in filter(None, plain_text(statement_in_uyghur()).decode().split("\n")):
        outside = line.partition("\u2068")[0]
        strong = [each for each in map(unicodedata.bidirectional, outside) if each in ("L", "R", "AL")]
        assert strong[:1] in (["R"], ["AL"]), line


def test_marks_in_a_name_turn_nothing_around() -> None:
    signed = SignatoryList("Signatories", "", "", (NameGroup("", (PrintedName("\u202eevil\u2069 A" + "B" * 300),)),))
    lines = plain_text(replace(statement(), signatories=signed)).decode().split("\n")
    assert "   " + "A" + "B" * 300 in lines
    assert "1. evil" in lines


def test_chinese_is_broken_between_letters_and_no_line_begins_with_a_full_stop() -> None:
    assert wrapped("我们要求清洁的水。", 16) == ["我们要求清洁的", "水。"]
    assert wrapped("我们要求清洁的 水", 16) == ["我们要求清洁的", "水"]
    assert columns("水 a") == 4


@given(st.text(st.sampled_from("ab 水。é\u0301سۇ-")), st.integers(10, 80))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    pieces = [line for line in lines if columns(line) > width and " " in line]
    assert pieces == []


def test_the_same_document_gives_the_same_bytes() -> None:
    assert plain_text(statement()) == plain_text(statement())
