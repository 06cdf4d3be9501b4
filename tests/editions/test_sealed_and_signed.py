"""The seal and its signature: what is stored is what was signed, once, whatever happens to workers in between."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.audit.models import Entry
from app.audit.rules import SYSTEM
from app.config import SignatureLevel
from app.core import clock, files
from app.core.db import session as current
from app.core.db import transaction
from app.core.signing_keys import KEY_FILE
from app.editions import actions, queries, rules, signing, typesetting
from app.editions.models import Edition, Signature
from app.editions.rules import Stage
from app.editions.seal import Seal, Statement, the_seal
from app.editions.signatures import Known, judge
from app.editions.signing import Signed
from app.letters.models import Letter
from app.letters.signatory_file import FileSignatory
from app.signons import queries as signons
from app.signons.actions import import_signatories
from tests.factories import BEFORE_LIFT, LIFT, a_letter

SetClock = Callable[[datetime], None]


@pytest.fixture
def letter(session: Session, at: SetClock) -> Letter:  # noqa: ARG001 - rows need the test's transaction
    at(BEFORE_LIFT)
    return a_signed_letter()


def a_signed_letter() -> Letter:
    letter = a_letter()
    import_signatories(letter, [FileSignatory("Rivers United", country="BE")], by=SYSTEM, now=BEFORE_LIFT)
    return letter


def seen_of(letter: Letter) -> str:
    return queries.content_to_seal(letter, signons.signatories(letter.id)).fingerprint


def requested(letter: Letter) -> Edition:
    return actions.request_seal(letter, LIFT, seen=seen_of(letter), by=SYSTEM, now=BEFORE_LIFT)


def signatures() -> int:
    return current().scalars(select(func.count()).select_from(Signature)).one()


def test_what_is_stored_is_the_signed_file_and_says_which_edition_it_is(letter: Letter, session: Session) -> None:
    edition = requested(letter)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)

    clean = files.get(edition.clean_file or "")
    verdict = judge(clean, Known.of(the_seal().certificates()), now=BEFORE_LIFT)

    assert (verdict.is_ours, verdict.is_unchanged, verdict.signed_at) == (True, True, BEFORE_LIFT)
    assert verdict.statement == Statement(1, edition.fingerprint, queries.sealed_content(edition).address)
    assert sha256(clean).hexdigest() == edition.clean_file
    signature = queries.signature(edition.id)
    assert signature is not None
    assert (signature.level, signature.is_simpler) == (SignatureLevel.PLAIN, False)
    entry = session.scalars(select(Entry).where(Entry.action == "edition sealed")).one()
    assert entry.facts == {"signature": "b-b"}


def test_the_embargoed_file_is_not_signed(letter: Letter, session: Session) -> None:
    edition = requested(letter)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)

    embargoed = files.get(edition.embargoed_file or "")

    assert not judge(embargoed, Known(), now=BEFORE_LIFT).is_signed
    assert embargoed.count(b"%%EOF") == 1


def test_a_worker_killed_between_render_and_store_loses_nothing(
    letter: Letter, session: Session, at: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = requested(letter)
    session.commit()

    def killed(_pdf: bytes, _statement: Statement, *, seal: Seal, now: Callable[[], datetime]) -> Signed:
        del seal, now
        raise KeyboardInterrupt

    with monkeypatch.context() as deadly:
        deadly.setattr(signing, "sign", killed)
        with pytest.raises(KeyboardInterrupt):
            typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert (edition.sealed_at, edition.failure, edition.attempts) == (None, "", 1)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    assert edition.sealed_at is None, "another worker may still be at it"

    at(BEFORE_LIFT + typesetting.LEASE)
    typesetting.typeset_requested(clock.now)

    session.refresh(edition)
    assert edition.sealed_at == BEFORE_LIFT + typesetting.LEASE
    assert signatures() == 1


def test_a_worker_that_comes_late_signs_nothing_again(letter: Letter, session: Session) -> None:
    edition = requested(letter)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)
    before = edition.clean_file

    typesetting._typeset_edition(edition, clock.now)  # noqa: SLF001 - what a worker with an old claim does

    session.refresh(edition)
    assert edition.clean_file == before
    assert signatures() == 1


def test_no_transaction_is_open_while_a_file_is_signed(
    letter: Letter, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[bool] = []
    real = signing.sign

    def noting(pdf: bytes, statement: Statement, *, seal: Seal, now: Callable[[], datetime]) -> Signed:
        seen.append(current().in_transaction())
        return real(pdf, statement, seal=seal, now=now)

    monkeypatch.setattr(signing, "sign", noting)
    requested(letter)
    session.commit()
    typesetting.typeset_requested(clock.now)

    assert seen == [False]


def test_a_key_that_cannot_be_used_fails_the_seal_with_a_sentence_and_it_can_be_asked_again(
    letter: Letter, session: Session
) -> None:
    the_seal().key(now=BEFORE_LIFT)
    key = the_seal().folder / KEY_FILE
    key.chmod(0o644)
    edition = requested(letter)
    typesetting.typeset_requested(clock.now)
    session.refresh(edition)

    assert rules.stage(queries.standing(edition), now=BEFORE_LIFT) is Stage.FAILED
    assert edition.failure.startswith("It could not be signed, because the key of this installation cannot be used.")
    key.chmod(0o600)
    again = requested(letter)
    typesetting.typeset_requested(clock.now)
    session.refresh(again)
    assert again.sealed_at is not None


def test_two_workers_seal_once(own_app: Flask) -> None:
    with own_app.app_context():
        moment = clock.machine()
        with transaction():
            letter = a_signed_letter()
        with transaction():
            lift = type(LIFT)((moment + timedelta(days=30)).replace(tzinfo=None, microsecond=0), "UTC")
            edition = actions.request_seal(letter, lift, seen=seen_of(letter), by=SYSTEM, now=moment)
            number = edition.id
    together = Barrier(2)

    def work() -> None:
        with own_app.app_context():
            together.wait()
            typesetting.typeset_requested(clock.now)

    workers = [Thread(target=work) for _number in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    with own_app.app_context(), transaction():
        found = current().get_one(Edition, number)
        assert (found.sealed_at is not None, found.attempts, signatures()) == (True, 1, 1)
        assert current().scalars(select(func.count()).where(Entry.action == "edition sealed")).one() == 1
