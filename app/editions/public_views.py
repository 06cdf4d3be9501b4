"""Where anyone checks a file: against what is public now, and by the certificate of this installation.

Nothing that is sent here is kept. A file under embargo is answered exactly like one that nobody knows.
"""

import hashlib
import re
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC

from cryptography import x509
from cryptography.x509.oid import NameOID
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.signing_keys import fingerprint, pem
from app.core.wall_time import day
from app.editions import queries
from app.editions.forms import ComparedFileForm
from app.editions.seal import the_seal
from app.web import policy
from app.web.headers import keep_publicly
from app.web.shell import make_room_for_a_pdf, per_person

bp = Blueprint("verification", __name__, template_folder="templates")

MOST_TYPED = 200
_DIGEST = re.compile(r"[0-9a-f]{64}")
_NO_DIGEST = (
    "That is no SHA-256 fingerprint: it has 64 digits and letters from a to f. Copy it whole, then compare again."
)


@dataclass(frozen=True, slots=True)
class ShownCertificate:
    """A certificate as it is read on the page."""

    name: str
    fingerprint: str
    first_day: str
    last_day: str


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Let a file be larger than what forms send else. The token of a form is read before any view."""
    if endpoint == f"{bp.name}.{compare_file.__name__}":
        make_room_for_a_pdf()


@bp.get("/verify")
@policy.public
def verify_page() -> Response:
    """How to check a file, and what a fingerprint says. Caches ask again each time: a letter must not appear late."""
    asked = request.args.get("sha256", "")[:MOST_TYPED]
    digest = "".join(asked.split()).lower()
    is_digest = bool(_DIGEST.fullmatch(digest))
    certificates = [_shown(each) for each in the_seal().certificates()]
    page = render_template(
        "editions/verify.html",
        asked=asked,
        digest=digest if is_digest else "",
        wrong=_NO_DIGEST if asked and not is_digest else "",
        found=queries.published_file(digest, now=clock.now()) if is_digest else None,
        certificate=certificates[0] if certificates else None,
        earlier=certificates[1:],
    )
    answer = keep_publicly(make_response(page))
    answer.headers["Cache-Control"] = "public, no-cache"
    return answer


@bp.get("/verify/file")
@policy.for_senders
def file_page() -> str:
    """Ask for the file."""
    return render_template("editions/verify_file.html", form=ComparedFileForm())


@bp.post("/verify/file")
@policy.for_senders
@per_person("60 per hour")
def compare_file() -> ResponseReturnValue:
    """Take the fingerprint of a file, forget the file, and show what the fingerprint says."""
    form = ComparedFileForm()
    if not form.validate():
        return render_template("editions/verify_file.html", form=form), 422
    with closing(form.file.data) as sent:
        digest = hashlib.file_digest(sent.stream, "sha256").hexdigest()
    return redirect(url_for(".verify_page", sha256=digest, _anchor="answer"), 303)


@bp.get("/verify/certificates.pem")
@policy.public
def certificates_file() -> Response:
    """The certificate in use and those before it, as programs take them."""
    content = b"".join(map(pem, the_seal().certificates()))
    answer = keep_publicly(Response(content, content_type="application/x-pem-file"))
    answer.headers["Content-Disposition"] = 'attachment; filename="certificates.pem"'
    return answer


def _shown(certificate: x509.Certificate) -> ShownCertificate:
    [name] = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    return ShownCertificate(
        name=str(name.value),
        fingerprint=fingerprint(certificate),
        first_day=day(first.astimezone(UTC).date()),
        last_day=day(last.astimezone(UTC).date()),
    )
