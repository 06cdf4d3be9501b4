"""Pictures in a Word file: where each stands in the text, and the parts of the package that hold them.

The files are numbered in the order of reading and called by their number alone, so that no name tells whose they are.
A picture that stands twice is kept once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from app.rendering.document import Picture
from app.rendering.other_forms.tree import Element, picture_address

_EMU = 9525
"""English metric units in a CSS pixel: 914,400 an inch, of which a pixel is the 96th (ECMA-376 part 1, 20.1.2.1)."""

_DOTS_PER_INCH = 300
_KEY = "picture"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(slots=True)
class Drawings:
    """The pictures of one letter. Remembers how many were drawn already: each drawing has a number of its own."""

    pictures: Sequence[Picture]
    drawn: int = 0

    def run(self, image: Element) -> str:
        """Return a picture as a run of the text (20.4.2.8), "" for an image that is none of the letter's.

        It is as large as its element says: as on paper, in CSS pixels.
        """
        places = {picture_address(each): n for n, each in enumerate(distinct(self.pictures), start=1)}
        number = places.get(image.attribute("src"))
        if number is None:
            return ""
        self.drawn += 1
        wide, high = _size(image, distinct(self.pictures)[number - 1])
        named = f'id="{self.drawn}" name="Picture {self.drawn}" descr={quoteattr(image.attribute("alt"))}'
        return (
            f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
            f'<wp:docPr {named}/><wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_DRAWING}/main" '
            f'noChangeAspect="1"/></wp:cNvGraphicFramePr><a:graphic xmlns:a="{_DRAWING}/main">'
            f'<a:graphicData uri="{_DRAWING}/picture"><pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
            f"<pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>"
            f'<a:blip r:embed="{_KEY}{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
            f'<a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def distinct(pictures: Sequence[Picture]) -> tuple[Picture, ...]:
    """Return each picture once, in the order of reading."""
    return tuple({each.sha256: each for each in pictures}.values())


def with_pictures(files: dict[str, bytes], pictures: Sequence[Picture]) -> dict[str, bytes]:
    """Return the parts of the package with the pictures that its text draws."""
    text = files["word/document.xml"]
    drawn = [(n, each) for n, each in enumerate(distinct(pictures), start=1) if f'"{_KEY}{n}"'.encode() in text]
    if not drawn:
        return files
    relations = "".join(
        f'<Relationship Id="{_KEY}{n}" Type="{_RELATION}/image" Target="media/image{n}.png"/>' for n, _ in drawn
    )
    kind = '<Default Extension="png" ContentType="image/png"/>'
    listed = {
        "[Content_Types].xml": ("</Types>", kind),
        "word/_rels/document.xml.rels": ("</Relationships>", relations),
    }
    added = {name: files[name].replace(end.encode(), f"{more}{end}".encode()) for name, (end, more) in listed.items()}
    return files | added | {f"word/media/image{n}.png": each.content for n, each in drawn}


def _size(image: Element, picture: Picture) -> tuple[int, int]:
    """Width and height in English metric units; as it was kept, 300 dots an inch, where the element does not say."""
    wide, high = (image.attribute(f"data-{side}") or image.attribute(side) for side in ("width", "height"))
    if wide.isdecimal() and high.isdecimal():
        return int(wide) * _EMU, int(high) * _EMU
    return picture.width * _EMU * 96 // _DOTS_PER_INCH, picture.height * _EMU * 96 // _DOTS_PER_INCH
