"""Word files: structure, directions, languages, notes, limits; and what was typed is text and nothing else."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.letters.text_html import safe_html, without_ways_back
from app.rendering.confined import limits
from app.rendering.document import Document, NameGroup, PrintedName, SignatoryList
from app.rendering.failures import TypesettingFailed
from app.rendering.other_forms.word import child, file
from app.rendering.other_forms.word.file import HOW_TO_GET_IT, word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering.reading_word import W, close, paragraphs, part, parts, style_of, styled, text
from tests.rendering.samples import letter, statement, statement_in_uyghur

WITH_NOTES = """We ask twice.[^a] And again.[^b] And once more.[^a]

[^a]: The *first* note.
[^b]: Another.
"""


def of_body(markdown: str, document: Document | None = None) -> bytes:
    return word_file(
        replace(document or statement(embargo=None), body=without_ways_back(safe_html(markdown))), Manner.LETTER
    )


@pytest.mark.parametrize("manner", Manner)
def test_the_same_document_gives_the_same_bytes(manner: Manner) -> None:
    assert word_file(statement(), manner) == word_file(statement(), manner)


def test_title_headings_label_and_standfirst_are_styles() -> None:
    made = word_file(statement(), Manner.LETTER)
    assert styled(made, "Title") == ["Coastal towns ask for clean water before the summer"]
    assert styled(made, "Label") == ["Joint statement"]
    assert styled(made, "Subtitle") == ["Three rivers, one month, no excuse."]
    assert styled(made, "Heading1") == [
        "What we ask for",
        "Signatories: 72 organisations, as of 2 May 2027, 18:00\N{NO-BREAK SPACE}CEST",
        "Sources",
        "Media contacts",
    ]
    assert styled(made, "Heading2") == ["Beyond the coast", "On the coast"]


@pytest.mark.parametrize("manner", Manner)
@pytest.mark.parametrize("document", [statement(), letter(), statement_in_uyghur()], ids=["many", "letter", "uyghur"])
def test_every_style_in_use_is_one_of_ours(document: Document, manner: Manner) -> None:
    made = word_file(document, manner)
    defined = {style.get(f"{W}styleId") for style in part(made, "word/styles.xml").iter(f"{W}style")}
    used = {
        each.get(f"{W}val")
        for name in parts(made)
        if re.match(r"word/(document|footnotes|header\d|footer\d)\.xml", name)
        for each in part(made, name).iter()
        if each.tag in (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    }
    assert used - defined == set()


def test_names_are_numbered_by_word_through_all_groups_in_columns() -> None:
    made = word_file(statement(), Manner.LETTER)
    assert len(styled(made, "Signatory")) == 72
    assert not re.search(r"^\d", "".join(styled(made, "Signatory")))
    lists = {
        each.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val")  # type: ignore[union-attr] # a name without it fails here
        for each in part(made, "word/document.xml").iter(f"{W}p")
        if (style := each.find(f"{W}pPr/{W}pStyle")) is not None and style.get(f"{W}val") == "Signatory"
    }
    starts = {
        number.get(f"{W}numId"): number.find(f"{W}lvlOverride/{W}startOverride")
        for number in part(made, "word/numbering.xml").iter(f"{W}num")
    }
    assert sorted(int(starts[one].get(f"{W}val", "")) for one in lists) == [1, 6]  # type: ignore[union-attr] # as above
    columns = [each.get(f"{W}num") for each in part(made, "word/document.xml").iter(f"{W}cols")]
    assert columns == ["1", "2", "1", "2", None]


def test_only_the_first_section_brings_running_lines_and_the_others_go_on_on_its_page() -> None:
    sections = list(part(word_file(statement(), Manner.LETTER), "word/document.xml").iter(f"{W}sectPr"))
    assert [len(each.findall(f"{W}headerReference")) for each in sections] == [2, 0, 0, 0, 0]
    assert [each.find(f"{W}type") is not None for each in sections] == [False, True, True, True, True]
    assert {each.find(f"{W}pgSz").get(f"{W}w") for each in sections} == {"11906"}  # type: ignore[union-attr] # each has one


def test_letter_paper_is_letter_paper() -> None:
    size = part(word_file(letter(), Manner.LETTER), "word/document.xml").find(f"{W}body/{W}sectPr/{W}pgSz")
    assert size is not None
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")


def test_the_embargo_stands_in_a_box_and_on_every_page() -> None:
    made = word_file(statement(), Manner.LETTER)
    line = "Embargoed until Monday 3 May 2027, 09:00\N{NO-BREAK SPACE}CEST (Brussels)"
    assert styled(made, "Embargo") == [line]
    assert text(made, "word/header1.xml") == line
    assert text(made, "word/header2.xml") == ""
    assert text(made, "word/footer2.xml") == f"{line}Page 1 of 1"
    fields = [each.get(f"{W}instr") for each in part(made, "word/footer1.xml").iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]


def test_without_an_embargo_no_part_speaks_of_one() -> None:
    for manner in Manner:
        assert b"mbargo" in b"".join(parts(word_file(statement(), manner)).values())
        assert b"mbargo" not in b"".join(parts(word_file(statement(embargo=None), manner)).values())


def test_a_letter_has_its_salutation_closing_copies_and_addressee() -> None:
    made = word_file(replace(letter(), enclosures=("A map",)), Manner.LETTER)
    assert styled(made, "Addressee") == ["The Honorable Ada Quill Minister of Water Ministry 1 Square Capital"]
    assert styled(made, "SubjectLine") == ["Re: Clean water before the summer"]
    assert styled(made, "Salutation") == ["Dear Minister Quill:"]
    assert styled(made, "Closing") == ["Sincerely yours,"]
    assert styled(made, "CopiesHeading") == ["cc:", "Enclosures:"]
    assert styled(made, "LastCopy") == ["Ombudsman for the Coast", "A map"]
    assert styled(made, "Sender") == ["Association of Port 1"]


@pytest.mark.parametrize("manner", Manner)
def test_there_is_a_gap_below_the_last_who_gets_a_copy(manner: Manner) -> None:
    made = word_file(replace(letter(), cc=("Ombudsman", "Harbour Master")), manner)

    assert (styled(made, "Copies"), styled(made, "LastCopy")) == (["Ombudsman"], ["Harbour Master"])
    gaps = {
        style.get(f"{W}styleId"): spacing.get(f"{W}after")
        for style in part(made, "word/styles.xml").iter(f"{W}style")
        if (spacing := style.find(f"{W}pPr/{W}spacing")) is not None
    }
    assert (gaps["Copies"], gaps["LastCopy"]) == ("0", "181")


def test_notes_are_notes_of_word_and_a_second_mark_repeats_the_number() -> None:
    made = of_body(WITH_NOTES)
    notes = [note for _, note in paragraphs(made, "word/footnotes.xml")]
    assert [note.strip() for note in notes] == ["The first note.", "Another."]
    references = list(part(made, "word/document.xml").iter(f"{W}footnoteReference"))
    assert len(references) == 2
    assert "We ask twice. And again. And once more.1" in text(made)
    assert "[1]" not in text(made)


@pytest.mark.parametrize("document", [statement(embargo=None), statement_in_uyghur()], ids=["left", "right"])
@pytest.mark.parametrize("manner", Manner)
def test_a_note_begins_on_the_line_of_its_mark(document: Document, manner: Manner) -> None:
    made = word_file(replace(document, body=without_ways_back(safe_html(f"{WITH_NOTES}\n    More of it."))), manner)
    notes = [each for each in part(made, "word/footnotes.xml") if each.find(f".//{W}footnoteRef") is not None]
    assert [
        [(style_of(line), line.find(f".//{W}footnoteRef") is not None, _said(line).strip()) for line in note]
        for note in notes
    ] == [
        [("FootnoteText", True, "The first note.")],
        [("FootnoteText", True, "Another."), ("FootnoteText", False, "More of it.")],
    ]


def _said(paragraph: ET.Element) -> str:
    return "".join(each.text or "" for each in paragraph.iter(f"{W}t"))


def test_the_file_says_its_title_and_date_and_nothing_of_authors_or_tools() -> None:
    made = word_file(statement(), Manner.LETTER)
    core = parts(made)["docProps/core.xml"].decode()
    assert "<dc:title>Coastal towns ask for clean water before the summer</dc:title>" in core
    assert core.count("2027-05-03T07:00:00Z") == 2
    assert re.findall(r"creator|lastModifiedBy|Pandoc|pandoc", core) == []
    assert [name for name in parts(made) if re.search("app|custom|comments|thumbnail", name)] == []
    everything = b"".join(parts(made).values()).lower()
    assert b"pandoc" not in everything
    assert b"/tmp" not in everything


def test_a_statement_for_the_united_nations_is_plain_and_numbers_its_paragraphs_on_request() -> None:
    plain, numbered = (word_file(letter(), manner) for manner in (Manner.UN_STATEMENT, Manner.UN_STATEMENT_NUMBERED))
    assert styled(plain, "Sender") == []
    assert "Association of Port 1" in styled(plain, "Signatory")
    assert len(styled(numbered, "NumberedParagraph")) == 6
    assert styled(plain, "NumberedParagraph") == []
    styles = parts(plain)["word/styles.xml"].decode()
    assert set(re.findall(r'w:ascii="([^"]+)"', styles)) == {"Times New Roman"}
    columns = part(word_file(statement(), Manner.UN_STATEMENT), "word/document.xml").iter(f"{W}cols")
    assert [each.get(f"{W}num") for each in columns] == [None]


def test_a_list_under_numbered_paragraphs_has_letters_and_the_names_have_numbers() -> None:
    made = word_file(statement(), Manner.UN_STATEMENT_NUMBERED)
    forms = {
        kind.get(f"{W}abstractNumId"): (
            kind.find(f"{W}lvl/{W}numFmt").get(f"{W}val"),  # type: ignore[union-attr] # each level has a form
            kind.find(f"{W}lvl/{W}lvlText").get(f"{W}val"),  # type: ignore[union-attr] # and a text
        )
        for kind in part(made, "word/numbering.xml").iter(f"{W}abstractNum")
    }
    assert ("lowerLetter", "(%1)") in forms.values()
    assert ("decimal", "%1.") in forms.values()


HOSTILE = """
```{=openxml}
<w:p><w:r><w:t>owned</w:t></w:r></w:p>
```

![picture](file:///etc/passwd) [link](file:///etc/passwd) [script](javascript:alert(1))
![far](https://evil.example/a.png)

<img src="https://evil.example/b.png"> <script>alert(1)</script> `raw`{=openxml}
\\include{/etc/passwd} {{< include x >}}

$x^2$ @citation [@citation] :::{custom-style="Title"} {.include}
"""


def test_what_is_typed_is_text_and_nothing_is_fetched_or_embedded() -> None:
    made = of_body(HOSTILE)
    shown = close(text(made))
    for typed in ("<w:p><w:r><w:t>owned</w:t></w:r></w:p>", "<script>alert(1)</script>", r"\include{/etc/passwd}"):
        assert close(typed) in shown
    assert styled(made, "Title") == ["Coastal towns ask for clean water before the summer"]
    assert [name for name in parts(made) if "media" in name or "embed" in name] == []
    outside = re.findall(rb'Target="([^"]+)" TargetMode="External"|TargetMode="External"[^>]*Target="([^"]+)"',
        parts(made)["word/_rels/document.xml.rels"])  # fmt: skip
    assert {b"".join(each) for each in outside} == {b"mailto:press@port.example.org", b"https://evil.example/a.png"}
    assert list(part(made, "word/document.xml").iter(f"{W}instrText")) == []
    assert b"root:" not in b"".join(parts(made).values())


def test_a_hostile_name_stands_as_it_is_and_turns_nothing_around() -> None:
    names = (
        PrintedName('=HYPERLINK("https://evil.example")'),
        PrintedName("\u202eevil\u2066 Association"),
        PrintedName("A" * 300),
        PrintedName("<w:br/> &amp; ]]> `x`{=openxml}"),
    )
    signed = SignatoryList("Signatories", "", "", (NameGroup("", names),))
    made = word_file(replace(statement(), signatories=signed), Manner.LETTER)
    assert styled(made, "Signatory") == [
        '=HYPERLINK("https://evil.example")',
        "evil Association",
        "A" * 300,
        "<w:br/> &amp; ]]> `x`{=openxml}",
    ]
    assert re.findall("[\u202a-\u202e\u2066-\u2069]", parts(made)["word/document.xml"].decode()) == []


def test_where_pandoc_is_absent_a_sentence_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    file._pandoc.cache_clear()  # noqa: SLF001 - it remembers where the program was
    with pytest.raises(TypesettingFailed) as failed:
        word_file(statement(), Manner.LETTER)
    assert str(failed.value) == HOW_TO_GET_IT
    file._pandoc.cache_clear()  # noqa: SLF001 - as above


def test_what_takes_too_long_is_stopped_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "WALL_SECONDS", 0.001)
    with pytest.raises(TypesettingFailed, match="too long"):
        word_file(statement(), Manner.LETTER)


def test_the_program_runs_bounded(tmp_path: Path) -> None:
    program = Path(sys.executable).resolve()
    asking = f"""
import os, resource as r, runpy, sys
os.execv = lambda *_: print([r.getrlimit(k)[0] for k in (r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CORE)])
sys.argv = ["child", str(os.getppid()), {str(program)!r}]
runpy.run_path({child.__file__!r}, run_name="__main__")
"""
    command = [sys.executable, "-I", "-c", asking]
    said = subprocess.run(command, capture_output=True, text=True, check=True, env={}, cwd=tmp_path).stdout
    assert said.strip() == str([limits.MEMORY_BYTES, limits.FILE_BYTES, 0])
