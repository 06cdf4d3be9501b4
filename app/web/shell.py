"""Joins the shell to an application: guards before a request, headers and logs after it, pages for errors."""

import time
from collections.abc import Callable
from http import HTTPStatus
from typing import ParamSpec, TypeVar

from flask import Flask, Response, abort, g, render_template, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.handed_in import LARGEST_PDF
from app.core.log import log
from app.web import error_pages, filters, headers

P = ParamSpec("P")
R = TypeVar("R")

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()
limiter = Limiter(
    get_remote_address,
    storage_uri="memory://",
    strategy="moving-window",
    # Before a form is read: what is sent without a token never comes to the limits of a view.
    application_limits=["300 per minute"],
    application_limits_exempt_when=lambda: request.method in SAFE_METHODS,
)

MAX_REQUEST_BYTES = 2 * 1024 * 1024
MOST_FIELDS = 1000
_PLAIN_FORM = "application/x-www-form-urlencoded"
_BESIDE_A_FILE = 64 * 1024


def init_app(app: Flask, *, proxy_hops: int) -> None:
    """Give `app` the shell. `proxy_hops` is how many trusted proxies stand before it."""
    app.jinja_options["undefined"] = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST_BYTES
    app.config["MAX_FORM_MEMORY_SIZE"] = MAX_REQUEST_BYTES
    # The Referer is never sent (headers), so same origin is told by Sec-Fetch-Site instead.
    app.config["WTF_CSRF_SSL_STRICT"] = False
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    if proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxy_hops, x_proto=proxy_hops, x_host=proxy_hops)  # type: ignore[method-assign]  # as Flask documents
    app.before_request(_refuse_crowded_forms)
    limiter.init_app(app)
    csrf.init_app(app)
    headers.init_app(app)
    filters.init_app(app)
    app.before_request(_start)
    app.before_request(_refuse_other_origins)
    app.after_request(_finish)
    app.context_processor(_defaults)
    error_pages.init_app(app)


def per_person(limit: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Limit how often one network address may call a view, for example "10 per minute"."""
    return limiter.limit(limit)


def make_room_for_a_pdf() -> None:
    """Let this request bring the largest PDF there may be, beside the rest of a form.

    Call it before the form is read.
    """
    request.max_content_length = LARGEST_PDF + _BESIDE_A_FILE


def _refuse_crowded_forms() -> None:
    """Count the fields of a plain form before it is read: each takes a hundred times the room that it has on the wire.

    Werkzeug bounds the parts of a form with files by itself, and the fields of a plain one not at all.
    """
    if request.method in SAFE_METHODS or request.mimetype != _PLAIN_FORM:
        return
    if (request.content_length or 0) > MAX_REQUEST_BYTES:  # where a page takes files, it takes no more in a plain form
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if request.get_data().count(b"&") >= MOST_FIELDS:
        abort(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _start() -> None:
    g.started = time.perf_counter()


def _refuse_other_origins() -> tuple[str, int] | None:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if request.method in SAFE_METHODS or site in {"same-origin", "none"}:
        return None
    return render_template("errors/400.html"), 400


def _finish(response: Response) -> Response:
    if request.endpoint != "static":
        spent = round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000)
        log().info("request", method=request.method, endpoint=request.endpoint, status=response.status_code, ms=spent)
    return response


def _defaults() -> dict[str, object]:
    return {"page_language": "en", "page_direction": "ltr"}
