"""Every failure as a page with a sentence."""

from collections.abc import Callable

from flask import Flask, Response, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.core.errors import NotFound, Refused
from app.core.files import FilesDown
from app.core.log import log, where
from app.web.errors import Forbidden, Gone

RETRY_AFTER_SECONDS = 20
TOO_OFTEN_SECONDS = 60
_FIRST_SERVER_ERROR = 500
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PLAIN_PAGES = frozenset({400, 404, 413, 500, 503})
_SENTENCES = {
    403: "You are signed in, but this is not yours to do. Ask the lead of the campaign.",
    409: "This cannot be done now. Go back, reload the page and try again.",
    410: "What this link led to has ended.",
    429: "This was asked for too often. Wait a minute, then try again; nothing is lost.",
}


def init_app(app: Flask) -> None:
    """Turn refusals, HTTP errors, faults and bugs into pages, so that no view has to."""
    for failure, status in ((Refused, 409), (Forbidden, 403), (Gone, 410)):
        app.register_error_handler(failure, _with_its_sentence(status))
    app.register_error_handler(NotFound, lambda _error: page(404))
    app.register_error_handler(CSRFError, lambda _error: page(400))
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(FilesDown, _storage_down)
    app.register_error_handler(OperationalError, _storage_down)
    app.register_error_handler(Exception, _bug)


def page(status: int, sentence: str = "") -> Response:
    """The page of an error, with its own sentence where it takes one."""
    if status in _PLAIN_PAGES:
        return Response(render_template(f"errors/{status}.html"), status)
    return Response(render_template(f"errors/{status}.html", sentence=sentence or _SENTENCES[status]), status)


def _with_its_sentence(status: int) -> Callable[[Refused | Forbidden | Gone], Response]:
    return lambda error: page(status, error.obstacle.sentence)


def _http_error(error: HTTPException) -> Response:
    status = error.code or _FIRST_SERVER_ERROR
    if status in _REDIRECTS:
        return Response(status=status, headers=error.get_headers())
    if status in _PLAIN_PAGES or status in _SENTENCES:
        response = page(status)
    else:
        response = page(404 if status < _FIRST_SERVER_ERROR else 500)
        response.status_code = status
    if status == 429:  # noqa: PLR2004 - too many requests
        response.headers["Retry-After"] = str(TOO_OFTEN_SECONDS)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods or ()))
    return response


def _storage_down(error: Exception) -> Response:
    log().error("storage down", endpoint=request.endpoint, where=where(error))
    response = page(503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _bug(error: Exception) -> Response:
    if current_app.testing:
        raise error
    log().error("bug", endpoint=request.endpoint, error=type(error).__name__, where=where(error))
    return page(500)
