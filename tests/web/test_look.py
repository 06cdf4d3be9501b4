"""The frame of every page, the error pages, and what the style sheet owes its readers."""

import re
from itertools import product

import pytest
from flask import render_template

from tests.web.bare import WEB, bare_app, only, page, words

LETTER = '{% extends "layout.html" %}{% block heading %}No road <bdi>&amp; no</bdi> river{% endblock %}'
STYLE = (WEB / "static" / "undersigned.css").read_text(encoding="utf-8")
SENTENCE = "This letter closed on Thursday 16 June 2022, 18:00 in Brussels. Write to the coordinator."


def _in_area(area: str) -> str:
    return LETTER + "{% block area %}" + area + "{% endblock %}"


@pytest.mark.parametrize("area", ["staff", "link", "public"])
def test_the_title_begins_with_the_heading(area: str) -> None:
    shown = page(_in_area(area))

    assert words(only(shown, "h1")).replace("  ", " ") == "No road & no river"
    assert only(shown, "title").get_text() == "No road & no river · Undersigned"
    assert only(shown, "main#content")
    assert only(shown, "a.skip")["href"] == "#content"


def test_staff_find_their_way_and_where_they_are() -> None:
    shown = page(_in_area("staff"))

    assert [words(link) for link in shown.select(".masthead nav a")] == ["Campaigns", "Outbox"]
    assert words(only(shown, "[aria-current=page]")) == "Campaigns"
    assert [link["href"] for link in shown.select(".account a")] == ["/account", "/sign-out"]


@pytest.mark.parametrize("area", ["link", "public"])
def test_others_see_nothing_of_the_desk(area: str) -> None:
    shown = page(_in_area(area))

    assert shown.select("nav, .account") == []
    assert "Noor Haddad" not in shown.get_text()


def test_a_public_page_is_the_same_for_every_reader() -> None:
    def fail() -> str:
        raise AssertionError

    shown = page(LETTER, csp_nonce=fail, current_user=None, staff_navigation=None)

    assert shown.select("script, [nonce], [role=status]") == []


def test_the_script_carries_the_word_that_lets_it_run() -> None:
    assert only(page(_in_area("link")), "script")["nonce"] == "n0nce"


def test_language_and_direction_are_the_page_s() -> None:
    root = only(page(LETTER, page_language="ug", page_direction="rtl"), "html")

    assert (root["lang"], root["dir"]) == ("ug", "rtl")


@pytest.mark.parametrize("status", [400, 404, 413, 500, 503])
def test_an_error_page_needs_nothing_and_says_what_to_do(status: int) -> None:
    with bare_app().test_request_context("/"):
        html = render_template(f"errors/{status}.html")
    with bare_app().test_request_context("/staff/letters/7?page=2", headers={"Accept-Language": "fr"}):
        assert render_template(f"errors/{status}.html") == html

    shown = page(html)
    assert only(shown, "title").get_text() == f"{words(only(shown, 'h1'))} · Undersigned"
    assert len(words(only(shown, "main p"))) > 60
    assert shown.select("script, nav") == []


@pytest.mark.parametrize("status", [403, 409, 410, 429])
def test_a_refusal_gives_its_reason(status: int) -> None:
    with bare_app().test_request_context("/"):
        shown = page(render_template(f"errors/{status}.html", sentence=SENTENCE))

    assert words(only(shown, "main p")) == SENTENCE


def _scheme(index: int) -> dict[str, str]:
    """The colours of a scheme: 0 is light; 1 is dark, which changes some of the light ones."""
    blocks = re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)[: index + 1]
    return {name: value for block in blocks for name, value in re.findall(r"--([\w-]+): (#[0-9a-f]{6})\b", block)}


def _luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


TEXT = [
    *product(["ink", "quiet", "accent", "good", "wait"], ["paper", "wash"]),
    *product(["accent", "ink"], ["accent-wash"]),
    *product(["paper"], ["ink", "accent"]),
    *product(["sheet-ink", "sheet-quiet"], ["sheet"]),
]
EDGES = [*product(["edge", "focus", "accent"], ["paper", "wash"]), ("focus", "accent-wash")]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("above", "below", "least"),
    [(above, below, 4.5) for above, below in TEXT] + [(above, below, 3.0) for above, below in EDGES],
)
def test_colours_can_be_told_apart(scheme: int, above: str, below: str, least: float) -> None:
    colours = _scheme(scheme)
    dark, light = sorted((_luminance(colours[above]), _luminance(colours[below])))

    assert (light + 0.05) / (dark + 0.05) >= least


def test_the_style_reads_both_ways() -> None:
    physical = r"[;{\s](?:(?:margin|padding|border)-(?:left|right|top|bottom)|left|right|float|width|height)\s*:"
    rules = re.sub(r"@media[^{]*\{", "{", STYLE)

    assert re.findall(physical, rules) == []
    assert re.findall(r"text-align: (?:left|right)", rules) == []


def test_a_signing_page_stays_light() -> None:
    faces = ("undersigned-serif-latin", "undersigned-sans-latin")
    fonts = sum((WEB / "static" / "fonts" / f"{face}.woff2").stat().st_size for face in faces)
    rest = sum((WEB / "static" / name).stat().st_size for name in ("undersigned.css", "undersigned.js", "icon.png"))

    assert fonts + rest < 90_000, "even uncompressed, which leaves 10 kB for the page itself"


def test_the_style_asks_for_nothing_from_elsewhere() -> None:
    named = re.findall(r'url\("([^"]+)"\)', STYLE)

    assert named
    assert all((WEB / "static" / name).is_file() for name in named)
    assert re.findall(r"@import|https?:|//[a-z]", STYLE) == []
