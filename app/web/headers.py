"""The headers of every answer, and how long an answer may be kept."""

import secrets
from functools import cache

from flask import Flask, Response, g, request
from secure import Secure
from secure.headers import (
    ContentSecurityPolicy,
    CrossOriginOpenerPolicy,
    CrossOriginResourcePolicy,
    CustomHeader,
    PermissionsPolicy,
    ReferrerPolicy,
    StrictTransportSecurity,
    XContentTypeOptions,
)

PUBLIC_SECONDS = 60
STATIC_SECONDS = 24 * 3600
_NONCE = "NONCE"


def init_app(app: Flask) -> None:
    """Protect every answer; keep nothing anywhere unless a view says that it is public."""
    is_https = str(app.config["ADDRESS"]).startswith("https://")

    @app.context_processor
    def nonce() -> dict[str, object]:
        return {"csp_nonce": csp_nonce}

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in _headers(is_https):
            response.headers[name] = value.replace(_NONCE, g.get("csp_nonce", "none"))
        if request.endpoint == "static":
            response.headers["Cache-Control"] = f"public, max-age={STATIC_SECONDS}"
        elif "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response


def csp_nonce() -> str:
    """The word that lets this answer's own scripts run, new for every request."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    nonce: str = g.csp_nonce
    return nonce


def keep_publicly(response: Response) -> Response:
    """Let anyone keep this answer for a short while and ask whether it changed. Only for what has been lifted."""
    response.headers["Cache-Control"] = f"public, max-age={PUBLIC_SECONDS}"
    response.add_etag()
    response.make_conditional(request)
    return response


@cache
def _headers(is_https: bool) -> tuple[tuple[str, str], ...]:  # noqa: FBT001 - a private memo key
    policy = (
        ContentSecurityPolicy()
        .default_src("'none'")
        .style_src("'self'")
        .font_src("'self'")
        .img_src("'self'")
        .script_src(f"'nonce-{_NONCE}'")
        .form_action("'self'")
        .base_uri("'none'")
        .frame_ancestors("'none'")
        .custom_directive("require-trusted-types-for", "'script'")
    )
    secure = Secure(
        csp=policy,
        referrer=ReferrerPolicy().no_referrer(),
        xcto=XContentTypeOptions().nosniff(),
        coop=CrossOriginOpenerPolicy().same_origin(),
        corp=CrossOriginResourcePolicy().same_origin(),
        permissions=PermissionsPolicy().geolocation().camera().microphone(),
        hsts=StrictTransportSecurity().max_age(63_072_000).include_subdomains() if is_https else None,
        custom=[CustomHeader("X-Frame-Options", "DENY")],
    )
    return tuple(secure.header_items())
