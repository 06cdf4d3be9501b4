"""A small sealed letter, its statement and ways to sign it, for tests of signatures."""

from functools import cache
from pathlib import Path

from app.config import SignatureLevel
from app.core.wall_time import read_wall_time
from app.editions.composition import Imprint, compose
from app.editions.seal import Seal, Statement
from app.editions.signatures import Known
from app.editions.signing import Signed, sign
from app.rendering.process import typeset
from app.signons.roll import Signatory, roll
from tests.editions.timestamp_server import TimestampServer
from tests.factories import NOON, a_text

HERE = "https://letters.example.org"
STATEMENT = Statement(1, "0123456789abcdef" * 4, f"{HERE}/letters/clean-water")


@cache
def unsigned() -> bytes:
    """A letter as it comes from the typesetter."""
    text = a_text()
    names = roll((Signatory("Rivers United", country="BE"), Signatory("Wasser für alle", country="AT")), text)
    lift = read_wall_time("2027-06-17 09:00 Europe/Brussels")
    return typeset(compose(text, names, Imprint(lift.instant(), lift, 1, STATEMENT.fingerprint, HERE))).pdf


def a_seal(folder: Path, level: SignatureLevel = SignatureLevel.PLAIN, server: TimestampServer | None = None) -> Seal:
    """An installation that keeps its key under `folder`."""
    if server is None:
        return Seal(folder / "signing", HERE, level)
    return Seal(folder / "signing", HERE, level, server.url, server.roots)


def signed(seal: Seal) -> Signed:
    """The letter, signed at noon."""
    return sign(unsigned(), STATEMENT, seal=seal, now=lambda: NOON)


def known(seal: Seal) -> Known:
    """Those whom this installation knows."""
    return Known.of(seal.certificates(), seal.trusted())
