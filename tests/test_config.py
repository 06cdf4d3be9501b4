"""Settings: read from the environment and one file, every problem named at once, secrets made once."""

import stat
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.config import (
    FIELD_OF,
    NOT_SETTINGS,
    PROJECT_FOLDER,
    MailRoute,
    Queue,
    Settings,
    WrongSettings,
    is_set_up,
    read_settings,
)

STRONG = "a-secret-of-forty-characters-0123456789!"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "the data"


def read(data: Path, **given: str) -> Settings:
    return read_settings({"UNDERSIGNED_DATA": str(data)} | {f"UNDERSIGNED_{name}": given[name] for name in given})


def problems(data: Path, **given: str) -> tuple[str, ...]:
    with pytest.raises(WrongSettings) as caught:
        read(data, **given)
    return caught.value.problems


def test_nothing_must_be_set(data: Path) -> None:
    settings = read(data)

    assert settings.address == "http://127.0.0.1:8000"
    assert settings.database_url == f"sqlite:///{data}/undersigned.sqlite"
    assert settings.mail_folder == data / "mail"
    assert settings.files_url == data.as_uri() + "/files"
    assert settings.queue_file == data / "queue.sqlite"
    assert not settings.secure_cookies


def test_a_relative_data_folder_starts_at_the_project() -> None:
    values = {"data": "kept", "secret_key": STRONG, "password_salt": STRONG, "copy_key": STRONG}

    assert Settings.model_validate(values).data == PROJECT_FOLDER / "kept"


def test_the_address_follows_the_port(data: Path) -> None:
    assert read(data, PORT="8123").address == "http://127.0.0.1:8123"


def test_an_https_address_makes_cookies_secure(data: Path) -> None:
    settings = read(data, ADDRESS="https://letters.example.org/")

    assert settings.address == "https://letters.example.org"
    assert settings.secure_cookies


def test_an_empty_value_counts_as_not_given(data: Path) -> None:
    assert read(data, PORT="").port == 8000


def test_every_problem_is_named_at_once(data: Path) -> None:
    found = problems(data, PRT="8001", PORT="80x", MAIL="pigeon", QUEUE="postgres", SECRET_KEY="short", THREADS="0")

    assert found == (
        "UNDERSIGNED_PRT is not a setting. Did you mean UNDERSIGNED_PORT?",
        "UNDERSIGNED_PORT is “80x”, but must be a whole number from 1 to 65535.",
        "UNDERSIGNED_THREADS is “0”, but must be a whole number from 1 to 64.",
        "UNDERSIGNED_QUEUE needs UNDERSIGNED_DATABASE_URL to be a postgresql:// address; otherwise it must be sqlite.",
        "UNDERSIGNED_MAIL is “pigeon”, but must be folder or smtp.",
        (
            "UNDERSIGNED_SECRET_KEY is too weak: it must have at least 32 characters, 10 of them different. "
            "Leave it out, and one is made and kept in the data folder."
        ),
    )


def test_nothing_is_made_when_settings_are_wrong(data: Path) -> None:
    problems(data, PORT="0")

    assert not data.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "letters.example.org"),
        ("ADDRESS", "http://letters.example.org"),
        ("ADDRESS", "https://letters.example.org/app"),
        ("ADDRESS", "https://letters.example.org?x=1"),
        ("DATABASE_URL", "mysql://host/name"),
        ("FILES_URL", "https://example.org/files"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "Undersigned <letters@example.org>\nBcc: all@example.org"),
        ("PASSWORD_SALT", "x" * 64),
        ("RATE_LIMITS", "maybe"),
        ("DATA", "/dev/null/data"),
    ],
)
def test_a_value_that_cannot_work_is_refused(name: str, value: str, data: Path) -> None:
    (problem,) = problems(data, **{name: value})

    assert problem.startswith(f"UNDERSIGNED_{name} ") or name == "DATA"


def test_sending_mail_needs_a_server_and_a_sender(data: Path) -> None:
    found = problems(data, MAIL="smtp")

    assert [problem.split()[0] for problem in found] == ["UNDERSIGNED_MAIL_FROM", "UNDERSIGNED_SMTP_HOST"]
    assert read(data, MAIL="smtp", MAIL_FROM="a@example.org", SMTP_HOST="mail.example.org").mail is MailRoute.SMTP


def test_the_database_can_hold_the_queue(data: Path) -> None:
    assert read(data, DATABASE_URL="postgresql://host/name", QUEUE="postgres").queue is Queue.POSTGRES


@settings(deadline=None)
@given(st.text(alphabet=st.characters(categories=["Lu"], max_codepoint=127), min_size=1, max_size=12))
def test_no_unknown_name_is_taken(name: str) -> None:
    variable = f"UNDERSIGNED_{name}"
    assume(variable not in FIELD_OF and variable not in NOT_SETTINGS)

    with pytest.raises(WrongSettings, match=f"{variable} is not a setting"):
        read_settings({variable: "1"})


def test_the_file_in_the_data_folder_is_read_and_the_environment_wins(data: Path) -> None:
    data.mkdir()
    (data / "undersigned.env").write_text("UNDERSIGNED_PORT=8001\nUNDERSIGNED_THREADS=3 # few\n", encoding="utf-8")

    settings = read(data, PORT="8002")

    assert (settings.port, settings.threads) == (8002, 3)


def test_a_named_file_may_say_where_the_data_is(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text(f'UNDERSIGNED_DATA="{data}"\n', encoding="utf-8")

    assert read_settings({"UNDERSIGNED_SETTINGS": str(file)}).data == data


def test_an_installation_is_looked_for_where_its_settings_would_be_read(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "settings.env"
    file.write_text(f'UNDERSIGNED_DATA="{data}"\n', encoding="utf-8")
    named = {"UNDERSIGNED_SETTINGS": str(file)}

    before, there_before = is_set_up(named), data.exists()
    read_settings(named)

    assert (before, there_before, is_set_up(named)) == (False, False, True)
    assert not is_set_up(named | {"UNDERSIGNED_DATA": str(tmp_path / "another")})


def test_a_settings_file_that_cannot_be_read_does_not_pass_for_no_installation(tmp_path: Path) -> None:
    missing = tmp_path / "no.env"

    with pytest.raises(WrongSettings, match="cannot be read"):
        is_set_up({"UNDERSIGNED_SETTINGS": str(missing)})


def test_what_is_wrong_with_the_file_is_named(data: Path) -> None:
    data.mkdir()
    file = data / "undersigned.env"
    file.write_text("UNDERSIGNED_PORT\nUNDERSIGNED_DATA=elsewhere\nPRT=1\n", encoding="utf-8")

    assert problems(data) == (
        f"UNDERSIGNED_PORT stands in {file} without a value: write UNDERSIGNED_PORT=…",
        f"UNDERSIGNED_DATA cannot stand in {file}, which is found through it: set it outside.",
        "PRT is not a setting. Did you mean UNDERSIGNED_PORT?",
    )


def test_a_missing_named_file_is_a_problem(data: Path, tmp_path: Path) -> None:
    missing = tmp_path / "no.env"

    assert problems(data, SETTINGS=str(missing)) == (
        f"The settings file {missing} cannot be read: No such file or directory.",
    )


def test_secrets_are_made_once_and_kept_from_others(data: Path) -> None:
    first, second = read(data), read(data)

    assert first == second
    assert first.secret_key != first.password_salt
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert stat.S_IMODE((data / "secrets.json").stat().st_mode) == 0o600
    assert sorted(path.name for path in data.iterdir()) == ["secrets.json"]


def test_two_installations_have_different_secrets(tmp_path: Path) -> None:
    assert read(tmp_path / "one").secret_key != read(tmp_path / "two").secret_key


def test_given_secrets_are_not_written_down(data: Path) -> None:
    settings = read(data, SECRET_KEY=STRONG, PASSWORD_SALT=STRONG, COPY_KEY=STRONG)

    assert settings.secret_key.get_secret_value() == STRONG
    assert list(data.iterdir()) == []


def test_a_secret_that_is_given_later_wins_over_the_kept_one(data: Path) -> None:
    kept = read(data)

    settings = read(data, SECRET_KEY=STRONG)

    assert settings.secret_key.get_secret_value() == STRONG
    assert settings.password_salt == kept.password_salt


def test_secrets_that_others_can_read_are_refused(data: Path) -> None:
    read(data)
    (data / "secrets.json").chmod(0o644)

    assert problems(data) == (
        f"{data}/secrets.json can be read by other users of this machine. Run: chmod 600 '{data}/secrets.json'",
    )


def test_damaged_secrets_are_refused_and_kept_as_they_are(data: Path) -> None:
    read(data)
    (data / "secrets.json").write_text('{"secret_key": ', encoding="utf-8")

    (problem,) = problems(data)

    assert problem.startswith(f"{data}/secrets.json is damaged.")
    assert (data / "secrets.json").read_text(encoding="utf-8") == '{"secret_key": '


def test_no_secret_is_shown(data: Path) -> None:
    secret = "0123456789-very-secret-0123456789"
    settings = read(data, SECRET_KEY=secret, SMTP_PASSWORD=secret, DATABASE_URL=f"postgresql://user:{secret}@host/name")
    found = problems(data, SECRET_KEY=secret[:20], DATABASE_URL=f"mysql://user:{secret}@host/name")

    assert secret not in repr(settings) + str(settings)
    assert secret[:20] not in " ".join(found)
