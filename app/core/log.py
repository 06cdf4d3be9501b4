"""Structured logs, one JSON object a line, without tokens, addresses of people or names.

Commands that need no application write errors alone; `init` says what an application writes.
"""

import logging
import re
import sys
from collections.abc import MutableMapping

import structlog

from app.core import clock

EMAIL = re.compile(r"[^\s@<>\"',;:]+@[^\s@<>\"',;:]+")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{40,}(?:\.[A-Za-z0-9_-]+)*")
ALLOWED = frozenset(
    {"event", "level", "at", "method", "endpoint", "status", "ms", "job", "count", "error", "where", "sql_queries"}
)

Entry = MutableMapping[str, object]


def init(level: str) -> None:
    """Write logs to standard error from `level` upwards."""
    structlog.configure(
        processors=[structlog.processors.add_log_level, _dated, redact, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        # Standard error as it is when something is said: whoever puts another in its place may close that one later.
        logger_factory=lambda *_names: structlog.WriteLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def log() -> structlog.typing.FilteringBoundLogger:
    """The log. Only the fields in `ALLOWED` are written; add a field there after thinking about whom it may name."""
    logger: structlog.typing.FilteringBoundLogger = structlog.get_logger()
    return logger


def redact(_logger: object, _method: str, entry: Entry) -> Entry:
    """Drop unknown fields; blot out tokens and e-mail addresses in the others."""
    return {key: _clean(value) for key, value in entry.items() if key in ALLOWED}


def without_tokens(text: str) -> str:
    """The same text with everything that looks like a token blotted out."""
    return _TOKEN.sub("[token]", text)


def where(error: BaseException) -> str:
    """Say in which lines an error arose, without its message, which may quote what people typed."""
    places = []
    trace = error.__traceback__
    while trace is not None:
        places.append(f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}")
        trace = trace.tb_next
    return " > ".join(places[-8:])


def _dated(_logger: object, _method: str, entry: Entry) -> Entry:
    entry["at"] = clock.machine().isoformat(timespec="milliseconds")
    return entry


def _clean(value: object) -> object:
    return EMAIL.sub("[address]", without_tokens(value)) if isinstance(value, str) else value


init("error")
