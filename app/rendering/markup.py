"""From a document to HTML: sandboxed Jinja, strict names, everything escaped but the sanitised body."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

import jinja2
from jinja2 import FileSystemBytecodeCache, FileSystemLoader, Template, TemplateNotFound
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from app.core.errors import Refused
from app.core.inside import LeadsOut, resolved_inside
from app.core.links import mail_link
from app.rendering.commas import comma_between, joined
from app.rendering.document import Document, Paper
from app.rendering.failures import TypesettingFailed
from app.rendering.french_spaces import with_held_spaces_in
from app.rendering.given import Sandbox, Unknown, of_what_is_there
from app.rendering.jinja_in_words import OWN, told
from app.rendering.numbered_names import FEW, NumberedGroup, numbered
from app.rendering.pictures import size_in_box, size_on_wall
from app.rendering.sides import closed, with_sentences_from_the_left, with_words_from_the_left
from app.rendering.templates_on_disk import (
    FOLDER,
    SHARED,
    LetterTemplate,
    letter_templates,
    refuse_what_is_missing,
)
from app.rendering.words import is_traditional, own_words, script_of, words

# How many names are set in which way: one column in body size, two columns, two smaller ones, three; then with room for
# longer numbers.
_SIZES = (
    (FEW, "few"),
    (30, "some"),
    (150, "many"),
    (999, "most"),
    (9_999, "most names-thousands"),
)
_LARGEST = "most names-tens-of-thousands"


# Languages by how they are written, where their tags do not say it.
_LIKE_OURS = frozenset({"Latn", "Cyrl"})
_IN_HEBREW = frozenset({"he", "yi"})
_IN_HAN = frozenset({"zh", "yue", "ja", "ko"})
_OF_INDIA = ("as", "bho", "bn", "brx", "doi", "gu", "hi", "kn", "kok", "mai", "ml", "mni", "mr", "ne", "or", "pa", "sa")
_TALL = frozenset({*_OF_INDIA, "sat", "si", "ta", "te", "bo", "dz", "my", "mnw", "shn", "km", "lo", "th", "am", "ti"})

_OPTIONS = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
_REFUSED = sorted(Sandbox.intercepted_binops)
_HEADING = re.compile("(</?h)([1-5])(?=[ >])")

# Letters that the last line of a title has at least, and words that stand before them.
_END_OF_TITLE = 14
_FEWEST_WORDS_BEFORE = 4
# The same for characters that stand without spaces between them. Marks are held to the character before them, and an
# opening one to the character after it.
_END_IN_HAN = re.compile(
    r"(?:[\u2018\u201c（《「『【〈]*[\u3041-\u30ff\u3400-\u9fff][^\u3041-\u30ff\u3400-\u9fff\s]*){3}$"
)
_FEWEST_HAN_BEFORE = 8


@dataclass(frozen=True, slots=True)
class Title:
    """A title in two parts; within `end` the line is not broken, unless there is no `start`."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Code:
    """A picture for telephones: so many squares a side with its white edge, and the dark ones as an SVG path."""

    side: int
    path: str


class _Files(FileSystemLoader):
    """Files of the letter templates, each within the folder that bears its name."""

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Read a file; what is a link out of its folder is not there."""
        top, _, rest = template.partition("/")
        try:
            resolved_inside(FOLDER / top if rest else FOLDER, rest or template)
        except LeadsOut as error:
            raise TemplateNotFound(template) from error
        return super().get_source(environment, template)


@cache
def environment() -> Sandbox:
    """What templates are compiled by: sandboxed, with strict names and everything escaped."""
    made = Sandbox(loader=_Files(FOLDER), undefined=Unknown, bytecode_cache=_compiled_before(), **_OPTIONS)
    own: tuple[Callable[..., object], ...] = (split_title, lowered, code, spaced, mail_link)
    own += (joined, comma_between, closed, size_in_box, size_on_wall)
    made.filters |= {each.__name__: of_what_is_there(each) for each in own}
    return made


class _Compiled(FileSystemBytecodeCache):
    """Templates as they were compiled, beside the bytecode of our modules, where that can be written.

    Another release of Jinja or other options compile another way, though the source is the same.
    """

    def __init__(self) -> None:
        super().__init__(str(Path(__file__).with_name("__pycache__")), "template-%s.bytecode")

    def get_source_checksum(self, source: str) -> str:
        """Tell apart what is compiled from this source."""
        return super().get_source_checksum(f"{jinja2.__version__} {_OPTIONS} {_REFUSED} {source}")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it; the rendering process may not."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


@cache
def _compiled_before() -> _Compiled:
    return _Compiled()


@cache
def _compiled(key: str, html: str) -> Template:
    made = environment()
    kept = _compiled_before()
    bucket = kept.get_bucket(made, f"{key}/{OWN}", None, html)
    if bucket.code is None:
        bucket.code = made.compile(html)
        kept.set_bucket(bucket)
    return made.template_class.from_code(made, bucket.code, made.make_globals(None))


def keep_compiled() -> None:
    """Compile all templates for all processes to come, where they were not or were changed."""
    for template in letter_templates():
        _compiled(template.key, template.html)
    for path in sorted((FOLDER / SHARED).glob("*.html")):
        environment().get_template(f"{SHARED}/{path.name}")


@cache
def _shared(name: str) -> str:
    return (FOLDER / "shared" / name).read_text(encoding="utf-8")


def shared_style_sheets() -> tuple[str, ...]:
    """What may come before the style sheet of a template: those that every letter has."""
    return _shared("faces.css"), _shared("print.css")


def stylesheets(document: Document, template: LetterTemplate) -> tuple[str, ...]:
    """The style sheets of this document, in the order in which they apply."""
    names = ["faces.css", *_han(document.language), "print.css"]
    names.append("paper-a4.css" if document.paper is Paper.A4 else "paper-letter.css")
    if document.embargo:
        names.append("embargo.css")
    if document.direction == "rtl":
        names.append("right-to-left.css")
        if document.embargo:
            names.append("embargo-right-to-left.css")
    names += _script(document)
    return (*(_shared(name) for name in names), template.css)


def _han(language: str) -> tuple[str, ...]:
    """The style sheet of those who write Chinese characters in other shapes than the Mainland."""
    if language.partition("-")[0] == "ko":
        return ("han-korean.css",)
    return ("han-traditional.css",) if is_traditional(language) else ()


def _script(document: Document) -> tuple[str, ...]:
    """The style sheet of those whose letters need other sizes and other room between the lines than ours."""
    primary = document.language.partition("-")[0].lower()
    if document.direction == "rtl":
        return ("script-hebrew.css",) if primary in _IN_HEBREW else ("script-arabic.css",)
    if script_of(document.language) in _LIKE_OURS:
        return ()
    if primary in _IN_HAN:
        return ("script-han.css",)
    return ("script-tall.css",) if primary in _TALL else ()


def markup(
    document: Document,
    template: LetterTemplate,
    *,
    inlined: tuple[str, ...],
    groups: tuple[NumberedGroup, ...] | None = None,
) -> str:
    """The page as HTML, with these style sheets written into it.

    With `groups` the template lists these, which may leave out names; else all groups of the document.

    Raises `TypesettingFailed` if the document lacks something.
    """
    refuse_what_is_missing(document, template)
    count = document.signatories.count
    is_from_the_right = document.direction == "rtl"

    def marked_up(text: str) -> Markup:
        # Sanitised by the letter; paper has no script and no network.
        held = with_held_spaces_in(text)
        return Markup(with_sentences_from_the_left(held) if is_from_the_right else held)  # noqa: S704 - as said

    names = {
        "document": document,
        "words": replace(words(document.language), own=own_words(document.language, template.words)),
        "sheets": tuple(Markup(sheet) for sheet in inlined),  # noqa: S704 - our own files
        "body": marked_up(document.body),
        "back_matter": marked_up(document.back_matter),
        "summary": marked_up(document.summary),
        "demands": marked_up(document.demands),
        "groups": numbered(document) if groups is None else groups,
        "size": next((size for limit, size in _SIZES if count <= limit), _LARGEST),
    }
    try:
        page = _compiled(template.key, template.html).render(names)
    except Refused:
        raise
    except Exception as error:
        # The template's, whatever it is: it is written by people who try it out.
        message = f"{told(error, template.html)}. Correct the letter template “{template.key}”."
        raise TypesettingFailed(message) from error
    return with_words_from_the_left(page) if is_from_the_right else page


def split_title(title: str) -> Title:
    """Hold the last words of a title of several lines together, so that no word stands alone on the last line.

    Of a title in Chinese or Japanese it is the last three characters.
    """
    if (end := _END_IN_HAN.search(title)) and end.start() >= _FEWEST_HAN_BEFORE:
        return Title(start=title[: end.start()], end=end[0])
    words_of_title = title.split(" ")
    together = len(words_of_title)
    while together and len(" ".join(words_of_title[together:])) < _END_OF_TITLE:
        together -= 1
    if together < _FEWEST_WORDS_BEFORE:
        return Title(start="", end=title)
    return Title(start=" ".join(words_of_title[:together]) + " ", end=" ".join(words_of_title[together:]))


def spaced(label: str) -> str:
    """A label with the space after it; a full-width colon brings its own."""
    return label if label.endswith("：") else f"{label} "


def lowered(html: str) -> Markup:
    """The same text with its headings one level down, for a letter that stands under a heading of its own."""
    return Markup(_HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", escape(html)))  # noqa: S704 - it was escaped


def code(address: str) -> Code:
    """The address as a QR code (ISO/IEC 18004), with medium error correction and four white squares around it."""
    # Most letters have none.
    from qrcode import QRCode, constants  # type: ignore[import-untyped]  # noqa: PLC0415 - it ships no types

    picture = QRCode(error_correction=constants.ERROR_CORRECT_M, border=4)
    picture.add_data(address)
    squares = picture.get_matrix()
    path = ""
    for y, row in enumerate(squares):
        x = 0
        for is_dark, cells in groupby(row):
            width = len(list(cells))
            path += f"M{x} {y}h{width}v1h-{width}z" if is_dark else ""
            x += width
    return Code(side=len(squares), path=path)
