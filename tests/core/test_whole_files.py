"""Files that are written whole or not at all."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.core.whole_files import AS_USUAL, FOR_ITS_OWNER, replace_file


def test_a_link_in_its_place_is_replaced_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / "letter.pdf").symlink_to(elsewhere)

    replace_file(tmp_path / "letter.pdf", b"new", mode=AS_USUAL)

    assert elsewhere.read_bytes() == b"mine"
    assert (tmp_path / "letter.pdf").read_bytes() == b"new"
    assert not (tmp_path / "letter.pdf").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["elsewhere", "letter.pdf"]


def test_who_may_read_it_is_as_asked(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        for mode in (AS_USUAL, FOR_ITS_OWNER):
            replace_file(tmp_path / str(mode), b"", mode=mode)
    finally:
        os.umask(before)

    assert [(tmp_path / str(mode)).stat().st_mode & 0o777 for mode in (AS_USUAL, FOR_ITS_OWNER)] == [0o644, 0o600]


def test_a_file_that_was_closed_to_others_stays_closed(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").touch(mode=0o600)

    replace_file(tmp_path / "letter.pdf", b"new", mode=AS_USUAL)

    assert (tmp_path / "letter.pdf").stat().st_mode & 0o777 == 0o600


def test_two_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    contents = [bytes([number]) * 200_000 for number in range(8)]

    with ThreadPoolExecutor(8) as pool:
        [*_] = pool.map(lambda content: replace_file(tmp_path / "letter.pdf", content, mode=AS_USUAL), contents * 4)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]
    assert (tmp_path / "letter.pdf").read_bytes() in contents


def test_where_it_cannot_be_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").mkdir()

    with pytest.raises(IsADirectoryError):
        replace_file(tmp_path / "letter.pdf", b"new", mode=AS_USUAL)

    assert [path.name for path in tmp_path.iterdir()] == ["letter.pdf"]
