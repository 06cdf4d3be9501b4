"""Joins the shell to an application: guards before a request, headers and logs after it, pages for errors."""

import time
from collections.abc import Callable

from flask import Flask, Response, g, render_template, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFError, CSRFProtect
from jinja2 import StrictUndefined
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core.db import SAFE_METHODS
from app.core.errors import NotFound, Refused
from app.core.files import FilesDown
from app.core.log import log, where
from app.web import headers
from app.web.errors import Forbidden, Gone

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")

MAX_REQUEST_BYTES = 2 * 1024 * 1024
RETRY_AFTER_SECONDS = 20
KNOWN_PAGES = (400, 403, 404, 409, 410, 413, 429, 500, 503)


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
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxy_hops, x_proto=proxy_hops, x_host=proxy_hops)  # type: ignore[method-assign] - the way Flask documents
    csrf.init_app(app)
    limiter.init_app(app)
    headers.init_app(app)
    app.before_request(_start)
    app.before_request(_refuse_other_origins)
    app.after_request(_finish)
    app.context_processor(_defaults)
    _add_error_pages(app)


def per_person(limit: str) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Limit how often one network address may call a view, for example "10 per minute"."""
    return limiter.limit(limit)


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


def _add_error_pages(app: Flask) -> None:
    @app.errorhandler(Refused)
    def refused(error: Refused) -> tuple[str, int]:
        return render_template("errors/409.html", sentence=error.obstacle.sentence), 409

    @app.errorhandler(Forbidden)
    def forbidden(error: Forbidden) -> tuple[str, int]:
        return render_template("errors/403.html", sentence=error.obstacle.sentence), 403

    @app.errorhandler(Gone)
    def gone(error: Gone) -> tuple[str, int]:
        return render_template("errors/410.html", sentence=error.obstacle.sentence), 410

    @app.errorhandler(NotFound)
    def not_found(_error: NotFound) -> tuple[str, int]:
        return render_template("errors/404.html"), 404

    @app.errorhandler(CSRFError)
    def stale_form(_error: CSRFError) -> tuple[str, int]:
        return render_template("errors/400.html"), 400

    @app.errorhandler(429)
    def too_many(_error: HTTPException) -> Response:
        sentence = "This was asked for too often. Wait a minute, then try again; nothing is lost."
        response = Response(render_template("errors/429.html", sentence=sentence), 429)
        response.headers["Retry-After"] = "60"
        return response

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> Response:
        code = error.code or 500
        if code in {301, 302, 303, 304, 307, 308}:
            response = error.get_response()
            assert isinstance(response, Response)  # noqa: S101 - Flask's own redirects
            return response
        page = code if code in KNOWN_PAGES else 404 if code < 500 else 500  # noqa: PLR2004 - client and server errors
        response = Response(render_template(f"errors/{page}.html", **_sentence_for(page)), code)
        if code == 405:  # noqa: PLR2004 - method not allowed
            response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
        return response

    @app.errorhandler(FilesDown)
    @app.errorhandler(OperationalError)
    def storage_down(error: Exception) -> Response:
        log().error("storage down", endpoint=request.endpoint, where=where(error))
        response = Response(render_template("errors/503.html"), 503)
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        return response

    @app.errorhandler(Exception)
    def bug(error: Exception) -> tuple[str, int]:
        if app.testing:
            raise error
        log().error("bug", endpoint=request.endpoint, error=type(error).__name__, where=where(error))
        return render_template("errors/500.html"), 500


def _sentence_for(page: int) -> dict[str, str]:
    sentences = {
        403: "You are signed in, but this is not yours to do. Ask the lead of the campaign.",
        409: "This cannot be done now. Go back, reload the page and try again.",
        410: "What this link led to has ended.",
        429: "This was asked for too often. Wait a minute, then try again; nothing is lost.",
    }
    return {"sentence": sentences[page]} if page in sentences else {}
