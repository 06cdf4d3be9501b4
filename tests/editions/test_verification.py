"""Whether a PDF is ours and unchanged: found by every changed byte, and survived whatever the file is."""

import io
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pikepdf
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from app.commands import main
from app.core.signing_keys import KEY_FILE, pem
from app.editions import examining
from app.editions.seal import Seal
from app.editions.signatures import Finding, Integrity, Known, Problem, Verdict, judge
from app.editions.signing import sign
from app.editions.verification import PROBLEM_WORDS, Judges, Source, finding_words, report
from tests.editions.signed import HERE, STATEMENT, a_seal, known, signed, unsigned
from tests.factories import NOON

REUSED = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def seal(tmp_path_factory: pytest.TempPathFactory) -> Seal:
    return a_seal(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def ours(seal: Seal) -> bytes:
    return signed(seal).pdf


def verdict(pdf: bytes, seal: Seal) -> Verdict:
    return judge(pdf, known(seal), now=NOON)


def is_good(pdf: bytes, seal: Seal) -> bool:
    found = verdict(pdf, seal)
    return found.is_ours and found.is_unchanged


def first_of_signature(pdf: bytes) -> int:
    return pdf.rindex(b"/Contents <") + len(b"/Contents <")


@REUSED
@given(data=st.data(), bit=st.integers(0, 7))
def test_one_changed_bit_anywhere_is_found(seal: Seal, ours: bytes, data: st.DataObject, bit: int) -> None:
    place = data.draw(st.integers(0, len(ours) - 1))
    changed = bytearray(ours)
    changed[place] ^= 1 << bit

    assert not is_good(bytes(changed), seal)


@REUSED
@given(place=st.integers(0, 1700), digit=st.sampled_from(b"0123456789ABCDEFabcdef"))
@example(place=0, digit=ord("3"))
def test_another_digit_in_the_signature_itself_is_found(seal: Seal, ours: bytes, place: int, digit: int) -> None:
    changed = bytearray(ours)
    changed[first_of_signature(ours) + place] = digit

    assert is_good(bytes(changed), seal) == (bytes(changed) == ours)


def test_the_untouched_file_is_good(seal: Seal, ours: bytes) -> None:
    assert is_good(ours, seal)


@pytest.mark.parametrize("added", [b"\n", b"\0", b" % a word"])
def test_what_is_added_at_the_end_is_counted(seal: Seal, ours: bytes, added: bytes) -> None:
    found = verdict(ours + added, seal)

    assert found.is_ours
    assert (found.integrity, found.finding, found.added) == (Integrity.CHANGED, Finding.ADDED, len(added))
    count = "1 byte was" if len(added) == 1 else f"{len(added)} bytes were"
    assert finding_words(found) == f"{count} added after it was signed, and they are more than proof"


@pytest.mark.parametrize("added", [b"%%EOF\n", b"1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"])
def test_another_end_is_no_end(seal: Seal, ours: bytes, added: bytes) -> None:
    assert not is_good(ours + added, seal)


def another_title(pdf: bytes) -> bytes:
    """An update in place after the signature, as an editor would write it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer.trailer["/Info"]["/Title"] = TextStringObject("Another letter")
    writer.update_container(writer.trailer["/Info"])
    written = io.BytesIO()
    writer.write(written)  # type: ignore[no-untyped-call]  # pyHanko has no types
    return written.getvalue()


def another_page(pdf: bytes) -> bytes:
    """The words of the page covered by others, in an update after the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.find_page_for_modification(0)[0].get_object()  # type: ignore[no-untyped-call]  # pyHanko has no types
    box = page["/MediaBox"]
    box[2] = box[3]
    writer.update_container(page)
    written = io.BytesIO()
    writer.write(written)  # type: ignore[no-untyped-call]  # pyHanko has no types
    return written.getvalue()


def saved_again(pdf: bytes) -> bytes:
    """The same pages, written anew by another program."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        written = io.BytesIO()
        opened.save(written)
    return written.getvalue()


def pages_swapped(pdf: bytes) -> bytes:
    """A page put before the first, the signature carried along."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        blank = opened.add_blank_page()
        opened.pages.insert(0, blank)
        written = io.BytesIO()
        opened.save(written)
    return written.getvalue()


def wrapped(pdf: bytes) -> bytes:
    """The gap made wider: other objects stand where only the signature may, the signed ranges moved aside."""
    start = first_of_signature(pdf) - 1
    end = pdf.index(b">", start) + 1
    stowaway = b"\n9999 0 obj <</Type /Catalog>> endobj\n"
    moved = pdf[:end] + stowaway + pdf[end:]
    old = pdf[pdf.rindex(b"/ByteRange [") :].split(b"]", 1)[0]
    _, first, second, rest = (int(each) for each in old.split(b"[")[1].split())
    new = b"/ByteRange [0 %d %d %d" % (first, second + len(stowaway), rest)
    return moved.replace(old, new[: len(old)].ljust(len(old)))


def signature_transplanted(pdf: bytes) -> bytes:
    """Another letter that carries the signature of ours."""
    other = bytearray(unsigned())
    other[len(other) // 2] ^= 1
    return bytes(other) + pdf[len(unsigned()) :]


@pytest.mark.parametrize(
    "attack", [another_title, another_page, saved_again, pages_swapped, wrapped, signature_transplanted]
)
def test_a_changed_letter_is_never_good(seal: Seal, ours: bytes, attack: Callable[[bytes], bytes]) -> None:
    attacked = attack(ours)

    assert attacked != ours
    assert not is_good(attacked, seal)


def locked(pdf: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        written = io.BytesIO()
        opened.save(written, encryption=pikepdf.Encryption(owner="secret", user="secret"))
    return written.getvalue()


def bomb() -> bytes:
    """A cross-reference stream that unpacks to far more than it is."""
    packed = zlib.compress(bytes(200_000_000), 9)
    head = b"%PDF-1.7\n1 0 obj\n<</Type /XRef /W [1 8 2] /Size 20000000 /Filter /FlateDecode /Root 1 0 R /Length "
    return head + b"%d>>\nstream\n" % len(packed) + packed + b"\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


@pytest.mark.parametrize(
    ("hostile", "problem"),
    [
        (lambda _pdf: b"", Problem.EMPTY),
        (lambda _pdf: b"\x89PNG\r\n\x1a\n", Problem.NO_PDF),
        (lambda _pdf: bytes(1_000_000), Problem.NO_PDF),
        (lambda pdf: b"\n" + pdf, Problem.UNREADABLE),
        (lambda _pdf: b"%PDF-1.7\n" + bytes(5_000_000), Problem.UNREADABLE),
        (lambda pdf: pdf[: len(pdf) // 2], Problem.UNREADABLE),
        (lambda pdf: pdf[:20] + pdf[-200:], Problem.UNREADABLE),
        (lambda _pdf: b"%PDF-1.7\n" + b"[" * 50_000 + b"\nstartxref\n9\n%%EOF\n", Problem.UNREADABLE),
        (locked, Problem.LOCKED),
    ],
    ids=["empty", "picture", "zeros", "pushed down", "zeros in a PDF", "cut off", "torn", "nested", "locked"],
)
def test_a_hostile_file_is_given_up_with_the_reason(
    seal: Seal, ours: bytes, hostile: Callable[[bytes], bytes], problem: Problem
) -> None:
    assert verdict(hostile(ours), seal) == Verdict(problem=problem)


@REUSED
@given(noise=st.binary(max_size=2000))
def test_noise_is_never_good_and_never_fails(noise: bytes) -> None:
    pdf = b"%PDF-1.7\n" + noise + b"\nstartxref\n9\n%%EOF\n"

    assert not judge(pdf, Known(), now=NOON).is_signed


def zeros() -> bytes:
    """Nothing between a beginning and an end, and a table said to be in it."""
    return b"%PDF-1.7\n" + bytes(40_000_000) + b"\nstartxref\n100\n%%EOF\n"


@pytest.mark.parametrize("slow", [bomb, zeros])
def test_a_file_that_takes_too_long_is_given_up(
    seal: Seal, monkeypatch: pytest.MonkeyPatch, slow: Callable[[], bytes]
) -> None:
    monkeypatch.setattr(examining, "WALL_SECONDS", 4.0)

    assert examining.examine(slow(), known(seal), now=NOON) == Verdict(problem=Problem.TOO_MUCH)


def test_a_process_of_its_own_says_the_same(seal: Seal, ours: bytes) -> None:
    assert examining.examine(ours, known(seal), now=NOON) == verdict(ours, seal)


def test_another_installation_is_told_apart_even_with_the_same_name(seal: Seal, tmp_path: Path) -> None:
    found = verdict(signed(a_seal(tmp_path)).pdf, seal)

    assert (found.is_signed, found.is_ours, found.is_unchanged, found.signer) == (
        True,
        False,
        True,
        "letters.example.org",
    )


def in_lower_case(pdf: bytes) -> bytes:
    """The same signature, written as some other programs do."""
    first = first_of_signature(pdf)
    end = pdf.index(b">", first)
    return pdf[:first] + pdf[first:end].lower() + pdf[end:]


def test_a_stranger_who_writes_signatures_otherwise_is_not_said_to_have_changed_anything(
    seal: Seal, ours: bytes, tmp_path: Path
) -> None:
    foreign = verdict(in_lower_case(signed(a_seal(tmp_path)).pdf), seal)
    own = verdict(in_lower_case(ours), seal)

    assert (foreign.is_ours, foreign.finding) == (False, Finding.WRITTEN_OTHERWISE)
    assert (own.is_ours, own.finding) == (True, Finding.REWRITTEN)
    assert [each.integrity for each in (foreign, own)] == [Integrity.CANNOT_BE_TOLD, Integrity.CHANGED]


def test_what_somebody_else_signed_is_told_as_such(
    nowhere: Path, seal: Seal, capsys: pytest.CaptureFixture[str]
) -> None:
    certificates, letter = nowhere / "certificates.pem", nowhere / "letter.pdf"
    certificates.write_bytes(b"".join(map(pem, seal.certificates())))
    foreign = signed(a_seal(nowhere)).pdf
    said = []
    for content in (foreign, foreign.replace(b"/Lang", b"/Lanh", 1), in_lower_case(foreign)):
        letter.write_bytes(content)
        assert main(["letter", "verify", str(letter), "--certificate", str(certificates)]) == 1
        said.append(capsys.readouterr().out.splitlines()[0])

    whose = (
        "This file is not of the installation of that certificate: “letters.example.org” signed it, with another key."
    )
    otherwise = "its signature is written in another way than those that can be checked here"
    assert said == [
        f"{whose} It is unchanged since then.",
        f"{whose} It is not as it was signed: what was signed was changed afterwards.",
        f"{whose} Whether it was changed since cannot be told: {otherwise}.",
    ]


def test_what_was_signed_before_the_key_was_lost_is_still_ours(tmp_path: Path) -> None:
    seal = a_seal(tmp_path)
    before = signed(seal).pdf
    (seal.folder / KEY_FILE).unlink()
    after = signed(seal).pdf

    assert (is_good(before, seal), is_good(after, seal)) == (True, True)


def test_an_expired_certificate_does_not_make_a_letter_another_one(seal: Seal, ours: bytes) -> None:
    found = judge(ours, known(seal), now=NOON + timedelta(days=20 * 365))

    assert (found.is_ours, found.is_unchanged) == (True, True)


def test_an_unsigned_letter_proves_nothing(seal: Seal) -> None:
    found = verdict(unsigned(), seal)

    assert found == Verdict(title="Clean water for every town")
    assert (found.integrity, finding_words(found)) == (Integrity.CANNOT_BE_TOLD, "")


@pytest.mark.parametrize(
    ("title", "said"),
    [
        (pikepdf.String(b"\x93Water\x94 \x9f"), "“Water” Ÿ"),
        (pikepdf.String(b"x\x94\x81\x7f"), "x”\ufffd"),
        (pikepdf.Dictionary(A=1), ""),
        (pikepdf.Array([1, 2]), ""),
        (pikepdf.Name("/Water"), "/Water"),
        (pikepdf.String("Вода"), "Вода"),
    ],
    ids=["another code", "no code", "a table", "a list", "a name", "a text"],
)
def test_a_title_is_told_as_text_or_not_at_all(seal: Seal, title: pikepdf.Object, said: str) -> None:
    written = io.BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.trailer.Info = file.make_indirect(pikepdf.Dictionary(Title=title))
        file.save(written)

    assert verdict(written.getvalue(), seal).title == said


def test_words_of_a_foreign_file_cannot_steer_a_terminal(seal: Seal) -> None:
    hostile = replace(STATEMENT, address="\x1b[2J\x07 All is\nwell \u202e")

    found = verdict(sign(unsigned(), hostile, seal=seal, now=lambda: NOON).pdf, seal)

    assert found.statement == replace(STATEMENT, address="[2J All is well")


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A machine without an installation, with a letter of ours and the certificate on it."""
    monkeypatch.setenv("UNDERSIGNED_DATA", str(tmp_path / "no data"))
    return tmp_path


def test_a_stranger_checks_a_letter_with_the_certificate_of_the_site(
    nowhere: Path, seal: Seal, ours: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    letter, certificates = nowhere / "letter.pdf", nowhere / "certificates.pem"
    letter.write_bytes(ours)
    certificates.write_bytes(b"".join(map(pem, seal.certificates())))

    without = main(["letter", "verify", str(letter)])
    said_without = capsys.readouterr().out
    code = main(["letter", "verify", str(letter), "--certificate", str(certificates)])
    said = capsys.readouterr().out

    assert (without, code) == (1, 0)
    assert said_without.startswith("This file is signed by “letters.example.org”, and nothing here knows that key.")
    assert said.startswith("This file is of the installation of that certificate, and unchanged.\n")
    assert f"It says it is edition 1, published at {HERE}/letters/clean-water.\n" in said
    assert "on Monday 3 May 2027, 12:00 UTC, by its own clock." in said
    assert not (nowhere / "no data").exists(), "asking makes no installation"


def test_the_installation_that_the_settings_file_names_is_the_judge(
    nowhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, letter, settings_file = nowhere / "home", nowhere / "letter.pdf", nowhere / "settings.env"
    home.mkdir()
    letter.write_bytes(signed(a_seal(home)).pdf)
    settings_file.write_text(f"UNDERSIGNED_DATA={home}\nUNDERSIGNED_LOG_LEVEL=error\n", encoding="utf-8")
    monkeypatch.delenv("UNDERSIGNED_DATA")
    monkeypatch.setenv("UNDERSIGNED_SETTINGS", str(settings_file))

    assert main(["letter", "verify", str(letter)]) == 0
    assert capsys.readouterr().out.startswith("This file is ours, and unchanged.\n")


def test_where_the_database_is_gone_the_certificates_judge_and_nothing_is_made(
    nowhere: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, letter = nowhere / "home", nowhere / "letter.pdf"
    home.mkdir()
    letter.write_bytes(signed(a_seal(home)).pdf)
    monkeypatch.setenv("UNDERSIGNED_DATA", str(home))
    kept = sorted(home.rglob("*"))

    assert main(["letter", "verify", str(letter)]) == 0
    said = capsys.readouterr().out
    assert said.startswith("This file is ours, and unchanged.\n")
    assert "There is no database here that knows which files were sealed.\n" in said
    assert sorted(home.rglob("*")) == kept


def test_the_command_says_no_to_what_is_changed_unsigned_or_unreadable(
    nowhere: Path, seal: Seal, ours: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    certificates = nowhere / "certificates.pem"
    certificates.write_bytes(b"".join(map(pem, seal.certificates())))
    files = {"changed": another_title(ours), "unsigned": unsigned(), "locked": locked(ours), "cut": ours[:9000]}
    codes = {}
    for name, content in files.items():
        (nowhere / name).write_bytes(content)
        codes[name] = main(["letter", "verify", str(nowhere / name), "--certificate", str(certificates)])
    said = capsys.readouterr().out

    assert codes == {"changed": 1, "unsigned": 1, "locked": 2, "cut": 2}
    assert "This file is not as it was sealed: " in said
    assert "This file bears no signature, so it proves nothing." in said
    assert PROBLEM_WORDS[Problem.LOCKED] in said
    assert PROBLEM_WORDS[Problem.UNREADABLE] in said


@pytest.mark.parametrize("problem", Problem)
def test_every_problem_ends_with_what_to_do(problem: Problem) -> None:
    said = report(Verdict(problem=problem), Judges(), digest="", source=Source.NONE, sealed=None)

    assert said.exit_code == 2
    [sentence] = said.lines
    assert sentence.endswith(("from the page of the letter.", "do not open it."))


@pytest.mark.parametrize("finding", Finding)
def test_every_finding_is_told(finding: Finding) -> None:
    verdict = Verdict(is_signed=True, finding=finding, added=7, added_by="{Clock}")

    assert not verdict.is_unchanged
    assert finding_words(verdict)
    assert ("“{Clock}”" in finding_words(verdict)) == (finding is Finding.STAMPED)


def test_what_is_no_file_or_too_much_is_refused_with_a_sentence(
    nowhere: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with (nowhere / "huge.pdf").open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    (nowhere / "no.pem").write_text("no certificate")
    (nowhere / "a.pdf").write_bytes(b"%PDF")
    commands = [[str(nowhere / "gone.pdf")], [str(nowhere)], [str(nowhere / "huge.pdf")]]
    commands += [[str(nowhere / "a.pdf"), "--certificate", str(nowhere / "no.pem")]]

    codes = [main(["letter", "verify", *command]) for command in commands]

    assert codes == [2, 2, 2, 2]
    assert capsys.readouterr().err.splitlines() == [
        f"{nowhere}/gone.pdf: there is no such file. Check how its name is written.",
        f"{nowhere} is a folder. Name the file itself.",
        f"{nowhere}/huge.pdf is larger than 32 MB. No letter is: look whether it is the right file.",
        f"{nowhere}/no.pem holds no certificate in PEM form. Download it again from /verify of the site.",
    ]
