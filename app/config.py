"""What an operator can set: typed, read once, every problem named at once.

A value comes from the environment, else from the settings file, else from its default. The secrets are
made on the first start and kept in the data folder when nobody gives them.
"""

import difflib
import ipaddress
import secrets
from collections.abc import Mapping
from email.utils import parseaddr
from enum import StrEnum
from io import StringIO
from pathlib import Path
from urllib.parse import quote, urlsplit

from annotated_types import Ge, Le
from dotenv import dotenv_values
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_core import ErrorDetails

from app.core.kept_secrets import FOLDER_MODE, SecretsUnusableError, kept_secrets
from app.core.signing_keys import read_certificates

PREFIX = "UNDERSIGNED_"
SETTINGS_FILE = "UNDERSIGNED_SETTINGS"
NOT_SETTINGS = frozenset({SETTINGS_FILE, "UNDERSIGNED_CHROMIUM"})
"""Variables with our prefix that say where something is: the settings file, the browser of the tests."""

PROJECT_FOLDER = Path(__file__).resolve().parents[1]
SECRETS_FILE = "secrets.json"
SECRET_LENGTH = 32
SECRET_DISTINCT = 10


class MailRoute(StrEnum):
    """Where outgoing mail goes."""

    FOLDER = "folder"
    SMTP = "smtp"


class SmtpSecurity(StrEnum):
    """How the connection to the mail server is protected."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class Queue(StrEnum):
    """Where waiting work is kept."""

    SQLITE = "sqlite"
    POSTGRES = "postgres"


class RateLimits(StrEnum):
    """Whether one visitor may ask only so often."""

    ON = "on"
    OFF = "off"


class SignatureLevel(StrEnum):
    """How a sealed PDF is signed: the levels of PAdES (ETSI EN 319 142-1)."""

    PLAIN = "b-b"
    TIMESTAMPED = "b-t"
    ARCHIVAL = "b-lta"


class LogLevel(StrEnum):
    """The least grave event that is logged."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class WrongSettings(Exception):  # noqa: N818 - it reads as what happened
    """The settings cannot be used. `problems` holds one sentence for each thing that is wrong."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseModel):
    """Every setting, each with its default. Made by `read_settings`; never changes while the program runs.

    `{data}` in a value stands for the data folder, `{port}` for the port. A relative path starts at the
    project's folder. The order matters: a setting is checked against those above it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=True, hide_input_in_errors=True)

    data: Path = Field(
        Path("instance"),
        description="Folder that holds the database, files, mail and secrets. Made when it is missing.",
    )
    host: str = Field("127.0.0.1", description="Network address to listen on; `0.0.0.0` for every one.")
    port: int = Field(8000, ge=1, le=65535, description="Port to listen on.")
    address: str = Field(
        "http://127.0.0.1:{port}",
        description="Public address, as people type it, without a path. It stands in every link sent. "
        "With `https://` cookies are marked Secure; `http://` is for this machine only.",
    )
    proxy_hops: int = Field(0, ge=0, le=10, description="How many proxies stand in front and set `X-Forwarded-For`.")
    threads: int = Field(8, ge=1, le=64, description="How many requests are answered at once.")
    database_url: str = Field(
        "sqlite:///{data}/undersigned.sqlite",
        repr=False,
        description="Database: `sqlite:///` and a file, or `postgresql://user:password@host/name`.",
    )
    queue: Queue = Field(
        Queue.SQLITE,
        description="Where waiting work is kept: `sqlite` in the data folder, `postgres` in the database.",
    )
    files_url: str = Field(
        "file://{data}/files",
        description="Where files are kept: `file://` and a folder, or `s3://bucket/prefix`, `gs://…`, "
        "`az://…` (with the credentials in the variables these stores define).",
    )
    mail: MailRoute = Field(
        MailRoute.FOLDER,
        description="Where mail goes: `folder` writes each message as a file, `smtp` sends it.",
    )
    mail_folder: Path = Field(Path("{data}/mail"), description="Folder for messages when mail is `folder`.")
    mail_from: str = Field(
        "Undersigned <undersigned@localhost>",
        description="Sender of every message: `Name <user@host>`. Messages ask to be answered when something is wrong, "
        "so let somebody read what comes there. Must be given when mail is `smtp`.",
    )
    smtp_host: str = Field("", description="Mail server. Must be given when mail is `smtp`.")
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: SmtpSecurity = Field(
        SmtpSecurity.STARTTLS,
        description="`starttls` (usually port 587), `tls` (usually port 465), `none` on a trusted network.",
    )
    smtp_user: str = Field("", description="User name at the mail server, if it asks for one.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the mail server.")
    signature: SignatureLevel = Field(
        SignatureLevel.PLAIN,
        description="How sealed PDFs are signed: `b-b` by this installation, `b-t` with a timestamp, "
        "`b-lta` also with what archives need to check it in many years.",
    )
    timestamp_url: str = Field(
        "",
        repr=False,
        description="Address of a timestamp server (RFC 3161). Must be given when signature is `b-t` or `b-lta`.",
    )
    timestamp_roots: Path | None = Field(
        None,
        description="File with the root certificates (PEM) by which the timestamp server is trusted. "
        "Must be given when signature is `b-lta`.",
    )
    rate_limits: RateLimits = Field(
        RateLimits.ON, description="`off` only for load tests: limits are what stops guessing."
    )
    log_level: LogLevel = Field(LogLevel.INFO, description="The least grave event that is logged.")
    secret_key: SecretStr = Field(
        description="Signs cookies and links. At least 32 characters, 10 of them different. "
        "Changing it signs everybody out, and the gallery of each letter must be set again."
    )
    password_salt: SecretStr = Field(
        description="Mixed into every password. At least 32 characters, 10 of them different. "
        "Changing it makes every password wrong."
    )
    copy_key: SecretStr = Field(
        description="Hides the number of each press copy in its words. At least 32 characters, 10 of them different. "
        "Keep it with the backups: after a change no earlier copy is found by its words."
    )

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies are marked Secure and may be named `__Host-…`: when the public address is https."""
        return self.address.startswith("https://")

    @property
    def queue_file(self) -> Path:
        """The file of the `sqlite` queue."""
        return self.data / "queue.sqlite"

    @property
    def signing_folder(self) -> Path:
        """The folder of the key that seals are signed with, and of its certificates."""
        return self.data / "signing"

    @field_validator("data", "mail_folder", mode="after")
    @classmethod
    def _absolute(cls, value: Path, info: ValidationInfo) -> Path:
        return PROJECT_FOLDER / Path(_filled(str(value), info)).expanduser()

    @field_validator("address", mode="after")
    @classmethod
    def _public_address(cls, value: str, info: ValidationInfo) -> str:
        value = _filled(value, info).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
            message = "must be http:// or https:// and a host, without a path, such as https://letters.example.org"
            raise ValueError(message)
        if parts.scheme == "http" and not _is_this_machine(parts.hostname):
            message = "must start with https://, because http:// shows passwords to the network"
            raise ValueError(message)
        return value

    @field_validator("database_url", mode="after")
    @classmethod
    def _known_database(cls, value: str, info: ValidationInfo) -> str:
        value = _filled(value, info)
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            message = "must start with sqlite:/// or postgresql://"
            raise ValueError(message)
        return value

    @field_validator("queue", mode="after")
    @classmethod
    def _queue_has_its_database(cls, value: Queue, info: ValidationInfo) -> Queue:
        if value is Queue.POSTGRES and str(info.data.get("database_url", "postgresql")).startswith("sqlite"):
            message = f"needs {PREFIX}DATABASE_URL to be a postgresql:// address; otherwise it must be sqlite"
            raise ValueError(message)
        return value

    @field_validator("files_url", mode="after")
    @classmethod
    def _known_store(cls, value: str, info: ValidationInfo) -> str:
        data = info.data.get("data")
        value = value if data is None else value.replace("{data}", quote(str(data)))
        if not value.startswith(("file:///", "s3://", "gs://", "az://")):
            message = "must start with file:///, s3://, gs:// or az://"
            raise ValueError(message)
        return value

    @field_validator("mail_from", mode="after")
    @classmethod
    def _a_sender(cls, value: str, info: ValidationInfo) -> str:
        _, address = parseaddr(value)
        user, _, host = address.partition("@")
        if not user or not host or not value.isprintable():
            message = "must be one sender, such as Undersigned <letters@example.org>"
            raise ValueError(message)
        if info.data.get("mail") is MailRoute.SMTP and host == "localhost":
            message = f"must be an address people can answer to, because {PREFIX}MAIL is smtp"
            raise ValueError(message)
        return value

    @field_validator("smtp_host", mode="after")
    @classmethod
    def _smtp_has_a_server(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("mail") is MailRoute.SMTP and not value:
            message = f"must name the mail server, because {PREFIX}MAIL is smtp"
            raise ValueError(message)
        return value

    @field_validator("timestamp_url", mode="after")
    @classmethod
    def _a_timestamp_server(cls, value: str, info: ValidationInfo) -> str:
        level = info.data.get("signature")
        parts = urlsplit(value)
        if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
            message = "must start with http:// or https:// and name a server, such as http://timestamp.example.org"
            raise ValueError(message)
        if value and level is SignatureLevel.PLAIN:
            message = f"would not be asked, because {PREFIX}SIGNATURE is b-b: set that to b-t or b-lta"
            raise ValueError(message)
        if not value and level in {SignatureLevel.TIMESTAMPED, SignatureLevel.ARCHIVAL}:
            message = f"must name a timestamp server, because {PREFIX}SIGNATURE is {level}"
            raise ValueError(message)
        return value

    @field_validator("timestamp_roots", mode="after")
    @classmethod
    def _roots_that_are_there(cls, value: Path | None, info: ValidationInfo) -> Path | None:
        if value is None:
            if info.data.get("signature") is SignatureLevel.ARCHIVAL:
                message = f"must name the file of root certificates, because {PREFIX}SIGNATURE is b-lta"
                raise ValueError(message)
            return None
        path = PROJECT_FOLDER / value.expanduser()
        try:
            read_certificates(path.read_bytes())
        except OSError as error:
            message = f"names {path}, which cannot be read: {error.strerror}"
            raise ValueError(message) from None
        except ValueError:
            message = f"names {path}, which holds no certificate in PEM form"
            raise ValueError(message) from None
        return path

    @field_validator("secret_key", "password_salt", "copy_key", mode="after")
    @classmethod
    def _strong(cls, value: SecretStr) -> SecretStr:
        secret = value.get_secret_value()
        if len(secret) < SECRET_LENGTH or len(set(secret)) < SECRET_DISTINCT:
            message = (
                f"is too weak: it must have at least {SECRET_LENGTH} characters, {SECRET_DISTINCT} of them "
                "different. Leave it out, and one is made and kept in the data folder"
            )
            raise ValueError(message)
        return value


def variable(field: str) -> str:
    """Return the environment variable of a setting: `smtp_host` is `UNDERSIGNED_SMTP_HOST`."""
    return PREFIX + field.upper()


FIELD_OF: Mapping[str, str] = {variable(field): field for field in Settings.model_fields}
"""Environment variable to setting."""

SECRETS = ("secret_key", "password_salt", "copy_key")
"""The settings that are made on the first start when nobody gives them."""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from `environ` and the settings file.

    The file is the one `UNDERSIGNED_SETTINGS` names, else `undersigned.env` in the data folder, if there is
    one. Makes the data folder (mode 0700) and its `secrets.json` (mode 0600) when they are missing. An empty
    value counts as not given. Raises `WrongSettings` with every problem found.
    """
    return _with_secrets(*_checked(environ))


def look_at_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings as `read_settings` does, but make nothing: for who needs no secret, as none is the kept one.

    Raises `WrongSettings` with every problem found.
    """
    settings, _ = _checked(environ)
    return settings


def _checked(environ: Mapping[str, str]) -> tuple[Settings, dict[str, str]]:
    """The settings with made-up secrets for those not given, and what was given, by setting."""
    given, problems = _given(environ)
    problems += [_unknown(name) for name in given if name not in FIELD_OF and name not in NOT_SETTINGS]
    values = {FIELD_OF[name]: value for name, value in given.items() if name in FIELD_OF}
    placeholders = {name: secrets.token_urlsafe(SECRET_LENGTH) for name in SECRETS}
    try:
        settings = Settings.model_validate(placeholders | values)
    except ValidationError as error:
        problems += [_sentence(detail) for detail in error.errors(include_url=False)]
        raise WrongSettings(tuple(problems)) from None
    if problems:
        raise WrongSettings(tuple(problems))
    return settings, values


def is_set_up(environ: Mapping[str, str]) -> bool:
    """Whether there is a data folder already, where `read_settings` would look for it. Asking makes none.

    Raises `WrongSettings` where the settings file cannot be used: it may name a folder that is there.
    """
    given, problems = _given(environ)
    if problems:
        raise WrongSettings(tuple(problems))
    return _where_it_is_kept(given).is_dir()


def settings_table() -> str:
    """Return every setting as a Markdown table: variable, default, what it does."""
    rows = ["| Variable | Default | What it does |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        if name in SECRETS:
            default = f"made once, kept in `{SECRETS_FILE}`"
        elif field.annotation is SecretStr or field.default in {"", None}:
            default = "none"
        else:
            default = f"`{field.default}`"
        allowed = f" Allowed: {_allowed(name)}." if _allowed(name) else ""
        rows.append(f"| `{variable(name)}` | {default} | {field.description}{allowed} |")
    return "\n".join(rows) + "\n"


def _given(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """What stands in the environment, else in the settings file, by variable; and what is wrong with the file."""
    from_environment = {name: value for name, value in environ.items() if name.upper().startswith(PREFIX) and value}
    from_file, problems = _read_file(from_environment)
    return from_file | from_environment, problems


def _filled(value: str, info: ValidationInfo) -> str:
    """Put the settings above in place of `{data}` and `{port}`."""
    for name in ("data", "port"):
        if name in info.data:
            value = value.replace(f"{{{name}}}", str(info.data[name]))
    return value


def _where_it_is_kept(environ: Mapping[str, str]) -> Path:
    data = environ.get(variable("data"), str(Settings.model_fields["data"].default))
    return PROJECT_FOLDER / Path(data).expanduser()


def _is_this_machine(host: str) -> bool:
    """Whether a host name or address can only mean the machine one sits at."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _read_file(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """Read the settings file: its values and what is wrong with it."""
    named = environ.get(SETTINGS_FILE)
    if named:
        path = Path(named).expanduser().absolute()
    else:
        path = _where_it_is_kept(environ) / "undersigned.env"
        if not path.exists():
            return {}, []
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        return {}, [f"The settings file {path} cannot be read: {reason}."]
    values = dotenv_values(stream=StringIO(text), interpolate=False)
    problems = [f"{name} stands in {path} without a value: write {name}=…" for name in values if values[name] is None]
    if not named and variable("data") in values:
        problems.append(f"{variable('data')} cannot stand in {path}, which is found through it: set it outside.")
    return {name: value for name, value in values.items() if value}, problems


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name.upper().removeprefix(PREFIX), map(str.upper, Settings.model_fields), n=1)
    hint = f"Did you mean {variable(near[0])}?" if near else "docs/settings.md lists every setting."
    return f"{name} is not a setting. {hint}"


def _allowed(field: str) -> str:
    """Say what a setting may be, where its type says so; else an empty string."""
    info = Settings.model_fields[field]
    if isinstance(info.annotation, type) and issubclass(info.annotation, StrEnum):
        return " or ".join(member.value for member in info.annotation)
    if info.annotation is int:
        least = next(part.ge for part in info.metadata if isinstance(part, Ge))
        most = next(part.le for part in info.metadata if isinstance(part, Le))
        return f"a whole number from {least} to {most}"
    return ""


def _with_secrets(settings: Settings, values: dict[str, str]) -> Settings:
    """Return the same settings with the kept secrets for those not given."""
    missing = [name for name in SECRETS if name not in values]
    path = settings.data / SECRETS_FILE
    try:
        settings.data.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        settings.data.chmod(FOLDER_MODE)  # it may have been there before, open to others
        return Settings.model_validate(values | (kept_secrets(path, missing) if missing else {}))
    except OSError as error:
        problems = [f"{error.filename} cannot be used: {error.strerror}."]
    except SecretsUnusableError as error:
        problems = [str(error)]
    except ValidationError as error:
        problems = [f"In {path}: {_sentence(detail)}" for detail in error.errors(include_url=False)]
    raise WrongSettings(tuple(problems))


def _sentence(detail: ErrorDetails) -> str:
    """One problem as a sentence. A secret is never repeated."""
    field = str(detail["loc"][0])
    if detail["type"] == "value_error":
        return f"{variable(field)} {detail['ctx']['error']}."
    allowed = _allowed(field)
    if allowed:
        return f"{variable(field)} is “{detail['input']}”, but must be {allowed}."
    return f"{variable(field)} is wrong: {detail['msg']}."
