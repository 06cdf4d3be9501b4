"""Every machine makes the files that were recorded, byte for byte, whatever its Debian release brings of Pango.

The fingerprints stand in reference/fingerprints.toml. After a change that is meant, look at the pages, then write them
anew: `.venv/bin/python -m tests.rendering.test_recorded_bytes`, in the folder of the project.
"""

import hashlib
import tomllib
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pytest

from app.editions.template_desk import folder_of, sample_documents
from app.rendering.document import Attachment, Document, NameGroup, PrintedName, Relationship
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from app.rendering.process import prepare_copies, stamp, typesetter
from app.rendering.templates_on_disk import template_keys
from tests.rendering import samples, scripts

RECORDED = Path(__file__).with_name("reference") / "fingerprints.toml"
_LONG = 400


def _pdf(document: Document) -> bytes:
    return typesetter().typeset(document).pdf


def _samples_of(template: str) -> Iterator[bytes]:
    for sample in sample_documents(folder_of(template)):
        yield _pdf(sample.document)


def _in_every_template(writing: scripts.Writing) -> Iterator[bytes]:
    for template in template_keys():
        document = scripts.document(writing, template)
        yield _pdf(document)
        yield _pdf(replace(document, embargo=scripts.notice(writing)))


def _other_forms(writing: scripts.Writing) -> Iterator[bytes]:
    document = scripts.document(writing, "formal-letter")
    yield html_page(document)
    yield plain_text(document)
    for manner in Manner:
        yield word_file(document, manner)


def _long_list(writing: scripts.Writing) -> Iterator[bytes]:
    own = scripts.names(writing, count=_LONG)
    beside = tuple(
        PrintedName(
            f"Association of Port {number}",
            native=name.name,
            native_language=name.language,
            native_direction=name.direction,
        )
        for number, name in enumerate(own, 1)
    )
    groups = (NameGroup("", own), NameGroup(writing.title, beside))
    yield _pdf(samples.with_names(scripts.document(writing, "joint-statement"), *groups))


def _copies() -> Iterator[bytes]:
    attached = Attachment("letter.md", "text/markdown", Relationship.SOURCE, b"# Water")
    pdf = _pdf(replace(samples.statement(), attachments=(attached,)))
    yield pdf
    yield stamp(pdf, "Copy 17 · Ana Pop · 新聞社 · جريدة")
    yield prepare_copies(pdf, ("Copy 17 · Ana Pop",)).pdf


def _made() -> dict[str, Callable[[], Iterator[bytes]]]:
    """What is compared, by name."""
    by_language = {writing.language: writing for writing in scripts.WRITINGS}
    return {
        **{f"samples of {key}": partial(_samples_of, key) for key in template_keys()},
        **{f"letters in {language}": partial(_in_every_template, each) for language, each in by_language.items()},
        **{f"a long list in {name}": partial(_long_list, by_language[name]) for name in ("en", "ar", "zh-Hant", "hi")},
        **{f"other forms in {name}": partial(_other_forms, by_language[name]) for name in ("en", "ug", "zh-Hans")},
        "press copies": _copies,
    }


def _fingerprint(files: Iterator[bytes]) -> str:
    """SHA-256 of the fingerprints of all files."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file).digest())
    return digest.hexdigest()


@cache
def _recorded() -> dict[str, str]:
    return tomllib.loads(RECORDED.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", _made())
def test_the_files_are_those_that_were_recorded(name: str) -> None:
    found = _fingerprint(_made()[name]())

    assert found == _recorded()[name], f"zlib here is {zlib.ZLIB_RUNTIME_VERSION}; another way to pack is another file"


def test_no_fingerprint_is_kept_of_what_is_made_no_more() -> None:
    assert list(_recorded()) == list(_made())


def _write() -> None:
    lines = [f'"{name}" = "{_fingerprint(make())}"\n' for name, make in _made().items()]
    RECORDED.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    _write()
