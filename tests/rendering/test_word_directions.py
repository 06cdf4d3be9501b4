"""Word files in two directions: paragraphs, runs, tables, and what reads against the text around it."""

from dataclasses import replace

from app.rendering.document import EmbargoNotice, NameGroup, PrintedName, SignatoryList
from app.rendering.other_forms.word.direction import directions, draws, stretches
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering.reading_word import W, paragraphs, part, styled
from tests.rendering.samples import UYGHUR_WORDS, statement, statement_in_uyghur
from tests.rendering.test_word_files import of_body


def test_a_uyghur_statement_is_read_from_the_right_in_every_paragraph_and_list() -> None:
    made = word_file(statement_in_uyghur(), Manner.LETTER)
    body = part(made, "word/document.xml")
    assert [each.find(f"{W}pPr/{W}bidi") is None for each in body.iter(f"{W}p")].count(True) == 0
    assert body.find(f"{W}body/{W}sectPr/{W}bidi") is not None
    for run in body.iter(f"{W}r"):
        words = "".join(each.text or "" for each in run.iter(f"{W}t"))
        if any(word in words for word in UYGHUR_WORDS):
            assert run.find(f"{W}rPr/{W}rtl") is not None, words
        if "Association" in words:
            assert run.find(f"{W}rPr/{W}rtl") is None, words
    for footer in ("word/footer1.xml", "word/footer2.xml"):
        assert part(made, footer).find(f"{W}p/{W}pPr/{W}bidi") is not None
    assert [style for style, _ in paragraphs(made)].count("ListText") == 2


def test_a_part_that_runs_against_the_letter_says_so() -> None:
    turned = replace(statement(), body='<p>Water</p><div dir="rtl" lang="ug"><p>سۇ <b>UN</b></p></div>')
    body = part(word_file(turned, Manner.LETTER), "word/document.xml")
    found = {
        "".join(each.text or "" for each in paragraph.iter(f"{W}t")): paragraph.find(f"{W}pPr/{W}bidi") is not None
        for paragraph in body.iter(f"{W}p")
    }
    assert (found["Water"], found["سۇ UN"]) == (False, True)


def test_a_column_in_word_is_aligned_where_lines_begin_and_end_also_in_a_text_from_the_right() -> None:
    table = "| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |"
    sides = [
        [each.get(f"{W}val") for each in part(of_body(table, *text), "word/document.xml").iterfind(f".//{W}tc//{W}jc")]
        for text in ((), (statement_in_uyghur(),))
    ]
    assert sides == [["start", "center", "end"] * 2] * 2


def test_a_table_in_a_text_from_the_right_begins_at_the_right() -> None:
    table = "| سۇ | دەريا |\n|---|---|\n| پاكىز | چوڭ |"
    mirrored = of_body(table, statement_in_uyghur())
    assert part(mirrored, "word/document.xml").find(f".//{W}tblPr/{W}bidiVisual") is not None
    assert part(of_body(table), "word/document.xml").find(f".//{W}tblPr/{W}bidiVisual") is None
    assert part(of_body(table), "word/document.xml").find(f".//{W}tblHeader") is not None


def test_each_name_says_its_language_in_the_attribute_for_its_script() -> None:
    names = (
        PrintedName("Общество чистой воды", language="ru"),
        PrintedName("پاكىز سۇ جەمئىيىتى", language="ug", direction="rtl"),
        PrintedName("清水協會", language="zh-Hant"),
    )
    signed = SignatoryList("Signatories", "3 organisations", "", (NameGroup("", names),))
    made = word_file(replace(statement(), signatories=signed), Manner.LETTER)
    said = [each.attrib for each in part(made, "word/document.xml").iter(f"{W}lang")]
    assert {f"{W}val": "ru"} in said
    assert {f"{W}bidi": "ug"} in said
    assert {f"{W}val": "zh-Hant", f"{W}eastAsia": "zh-Hant"} in said


def test_directions_follow_letters_and_what_has_none_follows_its_neighbours() -> None:
    def parted(words: str, around: str) -> list[tuple[str, str]]:
        return stretches(words, directions(words, around))

    assert parted("Port 1, Port 2", "rtl") == [("Port 1, Port", "ltr"), (" 2", "rtl")]
    assert parted("سۇ (UN) سۇ", "rtl") == [("سۇ (", "rtl"), ("UN", "ltr"), (") سۇ", "rtl")]
    assert parted("12 · 14", "rtl") == [("12 · 14", "rtl")]
    assert parted("سۇ دەريا", "ltr") == [("سۇ دەريا", "rtl")]
    assert parted("", "ltr") == []


def test_a_time_is_kept_apart_from_the_city_before_it_that_is_written_the_other_way() -> None:
    ladder = "15:00 UTC · 11:00 نيويورك · 16:00 Rio · 18:00 لندن"
    held = EmbargoNotice("محظور النشر", ladder)
    made = word_file(replace(statement_in_uyghur(), embargo=held), Manner.LETTER)
    assert styled(made, "EmbargoLadder") == [
        "\u200e15:00\N{NO-BREAK SPACE}UTC\u200f · 11:00 نيويورك · \u200e16:00 Rio\u200f · 18:00 لندن"
    ]


def test_signs_at_the_edge_of_what_reads_the_other_way_stay_there() -> None:
    body = '<p>سۇ <bdi dir="ltr">+44 1632 960 100</bdi></p><p><bdi dir="ltr">(UN)</bdi>، سۇ</p>'
    made = word_file(replace(statement_in_uyghur(), body=body, embargo=None), Manner.LETTER)
    shown = [said for _, said in paragraphs(made)]
    assert "سۇ \u200e+44 1632 960 100\u200e" in shown
    assert "\u200e(UN)\u200e، سۇ" in shown


def test_what_was_read_the_other_way_draws_a_number_but_no_word_of_the_text() -> None:
    assert draws(" · 11:00 نيويورك", "rtl")
    assert draws(" \ufffc", "rtl")
    assert draws(": Water", "rtl")
    assert not draws("، سۇ 2027", "rtl")
    assert not draws(")!", "rtl")
    assert not draws("", "rtl")
