"""`letter trace`, as it is typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import delete

from app.commands import main
from app.core import files
from app.core.db import session, transaction
from app.press import actions, copying
from app.press.models import Copy, Download
from tests.factories import BEFORE_LIFT, a_grant, a_letter, a_sealed_edition
from tests.press.leaks import signatories

Run = Callable[[str], int]


@pytest.fixture
def leaked(own_app: Flask, tmp_path: Path) -> Path:
    """A copy that was fetched once, as a file."""
    with own_app.app_context():
        with transaction():
            letter = a_letter(title="{{count}} towns ask for clean water")
            edition = a_sealed_edition(letter, signatories=signatories())
            guest = a_grant(letter, name="Łucja Żak")
            copy = actions.number_copy(letter, guest, edition, now=BEFORE_LIFT)
        stamped = copying.stamp(copy, guest, edition)
        with transaction():
            actions.keep_copy(copy, stamped)
            actions.log_download(copy, now=BEFORE_LIFT)
        path = tmp_path / "leaked.pdf"
        path.write_bytes(files.get(stamped.file))
        session().close()
    return path


@pytest.fixture
def run(own_app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """The command on the data of this application."""
    monkeypatch.setenv("UNDERSIGNED_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("UNDERSIGNED_LOG_LEVEL", "error")
    monkeypatch.setenv("UNDERSIGNED_COPY_KEY", own_app.config["COPY_KEY"])
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", own_app.config["SQLALCHEMY_ENGINES"]["default"]["url"])
    return lambda file: main(["letter", "trace", file])


def test_it_says_whose_copy_it_is_and_when_it_was_fetched(
    run: Run, leaked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(str(leaked)) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].endswith("are those of copy 1.")
    assert lines[2:6] == [
        "The number printed on it says the same.",
        "",
        "Copy 1",
        f"  Made for:   Łucja Żak, Radio Delta ({lines[5].partition('(')[2]}",
    ]
    assert "  Letter:     90 towns ask for clean water" in lines
    assert lines[-1] == f"  Downloaded: {BEFORE_LIFT:%Y-%m-%d %H:%M:%S} UTC"


def test_without_a_database_the_number_is_found_all_the_same(
    run: Run, leaked: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("UNDERSIGNED_DATABASE_URL", f"sqlite:///{tmp_path}/none.sqlite")

    assert run(str(leaked)) == 0

    said = capsys.readouterr().out
    assert "those of copy 1." in said
    assert "There is no database here that knows whom it was made for." in said
    assert not (tmp_path / "none.sqlite").exists()


@pytest.mark.one_database
def test_a_pdf_of_nobody_ends_with_one(run: Run, leaked: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from app.rendering.process import typeset  # noqa: PLC0415 - only here
    from tests.rendering import samples  # noqa: PLC0415 - only here

    leaked.write_bytes(typeset(samples.letter()).pdf)

    assert run(str(leaked)) == 1
    assert capsys.readouterr().out.startswith("No copy was found: no number is printed on it, and ")


@pytest.mark.one_database
def test_a_number_of_no_copy_that_there_is_ends_with_one(
    run: Run, leaked: Path, capsys: pytest.CaptureFixture[str], own_app: Flask
) -> None:
    with own_app.app_context(), transaction():
        session().execute(delete(Download))
        session().execute(delete(Copy))

    assert run(str(leaked)) == 1
    assert "No copy of this installation bears this number." in capsys.readouterr().out


@pytest.mark.one_database
def test_a_number_that_is_only_printed_ends_with_one_and_is_called_no_proof(
    run: Run, leaked: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from app.rendering.process import typeset  # noqa: PLC0415 - only here
    from app.rendering.stamps.masters import stamp  # noqa: PLC0415 - only here
    from tests.rendering import samples  # noqa: PLC0415 - only here

    leaked.write_bytes(stamp(typeset(samples.letter()).pdf, "Copy 0001 · Łucja Żak, Radio Delta"))

    assert run(str(leaked)) == 1
    said = capsys.readouterr().out
    assert "Anyone can print a number: this alone is no proof." in said
    assert "\nNumber 1, printed on it and not in its words: no proof\n  Made for:   Łucja Żak, Radio Delta" in said
    assert "\nCopy 1\n" not in said


@pytest.mark.one_database
def test_what_cannot_be_read_ends_with_two(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "no.pdf").write_bytes(b"no")
    (tmp_path / "long.pdf").touch()
    with (tmp_path / "long.pdf").open("r+b") as long:
        long.truncate(33 * 1024 * 1024)

    (tmp_path / "empty.pdf").touch()

    codes = [run(str(tmp_path / name)) for name in ("no.pdf", "long.pdf", "none.pdf", "empty.pdf", "")]

    assert codes == [2, 2, 2, 2, 2]
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith("This is no PDF, and a copy is traced by its PDF alone.")
    assert "is larger than 32 MB" in said[1]
    assert said[2] == f"{tmp_path}/none.pdf: there is no such file. Check how its name is written."
    assert said[3].startswith("This file is empty: ")
    assert said[4] == f"{tmp_path} is a folder. Name the file itself."


def test_where_nothing_is_installed_it_says_what_to_do_and_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("UNDERSIGNED_DATA", str(tmp_path / "no data"))
    (tmp_path / "leaked.pdf").write_bytes(b"%PDF-")

    assert main(["letter", "trace", str(tmp_path / "leaked.pdf")]) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        "There is no installation here, and only the one that made a copy knows it: "
        "run this where its data folder is, or name that folder in UNDERSIGNED_DATA.\n"
    )
    assert not (tmp_path / "no data").exists()


def test_the_folder_that_the_settings_file_names_is_the_installation(
    run: Run, leaked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "settings.env").write_text(f"UNDERSIGNED_DATA={tmp_path / 'data'}\n", encoding="utf-8")
    monkeypatch.delenv("UNDERSIGNED_DATA")
    monkeypatch.setenv("UNDERSIGNED_SETTINGS", str(tmp_path / "settings.env"))

    assert run(str(leaked)) == 0
    assert "are those of copy 1." in capsys.readouterr().out
