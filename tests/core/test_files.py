"""Stored bytes: found by what they are, never changed, checked when read, kept in their folder."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import files
from app.core.errors import NotFound
from app.core.files import DamagedFile, FilesDown

FOLDER = "files"
SECRET = "a-secret-for-the-tests-of-the-store-0123456789"
NOTHING = (FilesDown, ValueError)
"""What comes of a name that no file can have: a digest of ours never looks like it, so asking is a bug."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store") / FOLDER


@pytest.fixture(scope="module", autouse=True)
def store(folder: Path) -> Iterator[Flask]:
    app = Flask(__name__)
    app.config["SECRET_KEY"] = SECRET
    files.init_app(app, f"file://{folder}")
    with app.app_context():
        yield app


def stored(folder: Path) -> list[Path]:
    return sorted(each for each in folder.rglob("*") if each.is_file())


@given(st.binary(max_size=5_000))
@settings(deadline=None, max_examples=40)
def test_what_was_put_in_comes_out(content: bytes) -> None:
    digest = files.put(content)

    assert digest == hashlib.sha256(content).hexdigest()
    assert files.get(digest) == content


def test_putting_it_twice_keeps_it_once(folder: Path) -> None:
    digest = files.put(b"the same bytes")
    [file] = [each for each in stored(folder) if each.name == digest]
    written = file.stat().st_mtime_ns, file.stat().st_ino

    assert files.put(b"the same bytes") == digest
    assert [each for each in stored(folder) if each.name == digest] == [file]
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == written


@given(st.binary(min_size=16, max_size=5_000))
@settings(deadline=None, max_examples=40)
def test_what_was_locked_is_read_with_the_secret_and_not_without(content: bytes) -> None:
    digest = files.put_locked(content)

    assert files.get_locked(digest) == content
    assert content not in files.get(digest)
    assert files.put_locked(content) == digest


def test_what_was_locked_under_another_secret_or_not_at_all_is_not_found(store: Flask) -> None:
    clear, digest = files.put(b"never locked, and long enough"), files.put_locked(b"locked")
    store.config["SECRET_KEY"] = SECRET[::-1]

    for each in clear, digest:
        with pytest.raises(NotFound):
            files.get_locked(each)

    store.config["SECRET_KEY"] = SECRET
    assert files.get_locked(digest) == b"locked"


@pytest.mark.parametrize("damage", [b"", b"other bytes", b"whole bytes "])
def test_a_damaged_file_is_never_given_out(folder: Path, damage: bytes) -> None:
    digest = files.put(b"whole bytes")
    [file] = [each for each in stored(folder) if each.name == digest]
    file.write_bytes(damage)

    with pytest.raises(DamagedFile, match=f"stored file {digest[:8]} has changed"):
        files.get(digest)
    file.unlink()


def test_a_file_that_is_not_there_is_a_fault_of_the_store() -> None:
    with pytest.raises(FilesDown) as fault:
        files.get("0" * 64)

    assert not isinstance(fault.value, DamagedFile)


@pytest.mark.parametrize("name", ["../secret", "../../secret", "/etc/hostname", "aa/../../secret", "..", "a\0b", ""])
def test_no_name_leads_out_of_the_folder(folder: Path, name: str) -> None:
    secret = folder.parent / "secret"
    secret.write_bytes(b"outside")

    with pytest.raises(NOTHING):
        files.get(name)


@given(st.text(max_size=80))
@settings(deadline=None)
def test_a_name_that_is_no_digest_gives_nothing(name: str) -> None:
    with pytest.raises(NOTHING):
        files.get(name)


def test_everything_lies_inside_the_folder(folder: Path) -> None:
    digest = files.put(b"somewhere inside")

    assert {each.name for each in folder.parent.iterdir()} <= {FOLDER, "secret"}
    assert folder / digest[:2] / digest in stored(folder)
