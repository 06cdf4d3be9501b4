"""Whatever Markdown a letter is written in, its file is as it must be."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.letters.text_html import safe_html, split_back_matter, without_ways_back
from app.rendering.document import Document
from app.rendering.engine import typesetting
from app.rendering.judging import checking
from tests.rendering import samples

CONSTRUCTS = {
    "paragraphs": "One river.\n\nAnother river, *with stress* and **more**.",
    "hard line": "One  \nline",
    "heading": "## What we ask\n\nClean water.",
    "headings": "## What we ask\n\nClean water.\n\n### Of the towns\n\nPipes.",
    "heading that skips a rank": "#### Of the towns\n\nPipes.",
    "heading that begins again": "# What we ask\n\nClean water.",
    "tight list": "- Pipes\n- Taps",
    "loose list": "1. Pipes\n\n2. Taps",
    "list of paragraphs": "1. Pipes\n\n   that hold.\n\n2. Taps",
    "list in a list": "- Pipes\n  - of clay\n  - of lead\n- Taps",
    "loose list in a loose list": "1. Pipes\n\n   - of clay\n\n   - of lead\n\n2. Taps",
    "list that begins later": "4. Pipes\n5. Taps",
    "quotation in a list": "- > A river is no drain.\n- Taps",
    "code in a list": "- Pipes\n\n      one\n\n- Taps",
    "quotation": "> A river is no drain.\n>\n> Nor is the sea.",
    "list in a quotation": "> - Pipes\n> - Taps",
    "table": "| Town | Days |\n|---|---:|\n| Port Amber | 12 |\n| Hollow Bay | |",
    "link": "See [the register](https://water.example/register), or <https://water.example>.",
    "link in a list": "- [the register](https://water.example/register)\n- Taps",
    "mail": "Write to [us](mailto:us@water.example).",
    "footnote": "Twelve days.[^a]\n\n[^a]: Records.",
    "footnote of paragraphs": "Twelve days.[^a] Again.[^a]\n\n[^a]: Records.\n\n    Kept since 2026.",
    "footnotes": "Twelve[^a] days.[^b]\n\n[^a]: Records.\n[^b]: Ours.",
    "footnote with a list": "Twelve days.[^a]\n\n[^a]: Records:\n\n    - ours\n    - theirs",
    "rule": "Before.\n\n---\n\nAfter.",
    "code": "Say `water`.\n\n    one\n      two",
    "empty item": "- Pipes\n-\n- Taps",
}


def written(markdown: str) -> Document:
    body, back_matter = split_back_matter(without_ways_back(safe_html(markdown)))
    return replace(samples.statement(count=12, embargo=None), body=body, back_matter=back_matter)


def faults(markdown: str) -> list[str]:
    return checking.faults(typesetting.render(written(markdown)).pdf)


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_every_construct_is_tagged_as_it_must_be(construct: str) -> None:
    assert faults(CONSTRUCTS[construct]) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(sorted(CONSTRUCTS)), min_size=2, max_size=6))
def test_constructs_go_together(chosen: list[str]) -> None:
    assert faults("\n\n".join(CONSTRUCTS[each].replace("[^a]", f"[^a{n}]") for n, each in enumerate(chosen))) == []
