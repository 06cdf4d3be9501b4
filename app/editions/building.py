"""Typesetting a letter folder without a database."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from datetime import time as wall_clock
from pathlib import Path
from types import MappingProxyType

from app.core.errors import Obstacle, Refused
from app.core.wall_time import WallTime, read_wall_time
from app.editions import attachments, composition
from app.editions.composition import Imprint
from app.editions.left_out import remarks
from app.editions.written import MadeFile, WrittenFile, write_out
from app.letters.letter_file import LetterFolder, read_letter_folder
from app.letters.pictures_beside import with_kept_logo
from app.letters.rules import doubts_about_dates, doubts_about_release, doubts_about_signing
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import LetterText, canonical, fingerprint
from app.letters.text_counts import counted, with_counts
from app.organisations.rules.sorting import sort_key
from app.rendering.document import Document
from app.rendering.process import typesetter
from app.rendering.taking_in import take_pictures
from app.signons.roll import Roll, Signatory, roll
from app.signons.rules import Visibility, names_to_look_for


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made, what is worth a look, and how long it took."""

    files: tuple[WrittenFile, ...]
    remarks: tuple[str, ...]
    seconds: float


@dataclass(frozen=True, slots=True)
class Composed:
    """A letter folder as its document; `dated` is the moment of the lift, else the day of the letter.

    `withheld` are names that are counted and must not come out, `remarks` sentences about what is worth a look.
    """

    text: LetterText
    names: Roll
    lift: WallTime | None
    dated: WallTime
    document: Document
    withheld: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def build(folder: Path, out: Path, *, embargo: str | None, now: datetime) -> Built:
    """Typeset `folder` into `out`: the clean PDF and, under an embargo, the embargoed one beside it.

    `embargo` is "2027-06-17 09:00 Europe/Brussels", else the one in letter.md counts. Nothing is written unless all of
    it could be typeset. A release that has passed at `now` is worth a look. Raises `LetterFileProblem`, `Refused` or
    `OSError`.
    """
    started = time.perf_counter()
    typesetter().start()
    letter = composed(folder, embargo=embargo, now=now)
    source = canonical(letter.text)
    clean = attachments.for_everyone(letter.document, source=source, names=letter.names.names)
    wanted = [(composition.file_name(letter.text, edition=1, lift=letter.dated), clean)]
    if letter.lift is not None:
        embargoed = composition.under_embargo(letter.document, letter.lift)
        wanted.append((composition.embargoed_file_name(letter.text, edition=1, lift=letter.lift), embargoed))
    typeset = [(name, typesetter().typeset_to_keep(each, withheld=letter.withheld)) for name, each in wanted]
    files = write_out([MadeFile(name, each.pdf, each.pages) for name, each in typeset], out)
    of_paper = dict.fromkeys(remark for _, each in typeset for remark in each.remarks)
    return Built(files, (*letter.remarks, *of_paper), time.perf_counter() - started)


def composed(folder: Path, *, embargo: str | None, now: datetime) -> Composed:
    """Read `folder` and compose its document, before any embargo is put on it. See `build`.

    `Refused` also where a name that is only counted would come out.
    """
    letter = read_letter_folder(folder)
    lift = read_wall_time(embargo) if embargo else letter.embargo
    dated = lift or _dated(letter, today=now.date())
    text, document, names = document_of(letter, dated=dated.instant())
    withheld = tuple(
        name
        for row in letter.signatories
        if row.visibility is not FileVisibility.PUBLIC
        for name in names_to_look_for(row.name, native_name=row.native_name, person=row.person, acronym=row.acronym)
    )
    if withheld:
        from app.editions.outlook import given_away  # noqa: PLC0415 - it can read PDFs, and most folders withhold nothing

        if sentence := given_away(document, text, names, withheld):
            raise Refused(Obstacle(sentence))
    found = (
        *doubts_about_release(lift, deadline_at=letter.signing_ends_at, now=now),
        *doubts_about_dates(text.date, lift=lift, as_of=letter.as_of, now=now),
        *doubts_about_signing(letter.signing_until, now=now),
        *remarks(text, names, where=letter.where),
    )
    return Composed(text, names, lift, dated, document, withheld, found)


def document_of(letter: LetterFolder, *, dated: datetime) -> tuple[LetterText, Document, Roll]:
    """The text as it is signed, what is printed, and who stands under it. `dated` is the instant in the metadata.

    `Refused` as `compose`.
    """
    taken = take_pictures(letter.pictures, where=letter.where_named)
    digests = {name: hashlib.sha256(png).hexdigest() for name, png in taken.items()}
    signers = [signatory(each, given=n, pictures=digests) for n, each in enumerate(letter.signatories, 1)]
    text = with_kept_logo(letter.text, digests)
    names = roll(signers, text)
    # What cannot be counted is refused here, with the line in the file.
    counted(text, names.counts, where=letter.where)
    for part, written in letter.press.parts().items() if letter.press else ():
        with_counts(written, names.counts, text.language, part=part, where=letter.where)
    imprint = Imprint(
        dated=dated,
        as_of=letter.as_of,
        fingerprint=fingerprint(canonical(text)),
        pictures={digests[name]: png for name, png in taken.items()},
        press=letter.press,
        signing=letter.signing,
        translations=letter.translations,
    )
    return text, composition.compose(text, names, imprint), names


def signatory(row: FileSignatory, *, given: int, pictures: Mapping[str, str] = MappingProxyType({})) -> Signatory:
    """A line of the file as a signatory; `given` is its place there, `pictures` are SHA-256 by file name."""
    return Signatory(
        name=row.name,
        country=row.country,
        group=row.group,
        lead=row.lead,
        person=row.person,
        person_title=row.person_title,
        acronym=row.acronym,
        native_name=row.native_name,
        sort_key=sort_key(row.name, sort_as=row.sort_key),
        visibility=Visibility(row.visibility.value),
        given=given,
        affiliation=row.affiliation,
        logo=pictures.get(row.logo, ""),
        signature=pictures.get(row.signature, ""),
    )


def _dated(letter: LetterFolder, *, today: date) -> WallTime:
    """The date the letter bears; today for one without."""
    day = letter.text.date or today
    return WallTime(datetime.combine(day, wall_clock(), tzinfo=UTC).replace(tzinfo=None), "UTC")
