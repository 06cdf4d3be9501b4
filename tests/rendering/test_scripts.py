"""Words in every script, read back from the finished pages by two readers, and pages that are read from the right."""

import re
import unicodedata
from dataclasses import replace

import pypdfium2
import pytest

from app.rendering import fonts
from app.rendering.document import Document, NameGroup, Paper, PrintedName
from app.rendering.engine import typesetting
from app.rendering.templates_on_disk import letter_template
from tests.rendering import samples, scripts
from tests.rendering.reading import everything, pages, tags, words
from tests.rendering.scripts import WRITINGS, Writing

BY_LANGUAGE = {writing.language: writing for writing in WRITINGS}
FROM_THE_RIGHT = [writing for writing in WRITINGS if writing.direction == "rtl"]
UNPARTED = ("zh-Hans", "zh-Hant", "bo", "th", "km", "my")
JOINERS = re.compile("[\u200c\u200d]")


def read(text: str, *, between: str = " ") -> str:
    """The text as readers give it: composed, in one line, without joiners, which have no shape to be read from."""
    return between.join(unicodedata.normalize("NFC", JOINERS.sub("", text)).split())


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.language)
def test_every_sentence_comes_back_word_for_word(writing: Writing) -> None:
    pdf = typesetting.render(scripts.document(writing, "joint-statement")).pdf
    # Where words are not parted by spaces, a line may end within the sentence.
    between = "" if writing.language in UNPARTED else " "
    expected = read(writing.sentence, between=between)

    # The standfirst, twice in the text, in a quotation, in the sources, the notes and after the names.
    assert read(words(pdf), between=between).count(expected) == 7
    assert read(" ".join(pages(pdf)), between=between).count(expected) == 7


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.language)
def test_every_name_comes_back_word_for_word(writing: Writing) -> None:
    pdf = typesetting.render(scripts.document(writing, "formal-letter")).pdf
    found = read(words(pdf))

    assert [name.name for name in scripts.names(writing) if read(name.name) not in found] == []
    assert tags(pdf).count("LBody") == tags(pdf).count("LI")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_what_has_no_place_on_the_line_is_told_by_the_tags(language: str) -> None:
    said = "می‌خواهیم" if language == "fa" else "شُكْرًا"
    document = replace(scripts.document(BY_LANGUAGE[language], "joint-statement"), standfirst=said)

    assert said.encode("utf-16-be").hex().encode() in everything(typesetting.render(document).pdf).lower()


def test_persian_digits_have_the_shapes_that_persian_readers_write() -> None:
    numbers = replace(scripts.document(BY_LANGUAGE["fa"], "joint-statement"), body="<p>۴۶۷</p>")

    persian, pashto, urdu = (_top(replace(numbers, language=language)) for language in ("fa", "ps", "ur"))

    assert persian == pashto
    assert persian != urdu


def _top(document: Document) -> bytes:
    page = pypdfium2.PdfDocument(typesetting.render(document).pdf)[0].render(scale=1).to_pil()
    drawn: bytes = page.crop((0, 0, page.width, page.height // 2)).tobytes()
    return drawn


def test_accents_drawn_apart_from_their_letters_do_not_change_other_letters() -> None:
    title = "Ọ̀rẹ́ odò, omi tó mọ́"
    pdf = typesetting.render(replace(samples.statement(count=6), title=title)).pdf

    assert title in read(words(pdf))
    assert "Three rivers, one month, no excuse." in read(words(pdf))
    assert title in read(pages(pdf)[0])


def test_the_ligature_of_the_name_of_god_does_not_change_a_word_for_lakes() -> None:
    pdf = typesetting.render(replace(samples.statement_in_uyghur(), body="<p>دەريالار ۋە كۆللەر</p>")).pdf

    assert "كۆللەر" in words(pdf)


@pytest.mark.parametrize(("language", "face"), [("zh-Hans", "SC"), ("zh-Hant", "TC"), ("zh-TW", "TC"), ("ko", "KR")])
def test_chinese_characters_have_the_shapes_of_their_readers(language: str, face: str) -> None:
    writing = replace(BY_LANGUAGE["zh-Hant"], language=language)
    document = scripts.document(writing, "joint-statement")
    name = PrintedName("海岸居民聯合會", language=language)
    named = replace(samples.letter(), signatories=samples.listed(NameGroup("", (name,))))

    for pdf in (typesetting.render(document).pdf, typesetting.render(named).pdf):
        found = re.findall(rb"/BaseFont /\w{6}\+Noto-Sans-(SC|TC|KR)", everything(pdf))
        assert set(found) == {face.encode()}


def test_every_script_has_a_heavy_face_with_the_same_letters() -> None:
    regular = {file.partition("-")[0]: file for file in fonts.files() if "-Regular." in file}
    heavy = {file.partition("-")[0]: file for file in fonts.files() if "-Bold." in file}

    assert regular.keys() - heavy.keys() == {"NotoSansSyriac", "NotoSerifMyanmar"}
    assert [family for family in heavy if _letters(heavy[family]) != _letters(regular[family])] == []


@pytest.mark.parametrize(
    ("language", "face"),
    [
        ("zh-Hans", "Sans-SC"),
        ("zh-Hant", "Sans-TC"),
        ("ko", "Sans-KR"),
        ("bn", "Serif-Bengali"),
        ("th", "Serif-Thai"),
        ("km", "Serif-Khmer"),
        ("am", "Serif-Ethiopic"),
    ],
)
def test_headings_and_strong_words_are_heavier_in_every_script(language: str, face: str) -> None:
    pdf = typesetting.render(scripts.document(BY_LANGUAGE[language], "joint-statement")).pdf

    found = re.findall(rb"/BaseFont /\w{6}\+Noto-([\w-]+)", everything(pdf))
    assert {face.encode(), f"{face}-Bold".encode()} <= set(found)


@pytest.mark.parametrize("writing", WRITINGS, ids=lambda writing: writing.language)
def test_a_sheet_under_embargo_fits_on_one_page_of_letter_in_every_script(writing: Writing) -> None:
    sheet = scripts.document(writing, "sign-on-sheet")
    sheet = replace(sheet, paper=Paper.LETTER, embargo=scripts.notice(writing))

    assert typesetting.render(sheet).pages == 1


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", [*letter_template("sign-on-sheet").languages, "en-US", "zh-Hant"])
def test_a_sheet_under_embargo_fits_on_one_page_in_the_words_of_every_language(language: str, paper: Paper) -> None:
    writing = BY_LANGUAGE.get("zh-Hans" if language == "zh" else language, BY_LANGUAGE["en"])
    sheet = scripts.document(replace(writing, language=language), "sign-on-sheet")
    sheet = replace(sheet, paper=paper, embargo=scripts.notice(writing))

    assert typesetting.render(sheet).pages == 1


def test_every_letter_of_living_alphabets_has_a_face() -> None:
    living = {
        "Latin": (range(0x00C0, 0x0250), range(0x1E00, 0x1F00), range(0x0300, 0x0370)),
        "Greek": (range(0x0384, 0x03CF), range(0x1F00, 0x2000)),
        "Cyrillic": (range(0x0400, 0x0530),),
        "Arabic": (range(0x0620, 0x06FF), range(0x0750, 0x0780)),
        "Hebrew": (range(0x05D0, 0x05EB),),
        "Tibetan": (range(0x0F00, 0x0F70),),
        "Chinese": (range(0x4E00, 0x9FA6),),
        "Korean": (range(0xAC00, 0xD7A4),),
    }
    lacking = {
        script: "".join(
            chr(each)
            for letters in ranges
            for each in letters
            if unicodedata.category(chr(each)) != "Cn" and not fonts.is_covered(chr(each))
        )
        for script, ranges in living.items()
    }

    assert {script: letters for script, letters in lacking.items() if letters} == {}


@pytest.mark.parametrize("template", ["joint-statement", "formal-letter"])
@pytest.mark.parametrize("writing", FROM_THE_RIGHT, ids=lambda writing: writing.language)
def test_a_page_read_from_the_right_is_the_mirror_of_one_read_from_the_left(writing: Writing, template: str) -> None:
    document = scripts.document(writing, template)
    document = replace(document, embargo=scripts.notice(writing))
    turned = _lines(typesetting.render(document).pdf)
    straight = _lines(typesetting.render(scripts.document(BY_LANGUAGE["ru"], template)).pdf)
    page = 595.28

    # Text begins at the outer margin: 29 mm from the right here, from the left there.
    assert max(line.right for line in turned) == pytest.approx(page - 29 / 25.4 * 72, abs=2.5)
    assert min(line.left for line in straight) == pytest.approx(29 / 25.4 * 72, abs=2.5)
    # Numbers of demands and names stand to the right of their words.
    demands = [line for line in turned if _has(line, writing.asks[1])]
    assert any(line.numbers_right for line in demands)
    assert not any(line.numbers_left for line in demands)
    # The number of pages stands on the left of the foot.
    foot = min(turned, key=lambda line: line.bottom)
    assert foot.left < page / 2


_SAME_LINE = 7


def _letters(file: str) -> frozenset[str]:
    return frozenset(chr(each) for each in range(0x20, 0x10000) if fonts.draws(file, chr(each)))


class _Line:
    """Characters that share a baseline: edges in points, and where its digits are among the letters."""

    def __init__(self, characters: list[tuple[str, float, float, float]]) -> None:
        self.text = "".join(character for character, *_ in characters)
        self.left = min(left for _, left, _, _ in characters)
        self.right = max(right for _, _, right, _ in characters)
        self.bottom = min(bottom for *_, bottom in characters)
        digits = [left for character, left, _, _ in characters if character.isdecimal()]
        letters = [right for character, _, right, _ in characters if character.isalpha()]
        self.numbers_right = bool(digits and letters) and min(digits) >= max(letters) - 0.5
        self.numbers_left = bool(digits and letters) and not self.numbers_right


def _has(line: _Line, words_of_line: str) -> bool:
    return sorted(words_of_line.replace(" ", "")) == sorted(c for c in line.text if not c.isdecimal() and c not in ". ")


def _lines(pdf: bytes) -> list[_Line]:
    """The lines of the first page, from the top. Faces of one line stand on one foot, give or take their descent."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found: list[list[tuple[str, float, float, float]]] = []
    characters = []
    for index in range(text.count_chars()):
        left, bottom, right, _top = text.get_charbox(index, loose=True)
        character = text.get_text_range(index, 1)
        if right > left and character.strip():
            characters.append((character, left, right, bottom))
    document.close()
    for each in sorted(characters, key=lambda each: -each[3]):
        if not found or found[-1][0][3] - each[3] > _SAME_LINE:
            found.append([])
        found[-1].append(each)
    return [_Line(line) for line in found]
