"""signatories.csv: who signs, one line each. Read strictly, written so that a spreadsheet runs nothing."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.core.country_codes import code_meant, country_codes, english_name
from app.core.typed import one_line
from app.letters.front_matter import LetterFileProblem, Place, nearest_known

FILE = "signatories.csv"
MOST_NAMES = 10_000
LONGEST_NAME = 200
_LONGEST_FIELD = 2000
_OTHER_SEPARATORS = {";": "semicolons", "\t": "tabs"}
_WITH_COMMAS = (
    "Save it as CSV with commas between the cells: a spreadsheet asks for the separator when it saves, "
    "or takes that of the region it is set to."
)
_ANY_CODE = "Use two letters of ISO 3166, such as BE for Belgium."
_YES = {"yes": True, "no": False, "": False}
_RUNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t")


class FileVisibility(StrEnum):
    """Who will see the name: everyone, or nobody while it is counted."""

    PUBLIC = "public"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class FileSignatory:
    """One line of the file.

    `country` is ISO 3166-1 alpha-2; `sort_key` a text to sort by, never printed. `affiliation` is given for a person
    who signs for themselves; `logo` and `signature` are names of picture files beside the list. `line` is where it
    stood in the file it was read from, else 0, and is no part of what is compared.
    """

    name: str
    acronym: str = ""
    native_name: str = ""
    country: str = ""
    group: str = ""
    lead: bool = False
    person: str = ""
    person_title: str = ""
    url: str = ""
    visibility: FileVisibility = FileVisibility.PUBLIC
    sort_key: str = ""
    affiliation: str = ""
    logo: str = ""
    signature: str = ""
    line: int = field(default=0, compare=False)


COLUMNS = (
    "name",
    "acronym",
    "native_name",
    "country",
    "group",
    "lead",
    "person",
    "person_title",
    "url",
    "visibility",
    "sort_key",
    "affiliation",
    "logo",
    "signature",
)


def read_signatories(source: str, *, file: str = FILE) -> tuple[FileSignatory, ...]:
    """Read the file's text, in the order given. `LetterFileProblem` names the first fault and its line."""
    rows = _rows(source.removeprefix("\ufeff"), file)
    if not rows:
        Place(file, 1, 0).fail("The file is empty. Its first line must name the columns; “name” is enough.")
    columns = _columns(rows[0][1], Place(file, rows[0][0], 0))
    if len(rows) - 1 > MOST_NAMES:
        Place(file, rows[MOST_NAMES + 1][0], 0).fail(f"There are more than {MOST_NAMES:,} names. Split the list.")
    signatories: list[FileSignatory] = []
    lines: dict[str, int] = {}
    for line, cells in rows[1:]:
        place = Place(file, line, 0)
        signatory = _signatory(columns, cells, place)
        earlier = lines.setdefault(" ".join(signatory.name.casefold().split()), line)
        if earlier != line:
            replace(place, column="name").fail(
                f"“{signatory.name}” stands on line {earlier} already. Keep one of the two."
            )
        signatories.append(signatory)
    return tuple(signatories)


def write_signatories(signatories: Sequence[FileSignatory]) -> str:
    """Return the file's text, with the columns in use. Names that are not public never go into a file."""
    public = [signatory for signatory in signatories if signatory.visibility is FileVisibility.PUBLIC]
    rows = [_cells(signatory) for signatory in public]
    used = [n for n, column in enumerate(COLUMNS) if column == "name" or any(row[n] for row in rows)]
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([COLUMNS[n] for n in used])
    writer.writerows([_guarded(row[n]) for n in used] for row in rows)
    return target.getvalue()


def _rows(source: str, file: str) -> list[tuple[int, list[str]]]:
    """Return the rows that are not empty, each with the line it begins on."""
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        sentence = "The quotes do not match. Put a cell with a comma in double quotes, and double any quote in it."
        raise LetterFileProblem(file, begins, 0, sentence) from error
    return rows


def _columns(cells: Sequence[str], place: Place) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    for separator, called in _OTHER_SEPARATORS.items():
        if len(columns) == 1 and separator in columns[0]:
            place.fail(f"The columns are parted by {called}. {_WITH_COMMAS}")
    for column in columns:
        if column not in COLUMNS:
            place.fail(f"“{column[:40]}” is not a known column. {nearest_known(column, COLUMNS)}")
        if columns.count(column) > 1:
            place.fail(f"The column “{column}” is given twice. Keep one of the two.")
    if "name" not in columns:
        place.fail("The column “name” is missing. Add it to the first line.")
    return columns


def _signatory(columns: Sequence[str], cells: Sequence[str], place: Place) -> FileSignatory:
    if len(cells) > len(columns):
        place.fail(
            f"The line has {len(cells)} cells, the first line {len(columns)}. Put a name with a comma in double quotes."
        )
    found = dict(zip(columns, map(_unguarded, cells), strict=False))

    def at(column: str) -> Place:
        return replace(place, column=column)

    for column, cell in found.items():
        _refuse_what_is_too_long(column, cell, at(column))
    if not found.get("name"):
        at("name").fail("The name is missing. Write the organisation there.")
    lead = found.get("lead", "").lower()
    if lead not in _YES:
        at("lead").fail(f"“{lead[:40]}” is neither yes nor no. Write yes, or leave it empty.")
    country = found.get("country", "")
    if country and country.upper() not in country_codes():
        meant = code_meant(country)
        instead = f"Write {meant} for {english_name(meant)}." if meant else _ANY_CODE
        at("country").fail(f"“{country[:40]}” is no country code. {instead}")
    visibility = found.get("visibility", "").lower() or FileVisibility.PUBLIC
    if visibility not in list(FileVisibility):
        at("visibility").fail(f"“{visibility[:40]}” is not known. Write public or counted.")
    if found.get("person") and found.get("affiliation"):
        at("affiliation").fail(
            "Who has an affiliation signs for themselves and stands under “name”, and “person” signs for an "
            "organisation. Leave one of the two empty."
        )
    return FileSignatory(
        name=found["name"],
        acronym=found.get("acronym", ""),
        native_name=found.get("native_name", ""),
        country=country.upper(),
        group=found.get("group", ""),
        lead=_YES[lead],
        person=found.get("person", ""),
        person_title=found.get("person_title", ""),
        url=found.get("url", ""),
        visibility=FileVisibility(visibility),
        sort_key=found.get("sort_key", ""),
        affiliation=found.get("affiliation", ""),
        logo=at("logo").beside(found.get("logo", "")),
        signature=at("signature").beside(found.get("signature", "")),
        line=place.line,
    )


def _refuse_what_is_too_long(column: str, cell: str, place: Place) -> None:
    longest = LONGEST_NAME if column in ("name", "native_name") else _LONGEST_FIELD
    if len(cell) > longest:
        place.fail(f"This is longer than {longest:,} characters. Shorten it.")


def _cells(signatory: FileSignatory) -> tuple[str, ...]:
    """Return the cells in the order of `COLUMNS`; what is so by default stays empty."""
    return (
        signatory.name,
        signatory.acronym,
        signatory.native_name,
        signatory.country,
        signatory.group,
        "yes" if signatory.lead else "",
        signatory.person,
        signatory.person_title,
        signatory.url,
        "",
        signatory.sort_key,
        signatory.affiliation,
        signatory.logo,
        signatory.signature,
    )


def _guarded(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.lstrip("'").startswith(_RUNS) else cell


def _unguarded(cell: str) -> str:
    tidy = one_line(cell)
    return tidy[1:] if tidy.startswith("'") and tidy.lstrip("'").startswith(_RUNS) else tidy
