"""Personal copies: made from a prepared file, different only where they may be."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from app.rendering.document import Document, Typeset
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.stamps import masters
from app.rendering.stamps.copies import Master, Plan, Room, copy, isolated
from tests.rendering import samples
from tests.rendering.reading import raw_lines, tags, words

LINE = "Copy 17 · Ana Pop, Radio Delta"
PAPERS = {
    "A4": samples.statement(count=36),
    "Letter": samples.letter(),
    "from the right": samples.statement_in_uyghur(),
}


@pytest.fixture(scope="module", params=PAPERS)
def sealed(request: pytest.FixtureRequest) -> Typeset:
    document: Document = PAPERS[request.param]
    return typesetting.render(document)


@pytest.fixture(scope="module")
def master(sealed: Typeset) -> Master:
    return masters.prepare(sealed.pdf, (LINE,))


def made(master: Master, line: str = LINE, *, first_right: int = 0) -> bytes:
    """A copy whose marks from `first_right` on stand to the right."""
    rights = bytes(at >= first_right for at in range(len(master.plan.marks)))
    return copy(master, masters.line(line), rights)


def _moved(room: Room, by: int) -> Room:
    return replace(room, start=room.start + by)


SPOILT: dict[str, Callable[[Plan], Plan]] = {
    "a mark is missing": lambda plan: replace(plan, marks=plan.marks[1:]),
    "a mark is too many": lambda plan: replace(plan, marks=(*plan.marks, "a" * 24)),
    "a place of marks is missing": lambda plan: replace(plan, gathered=plan.gathered[1:]),
    "marks stand elsewhere": lambda plan: replace(plan, gathered=(_moved(plan.gathered[0], 1), *plan.gathered[1:])),
    "marks stand twice in one place": lambda plan: replace(
        plan, gathered=(plan.gathered[0], *plan.gathered), marks=plan.marks[: plan.gathered[0].size // 10] + plan.marks
    ),
    "marks are cut in two": lambda plan: replace(
        plan,
        gathered=(
            replace(plan.gathered[0], size=5),
            replace(_moved(plan.gathered[0], 5), size=plan.gathered[0].size - 5),
            *plan.gathered[1:],
        ),
    ),
    "words stand elsewhere": lambda plan: replace(plan, words=_moved(plan.words, -1)),
    "words have more room": lambda plan: replace(plan, words=replace(plan.words, size=plan.words.size + 1)),
    "words stand before the file": lambda plan: replace(plan, words=replace(plan.words, start=-plan.words.start)),
    "a drawing stands elsewhere": lambda plan: replace(
        plan, placed=(replace(plan.placed[0], room=_moved(plan.placed[0].room, 4)), *plan.placed[1:])
    ),
    "the identifiers stand elsewhere": lambda plan: replace(plan, identifiers=(plan.identifiers[0] - 1,)),
    "the identifier is behind the file": lambda plan: replace(plan, identifiers=(10**9,)),
    "no identifier": lambda plan: replace(plan, identifiers=()),
    "room without bytes": lambda plan: replace(plan, gathered=(*plan.gathered, Room(3, 0))),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_plan_that_is_not_that_of_its_file_is_not_sound(spoil: Callable[[Plan], Plan], master: Master) -> None:
    assert master.is_sound
    assert not replace(master, plan=spoil(master.plan)).is_sound


def test_the_line_stands_once_on_every_page_and_is_read_first(sealed: Typeset, master: Master) -> None:
    read = raw_lines(made(master))

    assert [lines.count(LINE) for lines in read] == [1] * sealed.pages


def test_the_words_of_the_letter_are_read_as_before(sealed: Typeset, master: Master) -> None:
    of_copy = [[line for line in lines if line != LINE] for lines in raw_lines(made(master, first_right=9))]

    assert of_copy == raw_lines(sealed.pdf)


def test_the_stamp_is_an_artifact_under_the_words(master: Master) -> None:
    with pikepdf.open(BytesIO(made(master))) as document:
        for page in document.pages:
            first = page.obj.Contents[0].read_bytes()
            drawn = [form for name, form in page.obj.Resources.XObject.items() if name.startswith(("/Line", "/Mark"))]
            assert first.count(b"/Artifact <</Type /Pagination /Subtype") == 2
            assert first.count(b"BDC") == first.count(b"EMC")
            assert len(drawn) == 2
            assert all(b"MCID" not in form.read_bytes() for form in drawn)


def test_the_tags_of_the_document_stay_as_they_are(sealed: Typeset, master: Master) -> None:
    of_copy = made(master)

    assert tags(of_copy) == tags(sealed.pdf)
    with pikepdf.open(BytesIO(of_copy)) as document, pikepdf.open(BytesIO(sealed.pdf)) as before:
        assert str(document.Root.Lang) == str(before.Root.Lang)
        assert bool(document.Root.MarkInfo.Marked)
        assert document.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()


def test_every_face_of_the_stamp_is_embedded_and_says_what_it_reads(master: Master) -> None:
    with pikepdf.open(BytesIO(made(master))) as document:
        forms = document.pages[0].obj.Resources.XObject
        line = next(form for name, form in forms.items() if name.startswith("/Line"))
        for face in line.Resources.XObject.Words.Resources.Font.values():
            below = face.DescendantFonts[0]
            assert "/FontFile2" in below.FontDescriptor or "/FontFile3" in below.FontDescriptor
            assert b"beginbfchar" in face.ToUnicode.read_bytes()


def test_a_copy_is_one_file_without_history(master: Master) -> None:
    of_copy = made(master)

    assert (of_copy.count(b"%%EOF"), of_copy.count(b"startxref")) == (1, 1)


def test_checksums_hold_for_every_stream(master: Master) -> None:
    """A wrong Adler-32 is an error to zlib, which reads each stream here."""
    with pikepdf.open(BytesIO(made(master, first_right=3))) as document:
        for found in document.objects:
            if isinstance(found, pikepdf.Stream):
                found.read_bytes()
        assert document.check_pdf_syntax() == []


def test_two_copies_differ_only_in_the_places_kept_free(master: Master) -> None:
    one, other = made(master), made(master, "Copy 999 · Ben Ola, Gazeta Nova", first_right=4)
    plan = master.plan
    with_sums = [plan.words, *(drawn.room for drawn in plan.placed)]
    free = {
        *(at for room in with_sums for at in range(room.start, room.start + room.size + 4)),
        *(at for room in plan.gathered for at in range(room.start, room.start + room.size)),
        *(at for begin in plan.identifiers for at in range(begin, begin + 32)),
    }

    assert len(one) == len(other) == len(master.pdf)
    assert {at for at in range(len(one)) if one[at] != other[at]} <= free
    assert one != other


def test_the_same_copy_has_the_same_bytes(sealed: Typeset, master: Master) -> None:
    assert made(masters.prepare(sealed.pdf, (LINE,))) == made(master)


def test_copies_of_two_numbers_have_two_identifiers(master: Master) -> None:
    identifiers = set()
    for number in (17, 18):
        with pikepdf.open(BytesIO(made(master, LINE.replace("17", str(number))))) as document:
            identifiers.add(tuple(bytes(part) for part in document.trailer.ID))

    (first, one), (second, other) = identifiers
    assert first == second
    assert one != other


NAMES = (
    "Zażółć Đorđević-Łęcki",
    "Þórdís Ñíguez Åström",
    "Ольга Үсенқызы",
    "Ελένη Παπαδοπούλου",
    "سارا علي محمد",
    "پەرھات تۇرسۇن",
    "دانا کریمی",
    "王小明",
    "מירה לוי",
    "पानी शर्मा",
    "ཚེ་རིང་",
    *(entry.name for entry in samples.IN_OTHER_SCRIPTS),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_comes_back(name: str) -> None:
    line = f"Copy 3 · {isolated(name)}, {isolated('Radio Delta')}"
    stamped = masters.stamp(typesetting.render(samples.letter()).pdf, line)

    assert words(stamped).count(name) == 2
    assert words(stamped).count("Copy 3 ·") == 2


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_is_drawn(name: str) -> None:
    """What comes back as words may still be blank: another letter must look different."""
    sealed = typesetting.render(samples.letter()).pdf

    one, other = (_foot(masters.stamp(sealed, shown)) for shown in (name, name[:1] + name))

    assert one != other


def _foot(pdf: bytes) -> bytes:
    """The lowest strip of the first page, as a reader draws it."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = document[0].render(scale=2).to_pil().convert("L")
    document.close()
    strip: bytes = drawn.crop((0, drawn.height - 60, drawn.width, drawn.height)).tobytes()
    return strip


def test_arabic_letters_are_joined() -> None:
    """Joined letters are other glyphs than the same letters side by side."""
    joined = masters.line(isolated("سسس"))
    alone = masters.line(isolated("س"))

    assert not set(alone.faces[0].glyphs) >= set(joined.faces[0].glyphs)


def test_a_name_is_read_its_own_way_and_turns_nothing_around_it() -> None:
    line = masters.line(f"Copy 3 · {isolated('سارا')}, {isolated('العربي')} 5")

    begin, end = line.content.index("SourceSans3"), line.content.rindex("SourceSans3")
    assert begin < line.content.index("NotoNaskhArabic") < end


def test_what_a_plan_does_not_hold_is_known_beforehand(master: Master) -> None:
    assert master.plan.holds(masters.line("Copy 99999 · Zoe Quill, The Daily {[<Post>]}"))
    assert not master.plan.holds(masters.line("Copy 4 · Łucja, Radio"))
    assert not master.plan.holds(masters.line(f"Copy 4 · {'W' * 900}"))


def test_the_line_stands_clear_of_the_foot(sealed: Typeset, master: Master) -> None:
    """Its top is below everything that the document prints, and its foot is on the paper."""
    lowest = min(bottom for _, bottom in _letters(sealed.pdf))
    of_line = [(right, bottom) for right, bottom in _letters(made(master)) if bottom < lowest]

    assert max(bottom for _, bottom in of_line) < lowest - 8
    assert min(bottom for _, bottom in of_line) > 14


def test_a_long_name_stays_on_the_paper(sealed: Typeset) -> None:
    line = f"Copy 123456789 · {'W' * 120}, {'M' * 120}"
    width, height = _size(sealed.pdf)
    stamped = masters.stamp(sealed.pdf, line)

    assert all(0 < right < width and 0 < bottom < height for right, bottom in _letters(stamped))


def test_what_people_typed_is_stamped_as_typed(sealed: Typeset) -> None:
    assert "<b>{{7*7}}</b> (\\)" in words(masters.stamp(sealed.pdf, "<b>{{7*7}}</b> (\\)"))


def test_a_character_without_a_typeface_is_refused(sealed: Typeset) -> None:
    with pytest.raises(TypesettingFailed, match="in the line of the stamp"):
        masters.prepare(sealed.pdf, ("Copy 𓀀",))


def test_only_a_pdf_can_be_prepared() -> None:
    with pytest.raises(TypesettingFailed, match="is no PDF"):
        masters.prepare(b"no", (LINE,))


def _letters(pdf: bytes) -> list[tuple[float, float]]:
    """Right and lower edges of all letters of the first page that stand upright, in points."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    boxes = [text.get_charbox(at) for at in range(text.count_chars())]
    document.close()
    return [(right, bottom) for left, bottom, right, top in boxes if right > left and 0 < top - bottom < 12]


def _size(pdf: bytes) -> tuple[float, float]:
    document = pypdfium2.PdfDocument(pdf)
    width, height = document[0].get_size()
    document.close()
    return float(width), float(height)
