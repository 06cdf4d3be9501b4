"""The letter as one HTML page: complete, its structure kept, nothing from elsewhere, nothing that runs."""

import re
from base64 import b64encode
from dataclasses import replace
from itertools import pairwise

from bs4 import BeautifulSoup

from app.letters.text_html import safe_html, without_ways_back
from app.rendering.document import Letterhead, NameGroup, PrintedName, SignatoryList
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.tree import page_of, parsed
from tests.rendering.drawings import kept
from tests.rendering.samples import letter, statement, statement_in_uyghur


def soup(page: bytes) -> BeautifulSoup:
    return BeautifulSoup(page.decode(), "html.parser")


def test_it_has_language_direction_title_and_one_first_heading() -> None:
    page = soup(html_page(statement_in_uyghur()))
    assert page.html is not None
    assert (page.html["lang"], page.html["dir"]) == ("ug", "rtl")
    assert page.title is not None
    assert page.title.string == "دەريالار پاكىز بولسۇن"
    assert len(page.find_all("h1")) == 1
    assert len(page.find_all("main")) == 1


def test_headings_skip_no_level_and_every_name_is_an_item_of_a_numbered_list() -> None:
    page = soup(html_page(statement()))
    levels = [int(each.name[1]) for each in page.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert [(one, two) for one, two in pairwise(levels) if two > one + 1] == []
    lists = page.select("ol.names")
    assert [each["start"] for each in lists] == ["1", "6"]
    assert sum(len(each.find_all("li", recursive=False)) for each in lists) == 72


def test_every_word_stands_in_it_as_on_paper() -> None:
    for document in (statement(), letter(), statement_in_uyghur()):
        main = soup(html_page(document)).main
        assert main is not None
        assert "".join(main.get_text().split()) == "".join(page_of(document).text().split())


def test_no_style_names_a_side_of_the_page_which_a_text_from_the_right_would_have_elsewhere() -> None:
    for document in (statement(), statement_in_uyghur()):
        style = soup(html_page(document)).style
        assert style is not None
        assert ".aligned-left { text-align: start; }" in style.get_text()
        assert ".aligned-right { text-align: end; }" in style.get_text()
        assert re.findall(r".*\b(?:left|right)\b.*", re.sub(r"\.aligned-\w+", "", style.get_text())) == []


def test_notes_are_linked_from_their_marks() -> None:
    body = without_ways_back(safe_html("So it is.[^1]\n\n[^1]: Says who?"))
    page = soup(html_page(replace(statement(), body=body)))
    mark = page.select_one("a[role=doc-noteref]")
    assert mark is not None
    target = page.find(id=str(mark["href"]).removeprefix("#"))
    assert target is not None
    assert target.get_text(strip=True) == "Says who?"


def test_nothing_runs_and_nothing_is_fetched() -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=alert(1)> ![a](https://evil.example/a.png) <iframe src=y>"
    names = (PrintedName("<script>alert(2)</script>"), PrintedName('"><img src=x>'))
    signed = SignatoryList("Signatories", "", "", (NameGroup("", names),))
    body = f"{safe_html(hostile)}<img src='https://evil.example/b.png'><svg><script>1</script></svg>"
    made = html_page(replace(statement(), body=body, signatories=signed, title="</title><script>alert(3)</script>"))
    page = soup(made)
    assert [each.name for each in page.find_all(["script", "img", "iframe", "link", "svg", "object"])] == []
    assert [name for each in page.find_all() for name in each.attrs if name.startswith("on")] == []
    style = page.style
    assert style is not None
    assert re.findall(r"url\(|@import|https?:", style.get_text()) == []
    assert page.title is not None
    assert page.title.string == "</title><script>alert(3)</script>"
    assert "<script>alert(2)</script>" in page.get_text()


def test_pictures_of_the_document_are_in_it_and_no_others() -> None:
    head = Letterhead("Estuary Coalition", "", kept(alternative="Estuary Coalition"))
    body = f'<p>Here:<img alt="x" src="picture:{"0" * 64}"></p>'

    page = BeautifulSoup(html_page(replace(letter(), letterhead=head, body=body)), "html.parser")

    content = b64encode(kept().content).decode()
    assert [(each["alt"], each["src"]) for each in page.select("img")] == [
        ("Estuary Coalition", f"data:image/png;base64,{content}")
    ]


def test_its_policy_lets_nothing_in() -> None:
    policy = soup(html_page(letter())).find("meta", attrs={"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert str(policy["content"]).startswith("default-src 'none';")


def test_the_same_document_gives_the_same_bytes() -> None:
    assert html_page(statement()) == html_page(statement())


def test_what_is_left_open_ends_and_what_was_never_open_is_passed_over() -> None:
    tree = parsed("<body><p>one<b>two</p></i><p>three<svg><p>no</p></svg><br>four</body>")
    assert tree.text() == "onetwo three four"
    assert [each.tag for each in tree.elements()] == ["body", "p", "b", "p", "br"]


def test_a_time_and_its_zone_stay_on_one_line() -> None:
    page = soup(html_page(replace(statement(), body="<p>At 18:00 CET or 09:30 UTC+3, 10:00 Brussels, 7:00 A.</p>")))

    assert "At 18:00~CET or 09:30~UTC+3, 10:00 Brussels, 7:00 A.".replace("~", "\N{NO-BREAK SPACE}") in page.get_text()
    assert "09:00\N{NO-BREAK SPACE}CEST (Brussels)" in page.select(".embargo .until")[0].get_text()
