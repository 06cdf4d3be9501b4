"""What is written anew is what DER asks for, however deep it stands."""

from typing import ClassVar

from asn1crypto import algos, core

from app.editions.der import written_anew


class Digested(core.Sequence):  # type: ignore[misc]  # asn1crypto has no types
    _fields: ClassVar = [
        ("digest", algos.DigestAlgorithm, {"default": {"algorithm": "sha256"}}),
        ("is_last", core.Boolean),
    ]


DEEP = 30
LISTS: type[core.Sequence] = Digested
for _level in range(DEEP):
    LISTS = type("List", (core.SequenceOf,), {"_child_spec": LISTS})

TRUE_IN_DER, TRUE_IN_BER = bytes.fromhex("0101ff"), bytes.fromhex("010101")
DEFAULT_WRITTEN = bytes.fromhex("300d06096086480165030402010500")


def around(content: bytes) -> bytes:
    """The content in the innermost of the sequences."""
    for _level in range(DEEP + 1):
        content = core.Sequence(contents=content).dump()
    return content


def test_a_default_deep_within_is_written_once() -> None:
    written = around(TRUE_IN_DER)

    assert written_anew(LISTS.load(written)) == written


def test_what_is_not_in_der_is_found_however_deep() -> None:
    plain = around(TRUE_IN_DER)
    others = [around(content) for content in (TRUE_IN_BER, DEFAULT_WRITTEN + TRUE_IN_DER)]

    assert [written_anew(LISTS.load(each)) for each in others] == [plain, plain]
    assert plain not in others


def test_nothing_is_written_in_one_way() -> None:
    assert written_anew(core.Null.load(b"\x05\x81\x00")) == b"\x05\x00"
