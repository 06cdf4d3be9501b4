"""The limited process in which documents are set."""

import os
import resource
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.rendering import limits, process, typesetting, wire
from app.rendering.failures import TypesettingFailed
from app.rendering.process import Typesetter
from tests.rendering import samples
from tests.rendering.reading import words

ENDLESS = "<p>" + "water " * 400_000 + "</p>"


@pytest.fixture(scope="module")
def typesetter() -> Iterator[Typesetter]:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("UNDERSIGNED_SECRET", "hush")
        made = Typesetter()
        made.start()
    yield made
    made.close()


def test_a_document_comes_back_as_if_set_here(typesetter: Typesetter) -> None:
    assert typesetter.typeset(samples.letter()) == typesetting.render(samples.letter())


def test_a_copy_is_stamped_there_too(typesetter: Typesetter) -> None:
    typeset = typesetter.typeset(samples.letter())

    assert words(typesetter.stamp(typeset.pdf, line="Copy 4", mark="COPY 4")).count("Copy 4") == typeset.pages


def test_a_sentence_comes_back_as_a_sentence_and_the_process_goes_on(typesetter: Typesetter) -> None:
    first = typesetter.pid
    with pytest.raises(TypesettingFailed, match="paper fetches nothing"):
        typesetter.typeset(samples.statement(count=6, body='<img src="file:///etc/passwd" alt="x">'))

    assert typesetter.typeset(samples.letter()).pages == 2
    assert typesetter.pid == first


def test_the_process_sees_no_secret_and_no_network(typesetter: Typesetter) -> None:
    seen = Path(f"/proc/{typesetter.pid}")
    names = {entry.split("=")[0] for entry in (seen / "environ").read_text().split("\0") if entry}

    assert names == {"LANG", "TMPDIR", "HOME", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"}
    assert b"hush" not in (seen / "environ").read_bytes()
    if os.geteuid() == 0:
        assert (seen / "ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def test_the_process_is_limited(typesetter: Typesetter) -> None:
    pid = typesetter.pid

    assert resource.prlimit(pid, resource.RLIMIT_AS) == (limits.MEMORY_BYTES, limits.MEMORY_BYTES)
    assert resource.prlimit(pid, resource.RLIMIT_CORE) == (0, 0)
    assert resource.prlimit(pid, resource.RLIMIT_NPROC) == (0, 0)
    assert 0 < resource.prlimit(pid, resource.RLIMIT_CPU)[0] < 10 * limits.CPU_SECONDS


def test_a_process_that_died_is_replaced(typesetter: Typesetter) -> None:
    first = typesetter.pid
    os.kill(first, signal.SIGKILL)
    while Path(f"/proc/{first}/stat").read_text().split()[2] != "Z":
        time.sleep(0.01)

    assert typesetter.typeset(samples.letter()).pages == 2
    assert typesetter.pid != first


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_is_set(typesetter: Typesetter) -> None:
    typesetter.wall_seconds = 0.5
    with pytest.raises(TypesettingFailed, match="took too long and was stopped"):
        typesetter.typeset(samples.statement(body=ENDLESS))
    typesetter.wall_seconds = 20

    assert typesetter.pid == 0
    assert typesetter.typeset(samples.letter()).pages == 2


def test_a_process_is_renewed_after_its_share_of_work(typesetter: Typesetter) -> None:
    typesetter.jobs_per_child = 1
    folder = typesetter.folder
    pid = typesetter.pid

    typesetter.typeset(samples.letter())

    assert typesetter.pid == 0
    assert not Path(f"/proc/{pid}").exists()
    assert not folder.exists()


def test_closing_leaves_no_process_and_no_folder() -> None:
    typesetter = Typesetter()
    typesetter.start()
    pid, folder = typesetter.pid, typesetter.folder

    typesetter.close()

    assert not Path(f"/proc/{pid}").exists()
    assert not folder.exists()


def test_a_frame_that_claims_to_be_huge_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        wire.length(b"\xff\xff\xff\xff")


def test_a_job_survives_the_wire() -> None:
    job = wire.Job(work=wire.Work.RENDER, document=samples.statement())

    assert wire.job(wire.job_frame(job)) == job


def test_the_application_keeps_one_typesetter() -> None:
    assert process.typesetter() is process.typesetter()
