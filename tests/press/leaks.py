"""What may become of a copy on its way out: saved anew by common tools, cut, mixed, flattened."""

import random
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2

from app.press import carrier
from app.press.rules import stamp_line
from app.rendering.document import Document, NameGroup, PrintedName
from app.rendering.engine import typesetting
from app.rendering.stamps import masters
from app.rendering.stamps.copies import Master, copy
from app.signons.roll import Signatory
from tests.rendering import samples

KEY = "a key that no other installation has"
_SYLLABLES = ("ba", "cor", "den", "fi", "gal", "hor", "il", "jun", "kes", "lo", "mar", "nit", "or", "pel", "ras", "tum")


def prose(words: int, *, seed: int = 7) -> str:
    """So many invented words in paragraphs, no two of which are alike."""
    chance = random.Random(seed)  # noqa: S311 - invented words
    written = ["".join(chance.choices(_SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
    return "".join(f"<p>{' '.join(written[at : at + 60])}.</p>" for at in range(0, words, 60))


def a_document(words: int = 900) -> Document:
    """A statement of about three pages."""
    names = tuple(PrintedName(f"Union of {name}") for name in prose(40, seed=3)[3:-5].split())
    document = samples.statement(count=5, body=prose(words))
    return samples.with_names(document, NameGroup("", names))


def signatories(count: int = 90) -> tuple[Signatory, ...]:
    """So many signatories whose names have words enough to bear marks."""
    words = prose(count * 5, seed=11).replace("<p>", "").replace("</p>", " ").replace(".", "").split()
    return tuple(Signatory(" ".join(words[at : at + 5]).capitalize()) for at in range(0, count * 5, 5))


def a_master(document: Document) -> Master:
    """What copies of a document are made from."""
    return masters.prepare(typesetting.render(document).pdf, (stamp_line(1, "Ana Pop", "Radio Delta"),))


def a_copy(master: Master, number: int) -> bytes:
    """The copy of Ana Pop with this number."""
    places = carrier.places(KEY, master.plan.marks)
    line = masters.line(stamp_line(number, "Ana Pop", "Radio Delta"))
    return copy(master, line, carrier.rights(KEY, number, places))


@dataclass(frozen=True, slots=True)
class Way:
    """Something that is done to a PDF, and what of the number should be left: in the foot, in the words.

    `does` takes the file and where to write; it needs `tool` to be on the machine, if that is not empty.
    """

    words: str
    does: Callable[[Path, Path], None]
    foot: bool
    text: bool
    tool: str = ""

    @property
    def is_here(self) -> bool:
        """Whether this machine can do it."""
        return not self.tool or shutil.which(self.tool) is not None

    def done_to(self, pdf: bytes, folder: Path) -> bytes:
        """Return what comes out."""
        before, after = folder / "before.pdf", folder / "after.pdf"
        before.write_bytes(pdf)
        self.does(before, after)
        return after.read_bytes()


def _by(*command: str) -> Callable[[Path, Path], None]:
    def does(before: Path, after: Path) -> None:
        places = {"{in}": str(before), "{out}": str(after), "{stem}": str(after.with_suffix(""))}
        subprocess.run([places.get(part, part) for part in command], check=True, capture_output=True)

    return does


def _as_it_is(before: Path, after: Path) -> None:
    after.write_bytes(before.read_bytes())


def _without_metadata(before: Path, after: Path) -> None:
    with pikepdf.open(before) as document:
        del document.Root.Metadata
        if "/Info" in document.trailer:
            del document.trailer.Info
        del document.trailer.ID
        document.save(after)


def _without_stamp(before: Path, after: Path) -> None:
    with pikepdf.open(before) as document:
        for page in document.pages:
            page.obj.Contents = page.obj.Contents[1]
        document.save(after)


def _without_tags(before: Path, after: Path) -> None:
    with pikepdf.open(before) as document:
        for key in ("/StructTreeRoot", "/MarkInfo", "/Metadata", "/OutputIntents"):
            del document.Root[key]
        document.save(after, stream_decode_level=pikepdf.StreamDecodeLevel.all, compress_streams=False)


def _one_page(before: Path, after: Path) -> None:
    with pikepdf.open(before) as document, pikepdf.new() as fresh:
        fresh.pages.append(document.pages[1])
        fresh.save(after)


def _by_pdfium(before: Path, after: Path) -> None:
    document, fresh = pypdfium2.PdfDocument(before), pypdfium2.PdfDocument.new()
    fresh.import_pages(document)
    fresh.save(str(after))
    fresh.close()
    document.close()


def _pictures(before: Path, after: Path) -> None:
    document = pypdfium2.PdfDocument(before)
    first, *others = [page.render(scale=1.5).to_pil().convert("L") for page in document]
    document.close()
    first.save(after, save_all=True, append_images=others)


def _retyped(before: Path, after: Path) -> None:
    document = pypdfium2.PdfDocument(before)
    words = document[0].get_textpage().get_text_range().split()
    document.close()
    kept = " ".join(words).partition("JOINT STATEMENT")[2].replace("<", " ")
    after.write_bytes(typesetting.render(samples.statement(count=6, body=f"<p>{kept}</p>", embargo=None)).pdf)


WAYS = (
    Way(
        "left as it was sent",
        _as_it_is,
        foot=True,
        text=True,
    ),
    Way("metadata and identifier removed", _without_metadata, foot=True, text=True),
    Way("tags removed, everything unpacked", _without_tags, foot=True, text=True),
    Way("the line and the mark cut out", _without_stamp, foot=False, text=True),
    Way("one page alone", _one_page, foot=True, text=True),
    Way("pages taken over by pdfium", _by_pdfium, foot=True, text=True),
    Way(
        "`qpdf --linearize --object-streams=generate`",
        _by("qpdf", "--linearize", "--object-streams=generate", "{in}", "{out}"),
        foot=True,
        text=True,
        tool="qpdf",
    ),
    Way(
        "`qpdf --qdf`",
        _by("qpdf", "--qdf", "{in}", "{out}"),
        foot=True,
        text=True,
        tool="qpdf",
    ),
    Way(
        "Ghostscript `pdfwrite`",
        _by("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-o", "{out}", "{in}"),
        foot=True,
        text=True,
        tool="gs",
    ),
    Way(
        "Ghostscript `pdfwrite`, for the screen",
        _by("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", "-dPDFSETTINGS=/screen", "-o", "{out}", "{in}"),
        foot=True,
        text=True,
        tool="gs",
    ),
    Way("`pdftocairo -pdf`", _by("pdftocairo", "-pdf", "{in}", "{out}"), foot=True, text=True, tool="pdftocairo"),
    Way(
        "`mutool clean -gggg -s`",
        _by("mutool", "clean", "-gggg", "-s", "{in}", "{out}"),
        foot=True,
        text=True,
        tool="mutool",
    ),
    Way(
        "through PostScript (`pdftops`, `ps2pdf`)",
        _by("sh", "-c", 'pdftops "$0" "$1.ps" && ps2pdf "$1.ps" "$1"', "{in}", "{out}"),
        foot=False,
        text=False,
        tool="ps2pdf",
    ),
    Way("pages made into pictures, as printing and scanning does", _pictures, foot=False, text=False),
    Way("the text copied out and typeset anew", _retyped, foot=False, text=False),
)


def mixed(copies: list[bytes], pages: list[int]) -> bytes:
    """Pages of several copies in one file: page `at` from the copy `pages[at]`."""
    written = BytesIO()
    opened = [pikepdf.open(BytesIO(each)) for each in copies]
    with pikepdf.new() as fresh:
        for at, which in enumerate(pages):
            fresh.pages.append(opened[which].pages[at])
        fresh.save(written)
    for each in opened:
        each.close()
    return written.getvalue()


def table() -> str:
    """What survives, as it stands in the documentation."""
    said = {True: "found", False: "lost"}
    rows = ["| What was done to the file | Number in the foot | Number in the words |", "|---|---|---|"]
    rows += [f"| {way.words} | {said[way.foot]} | {said[way.text]} |" for way in WAYS]
    return "\n".join(rows) + "\n"
