"""What is wrong with a letter template: everything that can be told at once, and each mistake once."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from pathlib import Path

from app.core.errors import Refused
from app.editions.template_desk import Sample, sample_of
from app.letters.front_matter import LetterFileProblem
from app.letters.text_counts import faults_of_tokens
from app.rendering.failures import NOT_KEPT, TypesettingFailed
from app.rendering.pictures import obstacle_to_taking
from app.rendering.process import typesetter
from app.rendering.template_files import DESCRIPTION, bytes_of, place_of, text_of
from app.rendering.templates_on_disk import (
    PREVIEW,
    SAMPLE,
    LetterTemplate,
    read_template,
    refuse_what_is_missing,
    samples,
)
from app.rendering.trial.checks import (
    problems_in_languages,
    problems_in_pages,
)
from app.rendering.trial.on_paper import (
    NUMBERS,
    cannot_be_seen,
    with_embargo,
)
from app.rendering.work import FillIn, LookAtPages, LookForParts, LookOver, TakePicture


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check found: the problems, and how many documents and pages were set."""

    key: str
    problems: tuple[str, ...]
    documents: int
    pages: int


@dataclass(slots=True)
class _Set:
    """What came of setting the samples.

    `refusals` are by sentence, with the samples that met each; `hidden` is by part, with a text of it.
    """

    documents: int = 0
    pages: int = 0
    refusals: dict[str, list[str]] = field(default_factory=dict)
    hidden: dict[str, str] = field(default_factory=dict)


def check(folder: Path) -> Checked:
    """Read a template, set its samples on both papers, with and without an embargo, and say what is wrong.

    Here the files are read only. A template is a program, and nobody has seen this one: whatever parses it, fills it in
    or looks at its pages is done in the limited process, and ends there.
    Each file is judged as at a seal. Where the files themselves tell what is wrong, that is told, and not what comes of
    it in the samples.
    """
    folder = folder.resolve()
    try:
        template = read_template(folder)
    except Refused as refused:
        return Checked(folder.name, (refused.obstacle.sentence,), 0, 0)
    try:
        written = list(typesetter().do(LookOver(template)).sentences)
    except TypesettingFailed as failed:
        return Checked(template.key, (f"letter.html or letter.css: {failed}",), 0, 0)
    remarks = list(_remarks_on_style_sheet(template, is_told=bool(written)))
    every, about = _samples(folder, template)
    about += [*problems_in_languages(template), *_problems_in_folder(folder), *_problems_in_start(folder, template)]
    try:
        pages = [typesetter().do(FillIn(template, sample.document)) for sample in every]
        elements = problems_in_pages(pages)
        content = () if elements else _problems_in_content(template, every)
    except TypesettingFailed as failed:
        return Checked(template.key, (*(written or [str(failed)]), *remarks, *about), 0, 0)
    if elements:
        # What is not closed swallows what comes after it: the pages would tell of that only.
        return Checked(template.key, (*written, *remarks, *elements, *about), 0, 0)
    made = _set(template, every)
    if content:
        made.hidden.pop(NUMBERS, "")
    names = list(dict.fromkeys(sample.name for sample in every))
    refusals = [] if written else [_with_samples(said, met, names) for said, met in made.refusals.items()]
    hidden = [cannot_be_seen(made.hidden)] if made.hidden else []
    return Checked(template.key, (*written, *remarks, *content, *about, *refusals, *hidden), made.documents, made.pages)


def _remarks_on_style_sheet(template: LetterTemplate, *, is_told: bool) -> Iterator[str]:
    """What the engine passes over. It reads no sheet that wants another one, which may be told already."""
    try:
        remarks = typesetter().examine(template)
    except TypesettingFailed as failed:
        if not is_told:
            yield f"letter.css: {failed}"
        return
    yield from (f"letter.css, {remark}" for remark in remarks if not _is_of_files(remark))


def _problems_in_folder(folder: Path) -> Iterator[str]:
    """Whether the picture is there and one, and folders that nobody looks into."""
    make = "Make it with ./run templates preview, and put it into the folder."
    if not (folder / PREVIEW).is_file():
        yield f"{PREVIEW} is missing. {make}"
    elif not _is_picture(bytes_of(folder, PREVIEW)):
        yield f"{PREVIEW} is no picture in PNG. {make}"
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.name.startswith((SAMPLE, ".")):
            yield f"Nobody looks into the folder {path.name}. If it is a sample, call it {SAMPLE}-{path.name}."


def _is_picture(content: bytes) -> bool:
    if obstacle_to_taking(content, file_name=PREVIEW):
        return False
    try:
        typesetter().do(TakePicture(content))
    except TypesettingFailed:
        return False
    return True


def _problems_in_start(folder: Path, template: LetterTemplate) -> Iterator[str]:
    """Numbers to be counted that a new letter would begin with and nobody can count."""
    description = text_of(folder, DESCRIPTION)
    for each in fields(template.start):
        for _, fault in faults_of_tokens(getattr(template.start, each.name)):
            yield f"{place_of(each.name, description)}: {fault}"


def _samples(folder: Path, template: LetterTemplate) -> tuple[list[Sample], list[str]]:
    """The samples that can be read, and what is wrong with the others and with their languages."""
    every: list[Sample] = []
    problems: list[str] = []
    for path in samples(folder):
        try:
            read = list(sample_of(path, template))
            refuse_what_is_missing(read[0].document, template)
        except (Refused, LetterFileProblem) as wrong:
            problems.append(f"{path.name}: {wrong}")
            continue
        every += read
        if template.prints_names and not read[0].document.signatories.count:
            problems.append(
                f"{path.name}: nobody signs it, so no names are tried out. Put a signatories.csv beside it."
            )
        language = read[0].document.language
        if not any(language == each or language.startswith(f"{each}-") for each in template.languages):
            problems.append(
                f"{path.name}: it is written in “{language}”, which “languages” in template.toml does not name. "
                "Add it there, or take the sample out."
            )
    return every, problems


def _problems_in_content(template: LetterTemplate, every: list[Sample]) -> tuple[str, ...]:
    """What is left out. Raises `TypesettingFailed` where the template cannot be filled in."""
    if not every:
        return ()
    return typesetter().do(LookForParts(template, every[0].document)).sentences


def _set(template: LetterTemplate, every: list[Sample]) -> _Set:
    made = _Set()
    for sample in every:
        try:
            typeset = typesetter().typeset_to_keep(sample.document, on_trial=template)
            hidden = typesetter().do(LookAtPages(template, sample.document, typeset.pdf)).parts
        except TypesettingFailed as failed:
            sentence = str(failed).replace(f"{NOT_KEPT} ", "letter.html or letter.css: ")
            if sample.name not in (met := made.refusals.setdefault(sentence, [])):
                met.append(sample.name)
            continue
        made.documents += 1
        made.pages += typeset.pages
        made.hidden = {**hidden, **made.hidden}
    if made.documents and not any(sample.is_embargoed for sample in every):
        document = with_embargo(every[0].document)
        try:
            pdf = typesetter().typeset(document, on_trial=template).pdf
            hidden = typesetter().do(LookAtPages(template, document, pdf)).parts
        except TypesettingFailed:
            return made  # no longer the letter that fits
        made.hidden = {part: text for part, text in hidden.items() if part == "the embargo"} | made.hidden
    return made


def _with_samples(sentence: str, met: list[str], every: list[str]) -> str:
    return sentence if met == every else f"{sentence} ({', '.join(met)})"


def _is_of_files(remark: str) -> bool:
    """Whether the engine remarks what `problems_in_css` says: that nothing is fetched."""
    return any(said in remark for said in ("would be fetched", "@import", "Relative URI"))
