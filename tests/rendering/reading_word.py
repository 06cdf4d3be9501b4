"""Reading a Word file back: its parts, its paragraphs, what stands at the foot."""

import io
import re
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(file: bytes) -> dict[str, bytes]:
    """Every part by its name."""
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return {name: package.read(name) for name in package.namelist()}


def part(file: bytes, name: str) -> ET.Element:
    """One part as a tree."""
    return ET.fromstring(parts(file)[name])  # noqa: S314 - our own file


def paragraphs(file: bytes, name: str = "word/document.xml") -> list[tuple[str, str]]:
    """Style and text of every paragraph that has text."""
    found = []
    for each in part(file, name).iter(f"{W}p"):
        text = "".join(" " if run.tag == f"{W}br" else run.text or "" for run in each.iter() if run.tag in _TEXT)
        if text.strip():
            found.append((style_of(each), text))
    return found


def style_of(paragraph: ET.Element) -> str:
    """The style of a paragraph, "" without one."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(f"{W}val", "")


def styled(file: bytes, style: str) -> list[str]:
    """The texts of this style."""
    return [text for found, text in paragraphs(file) if found == style]


def text(file: bytes, name: str = "word/document.xml") -> str:
    """All text of a part, paragraph after paragraph."""
    return "\n".join(found for _, found in paragraphs(file, name))


def close(words: str) -> str:
    """A text without spaces and marks of direction, so that line breaks do not matter."""
    return re.sub(r"[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]+", "", words)


_TEXT = (f"{W}t", f"{W}br")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in the text: the style of its paragraph, what is read instead of it, its size in cm, its bytes."""

    style: str
    alternative: str
    width: float
    height: float
    content: bytes


def pictures(file: bytes) -> list[Drawn]:
    """Every picture of the text in order, followed through its relationship to its file."""
    targets = {
        each.get("Id"): f"word/{each.get('Target')}" for each in part(file, "word/_rels/document.xml.rels").iter()
    }
    found = []
    for paragraph in part(file, "word/document.xml").iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        for inline in paragraph.iter(f"{_WP}inline"):
            extent, named, blip = (
                inline.find(f"{_WP}extent"),
                inline.find(f"{_WP}docPr"),
                next(inline.iter(f"{_A}blip")),
            )
            assert extent is not None
            assert named is not None
            found.append(
                Drawn(
                    "" if style is None else style.get(f"{W}val", ""),
                    named.get("descr", ""),
                    int(extent.get("cx", "")) / _EMU_PER_CM,
                    int(extent.get("cy", "")) / _EMU_PER_CM,
                    parts(file)[targets[blip.get(f"{_R}embed")]],
                )
            )
    return found


_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_EMU_PER_CM = 360_000
