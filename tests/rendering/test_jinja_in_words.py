"""The grammar of templates in plain words."""

import pytest
from jinja2 import TemplateSyntaxError

from app.rendering.jinja_in_words import in_words
from app.rendering.markup import environment

UNREADABLE = "what stands between the curly braces cannot be read near "


def told(source: str) -> tuple[int, str]:
    with pytest.raises(TemplateSyntaxError) as found:
        environment().compile(source)
    return in_words(found.value, source)


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("\n{% if x %}\n\n{{ x }}", 2, "{% if %} begins here and is not ended. Write {% endif %} where it ends"),
        (
            "{% call x() %}\n{% for a in b %}\n\n{% endcall %}",
            2,
            "{% for %} begins here and is not ended. Write {% endfor %} before {% endcall %} of line 4",
        ),
        (
            "{% raw %}{% if %}{% endraw %}{# {% if %} #}\n{% endif %}",
            2,
            "{% endif %} ends what was not begun. Take it out, or write {% if … %} before it",
        ),
        (
            "{% if x %}\n{% call x() %}\n{% else %}{% endcall %}{% endif %}",
            3,
            "{% else %} stands in no {% if %} or {% for %}. End {% call %} of line 2 first, or take it out",
        ),
        ("{% elif x %}", 1, "{% elif %} stands in no {% if %}. Take it out, or write what it belongs to before it"),
        ("{% fi x %}", 1, "there is no {% fi %}. Look how it is spelt"),
        (
            "{{ x }",
            1,
            f"{UNREADABLE}“}}”. Look for a brace, a bracket, a quotation mark or a comma that is missing or ",
        ),
        ("{{ x y }}", 1, f"{UNREADABLE}“y”. Look for a brace"),
        ("{% if %}{% endif %}", 1, "between the curly braces something is missing at the end"),
        ("\n{{ x | join_with(y) }}", 2, "there is no filter “join_with”. Ours are split_title, lowered, code, "),
        ("{{ y is odder }}", 1, "there is no test “odder” to be asked with “is”."),
    ],
)
def test_what_is_wrong_is_told_where_it_begins(source: str, line: int, said: str) -> None:
    at, sentence = told(source)

    assert (at, sentence[: len(said)]) == (line, said)


def test_every_filter_of_ours_is_offered() -> None:
    _, said = told("{{ x | nothing_like_it }}")
    offered = said.partition("Ours are ")[2].partition(";")[0].split(", ")

    assert set(offered) == {name for name, made in environment().filters.items() if "app." in made.__module__}
