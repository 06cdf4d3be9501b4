"""Invented documents: a statement with 72 names in five scripts, a letter, a statement in Uyghur."""

from dataclasses import replace
from datetime import UTC, datetime

from app.rendering.document import (
    Addressee,
    Document,
    EmbargoNotice,
    Letterhead,
    MediaContact,
    NameGroup,
    Paper,
    PrintedName,
    SignatoryList,
)

DATED = datetime(2027, 5, 3, 7, 0, tzinfo=UTC)
EMBARGO = EmbargoNotice(
    line="Embargoed until Monday 3 May 2027, 09:00 CEST (Brussels)",
    ladder="07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo",
)

_PARAGRAPH = (
    "<p>The towns along the estuary have waited nine years for the works that were promised, and in each of these "
    "years the beaches were closed for weeks. <strong>Nobody who lives here needs another study</strong>; what is "
    "needed is the second basin, the two pumping stations and a public record of every overflow.</p>"
)
BODY = (
    _PARAGRAPH * 5
    + "<h2>What we ask for</h2><p>We call on the ministry to:</p>"
    + "<ol><li>publish every overflow within one day;</li><li>finish the second basin by June;</li>"
    + "<li>let the towns read the sensors.</li></ol>"
    + _PARAGRAPH * 3
    + '<p>The records are <a href="https://records.example.org/overflows">open to all</a>.</p>'
)

IN_OTHER_SCRIPTS = (
    PrintedName("Общество чистой воды", language="ru"),
    PrintedName("Ένωση Παράκτιων Δήμων", language="el"),
    PrintedName("پاكىز سۇ جەمئىيىتى", language="ug", direction="rtl"),
    PrintedName("जल अधिकार मंच", language="hi"),
    PrintedName("ཆུ་གཙང་མའི་ཚོགས་པ།", language="bo"),
)


def names(count: int) -> tuple[PrintedName, ...]:
    """So many names, the first five in scripts other than Latin, some long enough for two lines."""
    long = " and the Villages of the Upper and the Lower Estuary"
    latin = tuple(
        PrintedName(f"Association of Port {number}{long if number % 9 == 0 else ''}")
        for number in range(1, count - len(IN_OTHER_SCRIPTS) + 1)
    )
    return (*IN_OTHER_SCRIPTS, *latin)


def listed(*groups: NameGroup) -> SignatoryList:
    """These groups under the usual heading."""
    count = sum(len(group.names) for group in groups)
    return SignatoryList(
        heading="Signatories",
        summary=f"{count} organisations, as of 2 May 2027, 18:00 CEST",
        order_note="In alphabetical order.",
        groups=groups,
        unnamed="and 3 organisations not named for their safety",
    )


def statement(*, count: int = 72, body: str = BODY, embargo: EmbargoNotice | None = EMBARGO) -> Document:
    """A public statement with so many names in two groups."""
    every = names(count)
    return Document(
        template="joint-statement",
        language="en",
        direction="ltr",
        paper=Paper.A4,
        title="Coastal towns ask for clean water before the summer",
        short_title="Clean water before the summer",
        label="Joint statement",
        standfirst="Three rivers, one month, no excuse.",
        dateline=f"3 May 2027 · {count} organisations from 11 countries",
        body=body,
        signatories=listed(NameGroup("Beyond the coast", every[:5]), NameGroup("On the coast", every[5:])),
        dated=DATED,
        sources="Water Authority, yearly report (2026)\nPort Amber, record of closed beaches (2018 to 2026)",
        contacts=(
            MediaContact(
                name="Mira Solen",
                organisation="Association of Port 1",
                email="press@port.example.org",
                phone="+1 555 0100",
                languages="English, French",
            ),
        ),
        end_mark="ENDS",
        colophon="Edition 1 · 3f9a2b7c · letters.example.org/clean-water",
        embargo=embargo,
    )


def with_names(document: Document, *groups: NameGroup) -> Document:
    """The same document, signed by others."""
    return replace(document, signatories=listed(*groups))


def letter() -> Document:
    """A letter to one official, on Letter paper, with nine names."""
    return Document(
        template="formal-letter",
        language="en-US",
        direction="ltr",
        paper=Paper.LETTER,
        title="Clean water before the summer",
        body=_PARAGRAPH * 6,
        signatories=SignatoryList("", "", "", (NameGroup("", names(14)[5:]),)),
        dated=DATED,
        date_line="Port Amber, May 3, 2027",
        letterhead=Letterhead("Association of Port 1", "Quay 7 · Port Amber"),
        addressees=(Addressee("The Honorable Ada Quill", "Minister of Water", "Ministry", ("1 Square", "Capital")),),
        via="Via e-mail",
        subject="Clean water before the summer",
        salutation="Dear Minister Quill:",
        closing="Sincerely yours,",
        cc=("Ombudsman for the Coast",),
    )


UYGHUR_WORDS = ("سۇ", "ھەممىمىزنىڭ", "ئورتاق", "بايلىقى", "دەريالار", "پاكىز", "بولسۇن", "تەلىپىمىز")


def statement_in_uyghur() -> Document:
    """A short statement read from the right."""
    return Document(
        template="joint-statement",
        language="ug",
        direction="rtl",
        paper=Paper.A4,
        title="دەريالار پاكىز بولسۇن",
        body=f"<p>{' '.join(UYGHUR_WORDS)}</p><ol><li>سۇ</li><li>دەريالار</li></ol>",
        signatories=SignatoryList(
            "ئىمزا قويغۇچىلار", "5", "", (NameGroup("", (*IN_OTHER_SCRIPTS[2:3], *names(9)[5:])),)
        ),
        dated=DATED,
        label="بايانات",
        embargo=EMBARGO,
    )
