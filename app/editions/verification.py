"""Saying in words whether a PDF is ours, unchanged, and which edition it is."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path

from cryptography import x509
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import transaction
from app.core.errors import Obstacle, Refused
from app.core.handed_in import read_handed_in
from app.core.quoting import quoted
from app.core.signing_keys import read_certificates
from app.core.wall_time import describe
from app.editions import queries
from app.editions.examining import examine
from app.editions.seal import Seal, the_seal
from app.editions.signatures import Finding, Integrity, Known, Problem, Verdict

OURS, NOT_OURS, UNREADABLE = 0, 1, 2
PROBLEM_WORDS = {
    Problem.EMPTY: (
        "This file is empty: perhaps it was not downloaded to its end. Get it again from the page of the letter."
    ),
    Problem.NO_PDF: (
        "This is not a PDF, and only the PDF of a letter can be checked. Get it from the page of the letter."
    ),
    Problem.LOCKED: (
        "This file is encrypted, and no published letter is: somebody saved it anew. "
        "Get it again from the page of the letter."
    ),
    Problem.UNREADABLE: (
        "This file cannot be read to its end: it is damaged, cut off or made in an unusual way. "
        "Get it again from the page of the letter."
    ),
    Problem.TOO_MUCH: (
        "This file takes more time or memory to read than a letter may. It is damaged, or made to do harm: "
        "do not open it."
    ),
}
_FINDING_WORDS = {
    Finding.BROKEN: "what was signed was changed afterwards",
    Finding.FALSE: "its signature does not verify",
    Finding.REWRITTEN: "its signature is not written as this installation writes it: someone changed it",
    Finding.WRITTEN_OTHERWISE: "its signature is written in another way than those that can be checked here",
    Finding.ADDED: "{added} added after it was signed, and they are more than proof",
    Finding.STAMPED: (
        "{added} added after it was signed, among them a timestamp by “{added_by}”, and nobody here vouches for them"
    ),
}


class Source(Enum):
    """Where it is looked up which edition a file is."""

    DATABASE = "the database"
    NO_ANSWER = "the database, which did not answer"
    GONE = "the database, which is not there"
    NONE = "no database"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What the database says of a file with exactly these bytes."""

    number: int
    title: str
    sealed_at: datetime
    is_embargoed: bool


@dataclass(frozen=True, slots=True)
class Judges:
    """Who judges: this installation (with certificates of its own), another by its certificates, or nobody."""

    certificates: tuple[x509.Certificate, ...] = ()
    roots: tuple[x509.Certificate, ...] = ()
    are_home: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """Sentences, one a line, and the exit code: 0 ours and unchanged, 1 not, 2 not to be read."""

    lines: tuple[str, ...]
    exit_code: int


def verify(file: Path, *, certificates: Path | None, now: datetime) -> Report:
    """Judge a file by the certificates of some installation, or by none; no database. `Refused` for bad input."""
    known: tuple[x509.Certificate, ...] = ()
    if certificates is not None:
        try:
            known = read_certificates(read_handed_in(certificates))
        except ValueError:
            message = f"{certificates} holds no certificate in PEM form. Download it again from /verify of the site."
            raise Refused(Obstacle(message)) from None
    return _judged(file, Judges(known), sealed=lambda _digest: (Source.NONE, None), now=now)


def verify_at_home(file: Path, *, now: datetime) -> Report:
    """Judge a file by what this installation has and knows. Needs an application context. `Refused` for bad input."""
    return _judged(file, _home(the_seal()), sealed=_in_the_database, now=now)


def verify_without_database(file: Path, seal: Seal, *, now: datetime) -> Report:
    """Judge a file by the certificates of this installation alone: its database is not there. `Refused` for bad input.

    Needs no application context, and makes nothing.
    """
    return _judged(file, _home(seal), sealed=lambda _digest: (Source.GONE, None), now=now)


def _home(seal: Seal) -> Judges:
    try:
        roots = seal.trusted()
    except (OSError, ValueError):
        roots = ()
    return Judges(seal.certificates(), roots, are_home=True)


def _judged(
    file: Path, judges: Judges, *, sealed: Callable[[str], tuple[Source, SealedFile | None]], now: datetime
) -> Report:
    content = read_handed_in(file)
    digest = hashlib.sha256(content).hexdigest()
    verdict = examine(content, Known.of(judges.certificates, judges.roots), now=now)
    source, found = sealed(digest)
    return report(verdict, judges, digest=digest, source=source, sealed=found)


def report(verdict: Verdict, judges: Judges, *, digest: str, source: Source, sealed: SealedFile | None) -> Report:
    """Put a verdict, and what the database knows of these bytes, into sentences."""
    is_good = sealed is not None or (verdict.is_ours and verdict.is_unchanged)
    if verdict.problem and not is_good:
        return Report((PROBLEM_WORDS[verdict.problem],), UNREADABLE)
    lines = (
        _headline(verdict, judges, is_good=is_good),
        *_which(verdict, source, sealed),
        *_signed(verdict),
        f"SHA-256 of the file: {digest}",
    )
    return Report(lines, OURS if is_good else NOT_OURS)


def _headline(verdict: Verdict, judges: Judges, *, is_good: bool) -> str:
    if is_good:
        whose = "This file is ours" if judges.are_home else "This file is of the installation of that certificate"
        added = ", and unchanged since but for further proof" if verdict.is_archival else ", and unchanged"
        return f"{whose}{added}."
    if not verdict.is_signed:
        return (
            "This file bears no signature, so it proves nothing. Drafts, embargoed files and copies have none. "
            "Compare it with the file on the page of the letter."
        )
    if verdict.is_ours:
        advice = "Do not rely on it, unless the page of the letter shows its SHA-256."
        return f"This file is not as it was sealed: {finding_words(verdict)}. {advice}"
    state = {
        Integrity.UNCHANGED: "It is unchanged since then.",
        Integrity.CHANGED: f"It is not as it was signed: {finding_words(verdict)}.",
        Integrity.CANNOT_BE_TOLD: f"Whether it was changed since cannot be told: {finding_words(verdict)}.",
    }[verdict.integrity]
    if judges.certificates:
        if judges.are_home:
            return f"This file is not ours: “{verdict.signer}” signed it, with a key that is not known here. {state}"
        whose = "of the installation of that certificate"
        return f"This file is not {whose}: “{verdict.signer}” signed it, with another key. {state}"
    return (
        f"This file is signed by “{verdict.signer}”, and nothing here knows that key. {state} "
        "Download the certificate from the page /verify of that site, then give it with --certificate."
    )


def finding_words(verdict: Verdict) -> str:
    """Say what speaks against a signature, as the end of a sentence; nothing where nothing does."""
    if verdict.finding is None:
        return ""
    return _FINDING_WORDS[verdict.finding].format(added=_bytes(verdict.added), added_by=verdict.added_by)


def _bytes(number: int) -> str:
    return "1 byte was" if number == 1 else f"{number} bytes were"


def _which(verdict: Verdict, source: Source, sealed: SealedFile | None) -> list[str]:
    """Which edition of which letter, and who says so."""
    if sealed is not None:
        kind = "the embargoed file, which is not signed, of edition" if sealed.is_embargoed else "edition"
        at = describe(sealed.sealed_at, "UTC")
        return [
            f"It is {kind} {sealed.number} of {quoted(sealed.title)}, sealed on {at}. The database knows these bytes."
        ]
    said = []
    if verdict.title:
        said.append(f"It calls itself {quoted(verdict.title)}.")
    if verdict.statement is not None:
        said.append(f"It says it is edition {verdict.statement.number}, published at {verdict.statement.address}.")
        said.append(f"It says that the fingerprint of that edition is {verdict.statement.fingerprint}.")
    if not said:
        return []
    if verdict.is_signed and verdict.is_unchanged:
        said.append("These words are from the file itself, and signed with it.")
    else:
        said.append("These words are from the file itself: anyone can have written them.")
    if source is Source.NO_ANSWER:
        said.append("The database did not answer. Ask again when it runs.")
    elif source is Source.GONE:
        said.append("There is no database here that knows which files were sealed.")
    elif source is Source.DATABASE and verdict.is_ours:
        said.append("The database knows no file with these bytes.")
    return said


def _signed(verdict: Verdict) -> list[str]:
    """Who signed when, and who stamped the time."""
    if not verdict.is_signed:
        return []
    when = f" on {describe(verdict.signed_at, 'UTC')}, by its own clock" if verdict.signed_at is not None else ""
    lines = [f"Signed by “{verdict.signer}”{when}. Certificate (SHA-256): {verdict.certificate}"]
    if verdict.timestamp is not None:
        trust = "whom this installation trusts" if verdict.timestamp.is_trusted else "whom nobody here vouches for"
        at = describe(verdict.timestamp.at, "UTC")
        lines.append(f"Timestamped on {at} by “{verdict.timestamp.authority}”, {trust}.")
    else:
        lines.append("No timestamp.")
    if verdict.is_archival:
        lines.append("A last timestamp covers all of it, with what proves the signature for archives.")
    return lines


def _in_the_database(digest: str) -> tuple[Source, SealedFile | None]:
    try:
        with transaction():
            edition = queries.edition_of_file(digest)
    except SQLAlchemyError:
        return Source.NO_ANSWER, None
    if edition is None or edition.sealed_at is None:
        return Source.DATABASE, None
    is_embargoed = digest == edition.embargoed_file
    return Source.DATABASE, SealedFile(edition.number, edition.title, edition.sealed_at, is_embargoed)
