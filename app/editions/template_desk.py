"""Letter templates for those who write them: which there are, and what their samples look like."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from app.core.errors import Obstacle, Refused
from app.core.whole_files import AS_USUAL, replace_file
from app.editions import composition
from app.editions.building import document_of
from app.letters.letter_file import LetterFolder, read_letter_folder
from app.rendering.document import Document, Paper
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import (
    FOLDER,
    PREVIEW,
    LetterTemplate,
    letter_template,
    read_template,
    samples,
    template_keys,
)
from app.rendering.work import DrawPages

PREVIEW_WIDTH = 360
PAGE_WIDTH = 900
"""In pixels."""

_MOST_PAGES = 20
_DATED = datetime(2027, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sample:
    """One letter of a template on one paper: `name` says which ("sample-fr"), `is_embargoed` with which line on it."""

    name: str
    paper: Paper
    is_embargoed: bool
    document: Document

    @property
    def stem(self) -> str:
        """What its files are called: "sample-fr_A4_EMBARGOED"."""
        return f"{self.name}_{self.paper}{'_EMBARGOED' if self.is_embargoed else ''}"


def listed() -> Iterator[str]:
    """A line for each template: key, name and purpose, or why it cannot be used."""
    for key in template_keys():
        try:
            template = letter_template(key)
        except Refused as refused:
            yield f"{key}: {refused.obstacle.sentence}"
        else:
            yield f"{key}: {template.name}. {template.purpose}"


def folders() -> tuple[Path, ...]:
    """Every folder of a template."""
    return tuple(FOLDER / key for key in template_keys())


def folder_of(named: str) -> Path:
    """The folder of a template, named by its key or as the folder itself. `Refused` where there is none."""
    if named in template_keys():
        return FOLDER / named
    if Path(named).is_dir():
        return Path(named).resolve()
    known = ", ".join(template_keys())
    raise Refused(Obstacle(f"There is no letter template “{named}”. Name its folder, or use one of: {known}."))


def preview(folder: Path, out: Path, *, papers: Sequence[Paper]) -> Iterator[Path]:
    """Write the samples of a template into `out`: each as PDF, its pages as pictures, and the small one for the folder.

    Raises `LetterFileProblem` and `Refused` where a sample cannot be set, `OSError` where nothing can be written.
    """
    template = read_template(folder)
    out.mkdir(parents=True, exist_ok=True)
    small = b""
    for sample in sample_documents(folder):
        if sample.paper not in papers:
            continue
        pdf = typesetter().typeset(sample.document, on_trial=template).pdf
        small = small or typesetter().do(DrawPages(pdf, PREVIEW_WIDTH, most=1)).pictures[0]
        yield _written(out / f"{sample.stem}.pdf", pdf)
        pages = typesetter().do(DrawPages(pdf, PAGE_WIDTH, most=_MOST_PAGES)).pictures
        for number, picture in enumerate(pages, 1):
            yield _written(out / f"{sample.stem}_{number}.png", picture)
    yield _written(out / PREVIEW, small)


def sample_documents(folder: Path) -> Iterator[Sample]:
    """Every sample of a template, on both papers, and under its embargo where it has one.

    Raises `LetterFileProblem`, and `Refused` as `compose`.
    """
    template = read_template(folder)
    for path in samples(folder):
        yield from sample_of(path, template)


def sample_of(path: Path, template: LetterTemplate) -> Iterator[Sample]:
    """One sample, as `sample_documents`."""
    letter = read_letter_folder(path, on_trial=template.key)
    if letter.text.template != template.key:
        raise Refused(Obstacle(f"It is a “{letter.text.template}”. Write “template: {template.key}”."))
    for paper in Paper:
        document = _document(letter, paper)
        yield Sample(path.name, paper, is_embargoed=False, document=document)
        if letter.embargo is not None:
            embargoed = composition.under_embargo(document, letter.embargo)
            yield Sample(path.name, paper, is_embargoed=True, document=embargoed)


def _document(letter: LetterFolder, paper: Paper) -> Document:
    _text, document, _names = document_of(replace(letter, text=replace(letter.text, paper=paper)), dated=_DATED)
    return document


def _written(path: Path, content: bytes) -> Path:
    replace_file(path, content, mode=AS_USUAL)
    return path
