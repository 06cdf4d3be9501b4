"""What can be said of a letter template from its files alone, with the line it stands in."""

import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

from jinja2 import TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from app.rendering.document import Document, ListForm, NameGroup, PrintedName, SignatoryList
from app.rendering.given import CALLED, GIVEN, no_such_name, no_such_part, parts_of
from app.rendering.jinja_in_words import in_words, no_such_filter, no_such_test
from app.rendering.markup import environment, markup
from app.rendering.seen_on_paper import letters, seen
from app.rendering.templates_on_disk import LetterTemplate, Use
from app.rendering.words import is_worded

_KINDS = {called: kind for kind, called in CALLED.items()}
_GROUPS = ("press", "call", "sheet")
_FETCHING = re.compile(
    r"<(?:img|link|script|iframe|object|embed|image)\b|\b(?:src|srcset|data)\s*=|xlink:href\s*=", re.IGNORECASE
)


_NAME = PrintedName("[a name that is looked for]", signer="[a person]")
_LEFT_OUT = {ListForm.LIST: "the names", ListForm.BLOCKS: "the names in signature blocks"}
_FETCHING_IN_CSS = re.compile(r"url\(|@import\b", re.IGNORECASE)

_HEAD = re.compile("<head>.*?</head>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_END_OF_BLOCK = re.compile("</(?:p|li|h[1-6]|t[dh])>|<br>")
_WORD = re.compile(r"\w+")
_LEAST_OF_WORD = 4
_SHOWN = 40


def problems_in_html(template: LetterTemplate) -> tuple[str, ...]:
    """Names that nobody gives, and what would be fetched, each with its line; or the one mistake of grammar."""
    try:
        tree = environment().parse(template.html)
        if unknown := sorted({*_unknown_filters(tree)}):
            return tuple(f"letter.html, line {line}: {sentence}" for line, sentence in unknown)
        environment().compile(template.html)
    except TemplateSyntaxError as error:
        line, said = in_words(error, template.html)
        return (f"letter.html, line {line}: {said}.",)
    found = {*_unknown_names(tree), *_unknown_fields(tree), *_fetched(template.html, _FETCHING)}
    return tuple(f"letter.html, line {line}: {sentence}" for line, sentence in sorted(found))


def problems_in_css(template: LetterTemplate) -> tuple[str, ...]:
    """What the style sheet would fetch, each with its line. What the engine passes over it says itself."""
    return tuple(f"letter.css, line {line}: {said}" for line, said in _fetched(template.css, _FETCHING_IN_CSS))


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


def problems_in_names(template: LetterTemplate, document: Document) -> tuple[str, ...]:
    """Whether the names under a letter are left out, in a list or in signature blocks; or printed against its word.

    `document` is any that the template can set: its names give way to one that is looked for.
    """
    printed = [form for form in ListForm if _NAME.name in markup(_signed(document, form), template, inlined=())]
    if not template.prints_names:
        return ("template.toml: it prints names after all. Take “prints_names” out.",) if printed else ()
    also = "" if template.use is Use.LETTER else ", or write “prints_names = false” into template.toml"
    return tuple(
        f"letter.html: {_LEFT_OUT[form]} are not printed. Put “signatories” of shared/parts.html there{also}."
        for form in ListForm
        if form not in printed
    )


def problems_on_paper(template: LetterTemplate, document: Document, pdf: bytes) -> dict[str, str]:
    """What stands in the letter and cannot be seen in its finished file, a sentence for each part by what it is called.

    `pdf` is the document as this template sets it. A letter whose text is left out is told so, too.
    """
    page = letters(unescape(_TAG.sub("", _HEAD.sub("", markup(document, template, inlined=())))))
    on_paper = seen(pdf)
    found = {}
    for part, texts in _parts(document).items():
        written = [text for text in texts if letters(text)]
        given = [text for text in written if letters(text) in page]
        if part == "the text" and template.use is Use.LETTER and written and not given:
            found[part] = "letter.html: the text is not printed. Put {{ body }} there."
        elif hidden := next((text for text in given if not _is_seen(text, on_paper)), None):
            found[part] = (
                f"letter.css: {part} cannot be seen on paper, as “{_shortened(hidden)}”. "
                "Take out what hides it, makes it too small, or gives it the colour of the paper."
            )
    return found


def _parts(document: Document) -> dict[str, tuple[str, ...]]:
    """What readers must see, by what it is called; each text of a part in one block."""
    people = document.addressees
    return {
        "the title": (document.title,),
        "the label": (document.label,),
        "the standfirst": (document.standfirst,),
        "the subject": (document.subject,),
        "the embargo": (document.embargo.line,) if document.embargo else (),
        "whom the letter is for": tuple(text for who in people for text in (who.name, who.title, *who.address)),
        "the salutation": (document.salutation,),
        "the text": _blocks(document.body),
        "the closing": (document.closing,),
        "a name": tuple(name.name for group in document.signatories.groups for name in group.names),
        "the line for those not named": (document.signatories.unnamed,),
        "the text after the names": _blocks(document.back_matter),
        "the sources": tuple(document.sources.splitlines()),
        "the notes": tuple(document.notes.splitlines()),
    }


def _blocks(html: str) -> tuple[str, ...]:
    blocks = (unescape(_TAG.sub("", block)) for block in _END_OF_BLOCK.split(html))
    return tuple(" ".join(block.split()) for block in blocks)


def _is_seen(text: str, on_paper: str) -> bool:
    """Whether most of a text is seen. A word may be parted by the end of a page, and read as none."""
    if letters(text) in on_paper:
        return True
    every = [letters(word) for word in _WORD.findall(text)]
    words = [word for word in every if len(word) >= _LEAST_OF_WORD] or every
    return sum(word in on_paper for word in words) * 2 > len(words)


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _signed(document: Document, form: ListForm) -> Document:
    return replace(document, signatories=SignatoryList("", "", "", (NameGroup("", (_NAME,)),), form=form))


def _unknown_names(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    names = list(tree.find_all(nodes.Name))
    # A name that is set in a condition counts as undeclared after it.
    made = {name.name for name in names if name.ctx != "load"}
    unknown = find_undeclared_variables(tree) - made - set(GIVEN) - set(environment().globals)
    for name in names:
        if name.name in unknown:
            yield name.lineno, f"{no_such_name(name.name)}."


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


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return ""


def _fetched(source: str, fetching: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(source.splitlines(), 1):
        if found := fetching.search(line):
            yield number, f"“{found[0]}” asks for something from outside, and paper fetches nothing. Take it out."
