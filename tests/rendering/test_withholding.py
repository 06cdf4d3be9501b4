"""Names that were withheld, put into every place of a file where words can stand."""

import unicodedata
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.rendering.document import Document, NameGroup, PrintedName
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.judging import checking, withholding
from tests.rendering import samples
from tests.rendering.spoiling import DOCUMENT, Spoil, attachment, described, drawn, elements, lead_to, links, spoilt


@pytest.fixture(scope="module")
def sound() -> bytes:
    return typesetting.render(DOCUMENT).pdf


SECRET = "Quiet Harbour Circle"
SHORT = ("Li", "Part", "Artifact", "ABC")


def _outline(words: str) -> Spoil:
    def spoil(file: Pdf) -> None:
        with file.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem(words, 0))

    return spoil


def _said_by_a_tag(key: str, words: str) -> Spoil:
    return lambda file: elements(file, "P")[0].__setitem__(key, words)


def _drawn_in(typeface: Object, words: str) -> Spoil:
    """Draw the words on the first page as a stamp does, in a typeface that says what its codes read."""

    def spoil(file: Pdf) -> None:
        codes = {character: number for number, character in enumerate(dict.fromkeys(words), 1)}
        lines = "\n".join(f"<{code:04x}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items())
        face = file.make_indirect(typeface)
        face.ToUnicode = file.make_stream(f"{len(codes)} beginbfchar\n{lines}\nendbfchar".encode())
        page = file.pages[0].obj
        page.Resources.Font["/Secret"] = face
        first, *rest = words.split(" ")
        shown = ["".join(f"{codes[each]:04x}" for each in part) for part in (first, " ".join(rest))]
        drawn(
            file,
            lambda content: content + f"\nBT /Secret 1 Tf [<{shown[0]}>-20<>] TJ 0 1 Td <{shown[1]}> Tj ET".encode(),
        )

    return spoil


def _a_typeface() -> Object:
    return Dictionary(Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), BaseFont=Name.Secret)


def _form(words: str) -> Spoil:
    def spoil(file: Pdf) -> None:
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        form = file.make_stream(
            f"BT /F 9 Tf ({words}) Tj ET".encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9])
        )
        form.Resources = Dictionary(Font=Dictionary(F=face))
        file.pages[0].obj.Resources.XObject = Dictionary(Stamp=form)

    return spoil


def _places(words: str) -> dict[str, Spoil]:
    """Every place of a file in which words can stand."""
    spelt = words.encode("utf-16-be")
    return {
        "information": lambda file: file.docinfo.__setitem__("/Subject", f"with {words}"),
        "description": lambda file: described(file, b"<dc:title>", f"<!-- {words.upper()} --><dc:title>".encode()),
        "property": lambda file: described(file, b"pdf:Producer", f'pdf:Keywords="{words}" pdf:Producer'.encode()),
        "string": lambda file: file.Root.__setitem__("/Notes", Array([Dictionary(By=words.lower())])),
        "stream": lambda file: file.Root.__setitem__("/Notes", file.make_stream(f"a {words}, b".encode("utf-16-be"))),
        "spoken words": lambda file: drawn(
            file, lambda content: content + b"/P <</ActualText <FEFF%s>>> BDC EMC" % spelt.hex().encode()
        ),
        "drawn words": _drawn_in(_a_typeface(), words if " " in words else f"{words} x"),
        "stamp": _form(words),
        "picture in words": _said_by_a_tag("/Alt", f"The logo of {words}."),
        "tag in words": _said_by_a_tag("/ActualText", words),
        "title of a tag": _said_by_a_tag("/T", words),
        "link in words": lambda file: links(file)[0].__setitem__("/Contents", words),
        "address": lead_to(f"https://water.example.org/{words.replace(' ', '%20')}"),
        "outline": _outline(words),
        "attachment": lambda file: attachment(file).EF.F.write(f"name\n{words}\n".encode()),
        "name of an attachment": lambda file: attachment(file).__setitem__("/Desc", words),
    }


@pytest.mark.parametrize("place", _places(""))
@pytest.mark.parametrize("name", [SECRET, "Li", "Part", "ABC"])
def test_a_withheld_name_is_found_wherever_it_stands(sound: bytes, place: str, name: str) -> None:
    with pytest.raises(TypesettingFailed, match="asked not to be named stands in the file") as refused:
        checking.refuse_what_breaks_a_rule(spoilt(sound, _places(name)[place]), DOCUMENT, withheld=(name,))

    assert name not in str(refused.value)


def test_a_short_name_that_is_withheld_stops_no_seal(sound: bytes) -> None:
    body = f"{samples.BODY}<p>The list of partners: <a href='https://example.org/abc'>artifacts</a>, Liège, ABCD.</p>"
    document = replace(DOCUMENT, body=body)
    withheld = (*SHORT, "Wu", "PDF", "ISO", "EN", "FEFF", "TJ", "17", "Adobe", "sRGB")

    checking.refuse_what_breaks_a_rule(sound, DOCUMENT, withheld=withheld)
    checking.refuse_what_breaks_a_rule(typesetting.render(document).pdf, document, withheld=withheld)


def test_a_name_that_is_written_from_the_right_is_found_as_it_is_drawn(sound: bytes) -> None:
    name = "ידידי"

    for drawn_as in (name, name[::-1]):
        file = spoilt(sound, _drawn_in(_a_typeface(), f"{drawn_as} x"))
        with pytest.raises(TypesettingFailed, match="stands in the file"):
            checking.refuse_what_breaks_a_rule(file, DOCUMENT, withheld=(name,))


def test_a_name_in_a_script_without_gaps_is_found_within_a_sentence(sound: bytes) -> None:
    file = spoilt(sound, lambda file: file.docinfo.__setitem__("/Subject", "我们与清水协会一起"))

    with pytest.raises(TypesettingFailed, match="stands in the file"):
        checking.refuse_what_breaks_a_rule(file, DOCUMENT, withheld=("清水协会",))


def test_a_word_that_is_divided_between_two_lines_is_no_shorter_name(sound: bytes) -> None:
    divided = spoilt(sound, _drawn_in(_a_typeface(), "Li- mit"))

    assert list(withholding.faults_of_file(divided, DOCUMENT, ("Li", "mit"))) == []
    assert list(withholding.faults_of_file(divided, DOCUMENT, ("Limit",))) != []
    assert list(withholding.faults_of_file(divided, DOCUMENT, ("Li-Mit",))) != []


def test_a_withheld_name_in_the_list_is_found() -> None:
    document: Document = replace(samples.letter(), signatories=samples.listed(NameGroup("", (PrintedName(SECRET),))))
    pdf = typesetting.render(document).pdf

    with pytest.raises(TypesettingFailed, match="stands in the list"):
        checking.refuse_what_breaks_a_rule(pdf, document, withheld=(SECRET.lower(),))


def test_what_the_letter_says_in_its_own_words_is_no_leak(sound: bytes) -> None:
    checking.refuse_what_breaks_a_rule(sound, DOCUMENT, withheld=("Port Amber", "Port"))


@settings(deadline=None, max_examples=400)
@given(
    name=st.text("ab_- Éé'٣हि清水ก", min_size=1, max_size=6),
    around=st.tuples(*[st.text("ab_- Éé'٣हि清水ก.", max_size=6)] * 2),
    is_there=st.booleans(),
)
def test_to_look_at_the_words_first_changes_nothing(name: str, around: tuple[str, str], *, is_there: bool) -> None:
    before, after = around
    text = f"{before}{name if is_there else ''}{after}"

    found = [*withholding.standing([name], text)]

    assert found == ([name] if withholding.stands_in(name, text) else [])


def test_thousands_of_withheld_names_are_looked_for_in_one_look_at_each_text(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    normalize = unicodedata.normalize

    def counted(_: str, text: str) -> str:
        looked.append(text)
        return normalize("NFKC", text)

    monkeypatch.setattr("unicodedata.normalize", counted)
    names = [f"Quiet Circle {number}" for number in range(2000)]
    places = {"there": "Circle. " * 99, "here": "Quiet Circle 7"}

    assert withholding.places_that_name(DOCUMENT, names, places) == ("here",)
    assert len(looked) == len(names) + 1 + len(places)
