"""Bringing in a letter folder from the command line."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.core import files
from app.core.errors import Refused
from app.desk.actions import bring_in
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import read_letter_files, read_letter_folder
from app.rendering.decoding import redrawn
from app.signons.models import SignOn
from tests.factories import NOON, a_campaign
from tests.rendering.drawings import drawing, encoded

LETTER = "---\ntemplate: joint-statement\nlanguage: en\ntitle: Clean water\n---\n\nMend the pipes.\n"
LIST = "name,visibility,logo\nRivers United,,rivers.png\nSilent Lake,counted,lake.png\nQuay,,\n"
PNG = encoded(drawing(), "PNG")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "signatories.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "rivers.png").write_bytes(PNG)
    (tmp_path / "lake.png").write_bytes(PNG)
    return tmp_path


def test_pictures_in_a_folder_are_kept_with_the_names_that_are_printed(folder: Path, session: Session) -> None:
    bring_in(a_campaign().id, read_letter_folder(folder), by=SYSTEM, now=NOON)

    found = {each.name: each.logo for each in session.scalars(select(SignOn))}
    kept = found["Rivers United"]
    assert kept is not None
    assert files.get(kept) == redrawn(PNG)
    assert (found["Silent Lake"], found["Quay"]) == (None, None)


def test_a_picture_that_cannot_be_kept_is_named(folder: Path, session: Session) -> None:  # noqa: ARG001 - rows need one
    (folder / "rivers.png").write_bytes(b"no picture")

    with pytest.raises(Refused, match=r"^rivers\.png: This is not a picture that can be printed\. Choose a PNG"):
        bring_in(a_campaign().id, read_letter_folder(folder), by=SYSTEM, now=NOON)


def test_a_list_without_its_pictures_is_refused_with_a_way_out() -> None:
    with pytest.raises(LetterFileProblem) as refused:
        read_letter_files(LETTER.encode(), LIST.encode())

    assert str(refused.value) == (
        "signatories.csv, line 1: It names the picture “rivers.png”, which is not here. "
        "Take it out, and give it with the sign-on."
    )
