"""The limited processes in which documents are set."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import cache_from_source
from pathlib import Path
from typing import get_args

import pytest

from app.core import log
from app.rendering import process
from app.rendering.confined import child, limits, wire
from app.rendering.confined.running import Renderer, remove_what_was_left
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.process import Typesetter
from app.rendering.templates_on_disk import LetterTemplate
from app.rendering.work import (
    AnyJob,
    DrawPages,
    Examine,
    FillIn,
    Job,
    LookAtPages,
    LookForParts,
    LookOver,
    LookThrough,
    Prepare,
    Render,
    RenderToKeep,
    Stamp,
    TakePicture,
    Write,
)
from benchmarks.server import family
from tests.rendering import samples
from tests.rendering.reading import words

ENDLESS = "<p>" + "water " * 160_000 + "</p>"
PROJECT = Path(__file__).parents[2]
linux_only = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc, which only Linux has")


@pytest.fixture(scope="module", params=["bubblewrap", "limits"])
def typesetter(request: pytest.FixtureRequest) -> Iterator[Typesetter]:
    """One with a warm process, held in each of the two ways."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UNDERSIGNED_SECRET", "hush")
        made = Typesetter()
        if request.param == "limits":
            made.bubblewrap = ""
        held = made.protection()
    if request.param == "bubblewrap" and not held.bubblewrap:
        made.close()
        pytest.skip("bubblewrap is not here, or may not make namespaces")
    yield made
    made.close()


def _one(typesetter: Typesetter) -> Renderer:
    """The process that waits for work, warm."""
    typesetter.protection()
    [process] = typesetter.waiting
    return process


def _renders(typesetter: Typesetter) -> int:
    """The number of the process that renders; inside bubblewrap it is the youngest of its family."""
    return family(_one(typesetter).pid)[-1]


def _gone(*pids: int) -> bool:
    """Whether all of these end within a few seconds."""
    until = time.monotonic() + 10
    while any(_lives(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_a_document_comes_back_as_if_set_here(typesetter: Typesetter) -> None:
    assert typesetter.typeset(samples.letter()) == typesetting.render(samples.letter())


def test_a_copy_is_stamped_there_too(typesetter: Typesetter) -> None:
    typeset = typesetter.typeset(samples.letter())

    assert words(typesetter.stamp(typeset.pdf, "Copy 4")).count("Copy 4") == typeset.pages


def test_a_sentence_comes_back_as_a_sentence_and_the_process_goes_on(typesetter: Typesetter) -> None:
    first = _one(typesetter).pid
    with pytest.raises(TypesettingFailed, match="paper fetches nothing"):
        typesetter.typeset(samples.statement(count=6, body='<img src="file:///etc/passwd" alt="x">'))

    assert typesetter.typeset(samples.letter()).pages == 2
    assert _one(typesetter).pid == first


@linux_only
def test_the_process_sees_no_secret_and_no_network(typesetter: Typesetter) -> None:
    seen = Path(f"/proc/{_renders(typesetter)}")
    names = {entry.split("=")[0] for entry in (seen / "environ").read_text().split("\0") if entry}

    assert names - {"PWD"} == {"LANG", "TMPDIR", "HOME", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"}
    assert b"hush" not in (seen / "environ").read_bytes()
    assert typesetter.protection().without_network
    held = typesetter.protection()
    if held.bubblewrap or held.namespace:
        assert (seen / "ns/net").readlink() != Path("/proc/self/ns/net").readlink()


@linux_only
def test_the_process_is_limited(typesetter: Typesetter) -> None:
    pid = _renders(typesetter)
    typesetter.typeset(samples.letter())

    assert resource.prlimit(pid, resource.RLIMIT_AS) == (limits.MEMORY_BYTES, limits.MEMORY_BYTES)
    assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(pid, resource.RLIMIT_NOFILE) == (64, 64)
    assert resource.prlimit(pid, resource.RLIMIT_FSIZE) == (limits.FILE_BYTES, limits.FILE_BYTES)
    assert 0 < resource.prlimit(pid, resource.RLIMIT_CPU)[0] < 10 * limits.CPU_SECONDS


@linux_only
@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give up")
def test_root_keeps_no_right_but_to_read(typesetter: Typesetter) -> None:
    status = Path(f"/proc/{_renders(typesetter)}/status").read_text()
    rights = dict(line.split(":\t") for line in status.splitlines() if line.startswith("Cap"))

    assert int(rights["CapEff"], 16) & ~0b110 == 0
    assert int(rights["CapPrm"], 16) & ~0b110 == 0


@linux_only
def test_a_process_that_died_is_replaced(typesetter: Typesetter) -> None:
    first = _renders(typesetter)
    os.kill(first, signal.SIGKILL)
    assert _gone(first)

    assert typesetter.typeset(samples.letter()).pages == 2
    assert _renders(typesetter) != first


@linux_only
def test_a_job_whose_process_is_killed_is_done_by_another(typesetter: Typesetter) -> None:
    first = _renders(typesetter)
    killer = threading.Timer(0.15, os.kill, (first, signal.SIGKILL))
    killer.start()
    long = samples.statement(count=6, body=samples.BODY * 6)

    typeset = typesetter.typeset(long)
    killer.join()

    assert not _lives(first)
    assert typeset == typesetter.typeset(long)


def test_what_breaks_the_engine_is_told_with_its_place_and_noted_without_it(
    typesetter: Typesetter, capsys: pytest.CaptureFixture[str]
) -> None:
    log.init("warning")  # other tests of this process may want to hear less
    first = _one(typesetter)
    body = samples.BODY + '<style>li::marker { content: "x" }</style><ol><li>Clean water</li></ol>'

    with pytest.raises(TypesettingFailed) as refused:
        typesetter.typeset(replace(samples.letter(), body=body))

    assert str(refused.value) == (
        "The document cannot be set: something here fails on it, near “publish every overflow within one day;”. "
        "Change the text, and ask whoever runs this installation to look at the log."
    )
    assert first.has_ended()
    said = capsys.readouterr()
    assert "TypeError" in said.out + said.err
    assert "weasyprint.layout.preferred:" in said.out + said.err
    assert "overflow" not in said.out + said.err
    assert typesetter.typeset(samples.letter()).pages == 2


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_set(typesetter: Typesetter) -> None:
    typesetter.wall_seconds = 0.5
    with pytest.raises(TypesettingFailed, match="takes too long to set"):
        typesetter.typeset(samples.statement(body=ENDLESS, count=6))
    typesetter.wall_seconds = limits.WALL_SECONDS

    assert typesetter.typeset(samples.letter()).pages == 2


def test_a_process_is_renewed_after_its_share_of_work_and_the_next_one_is_there_before(typesetter: Typesetter) -> None:
    typesetter.jobs_per_child = 1
    first = _one(typesetter)

    typesetter.typeset(samples.letter())
    typesetter.jobs_per_child = process.JOBS_PER_CHILD

    [second] = typesetter.waiting
    assert second.pid != first.pid
    assert first.has_ended()
    assert not first.folder.exists()
    assert _one(typesetter) is second


def test_a_long_job_lets_the_next_one_pass(typesetter: Typesetter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "_LONG_SECONDS", 0.05)
    done: list[str] = []

    def long() -> None:
        typesetter.typeset(samples.statement(body=samples.BODY * 40))
        done.append("long")

    typesetter.protection()
    thread = threading.Thread(target=long)
    thread.start()
    until = time.monotonic() + 30
    while typesetter.waiting and time.monotonic() < until:
        time.sleep(0.01)
    typesetter.typeset(samples.letter())
    done.append("short")
    thread.join()

    assert done == ["short", "long"]
    assert len(typesetter.waiting) == 1


def test_closing_leaves_no_process_and_no_folder() -> None:
    typesetter = Typesetter()
    waiting = _one(typesetter)

    typesetter.close()

    assert waiting.has_ended()
    assert not waiting.folder.exists()
    assert typesetter.waiting == ()


def test_after_a_fork_each_side_has_its_own(typesetter: Typesetter) -> None:
    mine = _one(typesetter)
    child = os.fork()
    if child == 0:
        try:
            typesetter.start()
            # An exit code is all it can say: 0 when its process is another one, and lives.
            os._exit(0 if typesetter.waiting[0].pid != mine.pid and not typesetter.waiting[0].has_ended() else 1)
        finally:
            os._exit(2)
    _, status = os.waitpid(child, 0)

    assert os.waitstatus_to_exitcode(status) == 0
    assert typesetter.waiting == (mine,)
    assert typesetter.typeset(samples.letter()).pages == 2


_PARENT = """
import sys, time
from app.rendering.process import Typesetter
from tests.rendering import samples
typesetter = Typesetter()
if sys.argv[1] == "limits":
    typesetter.bubblewrap = ""
typesetter.protection()
print("warm", flush=True)
if sys.argv[2] == "busy":
    typesetter.typeset(samples.statement(body="<p>" + "water " * 160_000 + "</p>"))
time.sleep(60)
"""


@linux_only
@pytest.mark.parametrize("doing", ["busy", "idle"])
@pytest.mark.parametrize("held", ["bubblewrap", "limits"])
def test_no_process_outlives_a_parent_that_was_killed(held: str, doing: str) -> None:
    command = [sys.executable, "-P", "-c", _PARENT, held, doing]
    with subprocess.Popen(command, env={"PYTHONPATH": str(PROJECT)}, stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"warm\n"
        if doing == "busy":
            time.sleep(0.5)
        processes = family(parent.pid)
        parent.kill()

    assert len(processes) > 1
    assert _gone(*processes)


def test_what_a_parent_that_was_killed_left_is_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        ended.wait()
    for name in (f"typesetter-{ended.pid}-x", f"typesetter-{os.getpid()}-x", "typesetter-x", "other-1-x"):
        (tmp_path / name).mkdir()

    remove_what_was_left()

    assert {path.name for path in tmp_path.iterdir()} == {f"typesetter-{os.getpid()}-x", "typesetter-x", "other-1-x"}


def test_a_frame_that_claims_to_be_huge_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        wire.length(b"\xff\xff\xff\xff")


@pytest.mark.parametrize(
    "job",
    [Render(samples.statement()), Stamp(b"%PDF \x00\xff", "Copy 4")],
    ids=["render", "stamp"],
)
def test_a_job_survives_the_wire(job: Render | Stamp) -> None:
    assert wire.job(wire.job_frame(job)) == job


@pytest.mark.parametrize(
    "frame",
    [b"", b"{}", b'["Render", {}]', b'["Trouble", {"sentence": "x"}]', b'["Write", {"lines": [1]}]'],
    ids=["nothing", "no job", "an empty job", "no kind of job", "another type"],
)
def test_what_is_no_job_is_refused(frame: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are a library's
        wire.job(frame)


def test_half_a_character_is_refused_before_it_is_sent() -> None:
    with pytest.raises(TypesettingFailed, match="half a character"):
        wire.job_frame(Render(replace(samples.letter(), title="Water \ud800")))


def test_more_than_a_frame_holds_is_refused_before_it_is_sent() -> None:
    with pytest.raises(TypesettingFailed, match="has 70 MB; at most 64 can be set"):
        wire.job_frame(Render(replace(samples.letter(), body="x" * 70 * 1024**2)))


def test_what_a_process_needs_is_there_before_it_starts() -> None:
    module = PROJECT / "app/rendering/confined/doing.py"
    kept = PROJECT / "app/rendering/__pycache__"
    compiled = Path(cache_from_source(str(module)))
    for old in (compiled, *kept.glob("template-*"), *kept.glob("typefaces/*")):
        old.unlink(missing_ok=True)

    as_set_up_does = [sys.executable, "-P", "-c", "from app.rendering import process; process.prepare()"]
    subprocess.run(as_set_up_does, env={"PYTHONPATH": str(PROJECT)}, check=True)

    assert compiled.exists()
    assert len(list(kept.glob("template-*"))) >= 6
    assert any(path.stat().st_size > 10_000 for path in kept.glob("typefaces/*.cache*"))


def test_the_application_keeps_one_typesetter() -> None:
    assert process.typesetter() is process.typesetter()


POSTCARD = LetterTemplate("postcard", "Postcard", "A short word.", ("en",), ("title",), "", "")
JOBS: tuple[AnyJob, ...] = (
    Render(samples.letter()),
    RenderToKeep(samples.letter()),
    Examine("p { color: red }"),
    LookOver(POSTCARD),
    FillIn(POSTCARD, samples.letter()),
    LookForParts(POSTCARD, samples.letter()),
    LookAtPages(POSTCARD, samples.letter(), b"%PDF"),
    DrawPages(b"%PDF", 300, 2),
    Stamp(b"%PDF", "Copy 4"),
    Prepare(b"%PDF", ("Copy 4",)),
    Write(("Copy 4",)),
    LookThrough(b"%PDF"),
    TakePicture(b"PNG"),
)
SPOKEN_OF = (
    "document",
    "document",
    "style sheet",
    *["template"] * 4,
    "pages",
    "copies",
    "copies",
    "copies",
    "file",
    "picture",
)


@pytest.mark.parametrize(("job", "what"), list(zip(JOBS, SPOKEN_OF, strict=True)), ids=lambda each: type(each).__name__)
def test_what_takes_too_much_is_told_of_what_it_is(job: AnyJob, what: str) -> None:
    assert {type(each) for each in JOBS} == set(get_args(AnyJob))
    for error in (limits.TookTooLong(), MemoryError(), RecursionError()):
        said = child.trouble_of(error, job).sentence
        assert what in said
        assert ("document" in said) == (what == "document")
        assert "{" not in said


@pytest.mark.parametrize(
    ("job", "sentence"),
    [
        (
            TakePicture(b"PNG"),
            "The picture takes too long to read. Save it smaller, or choose another PNG, JPEG or WebP file.",
        ),
        (
            Stamp(b"%PDF", "Copy 4"),
            (
                "The copies take too long to make. "
                "Try again, and if that does not help, ask whoever runs this installation."
            ),
        ),
        (
            LookThrough(b"%PDF"),
            (
                "Reading this file took more time or memory than one may use. "
                "Save a few of its pages as a file and try those."
            ),
        ),
    ],
    ids=["picture", "copy", "foreign file"],
)
def test_a_process_that_does_not_answer_in_time_is_told_of_what_it_did(
    typesetter: Typesetter, job: Job[object], sentence: str
) -> None:
    typesetter.wall_seconds = 0.0
    with pytest.raises(TypesettingFailed) as refused:
        typesetter.do(job)
    typesetter.wall_seconds = limits.WALL_SECONDS

    assert str(refused.value) == sentence
