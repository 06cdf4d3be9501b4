"""Templates that want more than to be tried out: what they do is done in the limited process, and told."""

import resource
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pypdfium2
import pytest

from app.editions.template_desk import preview
from app.editions.template_trial import check
from app.rendering.document import Paper
from app.rendering.failures import TypesettingFailed
from app.rendering.process import typesetter
from tests.editions.test_template_trial import change, postcard

__all__ = ["postcard"]

TOO_LONG = (
    "The template takes too long to try out. Take loops out of letter.html, and what makes very much of very little."
)
ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


@pytest.fixture
def impatient() -> Iterator[None]:
    """Nobody waits longer than five seconds."""
    shared = typesetter()
    kept, shared.wall_seconds = shared.wall_seconds, 5.0
    yield
    shared.wall_seconds = kept


def test_nothing_of_a_template_runs_and_no_page_of_it_is_drawn_in_the_main_process(
    postcard: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: object, **_named: object) -> None:
        raise AssertionError

    monkeypatch.setattr(jinja2.Environment, "parse", refused)
    monkeypatch.setattr(jinja2.Environment, "compile", refused)
    monkeypatch.setattr(jinja2.Template, "render", refused)
    monkeypatch.setattr(pypdfium2, "PdfDocument", refused)

    assert check(postcard).problems == ()
    assert [path.name for path in preview(postcard, tmp_path / "out", papers=[Paper.A4])][-1] == "preview.png"


@pytest.mark.usefixtures("impatient")
def test_a_template_that_never_ends_once_it_is_looked_at_is_stopped(postcard: Path) -> None:
    probe = '{% if groups and groups[0].names[0].name == "[a name that is looked for]" %}'
    change(postcard, "letter.html", "<h1>", f"{probe}{ENDLESS}{{% endif %}}<h1>")

    assert check(postcard).problems == (TOO_LONG,)


def test_what_is_worked_out_in_advance_takes_no_memory_here(postcard: Path) -> None:
    change(postcard, "letter.html", "<h1>", '{% if false %}{{ "%0900000000d" | format(1) | length }}{% endif %}<h1>')
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert check(postcard).problems == ()  # it is never asked for

    unit = 1024 if sys.platform == "linux" else 1
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit < 400_000_000


@pytest.mark.parametrize("side", [14_000, 60_000])
def test_a_page_larger_than_a_sheet_is_refused_with_its_line(postcard: Path, side: int) -> None:
    change(postcard, "letter.css", "h1 {", f"@page {{ size: {side}pt {side}pt }} h1 {{")

    [problem] = check(postcard).problems

    assert problem == (
        "letter.css, line 1: “size” makes other pages, and a letter is on A4 or Letter. Take it out: the paper is "
        "chosen with each letter."
    )


def test_a_page_whose_size_is_spelt_in_disguise_is_refused_before_it_is_drawn(postcard: Path, tmp_path: Path) -> None:
    change(postcard, "letter.css", "h1 {", r"@page { s\69ze: 14000pt 14000pt } h1 {")
    said = "A page is neither A4 nor Letter. Take “size” out of letter.css: the paper is chosen with each letter."

    assert check(postcard).problems == (said,)
    with pytest.raises(TypesettingFailed, match="neither A4 nor Letter"):
        list(preview(postcard, tmp_path / "out", papers=[Paper.A4]))
