"""Bringing in a letter folder from the command line."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import obstore
import pytest
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.rules import SYSTEM
from app.campaigns import queries as campaigns
from app.campaigns.actions import set_letterhead
from app.campaigns.models import Campaign
from app.campaigns.pictures import kept_files
from app.campaigns.rules import CampaignLetterhead
from app.core import clock, files
from app.core.errors import Refused
from app.desk.actions import bring_in
from app.desk.importing import import_folder, try_importing
from app.editions import actions as editions
from app.editions.building import composed
from app.editions.queries import content_to_seal, pictures
from app.editions.typesetting import typeset_requested
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import parse, read_letter_files, read_letter_folder
from app.letters.models import Letter
from app.letters.queries import newest_text
from app.letters.text import canonical, fingerprint
from app.rendering.decoding import redrawn
from app.signons import queries as signons
from app.signons.models import SignOn
from tests.factories import BEFORE_LIFT, LIFT, NOON, a_campaign
from tests.rendering.drawings import drawing, encoded
from tests.rendering.reading import alternatives, attached
from tests.rendering.reading_word import pictures as drawn_in

LETTER = "---\ntemplate: joint-statement\nlanguage: en\ntitle: Clean water\n---\n\nMend the pipes.\n"
HEADED = LETTER.replace("title:", "letterhead:\n  name: Estuary Coalition\n  line: Quay 7\n  logo: sign.png\ntitle:")
LIST = "name,visibility,logo\nRivers United,,rivers.png\nSilent Lake,counted,lake.png\nQuay,,\n"
PNG = encoded(drawing(), "PNG")
OTHER = encoded(drawing(colour="#aa0000"), "PNG")


def _brought_in(campaign: Campaign, folder: Path, *, now: datetime) -> Letter:
    read = read_letter_folder(folder)
    return bring_in(campaign.id, read, kept=kept_files(read.pictures, where=read.where_named), by=SYSTEM, now=now)


_UNUSABLE = r"^{}: “{}” cannot be used\. This is not a picture that can be printed\. Choose a PNG"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "signatories.csv").write_text(LIST, encoding="utf-8")
    (tmp_path / "rivers.png").write_bytes(PNG)
    (tmp_path / "lake.png").write_bytes(PNG)
    return tmp_path


def test_pictures_in_a_folder_are_kept_with_the_names_that_are_printed(folder: Path, session: Session) -> None:
    _brought_in(a_campaign(), folder, now=NOON)

    found = {each.name: each.logo for each in session.scalars(select(SignOn))}
    kept = found["Rivers United"]
    assert kept is not None
    assert files.get(kept) == redrawn(PNG)
    assert (found["Silent Lake"], found["Quay"]) == (None, None)


def test_a_title_is_told_with_its_number(folder: Path, session: Session) -> None:  # noqa: ARG001 - rows need one
    (folder / "letter.md").write_text(LETTER.replace("Clean water", '"{{count:words}} towns"'), encoding="utf-8")

    campaign = a_campaign("Rivers")

    assert try_importing(folder, campaign=campaign.name)[0] == "“Three towns” in the campaign “Rivers”."


def test_a_picture_that_cannot_be_kept_is_named(folder: Path, session: Session) -> None:  # noqa: ARG001 - rows need one
    (folder / "rivers.png").write_bytes(b"no picture")

    with pytest.raises(Refused, match=_UNUSABLE.format("signatories.csv, line 2, column “logo”", "rivers.png")):
        _brought_in(a_campaign(), folder, now=NOON)


def test_more_pictures_than_are_drawn_in_ten_seconds_are_refused_before_any_is_decoded(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
) -> None:
    rows = "".join(f"Quay {number},logo{number}.png\n" for number in range(114))
    (folder / "signatories.csv").write_text(f"name,logo\n{rows}", encoding="utf-8")
    for number in range(114):
        (folder / f"logo{number}.png").write_bytes(b"no picture")

    with pytest.raises(Refused, match=r"^The files name 114 pictures, and at most 100 are taken at once\. "):
        _brought_in(a_campaign(), folder, now=NOON)


def test_files_without_the_pictures_they_name_are_refused_with_a_way_out() -> None:
    way_out = "is named here, and was not chosen. Choose it too, or take its name out."
    in_list, in_letter = "signatories.csv, line 2, column “logo”", "letter.md, line 7, column 9"
    for letter, names, absent, place in (
        (LETTER, LIST, "rivers.png", in_list),
        (HEADED, "name\nQuay\n", "sign.png", in_letter),
    ):
        with pytest.raises(LetterFileProblem) as refused:
            read_letter_files(letter.encode(), names.encode(), {"other.png": PNG})
        assert str(refused.value) == f"{place}: The picture “{absent}” {way_out}"


def test_a_letter_brings_its_own_logo_and_is_signed_with_it(folder: Path, session: Session) -> None:
    (folder / "letter.md").write_text(HEADED, encoding="utf-8")
    (folder / "sign.png").write_bytes(PNG)

    letter = _brought_in(a_campaign(), folder, now=NOON)
    session.flush()

    revision = newest_text(letter)
    head = parse(revision.source).letterhead
    assert head is not None
    assert (head.name, head.line, files.get(head.digest)) == ("Estuary Coalition", "Quay 7", redrawn(PNG))
    seen = content_to_seal(letter, signons.signatories(letter.id))
    assert pictures(parse(seen.source), seen.roll, seen.letterhead)[head.digest] == redrawn(PNG)
    # Typeset without a database it is the same text, so that one fingerprint is printed everywhere.
    assert fingerprint(canonical(composed(folder, embargo=None, now=NOON).text)) == revision.fingerprint


def test_another_logo_is_another_text(folder: Path, session: Session) -> None:  # noqa: ARG001 - rows need one
    (folder / "letter.md").write_text(HEADED, encoding="utf-8")
    found = set()
    for colour in ("#1c4e80", "#aa0000"):
        (folder / "sign.png").write_bytes(encoded(drawing(colour=colour), "PNG"))
        found.add(newest_text(_brought_in(a_campaign(), folder, now=NOON)).fingerprint)
    assert len(found) == 2


def test_a_seal_prints_the_letters_own_logo_and_brings_it_along(
    folder: Path, session: Session, at: Callable[[datetime], None]
) -> None:
    at(BEFORE_LIFT)
    (folder / "letter.md").write_text(HEADED, encoding="utf-8")
    (folder / "sign.png").write_bytes(PNG)
    campaign = a_campaign()
    set_letterhead(campaign, CampaignLetterhead("Another", "", files.put(redrawn(OTHER))), by=SYSTEM, now=BEFORE_LIFT)
    letter = _brought_in(campaign, folder, now=BEFORE_LIFT)
    session.flush()
    seen = content_to_seal(letter, signons.signatories(letter.id)).fingerprint
    edition = editions.request_seal(letter, LIFT, seen=seen, by=SYSTEM, now=BEFORE_LIFT)

    typeset_requested(clock.now)

    session.refresh(edition)
    assert edition.failure == ""
    clean, embargoed = (files.get(stored or "") for stored in (edition.clean_file, edition.embargoed_file))
    assert (alternatives(clean), alternatives(embargoed)) == (["Estuary Coalition"], ["Estuary Coalition"])
    kept = redrawn(PNG)
    name = f"{hashlib.sha256(kept).hexdigest()}.png"
    assert attached(clean)[name] == ("/Source", "/image/png", kept)
    assert name in attached(clean)["letter.md"][2].decode()
    assert [each.content for each in drawn_in(files.get(edition.docx_file or ""))] == [kept]


@pytest.mark.parametrize("content", [PNG, b"Our logo is attached."])
def test_the_command_brings_a_logo_in_or_says_why_not(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
    content: bytes,
) -> None:
    (folder / "letter.md").write_text(HEADED, encoding="utf-8")
    (folder / "sign.png").write_bytes(content)
    campaign = a_campaign("Open harbours")

    if content == PNG:
        assert any("revision 1" in line for line in try_importing(folder, campaign=campaign.name))
    else:
        with pytest.raises(Refused, match=_UNUSABLE.format("letter.md, line 7, column 9", "sign.png")):
            try_importing(folder, campaign=campaign.name)


def test_a_dry_run_stores_nothing(folder: Path, session: Session) -> None:
    campaign, before = a_campaign("Open harbours"), _stored()
    drawn = encoded(drawing(colour="#00aa77"), "PNG")
    for name in ("rivers.png", "lake.png"):
        (folder / name).write_bytes(drawn)

    lines = try_importing(folder, campaign=campaign.name)

    assert lines[-1] == "This was a dry run: nothing was saved."
    assert _stored() == before
    assert session.scalars(select(Letter)).all() == []
    files.put(redrawn(drawn))
    assert len(_stored()) == len(before) + 1


def _stored() -> list[str]:
    return sorted(each["path"] for page in obstore.list(current_app.extensions["files"]) for each in page)


def test_a_press_release_is_brought_in_by_the_command_without_names_only(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
) -> None:
    (folder / "letter.md").write_text(LETTER.replace("joint-statement", "press-release"), encoding="utf-8")

    with pytest.raises(Refused, match=r"^letter\.md, line 2: “Press release” is printed beside a letter"):
        try_importing(folder, campaign=a_campaign("Open harbours").name)
    (folder / "signatories.csv").unlink()
    lines = try_importing(folder, campaign=a_campaign("Open harbours").name)  # the first is rolled back
    assert any(line.endswith("Choose another kind of letter before you open it.") for line in lines)


def test_the_command_says_that_the_release_of_a_folder_has_passed(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
) -> None:
    embargo = "embargo: 2022-06-17 09:00 Europe/Brussels\nsigning:\n  until: 2022-06-18 09:00 Europe/Brussels\ntitle:"
    (folder / "letter.md").write_text(LETTER.replace("title:", embargo), encoding="utf-8")

    lines = try_importing(folder, campaign=a_campaign("Open harbours").name)

    place = lines.index("Planned release: 2022-06-17 09:00 Europe/Brussels.")
    assert lines[place + 1].startswith("The release was planned for Friday 17 June 2022, 09:00 CEST (Brussels), which")
    assert lines[place + 2].startswith("Signing ends on Saturday 18 June 2022, 09:00 CEST (Brussels), after the")


def test_the_command_says_what_is_worth_a_look_with_the_line_in_the_file(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
) -> None:
    (folder / "letter.md").write_text(LETTER.replace("Mend", "We, 15 organisations: mend"), encoding="utf-8")

    lines = try_importing(folder, campaign=a_campaign("Open harbours").name)

    assert "letter.md, line 7, “15 organisations”: the text says 15, the list has 3." in lines
    assert any(line.startswith("1 of 2 names comes with a logo, and none is printed:") for line in lines)


TWICE = (
    "This campaign has another letter with the same text. If this was brought in twice by mistake, stop one of them."
)


def test_a_text_that_comes_twice_is_brought_in_and_told(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
) -> None:
    for campaign, words, is_told in (
        ("Open harbours", "Mend", False),
        ("Open harbours", "Please mend", False),
        ("Another", "Mend", False),
        ("Open harbours", "Mend", True),
    ):
        if campaigns.find_campaign_named(campaign) is None:
            a_campaign(campaign)
        (folder / "letter.md").write_text(LETTER.replace("Mend", words), encoding="utf-8")
        assert (TWICE in import_folder(folder, campaign=campaign)) == is_told, (campaign, words)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("ab", ""),
        ("bac", "1 name is out of alphabetical order in the file: 2. a."),
        (
            "zyxwvutsr",
            "8 names are out of alphabetical order in the file: 2. y, 3. x, 4. w, 5. v, 6. u and 3 more.",
        ),
    ],
)
def test_names_out_of_order_are_told_in_one_line(
    folder: Path,
    session: Session,  # noqa: ARG001 - rows need one
    names: str,
    said: str,
) -> None:
    (folder / "signatories.csv").write_text("\n".join(["name", *names]), encoding="utf-8")

    lines = try_importing(folder, campaign=a_campaign("Open harbours").name)

    assert [line for line in lines if "alphabetical" in line] == ([said] if said else [])
