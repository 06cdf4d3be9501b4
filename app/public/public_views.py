"""What everyone may read after the lift. Before it, every address here answers as if the letter did not exist.

No page touches the session: all readers get the same bytes, and anyone may keep them for a short while.
"""

from datetime import datetime

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from app.core import clock, files
from app.core.errors import NotFound, Obstacle
from app.core.wall_time import describe
from app.editions import queries as editions
from app.editions.attachments import names_csv
from app.letters.on_screen import document_on_screen
from app.letters.text import fingerprint
from app.public import queries, rules
from app.public.queries import PublicLetter
from app.web import policy
from app.web.errors import Gone
from app.web.headers import keep_publicly
from app.web.stored import stored_file

bp = Blueprint("public", __name__, template_folder="templates")

MOST_TYPED = 100
ROBOTS = "User-agent: *\nDisallow: /staff/\nDisallow: /press/\n"


@bp.get("/")
@policy.public
def front_page() -> Response:
    """What is public now, newest first. Caches ask again each time: a letter must not appear late."""
    answer = keep_publicly(make_response(render_template("public/front.html", listed=queries.listed(now=clock.now()))))
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@bp.get("/letters/<slug>")
@policy.public
def letter_page(slug: str) -> Response:
    """The letter with its names."""
    shown = _public(slug)
    query, country = request.args.get("q", "")[:MOST_TYPED], request.args.get("country", "")
    page = render_template(
        "public/letter.html",
        shown=shown,
        document=shown.document,
        on_screen=document_on_screen(shown.document),
        found=(found := rules.matching(shown.names, query=query, country=country)),
        groups=rules.headed(found),
        countries=rules.countries(shown.names),
        query=query,
        country=country,
        file_name=editions.clean_file_name(shown.edition),
        other_forms=_other_forms(shown),
        size=rules.size_words(queries.size_of(_clean_file(shown))),
        text_fingerprint=fingerprint(shown.source),
        sealed_words=_moment(shown.edition.sealed_at, shown.edition.lift_zone),
    )
    return keep_publicly(make_response(page))


@bp.get("/letters/<slug>/letter.md")
@policy.public
def text_file(slug: str) -> Response:
    """The signed text, byte for byte what its fingerprint is made of."""
    content = _public(slug).source.encode()
    return keep_publicly(Response(content, content_type="text/markdown; charset=utf-8"))


@bp.get("/letters/<slug>/signatories.csv")
@policy.public
def names_file(slug: str) -> Response:
    """The public names, in printed order."""
    names = editions.sealed_content(_public(slug).edition).roll.names
    return keep_publicly(Response(names_csv(names).encode(), content_type="text/csv; charset=utf-8"))


@bp.get("/letters/<slug>/<name>")
@policy.public
def paper_file(slug: str, name: str) -> Response:
    """The sealed PDF, web page, plain text or Word file, as it was stored."""
    digest = editions.public_files(_public(slug).edition).get(name)
    if digest is None:
        raise NotFound
    answer = stored_file(files.get(digest), name)
    answer.set_etag(digest)
    return keep_publicly(answer)


@bp.get("/robots.txt")
@policy.public
def robots() -> Response:
    """What search engines may leave alone. It names no letter."""
    return keep_publicly(Response(ROBOTS, content_type="text/plain; charset=utf-8"))


def _public(slug: str) -> PublicLetter:
    """Return what is public here. Raises `Gone` for what was withdrawn, and `NotFound` for everything else."""
    found = queries.find_letter(slug, now=clock.now())
    if found is not None:
        return found
    withdrawn = editions.withdrawn_edition(slug)
    if withdrawn is None:
        raise NotFound
    raise Gone(Obstacle(f"This letter was public and has been withdrawn. {withdrawn.reason}".strip()))


def _other_forms(shown: PublicLetter) -> list[tuple[str, str]]:
    """What the public edition can be had as beside its PDF: in words, and the name of the file."""
    words = {"html": gettext("web page"), "txt": gettext("plain text"), "docx": gettext("Word file")}
    named = [(name.rpartition(".")[2], name) for name in editions.public_files(shown.edition)]
    return [(words[ending], name) for ending, name in named if ending in words]


def _moment(instant: datetime | None, zone: str) -> str:
    return describe(instant, zone) if instant is not None else ""


def _clean_file(shown: PublicLetter) -> str:
    digest = shown.edition.clean_file
    assert digest is not None  # noqa: S101 - a sealed edition has its files
    return digest
