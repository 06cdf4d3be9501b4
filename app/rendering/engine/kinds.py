"""How names are set, read from samples that the engine set: what rows of our own must keep to.

The engine sets one sample of each kind of name. Its boxes say in which faces, where and how far apart the texts of such
a row stand. Where they say more than rows can follow, the names are left to the engine.
"""

from collections.abc import Iterator, Mapping, Sequence

from app.rendering.document import PrintedName
from app.rendering.engine.door import (
    Box,
    ComputedStyle,
    InlineBox,
    Layout,
    LineBox,
    TextBox,
    font_style_key,
    get_pango_font_key,
    strut,
)
from app.rendering.engine.kept import kept
from app.rendering.lists import rows
from app.rendering.lists.faces import CannotBeShaped, Faces
from app.rendering.lists.listed import Kind, Measures, Segment, SetApart, SetList, Strut, is_set_alike
from app.rendering.lists.shaping import Type

# Of text that is shaped and no more, of text that is broken at words, and of boxes around it that are not seen.
_PLAIN_TEXT = {
    "letter_spacing": "normal",
    "word_spacing": 0,
    "text_transform": "none",
    "text_decoration_line": "none",
    "visibility": "visible",
}
_BROKEN_AT_WORDS = {"white_space": "normal", "word_break": "normal", "hyphens": "manual"}
_PLAIN_BOX = {"opacity": 1, "position": "static", "vertical_align": "baseline"}


def no_faces() -> Faces:
    """The faces of a document, before any is met."""
    return Faces(kept().shaping, lambda font: get_pango_font_key(font)[-1])


def kinds_of(names: SetList, samples: Sequence[Box], set_samples: Sequence[Box]) -> dict[PrintedName, Kind]:
    """How the names of a list are set, by the samples of its listing.

    Given are their boxes in that order, as the engine took them in and as it set them. Raises `SetApart` with the names
    that are not set alike.
    """
    kinds = {}
    apart = set()
    listing = names.listing
    if not len(listing.samples) == len(samples) == len(set_samples):
        # A template sets them in one line.
        raise SetApart(names.numbers_of(set(listing.samples)))
    for name, sample, set_sample in zip(listing.samples, samples, set_samples, strict=True):
        try:
            kinds[name] = _kind(name, sample, set_sample, listing.start, names.faces)
        except CannotBeShaped:
            apart.add(name)
    if apart:
        raise SetApart(names.numbers_of(apart))
    return kinds


def type_of(style: ComputedStyle, faces: Faces) -> Type:
    """What text of this style is shaped by. Raises `CannotBeShaped` for a style that does more than choose letters."""
    if not _is_plain(style, _PLAIN_TEXT):
        raise CannotBeShaped
    colour = tuple(style["color"].to("srgb").coordinates)
    key = (font_style_key(style, include_size=True), style["direction"], colour)
    types = kept().types
    if key not in types:
        layout = Layout(style)

        def holding(text: str) -> Layout:
            another = Layout(style)
            another.set_text(text)
            another.get_first_line()
            return another

        types[key] = Type(faces, layout.layout, holding, strut(style)[0], colour, style["direction"] == "rtl")
    return types[key]


def _is_plain(style: ComputedStyle, plain: Mapping[str, object]) -> bool:
    return all(style[name] == value for name, value in plain.items())


def _strut(style: ComputedStyle) -> Strut:
    height, above = strut(style)
    return Strut(above, height - above)


def _segments(line: Box, faces: Faces) -> Iterator[Segment]:
    """The texts of a sample, as the engine made them of a template. Raises `CannotBeShaped` if they are others."""
    breaks: tuple[Strut, ...] = ()
    for text, around in _texts(line):
        struts = tuple(_strut(box.style) for box in around)
        said = text.text.removesuffix(" ")
        place = rows.in_sample(said) if said else -1
        if text.text == "\n":
            breaks = struts or (_strut(text.style),)
        elif (
            place is not None
            and _is_plain(text.style, _BROKEN_AT_WORDS)
            and all(_is_plain(box.style, _PLAIN_BOX) for box in around)
        ):
            yield Segment(place, text.text[len(said) :], type_of(text.style, faces), (*struts, *breaks), bool(breaks))
            breaks = ()
        else:
            raise CannotBeShaped


def _texts(box: Box, around: tuple[Box, ...] = ()) -> Iterator[tuple[TextBox, tuple[Box, ...]]]:
    """Boxes of text on a line, each with the boxes around it."""
    for child in box.children:
        if isinstance(child, TextBox):
            yield child, around
        elif isinstance(child, InlineBox):
            yield from _texts(child, (*around, child))
        else:
            raise CannotBeShaped


def _kind(name: PrintedName, sample: Box, set_sample: Box, number: int, faces: Faces) -> Kind:
    """How names are set that are like a sample, which the engine set.

    Raises `CannotBeShaped` if we would set it otherwise.
    """
    left, top = set_sample.position_x, set_sample.position_y
    try:
        marker, block_of_lines = set_sample.children
    except ValueError:
        raise CannotBeShaped from None  # a template sets names without numbers, or in no block
    labels = [text for text, _ in _texts(marker.children[0])]
    [line] = sample.children[-1].children
    # Without size there is none.
    if [label.text for label in labels] != [f"{number}. "] or not isinstance(line, LineBox):
        raise CannotBeShaped
    [label] = labels
    from_the_right = line.style["direction"] == "rtl"
    height = set_sample.margin_height()
    above = block_of_lines.content_box_y() - top
    measures = Measures(
        left=block_of_lines.content_box_x() - left,
        width=block_of_lines.width,
        top=above,
        below=height - above - block_of_lines.height,
        number_edge=label.position_x - left + (0 if from_the_right else label.width),
        number_baseline=label.position_y + label.baseline - top,
        from_the_right=from_the_right,
    )
    kind = Kind(measures, type_of(label.style, faces), _strut(line.style), tuple(_segments(line, faces)))
    places = [
        (text.position_x - left, text.position_y + text.baseline - top)
        for set_line in block_of_lines.children
        for text, _ in _texts(set_line)
        if text.text.strip()
    ]
    if not is_set_alike(kind, name, places, height=height):
        raise CannotBeShaped
    return kind
