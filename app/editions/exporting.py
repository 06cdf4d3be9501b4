"""Writing a letter folder in other forms than paper, without a database."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.core.errors import Obstacle, refuse_if
from app.editions import composition
from app.editions.attachments import names_csv
from app.editions.building import Composed, composed
from app.editions.written import Form, MadeFile, WrittenFile, write_out
from app.letters.text_counts import counted
from app.letters.word_meter import words_in
from app.rendering.document import Document
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.templates_on_disk import LetterTemplate, Use, letter_template

_ENDINGS = {Form.DOCX: ".docx", Form.UN_DOCX: "_un.docx", Form.HTML: ".html", Form.TXT: ".txt", Form.CSV: ".csv"}


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written, how many words the statement has, what is worth a look, and how long it took."""

    files: tuple[WrittenFile, ...]
    words: int
    remarks: tuple[str, ...]
    seconds: float


def export(  # noqa: PLR0913 - what is said on the command line, and the clock
    folder: Path,
    out: Path,
    *,
    forms: Sequence[Form],
    embargo: str | None,
    now: datetime,
    un_manner: Manner = Manner.UN_STATEMENT,
) -> Exported:
    """Write `folder` into `out` in each of `forms`: clean and, under an embargo, with its lines in a file beside it.

    The list of names has no line, so there is one file of it. `un_manner` is how a UN_DOCX is set; `embargo` and
    `now` are as for `building.build`. Nothing is written unless all of it could be made. Raises `LetterFileProblem`,
    `OSError` or `Refused`, which is also said to a letter that is filled in on paper.
    """
    started = time.perf_counter()
    letter = composed(folder, embargo=embargo, now=now)
    if any(form is not Form.CSV for form in forms):
        refuse_if(_obstacle_to_other_forms(letter_template(letter.document.template)))
    made = [file for form in dict.fromkeys(forms) for file in _written(letter, form, un_manner)]
    files = write_out(made, out)
    words = words_in(counted(letter.text, letter.names.counts))
    return Exported(files, words, letter.remarks, time.perf_counter() - started)


def _obstacle_to_other_forms(template: LetterTemplate) -> Obstacle | None:
    """What is filled in has lines and boxes, which are drawn by a style sheet for paper and nowhere else."""
    if template.use is not Use.FORM:
        return None
    name = template.name.lower()
    article = "An" if name[0] in "aeiou" else "A"
    return Obstacle(f"{article} {name} is filled in on paper. Typeset it with ./run letter build.")


def _written(letter: Composed, form: Form, un_manner: Manner) -> list[MadeFile]:
    clean = composition.file_name(letter.text, edition=1, lift=letter.dated).removesuffix(".pdf")
    ending = _ENDINGS[form]
    if form is Form.CSV:
        return [MadeFile(f"{clean}{ending}", names_csv(letter.names.names).encode())]
    made = [MadeFile(f"{clean}{ending}", _content(letter.document, form, un_manner))]
    if letter.lift is not None:
        held = composition.embargoed_file_name(letter.text, edition=1, lift=letter.lift).removesuffix(".pdf")
        under = composition.under_embargo(letter.document, letter.lift)
        made.append(MadeFile(f"{held}{ending}", _content(under, form, un_manner)))
    return made


def _content(document: Document, form: Form, un_manner: Manner) -> bytes:
    match form:
        case Form.HTML:
            return html_page(document)
        case Form.TXT:
            return plain_text(document)
        case Form.UN_DOCX:
            return word_file(document, un_manner)
        case _:
            return word_file(document, Manner.LETTER)
