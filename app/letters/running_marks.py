"""Marks within running text that Markdown leaves as they are, or takes away: found while its parser goes by."""

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, autolink, link
from markdown_it.rules_inline.emphasis import tokenize as emphasis
from markdown_it.token import Token

from app.core.links import fault_in_link, is_to_mail
from app.letters.emphasis import stars
from app.letters.kinds_of_fault import Kind
from app.letters.text_html import is_kept_address

_MOST = 20
_SHOWN = 40
_ELEMENTS = (
    "a|abbr|address|article|aside|audio|b|big|blockquote|body|br|button|caption|center|cite|code|col|colgroup|dd|del|"
    "details|dfn|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|"
    "img|input|ins|kbd|label|legend|li|link|main|mark|meta|nav|o:p|object|ol|option|p|pre|q|s|samp|script|section|"
    "select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|time|title|tr|"
    "tt|u|ul|var|video|wbr"
)
_TAG = re.compile(rf"</?({_ELEMENTS})(?:\s[^<>]{{0,500}})?/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<(?:!--|!DOCTYPE\b|!\[CDATA\[|\?(?:xml|php)\b)", re.IGNORECASE)
_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\][(\[]")
_INLINE_NOTE = re.compile(r"\^\[[^\]\s]")
_MARK_OF_NOTE = re.compile(r"\[\^([^\]\s]{1,100})\]")
_NO_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\(\s*<?(?:[a-z][a-z\d+.-]*:|www\.|/)", re.IGNORECASE)
_LINK = re.compile(r"\[[^\[\]\n]{1,300}\]\((?:https?:|mailto:|www\.)[^)\n]{0,300}\)", re.IGNORECASE)
_BOLD = re.compile(r"\*\*(?=[^\s*])[^*\n]{0,299}[^\s*]\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])[^*\n]{0,299}[^\s*]\*(?![\w*])")
# What stands around a word that is marked. Elsewhere these marks belong to names, addresses and transliterations.
_OPENED, _CLOSED = r"(?<![^\s(\[\"'“„«‘])", r"(?![^\s)\]\"'”“»’.,;:!?…])"
_UNDERLINED = re.compile(rf"{_OPENED}(__?)(?=[^\s_])[^_\n]{{0,299}}[^\s_]\1{_CLOSED}")
_CODE = re.compile(rf"{_OPENED}(`{{1,2}})[^\s`]{{1,300}}\1{_CLOSED}")
_STRUCK = re.compile(rf"{_OPENED}(~~|==)(?=[^\s~=])[^~=\n]{{0,299}}[^\s~=]\1{_CLOSED}")
_HEADING = re.compile(r"^#{1,6}[ \t]+(?=[^\W\d])", re.MULTILINE)
_PAIRS = {"~": Kind.STRUCK, "=": Kind.MARKED}
_INSTEAD = {
    "b": "write **bold**",
    "strong": "write **bold**",
    "i": "write *italic*",
    "em": "write *italic*",
    "a": "write [words](https://…)",
    "br": "begin a new paragraph, or end the line with a backslash",
    "p": "leave an empty line between paragraphs",
    "div": "leave an empty line between paragraphs",
    "hr": "write *** between two empty lines",
    "ul": "begin each item with a hyphen",
    "ol": "begin each item with its number, such as 1.",
    "li": "begin each item with a hyphen or a number",
    "blockquote": "begin each line with >",
    "table": "part its cells with |",
    **{f"h{level}": "begin the line with ## and a space" for level in range(1, 7)},
}


class Running:
    """What a parser came by: faults of one stretch of text, and the labels and notes that all of it uses."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.notes: set[str] = set()
        self._faults: list[tuple[int, str]] = []
        self._stars: dict[int, int] = {}
        self._opened: dict[str, int] = {}

    def watch(self, parser: MarkdownIt) -> None:
        """Note what this parser comes by from now on. What it makes of a text stays the same."""
        rules = parser.inline.ruler
        rules.at("emphasis", self._noting_stars(emphasis))
        rules.at("emphasis_without_gaps", self._noting_stars(stars))
        rules.at("link", self._link)
        rules.at("autolink", self._autolink)
        rules.before("link", "picture", self._picture)
        rules.before("footnote_ref", "mark_of_note", self._mark_of_note)
        rules.push("tag", self._tag)
        rules.push("pair", self._pair)
        rules.push("no_note", self._no_note)
        parser.inline.ruler2.after("emphasis", "stars_left", self._stars_left)
        parser.options["store_labels"] = True

    def taken(self) -> list[tuple[int, str]]:
        """Return place and sentence of what was noted since last, and forget it."""
        found, self._faults = list(dict.fromkeys(self._faults)), []
        self._stars, self._opened = {}, {}
        return found

    def _note(self, start: int, sentence: str) -> bool:
        """Keep a fault. Never takes the text from the rules that follow."""
        if len(self._faults) < _MOST:
            self._faults.append((start, sentence))
        return False

    def _tag(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        if silent or state.src[state.pos] != "<":
            return False
        if _COMMENT.match(state.src, state.pos):
            return self._note(state.pos, Kind.COMMENTED)
        found = _TAG.match(state.src, state.pos)
        if found is None or (found[0].startswith("</") and self._faults):
            return False  # of a pair the first is enough
        return self._note(state.pos, _about_tag(found))

    def _picture(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        is_one = not silent and state.src[state.pos] == "!" and _PICTURE.match(state.src, state.pos) is not None
        return is_one and self._note(state.pos, Kind.NO_PICTURES)

    def _mark_of_note(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        if not silent and (found := _MARK_OF_NOTE.match(state.src, state.pos)):
            self.notes.add(found[1])
        return False

    def _no_note(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        """What comes here was taken for no mark by the rule before."""
        if silent:
            return False
        if _INLINE_NOTE.match(state.src, state.pos):
            return self._note(state.pos, Kind.NOTES_APART)
        found = _MARK_OF_NOTE.match(state.src, state.pos)
        return found is not None and self._note(state.pos, Kind.NO_NOTE.format(found[0][:_SHOWN]))

    def _pair(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        mark, pos = state.src[state.pos], state.pos
        if silent or mark not in _PAIRS:
            return False
        before, run, after = state.src[pos - 1 : pos], state.src[pos : pos + 2], state.src[pos + 2 : pos + 3]
        if before == mark or run != mark * 2 or after == mark:
            return False
        if mark in self._opened and before and not before.isspace():
            return self._note(self._opened.pop(mark), _PAIRS[mark])
        if after and not after.isspace():
            self._opened.setdefault(mark, pos)
        return False

    def _link(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        start, first = state.pos, len(state.tokens)
        if not link(state, silent):
            is_meant = not silent and _NO_LINK.match(state.src, start) is not None
            return is_meant and self._note(start, Kind.UNREAD_LINK)
        if not silent:
            tokens = state.tokens[first:]
            opening = _opening(tokens)
            inside = tokens[tokens.index(opening) + 1 :]
            self.labels.add(str(opening.meta.get("label", "")))
            if not any(token.content.strip() for token in inside):
                self._note(start, Kind.NO_WORDS)
            elif is_to_mail(href := str(opening.attrs["href"])) and fault_in_link(href.lower()):
                self._note(start, Kind.MAIL_FIELDS)
            elif not is_kept_address(href):
                self._note(start, Kind.LOST_ADDRESS)
            elif "title" in opening.attrs:
                self._note(start, Kind.LINK_TITLE)
        return True

    def _autolink(self, state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
        start, first = state.pos, len(state.tokens)
        if not autolink(state, silent):
            return False
        href = "" if silent else str(_opening(state.tokens[first:]).attrs["href"])
        if is_to_mail(href) and fault_in_link(href.lower()):
            self._note(start, Kind.MAIL_FIELDS)
        return True

    def _noting_stars(self, rule: Callable[[StateInline, bool], bool]) -> Callable[[StateInline, bool], bool]:
        def noting(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the signature of a rule
            start, known = state.pos, len(state.delimiters)
            is_taken = rule(state, silent)
            self._stars |= {each.token: start for each in state.delimiters[known:]}
            return is_taken

        return noting

    def _stars_left(self, state: StateInline) -> None:
        """Two stars or more that could begin or end bold words, and met no others."""
        nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
        for delimiters in (state.delimiters, *nested):
            for each in delimiters:
                is_left = state.tokens[each.token].content == "*" and each.length > 1
                if is_left and (each.open or each.close):
                    self._note(self._stars[each.token], Kind.STARS)


def what_is_no_words(written: str) -> tuple[int, str] | None:
    """Return place and beginning of the first Markdown or HTML in a plain text; None where it is all words."""
    kinds = (_TAG, _COMMENT, _PICTURE, _LINK, _BOLD, _ITALIC, _MARK_OF_NOTE, _UNDERLINED, _CODE, _STRUCK, _HEADING)
    found = min(filter(None, (kind.search(written) for kind in kinds)), key=lambda one: one.start(), default=None)
    return (found.start(), found[0][:_SHOWN].rstrip()) if found else None


def _opening(tokens: Sequence[Token]) -> Token:
    """Where a link begins among these."""
    return next(token for token in tokens if token.type == "link_open")


def _about_tag(found: re.Match[str]) -> str:
    advice = _INSTEAD.get(found[1].lower(), "take the tag away")
    return Kind.TAG.format(found[0][:_SHOWN], advice)
