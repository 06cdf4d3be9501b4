"""What can be said of a letter template from its files alone, with the line it stands in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from app.rendering.document import Document
from app.rendering.given import CALLED, GIVEN, no_such_name, no_such_part, no_such_word, not_multiplied, parts_of
from app.rendering.jinja_in_words import in_words, no_such_filter, no_such_test, told
from app.rendering.markup import environment, markup, shared_style_sheets
from app.rendering.templates_on_disk import LetterTemplate
from app.rendering.trial.elements import faults_of_elements, faults_of_headings, marked
from app.rendering.trial.macros import PARTS, faults_of_macros, macros_of
from app.rendering.trial.styles import faults_of_style_sheet, faults_of_styled_elements
from app.rendering.words import is_worded
from app.rendering.work import FilledIn

_Faults: TypeAlias = tuple[tuple[int, str], ...]
_KINDS = {called: kind for kind, called in CALLED.items()}
_GROUPS = ("press", "call", "sheet")
_FETCHING = re.compile(
    r"<(?:img|link|script|iframe|object|embed|image)\b|\b(?:src|srcset|data)\s*=|xlink:href\s*=", re.IGNORECASE
)

_INSTEAD_OF_FILE = "Draw a fixed emblem with <svg> in letter.html, and put styles into letter.css."
_INSTEAD_OF_SHEET = "Write the styles here, and draw a fixed emblem with <svg> in letter.html."
_AS_HTML = ("body", "back_matter", "summary", "demands")
_OFFERING = ("Use one of: ", "It has: ", "Ours are ")
_FETCHING_IN_CSS = re.compile(r"url\(|@import\b", re.IGNORECASE)


def problems_in_files(template: LetterTemplate) -> tuple[str, ...]:
    """Everything that is wrong with letter.html and letter.css by themselves. Compiles; so it is a job, `LookOver`."""
    return (*problems_in_html(template), *problems_in_css(template))


def problems_in_html(template: LetterTemplate) -> tuple[str, ...]:
    """Names that nobody gives, and what would be fetched, each with its line; or the one mistake of grammar."""
    try:
        tree = environment().parse(template.html)
        if unknown := sorted({*_unknown_filters(tree)}):
            return _told("letter.html", unknown)
        environment().compile(template.html)
    except TemplateSyntaxError as error:
        line, said = in_words(error, template.html)
        return (f"letter.html, line {line}: {said}.",)
    except Exception as error:  # noqa: BLE001 - told: a number of thousands of digits, brackets within brackets, …
        return (f"{told(error, template.html)}.",)
    found = {
        *_unknown_names(tree),
        *_unknown_fields(tree),
        *_unknown_own_words(tree, template),
        *_raw_parts(tree),
        *_multiplied(tree),
        *faults_of_macros(tree),
        *faults_of_styled_elements(template.html),
        *_fetched(template.html, _FETCHING, _INSTEAD_OF_FILE),
    }
    return _told("letter.html", sorted(found))


def faults_in_page(template: LetterTemplate, document: Document) -> tuple[_Faults, _Faults]:
    """Tags that are not closed, and headings out of order, in a letter as the template fills it in.

    Raises `TypesettingFailed` where the template cannot be filled in.
    """
    # What is compiled is kept by this name, and the template is in use.
    tried = replace(template, key=f"{template.key} with marks", html=marked(template.html))
    markup(document, template, inlined=())  # it fails under its own name
    page = markup(document, tried, inlined=())
    return tuple(faults_of_elements(page)), tuple(faults_of_headings(page))


def problems_in_pages(pages: Sequence[FilledIn]) -> tuple[str, ...]:
    """What is wrong in the elements of pages that were filled in, each mistake once."""
    found = {fault for page in pages for fault in page.elements}
    # An element that is not closed swallows headings.
    return _told("letter.html", sorted(found or {fault for page in pages for fault in page.headings}))


def problems_in_css(template: LetterTemplate) -> tuple[str, ...]:
    """What is wrong with the style sheet and what it would fetch, each with its line.

    What the engine passes over it says itself, but for what is fetched.
    """
    found = {
        *faults_of_style_sheet(template.css, shared=shared_style_sheets()),
        *_fetched(template.css, _FETCHING_IN_CSS, _INSTEAD_OF_SHEET),
    }
    return _told("letter.css", sorted(found))


def problems_in_languages(template: LetterTemplate) -> tuple[str, ...]:
    """Languages that the template names and for which words that it prints are missing."""
    used = ["", *(group for group in _GROUPS if f"words.{group}" in template.html)]
    return tuple(
        f"template.toml: there are no words for “{language}” in shared/words.toml{f' ({group})' if group else ''}. "
        "Add them, or take the language out."
        for language in template.languages
        for group in used
        if not is_worded(language, group)
    )


def _told(file: str, found: Iterable[tuple[int, str]]) -> tuple[str, ...]:
    """The sentences with their places. What can be used instead is listed once."""
    told, listed = [], set()
    for line, sentence in found:
        said, begins, offered = sentence.partition(next((each for each in _OFFERING if each in sentence), "\0"))
        told.append(f"{file}{f', line {line}' if line else ''}: {said.rstrip() if offered in listed else sentence}")
        listed |= {offered} if begins else set()
    return tuple(told)


def _unknown_names(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    names = list(tree.find_all(nodes.Name))
    # A name that is set in a condition counts as undeclared after it.
    made = {name.name for name in names if name.ctx != "load"}
    unknown = find_undeclared_variables(tree) - made - set(GIVEN) - set(environment().globals)
    macros = macros_of(PARTS)
    for name in names:
        if name.name in unknown and name.name in macros:
            yield (
                name.lineno,
                f"“{name.name}” is a macro of {PARTS}. Name it where the first line takes macros from there.",
            )
        elif name.name in unknown:
            yield name.lineno, f"{no_such_name(name.name)}."


def _raw_parts(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for output in tree.find_all(nodes.Output):
        asked = {id(each) for choice in output.find_all(nodes.CondExpr) for each in choice.test.find_all(nodes.Getattr)}
        asked |= {id(choice.test) for choice in output.find_all(nodes.CondExpr)}
        for each in output.find_all(nodes.Getattr):
            if _path(each.node) == "document" and each.attr in _AS_HTML and id(each) not in asked:
                yield (
                    each.lineno,
                    (f"document.{each.attr} would show its tags. Write {{{{ {each.attr} }}}} instead."),
                )


def _multiplied(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for kind in (nodes.Mul, nodes.Pow):
        for each in tree.find_all(kind):
            yield each.lineno, f"{not_multiplied(kind.operator)}."


def _unknown_filters(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for each in tree.find_all(nodes.Filter):
        if each.name not in environment().filters:
            yield each.lineno, f"{no_such_filter(each.name)}."
    for asked in tree.find_all(nodes.Test):
        if asked.name not in environment().tests:
            yield asked.lineno, f"{no_such_test(asked.name)}."


def _unknown_fields(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    for each in tree.find_all(nodes.Getattr):
        kind = _KINDS.get(_path(each.node))
        if kind is not None and each.attr not in parts_of(kind):
            yield each.lineno, f"{no_such_part(kind, each.attr)}."


def _unknown_own_words(tree: nodes.Template, template: LetterTemplate) -> Iterator[tuple[int, str]]:
    brought = tuple(dict.fromkeys(key for table in template.words.values() for key in table))
    for each in tree.find_all(nodes.Getattr):
        if _path(each.node) == "words.own" and each.attr not in brought:
            yield each.lineno, f"{no_such_word(each.attr, brought)}."


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return ""


def _fetched(source: str, fetching: re.Pattern[str], instead: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        if found := fetching.search(line):
            yield number, f"“{found[0]}” asks for a file, and for paper none is fetched. {instead}"
