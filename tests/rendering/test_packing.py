"""Packed page content of which the marks can be changed, and nothing else need be."""

import random
import zlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.rendering.stamps.marks import LEFT, NUMBER_SIZE, RIGHT, Mark, marked
from app.rendering.stamps.packing import Packed, in_clear, with_marks

LETTERS = {code: chr(0x60 + code) for code in range(1, 27)} | {0x20: " "}
FILLING = b"0 0 10 10 re f\n"


def row(seed: int, words: int, *, longest: int = 9) -> bytes:
    """An operator that shows so many words, with a kern somewhere."""
    chance = random.Random(seed)  # noqa: S311 - invented words
    shown = ["".join(f"{chance.randint(1, 26):04x}" for _ in range(chance.randint(2, longest))) for _ in range(words)]
    return f"[<{'0020'.join(shown)}0020>{chance.choice(('', '3', '-12.5'))}<0001>] TJ\n".encode()


def page(rows: list[tuple[int, int]], filling: int = 0) -> bytes:
    """Content with this many drawings between its rows."""
    return b"BT /F 10 Tf\n" + (FILLING * filling).join(row(*each) for each in rows) + b"ET"


def put(content: bytes, marks: tuple[Mark, ...], rights: list[bool]) -> bytes:
    """The content with its marks as a copy has them."""
    written = bytearray(content)
    for mark, is_right in zip(marks, rights, strict=True):
        numbers = RIGHT if is_right else LEFT
        written[mark.before : mark.before + NUMBER_SIZE] = numbers[:NUMBER_SIZE]
        written[mark.after : mark.after + NUMBER_SIZE] = numbers[NUMBER_SIZE:]
    return bytes(written)


def changed(packed: Packed, rights: list[bool]) -> bytes:
    """The stream with the marks changed where they are gathered."""
    numbers = b"".join(RIGHT if is_right else LEFT for is_right in rights)
    written, done = bytearray(packed.stream), 0
    for place in packed.places:
        written[place.start : place.start + place.size] = numbers[done : done + place.size]
        done += place.size
    assert done == len(numbers)
    return bytes(written)


def without_comments(content: bytes) -> bytes:
    """Content without the comments that marks are gathered in, which are all that begins with "%"."""
    return b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(b"%"))


ROWS = st.lists(st.tuples(st.integers(0, 10_000), st.integers(3, 40)), min_size=1, max_size=12)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.integers(0, 900), st.randoms(use_true_random=False))
@example([(1, 40)] * 12, 0, random.Random(1))  # noqa: S311 - which word stands where
@example([(1, 2000), (2, 2000)], 2500, random.Random(2))  # noqa: S311 - which word stands where
def test_each_mark_is_changed_where_they_are_gathered(
    rows: list[tuple[int, int]], filling: int, chance: random.Random
) -> None:
    """A wrong checksum would be an error to zlib."""
    content, marks = marked(page(rows, filling), {"F": LETTERS})
    packed = with_marks(content, marks)
    rights = [chance.random() < 0.5 for _ in packed.marks]

    unpacked = zlib.decompress(changed(packed, rights))

    assert without_comments(unpacked) == put(content, packed.marks, rights)
    assert len(changed(packed, rights)) == len(packed.stream)


def test_every_mark_of_a_page_is_gathered_however_many_there_are() -> None:
    content, marks = marked(page([(seed, 40) for seed in range(60)]), {"F": LETTERS})

    packed = with_marks(content, marks)

    assert len(content) > 64 * 1024
    assert len(marks) > 500
    assert packed.marks == marks


def test_a_mark_too_far_from_where_its_operator_begins_stays_where_it_is() -> None:
    content, marks = marked(row(1, 300, longest=120), {"": LETTERS})
    packed = with_marks(content, marks)
    rights = [True] * len(packed.marks)

    assert 20 < len(packed.marks) < len(marks) < 110
    assert without_comments(zlib.decompress(changed(packed, rights))) == put(content, packed.marks, rights)


def test_what_stands_between_marks_is_packed() -> None:
    content, marks = marked(page([(seed, 20) for seed in range(40)]), {"F": LETTERS})

    assert len(with_marks(content, marks).stream) < len(zlib.compress(content)) + 20 * len(marks)


def test_a_page_in_which_each_byte_stands_keeps_its_words_where_they_are() -> None:
    content, marks = marked(b"%" + bytes(range(0xB, 0x100)) + bytes(range(0xA)) + b"\n" + row(1, 40), {"": LETTERS})

    packed = with_marks(content, marks)

    assert len(marks) > 5
    assert (packed.marks, zlib.decompress(packed.stream).endswith(content)) == ((), True)


@pytest.mark.parametrize("content", [b"", b"words", b" " * 65_535])
def test_what_is_in_clear_stands_there_with_its_sum_behind_it(content: bytes) -> None:
    packed = in_clear(content)
    [place] = packed.places

    assert packed.stream[place.start :] == content + zlib.adler32(content).to_bytes(4, "big")
    assert zlib.decompress(packed.stream) == content


def test_whichever_number_stands_where_the_checksum_is_the_same() -> None:
    sums = {zlib.adler32(each[:NUMBER_SIZE] + b"<002d>" + each[NUMBER_SIZE:] + b" rest") for each in (LEFT, RIGHT)}

    assert len(sums) == 1
