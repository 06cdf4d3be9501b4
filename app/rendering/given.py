"""What a letter template is given: names, the parts of what they stand for, and what is said of others."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import wraps
from inspect import Signature, signature
from types import MappingProxyType

from jinja2 import StrictUndefined
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from app.rendering.document import (
    Addressee,
    Attachment,
    Document,
    EmbargoNotice,
    Letterhead,
    MediaContact,
    NameGroup,
    Picture,
    PressText,
    PrintedName,
    PrintedQuote,
    SignatoryList,
    SigningCall,
    Translation,
)
from app.rendering.html_elements import shortened
from app.rendering.jinja_in_words import InWords
from app.rendering.numbered_names import NumberedGroup, NumberedName
from app.rendering.words import CallWords, OwnWords, PressWords, SheetWords, Words

GIVEN = ("document", "words", "sheets", "body", "back_matter", "summary", "demands", "groups", "size")
"""The names that letter.html is given."""

CALLED: Mapping[type, str] = MappingProxyType(
    {
        Document: "document",
        Letterhead: "document.letterhead",
        Addressee: "document.addressees",
        EmbargoNotice: "document.embargo",
        SignatoryList: "document.signatories",
        NameGroup: "document.signatories.groups",
        MediaContact: "document.contacts",
        PressText: "document.press",
        PrintedQuote: "document.press.quotes",
        SigningCall: "document.signing",
        Translation: "document.translations",
        Attachment: "document.attachments",
        NumberedGroup: "groups",
        NumberedName: "groups.entries",
        PrintedName: "groups.names",
        Picture: "document.pictures",
        Words: "words",
        PressWords: "words.press",
        CallWords: "words.call",
        SheetWords: "words.sheet",
    }
)
"""What has parts, by where a template meets it; of a list it is each entry that has them."""


def parts_of(kind: type) -> tuple[str, ...]:
    """The parts of something in `CALLED`: its fields, and what is counted or gathered from them."""
    gathered = (name for name, value in vars(kind).items() if isinstance(value, property))
    return (*(field.name for field in fields(kind)), *gathered)


def no_such_part(kind: type, part: str) -> str:
    """Say that something in `CALLED` has no such part, and which it has."""
    return f"“{CALLED[kind]}” has no “{part}”. It has: {', '.join(parts_of(kind))}"


def no_such_word(word: str, own: Iterable[str]) -> str:
    """Say that a template brings no such word of its own, and which it brings."""
    brought = ", ".join(own) or f'nothing yet. Write {word} = "…" below [words.en] in template.toml'
    return f"“words.own” has no “{word}”. It has: {brought}"


def no_such_name(name: str) -> str:
    """Say that a template is given no such name, and which it is given."""
    return f"nobody gives a name “{name}”. Use one of: {', '.join(GIVEN)}"


def not_multiplied(sign: str) -> str:
    """Say that a template does not multiply."""
    return f"“{sign}” makes very much of very little, and is not worked out in a template. Write what comes of it"


class Sandbox(ImmutableSandboxedEnvironment):
    """Where templates run: nothing is changed, called or multiplied that could do harm.

    What is intercepted is not worked out in advance either, when a template is compiled.
    """

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Context, operator: str, left: object, right: object) -> object:
        """Refuse to multiply."""
        del context, left, right
        raise InWords(not_multiplied(operator))

    def call(self, context: Context, called: object, /, *given: object, **named: object) -> object:
        """Call what may be called. Jinja would quote what may not."""
        if not self.is_safe_callable(called):
            message = "what is called here may not be called in a template. Take it out"
            raise InWords(message)
        return super().call(context, called, *given, **named)


class Unknown(StrictUndefined):
    """What a template names and is not there: used in any way it raises, with a sentence in plain words."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        name: object = self._undefined_name
        if self._undefined_exception is SecurityError:
            return f"“{name}” may not be used in a template. Take it out"
        if "does not export" in (self._undefined_hint or ""):
            return f"the file that “{name}” is taken from has no such macro. See shared/parts.html for those there are"
        if isinstance(name, int):
            return f"the list has no entry {name}. Ask first how many there are"
        if not isinstance(name, str):
            return "what stands in the square brackets is neither a number nor a word. Write one of the two"
        name = shortened(name)
        return no_such_name(name) if self._undefined_obj is missing else _not_there(name, self._undefined_obj)


def _not_there(part: str, of: object) -> str:
    if of is None:
        return f"“{part}” is asked of what this letter does not have. Put it between {{% if … %}} and {{% endif %}}"
    if type(of) in CALLED:
        return no_such_part(type(of), part)
    if isinstance(of, OwnWords):
        return no_such_word(part, of)
    what = "a text" if isinstance(of, str) else "a list" if isinstance(of, tuple | list) else "this"
    return f"{what} has no “{part}”. docs/templates.md lists what there is"


def of_what_is_there(made_of: Callable[..., object]) -> Callable[..., object]:
    """Let a filter of a template say of what is not there that it is not; in wrong brackets, how it is written."""
    takes = signature(made_of)

    @wraps(made_of)
    def filtered(value: object, *further: object, **named: object) -> object:
        if isinstance(value, Unknown):
            str(value)  # it raises
        try:
            takes.bind(value, *further, **named)
        except TypeError:
            message = f"the filter “{made_of.__name__}” is written as “{_as_written(made_of.__name__, takes)}”"
            raise InWords(message) from None
        return made_of(value, *further, **named)

    return filtered


def _as_written(name: str, takes: Signature) -> str:
    further = ", ".join(tuple(takes.parameters)[1:])
    return f"… | {name}({further})" if further else f"… | {name}"
