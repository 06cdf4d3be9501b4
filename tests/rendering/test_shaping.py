"""Text to glyphs, and to lines."""

import re
from itertools import pairwise
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.rendering.engine import kinds
from app.rendering.engine.door import HTML
from app.rendering.engine.fetching import NothingFetched
from app.rendering.engine.kept import kept
from app.rendering.lists import shaping
from app.rendering.lists.faces import CannotBeShaped
from app.rendering.lists.shaping import Shaped, Type, lines
from tests.rendering import scripts

WIDE = 100_000.0
FAMILIES = '"Source Serif 4", "Noto Naskh Arabic", "Noto Sans SC"'
NAMES = (
    "AVA office To Yo (Tåå) L’Yonne",
    "Ärzte für saubere Strände e.V. (München) 1147",
    "Łódź & Štětí – Čistá řeka; Avenue 17/71: “Voilà”, Tell’Albero!",
    "Общество чистой воды «Қазақстан» Г. А. Уте 2027",
    "Sámi Ŧ Searvi ḋún Ŧeŧŧi 12",
    "Ένωση Παράκτιων Δήμων, ΑΥΤΟ 17",
)


def type_of(language: str = "en", direction: str = "ltr", *, css: str = "") -> Type:
    """The type of a paragraph, 10 pixels in size."""
    kept().types.clear()
    page = HTML(
        string=f'<html lang="{language}" dir="{direction}"><style>p {{ font: 10px {FAMILIES}; {css} }}</style><p>n',
        url_fetcher=NothingFetched(),
    ).render(font_config=kept().fonts)
    boxes = page.pages[0]._page_box.descendants()  # noqa: SLF001 - the engine has no other way to them
    style = next(box.style for box in boxes if getattr(box, "text", "") == "n")
    return kinds.type_of(style, kinds.no_faces())


def codes(type_: Type, text: str) -> list[str]:
    return [code for _, shown in type_.shaped(text).shown for code in codes_in(shown)]


def codes_in(shown: str) -> list[str]:
    return [code for string in re.findall("<([0-9a-f]*)>", shown) for code in re.findall("....", string)]


def test_letters_that_melt_together_are_read_as_they_were_typed() -> None:
    serif = type_of()

    found = codes(serif, "office")

    [face] = serif.faces.in_order
    assert len(found) < len("office")
    assert "".join(face.letters[int(code, 16)] for code in found) == "office"


@pytest.mark.parametrize(
    "names",
    [
        ("Conflict", "of Clean", "Office", "Affairs", "fin", "Offline"),
        ("Offline Affairs", "fi", "f l i", "ff", "fin of conflict"),
    ],
)
def test_each_glyph_is_read_also_where_its_letters_were_seen_otherwise_before(names: tuple[str, ...]) -> None:
    serif = type_of()

    drawn = {name: codes(serif, name) for name in names}

    [face] = serif.faces.in_order
    assert {name: "".join(face.letters[int(code, 16)] for code in found) for name, found in drawn.items()} == {
        name: name for name in names
    }


@settings(deadline=None)
@given(order=st.permutations(["الله", "لله", "ال", "هل", "لا إله", "الاتحاد", "اللجنة", "ل ا ه"]))
def test_each_glyph_of_joined_letters_stands_for_something(order: list[str]) -> None:
    arabic = type_of("ar", "rtl")

    drawn = {int(code, 16) for name in order for code in codes(arabic, name)}

    assert drawn <= {glyph for face in arabic.faces.in_order for glyph in face.letters}


def test_pairs_stand_closer_and_the_operand_says_by_how_much() -> None:
    serif = type_of()
    shaped = serif.shaped("AVA")
    [face] = serif.faces.in_order
    [(_, shown)] = shaped.shown
    a, v, _ = codes(serif, "AVA")

    nearer = [int(number) for number in re.findall(">(-?[0-9]+)<", shown)]

    assert len(nearer) == 2
    assert min(nearer) > 0
    assert shown == f"[<{a}>{nearer[0]}<{v}>{nearer[1]}<{a}>]"
    assert shaped.width * 100 == pytest.approx(
        2 * face.widths[int(a, 16)] + face.widths[int(v, 16)] - sum(nearer), abs=2
    )


@pytest.mark.parametrize("name", NAMES)
def test_words_shaped_one_by_one_are_the_text_shaped_at_once(name: str) -> None:
    serif = type_of()

    [found] = serif.broken(name, first=WIDE, room=WIDE)

    assert found is not None
    at_once = type_of().shaped(name)
    assert found._replace(width=0) == at_once._replace(width=0)
    assert found.width == pytest.approx(at_once.width)


@pytest.mark.parametrize("css", ["", "font-variant-numeric: lining-nums tabular-nums"])
def test_numbers_shaped_sign_by_sign_are_numbers_shaped_at_once(css: str) -> None:
    serif = type_of(css=css)

    assert [
        number for number in range(1, 1200) if serif.numbered(number).shown != serif.shaped(f"{number}. ").shown
    ] == []


@pytest.mark.parametrize("writing", scripts.WRITINGS, ids=lambda writing: writing.language)
def test_lines_of_a_text_hold_its_glyphs_and_keep_within_their_width(writing: scripts.Writing) -> None:
    type_ = type_of(writing.language, writing.direction)

    found = type_.broken(writing.sentence, first=150, room=350)

    own = {code for shaped in found if shaped for _, shown in shaped.shown for code in codes_in(shown)}
    at_once = {*codes(type_, writing.sentence)}
    assert own <= at_once
    assert len(at_once - own) <= 1, "only a space is lost where a line ends"
    assert [shaped for shaped in found[1:] if shaped is None or not 0 < shaped.width <= 350] == []
    assert len(found) > 1


WORDS = (
    *("Sleeping-Car", "1-Tages", "Łódź’s", "Städte’", "(Ost-West)", "e.V.", "Küste,", "Ä", "Ost-", "-Süd", "17-18"),
    *("Art.19", "v.2.0", "17.a", "d’19"),
)


@pytest.mark.parametrize("text", ["Räte der Ost-West-Achse", "Städte’ (Ost)", "Ende- (Ost) a-b"])
@settings(deadline=None)
@given(more=st.lists(st.sampled_from(WORDS), min_size=2, max_size=9), room=st.integers(40, 160))
def test_words_end_lines_where_the_text_laid_as_a_whole_does(text: str, more: list[str], room: int) -> None:
    name = " ".join((text, *more))
    serif = type_of()

    def tried() -> list[Shaped | None] | None:
        try:
            return serif.broken(name, first=room - 20.0, room=room)
        except ValueError:
            return None

    found = tried()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shaping, "_BROKEN_AT_PIECES", re.compile("(?!)"))
        at_once = tried()

    assert found == at_once


@pytest.mark.parametrize("text", ["\U0001f600", "x\u0302\U00013000"])
def test_what_no_face_has_is_refused(text: str) -> None:
    with pytest.raises(CannotBeShaped):
        type_of().shaped(text)


def test_letters_drawn_alike_are_spelled_from_the_second_on() -> None:
    serif = type_of()

    assert serif.shaped("Ένωση Ω").spelled == ""
    assert serif.shaped("17 \N{OHM SIGN}").spelled == "17 \N{OHM SIGN}"
    assert serif.shaped("Ένωση Ω").spelled == ""


@pytest.mark.parametrize(
    ("first", "room", "broken"),
    [
        (3, 3, [(0, 4), (4, 7), (7, 10)]),
        (6, 6, [(0, 4), (4, 10)]),
        (7, 7, [(0, 7), (7, 10)]),
        (10, 10, [(0, 10)]),
        (2, 7, [(0, 0), (0, 7), (7, 10)]),
        (3, 6, [(0, 4), (4, 10)]),
    ],
)
def test_as_many_words_stand_on_a_line_as_fit(first: float, room: float, broken: list[tuple[int, int]]) -> None:
    # "one two/six": a space may hang over the edge, and a line may end after it and after the second word.
    assert lines([(4, 3, 4), (7, 7, 7), (10, 10, 10)], first=first, room=room) == broken


def test_a_word_wider_than_a_line_is_not_broken() -> None:
    with pytest.raises(ValueError, match="wider than a line"):
        lines([(2, 1, 2), (5, 5, 5)], first=2.5, room=2.5)


@given(widths=st.lists(st.integers(1, 9), min_size=1, max_size=40), room=st.integers(1, 60), chance=st.randoms())
def test_lines_hold_every_word_once_and_are_as_full_as_they_can_be(
    widths: list[int], room: int, chance: Random
) -> None:
    starts = sorted(at for at in range(1, len(widths)) if chance.random() < 0.4)
    ends = [(at, float(sum(widths[:at])), float(sum(widths[:at]))) for at in [*starts, len(widths)]]
    assume(max(sum(widths[first:last]) for first, last in pairwise([0, *starts, len(widths)])) <= room)

    found = lines(ends, first=room, room=room)

    assert [first for first, _ in found] == [0, *(last for _, last in found[:-1])]
    assert found[-1][1] == len(widths)
    assert all(sum(widths[first:last]) <= room for first, last in found)
    for (first, last), _ in pairwise(found):
        following = next(at for at in [*starts, len(widths)] if at > last)
        assert sum(widths[first:following]) > room
