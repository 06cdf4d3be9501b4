"""Sealing and the lift, by their rows, with the real typesetter."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.audit.rules import SYSTEM
from app.campaigns.actions import set_letterhead
from app.campaigns.models import Campaign
from app.campaigns.rules import CampaignLetterhead
from app.core import clock, files
from app.core.db import session as current
from app.core.errors import Refused
from app.core.wall_time import WallTime, read_wall_time
from app.editions import actions, queries, rules, typesetting
from app.editions.models import Edition
from app.editions.rules import Stage
from app.letters import queries as letters
from app.letters.models import Letter
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import canonical
from app.letters.text_counts import Counts
from app.rendering import process
from app.rendering.document import Document, Typeset
from app.rendering.other_forms.word import file as word
from app.signons import queries as signons
from app.signons.actions import import_signatories
from app.signons.models import SignOn
from tests.factories import BEFORE_LIFT, LIFT, a_letter, a_sealed_edition, a_text
from tests.rendering.drawings import kept
from tests.rendering.reading import alternatives, attached, everything
from tests.rendering.reading import words as text_of
from tests.rendering.reading_word import parts
from tests.rendering.reading_word import text as text_of_word

Clock = Callable[[datetime], None]
SECRET_NAME = "Quiet Harbour Circle"


@pytest.fixture
def letter(session: Session, at: Clock) -> Letter:  # noqa: ARG001 - rows need the test's transaction
    at(BEFORE_LIFT)
    letter = a_letter()
    rows = [
        FileSignatory("Rivers United", country="BE"),
        FileSignatory("Wasser für alle", country="AT"),
        FileSignatory(SECRET_NAME, country="SE", visibility=FileVisibility.COUNTED),
    ]
    import_signatories(letter, rows, by=SYSTEM, now=BEFORE_LIFT)
    return letter


def seen_of(letter: Letter) -> str:
    """What somebody who looks at the letter now has seen."""
    return queries.content_to_seal(letter, signons.signatories(letter.id)).fingerprint


def seal(letter: Letter, lift: WallTime, *, now: datetime) -> Edition:
    """Ask for the seal of everyone who has signed."""
    return actions.request_seal(letter, lift, seen=seen_of(letter), by=SYSTEM, now=now)


def sealed(letter: Letter) -> Edition:
    edition = actions.request_seal(letter, LIFT, seen=seen_of(letter), by=SYSTEM, now=BEFORE_LIFT)
    typesetting.typeset_requested(clock.now)
    return edition


def test_a_seal_stores_two_papers_that_stay_as_they_are(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    session.refresh(edition)
    assert edition.sealed_at == BEFORE_LIFT
    assert edition.failure == ""
    assert edition.clean_file is not None
    assert edition.embargoed_file is not None
    before = files.get(edition.clean_file)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert files.get(edition.clean_file) == before


def test_only_the_embargoed_paper_speaks_of_the_embargo(letter: Letter) -> None:
    edition = sealed(letter)
    assert "Embargoed until Thursday 17 June 2027, 09:00 CEST (Brussels)" in text_of(
        files.get(edition.embargoed_file or "")
    )
    assert "mbargo" not in text_of(files.get(edition.clean_file or ""))


def test_a_withheld_name_is_counted_and_stands_nowhere(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    paper = text_of(files.get(edition.clean_file or ""))
    assert "We are three organisations." in paper
    assert "and 1 organisation not named for its safety" in paper
    everything = edition.manifest + paper + text_of(files.get(edition.embargoed_file or ""))
    everything += "".join(str(entry.facts) for entry in session.scalars(select(Entry)))
    assert "Rivers United" in everything
    assert SECRET_NAME not in everything
    assert queries.sealed_content(edition).roll.unnamed == Counts(1)


def test_what_is_sealed_reads_back_from_its_manifest(letter: Letter) -> None:
    content = queries.sealed_content(sealed(letter))
    assert [name.name for name in content.roll.names] == ["Rivers United", "Wasser für alle"]
    assert content.lift == LIFT
    assert content.roll.counts.total == 3


def test_a_seal_stores_web_page_text_and_word_file_of_the_public_edition(letter: Letter) -> None:
    edition = sealed(letter)
    stored = {name.rpartition(".")[2]: files.get(digest) for name, digest in queries.public_files(edition).items()}
    assert list(stored) == ["pdf", "html", "txt", "docx"]
    read = {"html": stored["html"].decode(), "txt": stored["txt"].decode(), "docx": text_of_word(stored["docx"])}
    for form, words in read.items():
        assert "We are three organisations." in words, form
        assert "Wasser für alle" in words, form
        assert "and 1 organisation not named for its safety" in words, form
    everything = b"".join([stored["html"], stored["txt"], *parts(stored["docx"]).values()])
    assert b"mbargo" not in everything
    assert SECRET_NAME.encode() not in everything


def test_without_pandoc_an_edition_is_sealed_without_a_word_file_and_says_why(
    letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypandoc", None)
    word._pandoc.cache_clear()  # noqa: SLF001 - it remembers where the program was
    edition = sealed(letter)
    word._pandoc.cache_clear()  # noqa: SLF001 - as above
    assert edition.sealed_at == BEFORE_LIFT
    assert edition.docx_file is None
    assert edition.docx_failure == word.HOW_TO_GET_IT
    assert [name.rpartition(".")[2] for name in queries.public_files(edition)] == ["pdf", "html", "txt"]


def test_a_second_edition_waits_for_the_first(letter: Letter) -> None:
    sealed(letter)
    with pytest.raises(Refused, match=r"^An edition is sealed and not public yet\. Kill it before you seal another\.$"):
        seal(letter, LIFT, now=BEFORE_LIFT)


def test_a_draft_is_not_sealed(session: Session, at: Clock) -> None:
    at(BEFORE_LIFT)
    empty = a_letter()
    with pytest.raises(Refused, match=r"^Nobody has signed yet\."):
        seal(empty, LIFT, now=BEFORE_LIFT)
    assert session.scalars(select(Edition)).all() == []


def test_a_name_no_typeface_can_print_is_found_before_the_seal(session: Session, at: Clock) -> None:
    at(BEFORE_LIFT)
    letter = a_letter()
    import_signatories(letter, [FileSignatory("Linear 𐀀 Society")], by=SYSTEM, now=BEFORE_LIFT)
    with pytest.raises(Refused, match="𐀀"):
        seal(letter, LIFT, now=BEFORE_LIFT)
    assert session.scalars(select(Edition)).all() == []


def test_a_formal_letter_to_nobody_is_found_before_the_seal(letter: Letter, session: Session) -> None:
    revision = letters.text_to_sign(letter)
    revision.source = canonical(replace(a_text(), template="formal-letter"))
    session.flush()
    with pytest.raises(Refused, match=r"^A formal letter needs addressees and salutation\."):
        seal(letter, LIFT, now=BEFORE_LIFT)


def test_an_edition_that_cannot_be_typeset_says_why_and_can_be_sealed_again(letter: Letter, session: Session) -> None:
    edition = seal(letter, LIFT, now=BEFORE_LIFT)
    edition.manifest = edition.manifest.replace("Rivers United", "Linear 𐀀 Society")
    session.flush()
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert rules.stage(queries.standing(edition), now=BEFORE_LIFT) is Stage.FAILED
    assert "𐀀" in edition.failure
    assert sealed_names(session, letter) == 0, "the name can be mended"
    again = seal(letter, LIFT, now=BEFORE_LIFT)
    assert again.number == 1
    assert [each.number for each in queries.editions(letter.id)] == [1]


def test_only_the_clean_paper_brings_the_text_and_the_public_names_along(letter: Letter) -> None:
    edition = sealed(letter)

    clean, embargoed = files.get(edition.clean_file or ""), files.get(edition.embargoed_file or "")

    assert attached(embargoed) == {}
    assert attached(clean) == {
        "letter.md": ("/Source", "/text/markdown", letters.text_to_sign(letter).source.encode()),
        "signatories.csv": ("/Data", "/text/csv", b"name,country\nRivers United,BE\nWasser f\xc3\xbcr alle,AT\n"),
    }
    assert SECRET_NAME.encode() not in everything(clean) + everything(embargoed)


def test_a_withheld_name_that_would_come_out_ends_the_seal_and_is_not_told(letter: Letter, session: Session) -> None:
    edition = seal(letter, LIFT, now=BEFORE_LIFT)
    edition.manifest = edition.manifest.replace('"name":"Rivers United"', f'"name":"{SECRET_NAME}"')
    session.flush()

    typesetting.typeset_requested(clock.now)

    session.refresh(edition)
    assert edition.clean_file is None
    assert "asked not to be named stands in the list" in edition.failure
    assert SECRET_NAME not in edition.failure


def test_a_withheld_name_in_the_attached_text_alone_ends_the_seal(letter: Letter, session: Session) -> None:
    edition = seal(letter, LIFT, now=BEFORE_LIFT)
    begun = '"letter":"---\\n'
    edition.manifest = edition.manifest.replace(begun, f"{begun}# {SECRET_NAME}\\n", 1)
    assert SECRET_NAME in edition.manifest, "a remark that is printed nowhere"
    session.flush()

    typesetting.typeset_requested(clock.now)

    session.refresh(edition)
    assert edition.clean_file is None
    assert SECRET_NAME not in edition.failure


def test_sealed_names_are_kept_until_their_edition_ends_unread(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    assert sealed_names(session, letter) == 3
    session.refresh(edition)
    actions.kill(edition, letter, reason="", by=SYSTEM, now=BEFORE_LIFT)
    assert sealed_names(session, letter) == 0


def test_a_killed_correction_leaves_the_names_of_the_public_edition_sealed(letter: Letter, session: Session) -> None:
    sealed(letter)
    afterwards = LIFT.instant() + timedelta(days=1)
    import_signatories(letter, [FileSignatory("Late Lake Trust")], by=SYSTEM, now=afterwards)
    lift = replace(LIFT, at=LIFT.at + timedelta(days=9))
    correction = actions.request_seal(letter, lift, seen=seen_of(letter), by=SYSTEM, now=afterwards)
    assert sealed_names(session, letter) == 4
    actions.kill(correction, letter, reason="", by=SYSTEM, now=afterwards)
    assert sealed_names(session, letter) == 3


def test_late_names_stand_apart_in_the_next_edition_and_the_sealed_one_stays(letter: Letter, session: Session) -> None:
    campaign = session.get_one(Campaign, letter.campaign_id)
    head = CampaignLetterhead("Estuary Coalition", "Quay 7", files.put(kept().content))
    set_letterhead(campaign, head, by=SYSTEM, now=BEFORE_LIFT)
    first = sealed(letter)
    session.refresh(first)
    before = queries.sealed_content(first)
    pdf = files.get(first.clean_file or "")
    afterwards = LIFT.instant() + timedelta(days=1)
    import_signatories(letter, [FileSignatory("Aardvark Trust")], by=SYSTEM, now=afterwards)
    set_letterhead(campaign, None, by=SYSTEM, now=afterwards)

    lift = replace(LIFT, at=LIFT.at + timedelta(days=9))
    second = actions.request_seal(letter, lift, seen=seen_of(letter), by=SYSTEM, now=afterwards)

    assert [(one.name, one.late) for one in queries.sealed_content(second).roll.names][-1] == ("Aardvark Trust", True)
    assert [one.late for one in before.roll.names] == [False, False]
    assert (before.letterhead, queries.sealed_content(second).letterhead) == (head, None)
    assert alternatives(pdf) == ["Estuary Coalition"]
    assert queries.sealed_content(first) == before


def sealed_names(session: Session, letter: Letter) -> int:
    names = select(func.count()).where(SignOn.letter_id == letter.id, SignOn.sealed_at.is_not(None))
    return session.scalars(names).one()


def test_an_edition_typeset_after_its_moment_is_held(letter: Letter, session: Session, at: Clock) -> None:
    edition = actions.request_seal(letter, LIFT, seen=seen_of(letter), by=SYSTEM, now=BEFORE_LIFT)
    at(LIFT.instant() + timedelta(minutes=1))
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert rules.stage(queries.standing(edition), now=LIFT.instant() + timedelta(days=1)) is Stage.HELD


def test_a_lift_is_recorded_once_with_the_promised_instant(letter: Letter, session: Session, at: Clock) -> None:
    edition = sealed(letter)
    assert typesetting.record_lifts(clock.now) == 0
    at(LIFT.instant() + timedelta(hours=3))
    assert [typesetting.record_lifts(clock.now) for _ in range(3)] == [1, 0, 0]
    session.refresh(edition)
    assert edition.lifted_at == LIFT.instant()
    lifted = session.scalars(select(Entry).where(Entry.action == "edition lifted")).all()
    assert len(lifted) == 1


def test_a_held_edition_is_not_lifted_until_let_go(letter: Letter, session: Session, at: Clock) -> None:
    edition = sealed(letter)
    session.refresh(edition)
    actions.hold(edition, letter, by=SYSTEM, now=BEFORE_LIFT)
    session.flush()
    later = LIFT.instant() + timedelta(hours=3)
    at(later)
    assert typesetting.record_lifts(clock.now) == 0
    assert queries.public_edition(letter.slug, now=later) is None
    actions.let_go(edition, letter, by=SYSTEM, now=later)
    session.flush()
    found = queries.public_edition(letter.slug, now=later)
    assert found is not None
    assert found.edition.lifted_at == later


def test_a_hold_that_comes_with_the_lift_is_refused(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    session.refresh(edition)
    with pytest.raises(Refused, match=r"^It is public already\."):
        actions.hold(edition, letter, by=SYSTEM, now=LIFT.instant())


def test_a_killed_edition_is_never_public(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    session.refresh(edition)
    actions.kill(edition, letter, reason="A name was wrong.", by=SYSTEM, now=BEFORE_LIFT)
    session.flush()
    assert queries.public_edition(letter.slug, now=LIFT.instant() + timedelta(days=9)) is None
    assert queries.withdrawn_edition(letter.slug) is None


def test_a_seal_killed_before_it_is_typeset_is_not_typeset(letter: Letter, session: Session) -> None:
    edition = actions.request_seal(letter, LIFT, seen=seen_of(letter), by=SYSTEM, now=BEFORE_LIFT)
    actions.kill(edition, letter, reason="", by=SYSTEM, now=BEFORE_LIFT)
    session.flush()
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert edition.sealed_at is None


def test_a_withdrawn_edition_leaves_a_tombstone(letter: Letter, session: Session) -> None:
    edition = a_sealed_edition(letter)
    later = LIFT.instant() + timedelta(days=1)
    actions.withdraw(edition, letter, reason="It named the wrong ministry.", by=SYSTEM, now=later)
    session.flush()
    assert queries.public_edition(letter.slug, now=later) is None
    assert queries.withdrawn_edition(letter.slug) == edition


def test_the_next_edition_takes_the_place_of_the_public_one(letter: Letter, session: Session, at: Clock) -> None:
    sealed(letter)
    at(LIFT.instant())
    typesetting.record_lifts(clock.now)
    second = read_wall_time("2027-06-20 09:00 Europe/Brussels")
    edition = actions.request_seal(
        letter, second, seen=seen_of(letter), by=SYSTEM, now=LIFT.instant() + timedelta(hours=1)
    )
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    between = queries.public_edition(letter.slug, now=LIFT.instant() + timedelta(hours=2))
    after = queries.public_edition(letter.slug, now=second.instant())
    assert between is not None
    assert after is not None
    assert (between.edition.number, after.edition.number) == (1, 2)


def test_a_proof_shows_the_text_and_names_of_the_moment(letter: Letter, session: Session) -> None:
    proof = actions.request_proof(letter, by=SYSTEM, now=BEFORE_LIFT)
    typesetting.typeset_requested(clock.now)
    session.refresh(proof)
    assert proof.failure == ""
    assert "Wasser für alle" in text_of(files.get(proof.file or ""))


def test_withdrawing_the_newest_edition_brings_no_older_one_back(letter: Letter, session: Session, at: Clock) -> None:
    a_sealed_edition(letter)
    second = read_wall_time("2027-06-20 09:00 Europe/Brussels")
    newest = a_sealed_edition(letter, lift=second, number=2)
    later = second.instant() + timedelta(days=1)
    at(later)
    actions.withdraw(newest, letter, reason="Wrong numbers.", by=SYSTEM, now=later)
    session.flush()
    assert queries.public_edition(letter.slug, now=later + timedelta(days=9)) is None
    withdrawn = queries.withdrawn_edition(letter.slug)
    assert withdrawn is not None
    assert withdrawn.reason == "Wrong numbers."


def test_a_worker_that_comes_late_does_not_undo_a_seal(letter: Letter, session: Session) -> None:
    edition = sealed(letter)
    session.refresh(edition)
    edition.attempts = typesetting.MAX_ATTEMPTS + 1
    typesetting._typeset_edition(edition, clock.now)  # noqa: SLF001 - what a worker with an old claim does
    session.refresh(edition)
    assert edition.failure == ""
    assert all(each.sealed_at is not None for each in signons.signatories(letter.id))


def test_no_transaction_is_open_while_type_is_set(
    letter: Letter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real = process.typeset_to_keep

    def noting(document: Document, *, withheld: Sequence[str] = ()) -> Typeset:
        seen.append(current().in_transaction())
        return real(document, withheld=withheld)

    monkeypatch.setattr("app.editions.typesetting.typeset_to_keep", noting)
    actions.request_proof(letter, by=SYSTEM, now=BEFORE_LIFT)
    session.commit()
    sealed(letter)
    assert seen == [False, False, False]


def test_the_title_of_an_edition_is_counted(letter: Letter, session: Session) -> None:
    draft = replace(a_text("{{count:words}} towns ask for water"), body="Mend the pipes.")
    revision = letters.text_to_sign(letter)
    revision.source = canonical(draft)
    session.flush()
    edition = sealed(letter)
    assert edition.title == "Three towns ask for water"
