"""Answers that are a stored file."""

from flask import Response

_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_TO_KEEP = frozenset(("html", "docx"))


def stored_file(content: bytes, name: str) -> Response:
    """Answer with a file by its name, which says what it is.

    A web page is kept, not shown: it brings its own style, which our pages may not, and is made to be read elsewhere.
    """
    ending = name.rpartition(".")[2]
    answer = Response(content, content_type=_TYPES[ending])
    how = "attachment" if ending in _TO_KEEP else "inline"
    answer.headers["Content-Disposition"] = f'{how}; filename="{name}"'
    return answer
