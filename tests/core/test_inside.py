"""Reading files of a folder that somebody else filled."""

from pathlib import Path

import pytest

from app.core.inside import LeadsOut, read_inside, resolved_inside


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "private.txt").write_text("root:x:0:0", encoding="utf-8")
    (tmp_path / "folder" / "below").mkdir(parents=True)
    (tmp_path / "folder" / "plain.txt").write_text("plain", encoding="utf-8")
    return tmp_path / "folder"


def test_what_lies_in_the_folder_is_read_also_through_a_link_within_it(folder: Path, tmp_path: Path) -> None:
    (folder / "below" / "link.txt").symlink_to(folder / "plain.txt")
    (tmp_path / "called").symlink_to(folder)

    assert read_inside(folder, "plain.txt", most=3) == b"pla"
    assert read_inside(folder, "below/link.txt", most=9) == b"plain"
    assert read_inside(tmp_path / "called", "plain.txt", most=9) == b"plain"


def test_nothing_is_read_behind_a_link_that_leads_out(folder: Path, tmp_path: Path) -> None:
    (folder / "link.txt").symlink_to(tmp_path / "private.txt")
    (folder / "relative.txt").symlink_to("../private.txt")
    (folder / "upwards").symlink_to("..")
    (folder / "far.txt").symlink_to(folder / "link.txt")
    (folder / "round.txt").symlink_to("round.txt")
    for name in ("link.txt", "relative.txt", "upwards/private.txt", "far.txt", "../private.txt", "round.txt"):
        with pytest.raises(LeadsOut):
            read_inside(folder, name, most=9)


def test_what_is_not_there_lies_in_the_folder(folder: Path) -> None:
    assert resolved_inside(folder, "new.txt") == folder.resolve() / "new.txt"
    with pytest.raises(FileNotFoundError):
        read_inside(folder, "new.txt", most=9)
