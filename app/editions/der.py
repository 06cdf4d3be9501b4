"""Values in DER (X.690, 10 and 11), written anew from what was read, to see whether they were written so."""

from asn1crypto.core import Any, Asn1Value, Choice, Null, Sequence, SequenceOf

_NULL = b"\x05\x00"


def written_anew(value: Asn1Value) -> bytes:
    """Return the one encoding of `value`, whatever encoding it was read from. It takes as long as `value` is.

    asn1crypto takes a part with a default that was not written for changed. Whatever it stands in is then encoded twice
    for each level above it: a signature, whose certificate is named twelve levels deep, took a fifth of a second.
    """
    _leave_as_read(value)
    return bytes(value.dump(force=True))


def _leave_as_read(part: Asn1Value) -> None:
    """Read all of it, and say that nothing was changed: it is encoded anew all the same, and once."""
    match part:
        case Sequence():
            within = [part[name] for name in part]
        case SequenceOf():
            within = list(part)
        case Choice():
            within = [part.chosen]
        case Any():
            within = [part.parsed]
        case Null():
            # It is nothing, however long its length is written.
            part._header = _NULL  # noqa: SLF001 - it keeps what was read, and gives that back
            return
        case _:
            return
    for each in within:
        _leave_as_read(each)
    if isinstance(part, Sequence | SequenceOf):
        part._mutated = False  # noqa: SLF001 - there is no other way to say so
