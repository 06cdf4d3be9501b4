"""What a letter template leaves out or hides of a letter, found in its pages: filled in, and finished."""

import re
from collections.abc import Mapping
from dataclasses import replace
from html import unescape

from app.rendering.document import (
    Addressee,
    Document,
    EmbargoNotice,
    ListForm,
    MediaContact,
    NameGroup,
    PrintedName,
    SignatoryList,
)
from app.rendering.markup import markup
from app.rendering.templates_on_disk import LetterTemplate, Use
from app.rendering.trial.elements import around
from app.rendering.trial.seen import letters, lines_seen, seen_in

NUMBERS = "the numbers of the names"

_NAME = PrintedName("[a name that is looked for]", signer="[a person]")
_LEFT_OUT = {ListForm.LIST: "the names", ListForm.BLOCKS: "the names in signature blocks"}
_UNNAMED = "[how many are not named]"
_NOTICE = EmbargoNotice("[until when nothing is published]", "")
_LOOKED_FOR = {
    "label": "the label",
    "standfirst": "the standfirst",
    "dateline": "the line under the title",
    "date_line": "place and date",
    "count_line": "the line with the counts",
    "via": "by whom it is passed on",
    "subject": "the subject",
    "salutation": "the salutation",
    "closing": "the closing",
    "sources": "the sources",
    "notes": "the notes",
    "ask": "what the letter asks",
    "addressees": "whom the letter is for",
    "contacts": "whom journalists may call",
}
"""What a template may need and then prints, in words. A title may give way to the subject."""

_HEAD = re.compile("<head>.*?</head>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_END_OF_BLOCK = re.compile("</(?:p|li|h[1-6]|t[dh])>|<br>")
_WORD = re.compile(r"\w+")
_LEAST_OF_WORD = 4
_SHOWN = 40


def problems_in_names(template: LetterTemplate, document: Document) -> tuple[str, ...]:
    """Whether the names under a letter are left out, in a list or in signature blocks; or printed against its word.

    In a list they are numbered by a real one. `document` is any that the template can set: its names give way to one
    that is looked for.
    """
    pages = {form: markup(_signed(document, form), template, inlined=()) for form in ListForm}
    printed = [form for form, page in pages.items() if _NAME.name in page]
    if not template.prints_names:
        return ("template.toml: it prints names after all. Take “prints_names” out.",) if printed else ()
    also = "" if template.use is Use.LETTER else ", or write “prints_names = false” into template.toml"
    found = [
        f"letter.html: {_LEFT_OUT[form]} are not printed. Put “signatories” of shared/parts.html there{also}."
        for form in ListForm
        if form not in printed
    ]
    if not found and "ol" not in around(pages[ListForm.LIST], _NAME.name):
        found.append(
            "letter.html: the names stand in no numbered list (<ol>), and whoever hears the page read is not told how "
            "many there are. Put “signatories” of shared/parts.html there."
        )
    if not found and letters(_UNNAMED) not in _read(pages[ListForm.LIST]):
        found.append(
            "letter.html: how many are not named is not printed. Print document.signatories.unnamed below the names, "
            "or put “signatories” of shared/parts.html there."
        )
    return tuple(found)


def problems_in_parts(template: LetterTemplate, document: Document) -> tuple[str, ...]:
    """Which parts are left out that every letter prints or this template needs, and whether the text stands twice.

    `document` is any that the template can set: its parts give way to some that are looked for.
    """
    page = _read(markup(_looked_for(document), template, inlined=()))
    found = []
    if not any(letters(_mark(part)) in page for part in ("title", "subject")):
        found.append("the title is not printed. Print {{ document.title }}, or {{ document.subject }}, in the <h1>")
    if letters(_NOTICE.line) not in page:
        found.append("the embargo is not printed. Put {{ embargo(document.embargo) }} of shared/parts.html there")
    if letters(_mark("colophon")) not in page:
        found.append("the last line is not printed. Put {{ last_lines(document) }} of shared/parts.html at the end")
    times = page.count(letters(_mark("body")))
    if not times and template.use is Use.LETTER:
        found.append("the text is not printed. Put {{ body }} there")
    if times > 1:
        found.append("the text is printed twice. Leave one {{ body }}")
    found += [
        f"{_LOOKED_FOR[part]} is not printed, though template.toml says that it needs it. Print document.{part}"
        for part in template.needs
        if part in _LOOKED_FOR and letters(_mark(part)) not in page
    ]
    return tuple(f"letter.html: {sentence}." for sentence in found)


def hidden_on_paper(template: LetterTemplate, document: Document, pdf: bytes) -> dict[str, str]:
    """What is printed in the letter and cannot be seen in its finished file: a text of each part, by what it is called.

    `pdf` is the document as this template sets it.
    """
    page = _read(markup(document, template, inlined=()))
    lines = lines_seen(pdf)
    on_paper = seen_in(lines)
    found = {}
    for part, texts in _parts(document).items():
        given = [text for text in texts if letters(text) and letters(text) in page]
        text = next((text for text in given if not _is_seen(text, on_paper)), None)
        if text is not None:
            found[part] = text
    names = [name for group in document.signatories.groups for name in group.names]
    is_list = template.prints_names and names and document.signatories.form is ListForm.LIST
    if is_list and "a name" not in found and not _is_numbered(names[-1].name, str(len(names)), lines):
        found[NUMBERS] = str(len(names))
    return found


def with_embargo(document: Document) -> Document:
    """The same document under an embargo, for a look at how a template prints one."""
    return replace(document, embargo=_NOTICE)


def cannot_be_seen(hidden: Mapping[str, str]) -> str:
    """Say what `hidden_on_paper` found, in one sentence: one mistake often hides a lot."""
    parts = [f"{part} (as “{_shortened(text)}”)" for part, text in hidden.items()]
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return (
        f"letter.css: {listed} cannot be seen on paper. Take out what hides or covers it, moves it off the page, makes "
        "it too small, or gives it the colour of what is behind it."
    )


def _parts(document: Document) -> dict[str, tuple[str, ...]]:
    """What readers must see, by what it is called; each text of a part in one block."""
    people, head = document.addressees, document.letterhead
    return {
        "the title": (document.title,),
        "the label": (document.label,),
        "the standfirst": (document.standfirst,),
        "the line under the title": (document.dateline,),
        "place and date": (document.date_line,),
        "the letterhead": (head.name, head.line) if head else (),
        "the subject": (document.subject,),
        "the embargo": (document.embargo.line,) if document.embargo else (),
        "whom the letter is for": tuple(text for who in people for text in (who.name, who.title, *who.address)),
        "who gets copies": document.cc,
        "the enclosures": document.enclosures,
        "the salutation": (document.salutation,),
        "the text": _blocks(document.body),
        "the closing": (document.closing,),
        "a name": tuple(name.name for group in document.signatories.groups for name in group.names),
        "the line for those not named": (document.signatories.unnamed,),
        "what affiliations mean": (document.signatories.disclaimer,),
        "the text after the names": _blocks(document.back_matter),
        "the sources": tuple(document.sources.splitlines()),
        "the notes": tuple(document.notes.splitlines()),
        "whom journalists may call": tuple(text for who in document.contacts for text in (who.name, who.email)),
        "the last line": (document.colophon,),
    }


def _looked_for(document: Document) -> Document:
    texts = {
        part: _mark(part) for part in (*_LOOKED_FOR, "title", "colophon") if part not in ("addressees", "contacts")
    }
    return replace(
        document,
        **texts,  # type: ignore[arg-type]  # parts that are texts
        short_title="",
        short_subject="",
        body=f"<p>{_mark('body')}</p>",
        embargo=_NOTICE,
        addressees=(Addressee(_mark("addressees")),),
        contacts=(MediaContact(_mark("contacts")),),
    )


def _mark(part: str) -> str:
    return f"[{part.replace('_', ' ')} that is looked for]"


def _signed(document: Document, form: ListForm) -> Document:
    signed = SignatoryList("", "", "", (NameGroup("", (_NAME,)),), unnamed=_UNNAMED, form=form)
    return replace(document, signatories=signed)


def _read(page: str) -> str:
    """The letters of a page, without those of its margins."""
    return letters(unescape(_TAG.sub("", _HEAD.sub("", page))))


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


def _is_numbered(name: str, number: str, lines: tuple[str, ...]) -> bool:
    """Whether the last number is seen, in a line of its own or before the name."""
    return any(
        letters(line) == number or letters(line).startswith(number + letters(name)[:_LEAST_OF_WORD]) for line in lines
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"
