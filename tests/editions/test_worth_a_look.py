"""Dates that cannot be meant and counts of nobody, as a build, an import and the checklist point them out."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.desk.importing import try_importing
from app.editions.building import composed
from app.editions.checks import Place, Point, Weight, checklist
from tests.editions.test_checks import A_CANDIDATE, NOW
from tests.factories import a_campaign

EMBARGO = "2027-06-17 09:00 Europe/Brussels"
HEAD = "---\ntemplate: joint-statement\nlanguage: en\ntitle: Clean water\n"
WRONG = f"date: 1026-11-07\nas_of: 2062-11-07 09:00 UTC\nembargo: {EMBARGO}\n"
BEFORE = datetime(2027, 6, 16, tzinfo=UTC)
DATED = "The letter is dated 7 November 1026: look at the year once more."
COUNTED = (
    "The names were counted on Tuesday 7 November 2062, 09:00 UTC, as the letter says (as_of): "
    "look at the date once more."
)


def a_folder(path: Path, head: str, body: str, names: str = "") -> Path:
    (path / "letter.md").write_text(f"{HEAD}{head}---\n\n{body}\n", encoding="utf-8")
    if names:
        (path / "signatories.csv").write_text(names, encoding="utf-8")
    return path


def test_a_build_points_out_dates_that_cannot_be_meant(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, WRONG, "Mend the pipes.", "name\nRivers United\n")

    assert composed(folder, embargo=None, now=BEFORE).remarks == (DATED, COUNTED)


@pytest.mark.parametrize(("names", "is_told"), [("", True), ("name\n", True), ("name\nRivers United\n", False)])
def test_a_build_points_out_a_count_of_nobody(tmp_path: Path, names: str, *, is_told: bool) -> None:
    folder = a_folder(tmp_path, "", "Mend the pipes.\n\nWe are {{count}} organisations, {{count:words}}.", names)

    said = "letter.md, line 9: “{{count}}” counts nobody, for there are no names. Give the list of names."
    assert composed(folder, embargo=None, now=BEFORE).remarks == ((said,) if is_told else ())


def test_a_token_between_backticks_counts_nobody(tmp_path: Path) -> None:
    assert composed(a_folder(tmp_path, "", "We wrote `{{count}}`."), embargo=None, now=BEFORE).remarks == ()


def test_an_import_points_them_out(tmp_path: Path, session: Session) -> None:  # noqa: ARG001 - rows need one
    lines = try_importing(a_folder(tmp_path, WRONG, "Mend the pipes."), campaign=a_campaign("Rivers").name)

    assert DATED in lines
    assert COUNTED in lines


def test_the_checklist_points_out_a_day_that_cannot_be_meant() -> None:
    plan = replace(A_CANDIDATE, planned=None, text=replace(A_CANDIDATE.text, date=date(1026, 11, 7)))

    assert Point(Weight.LOOK, DATED, Place.TEXT) in checklist(plan, now=NOW)
