"""Setting documents in processes of their own: limited, without network, kept warm, replaced before they are missed."""

import atexit
import compileall
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from app.rendering.confined import limits, sandbox, wire
from app.rendering.confined.protection import Protection
from app.rendering.confined.running import (
    Broken,
    Exhausted,
    Overran,
    Patience,
    Renderer,
    Unanswered,
    remove_what_was_left,
)
from app.rendering.document import Document, Typeset
from app.rendering.failures import TypesettingFailed
from app.rendering.stamps.copies import Line, Master
from app.rendering.stamps.seen import SeenPage
from app.rendering.templates_on_disk import LetterTemplate
from app.rendering.turns import Turns
from app.rendering.work import Answer, Examine, Job, LookThrough, Prepare, Render, RenderToKeep, Stamp, Write

JOBS_PER_CHILD = 50
AT_ONCE = 2
ATTEMPTS = 2
SEARCH_SECONDS = 20.0
_TRY_SECONDS = 5.0
# A job that takes so long may fail, and others may come: another process gets ready meanwhile.
_LONG_SECONDS = 2.0


class _Fault(Unanswered):
    """Something is broken in the process, which goes on."""

    def __init__(self, trouble: wire.Trouble) -> None:
        super().__init__(trouble.error)
        self.trouble = trouble


class Typesetter:
    """Rendering processes, at most two at once, one of them warm while there is nothing to do.

    Safe to use from several threads. The first is started by the first job or by `start`; another gets ready while
    one does its last job, takes long or has failed. They end by `close`, and in any case with the process that made
    them: after a fork each side has its own.
    """

    def __init__(self, *, wall_seconds: float = limits.WALL_SECONDS, jobs_per_child: int = JOBS_PER_CHILD) -> None:
        self.wall_seconds = wall_seconds
        self.jobs_per_child = jobs_per_child
        self.bubblewrap = sandbox.bubblewrap()
        self._bubblewrap_works = False
        self._begin()

    def _begin(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._turns = Turns()
        self._waiting: list[Renderer] = []
        self._working: list[Renderer] = []
        # The system ends a process with the thread that started it, so that thread stays.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="typesetter")

    @property
    def waiting(self) -> tuple[Renderer, ...]:
        """The processes that wait for work, the next one first."""
        return tuple(self._waiting)

    def start(self) -> None:
        """Start a process now, so that the first job finds it warm. Does not wait."""
        self._here()
        self._one_ahead()

    def protection(self) -> Protection:
        """What holds the processes. Waits until one is warm."""
        self._here()
        with self._turn():
            process, held = self._take()
            self._give_back(process)
        return held

    def typeset(self, document: Document, *, on_trial: LetterTemplate | None = None) -> Typeset:
        """Set a document, in its template or in one on trial. Raises `TypesettingFailed` with a sentence."""
        return self.do(Render(document, on_trial))

    def examine(self, template: LetterTemplate) -> tuple[str, ...]:
        """What the engine would pass over in the style sheet of a template, see `typesetting.remarks_on`."""
        return self.do(Examine(template.css)).sentences

    def typeset_to_keep(
        self, document: Document, *, withheld: Sequence[str] = (), on_trial: LetterTemplate | None = None
    ) -> Typeset:
        """Set and judge what will be stored, see `RenderToKeep`. Raises `TypesettingFailed` with a sentence."""
        return self.do(RenderToKeep(document, tuple(withheld), on_trial))

    def stamp(self, pdf: bytes, line: str) -> bytes:
        """Stamp a copy without marks, see `masters.stamp`. Raises `TypesettingFailed` with a sentence."""
        return self.do(Stamp(pdf, line)).pdf

    def prepare(self, pdf: bytes, lines: tuple[str, ...]) -> Master:
        """Prepare the file that copies are made from, see `masters.prepare`. Raises `TypesettingFailed`."""
        return self.do(Prepare(pdf, lines))

    def write(self, lines: tuple[str, ...]) -> tuple[Line, ...]:
        """Return lines as they are drawn on copies, see `masters.line`. Raises `TypesettingFailed`."""
        return self.do(Write(lines)).lines

    def do(self, job: Job[Answer]) -> Answer:
        """Do a job, once more in a fresh process if the first breaks. Raises `TypesettingFailed` with a sentence."""
        frame = wire.job_frame(job)
        self._here()
        with self._turn() as pass_on:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    return self._try(job, frame, self.wall_seconds, pass_on)
                except Unanswered as unanswered:
                    # What takes too long does so again.
                    if attempt == ATTEMPTS or isinstance(unanswered, Overran | Exhausted):
                        raise self._failure(unanswered, job) from unanswered
        message = "Without attempts there is no answer."
        raise ValueError(message)

    def close(self) -> None:
        """End the processes, after the work that is being done."""
        self._here()
        with self._turn():
            for process in (*self._waiting, *self._working):
                process.end()
            self._starter.shutdown(wait=False)
        self._begin()

    @contextmanager
    def _turn(self) -> Iterator[Callable[[], None]]:
        """Wait until it is our turn: one job after the other is fastest where jobs are short.

        Gives what to call when ours is not: another process gets ready, and the next job need not wait for ours.
        """
        turns = self._turns
        passed: list[bool] = []
        turns.take()

        def pass_on() -> None:
            self._one_ahead()
            if not passed and len(self._working) < AT_ONCE:
                passed.append(True)
                turns.give()

        try:
            yield pass_on
        finally:
            if not passed:
                turns.give()

    def _try(self, job: Job[Answer], frame: bytes, seconds: float, late: Callable[[], None]) -> Answer:
        """Do the job once. `TypesettingFailed` for what it answers to a person, else `Unanswered`."""
        process, _ = self._take()
        try:
            answer = wire.reply(job, process.ask(frame, Patience(seconds, _LONG_SECONDS, late)))
            if isinstance(answer, wire.Trouble) and not answer.sentence:
                raise _Fault(answer)  # noqa: TRY301 - one way out for every process that is not to be used again
        except BaseException as error:
            self._end(process)
            self._one_ahead()
            if isinstance(error, ValueError):
                raise Broken(str(error)) from error
            raise
        self._give_back(process)
        if isinstance(answer, wire.Trouble):
            raise TypesettingFailed(answer.sentence)
        return answer

    def _failure(self, unanswered: Unanswered, job: Job[Answer]) -> TypesettingFailed:
        """Say what happened and where, and note for ourselves what must be mended."""
        near = unanswered.trouble.near if isinstance(unanswered, _Fault) else ""
        if not near and isinstance(job, Render | RenderToKeep):
            near = self._place(job)
        match unanswered:
            case Overran() | Exhausted():
                sentence = job.said.too_long
            case _Fault(trouble=trouble):
                _log("a job failed", error=trouble.error, where=trouble.where)
                sentence = job.said.fails
            case _:
                _log("the rendering process broke off", error=type(unanswered).__name__)
                sentence = job.said.broke_off
        return TypesettingFailed(sentence.format(near=near))

    def _place(self, job: Render | RenderToKeep) -> str:
        """Look for what breaks the document, for twenty seconds at most."""
        from app.rendering.confined import narrowing  # noqa: PLC0415 - most documents break nothing

        until = time.monotonic() + SEARCH_SECONDS

        def breaks(shorter: Document) -> bool:
            left = until - time.monotonic()
            if left <= 0:
                raise TimeoutError
            part = Render(shorter, job.on_trial)
            try:
                self._try(part, wire.job_frame(part), min(left, _TRY_SECONDS, self.wall_seconds), self._one_ahead)
            except TypesettingFailed:
                return False
            except Unanswered:
                return True
            return False

        return narrowing.place(job.document, breaks)

    def _here(self) -> None:
        """Make sure that the processes are this process's own: a fork copied us, and they are the other side's."""
        if self._owner != os.getpid():
            for process in (*self._waiting, *self._working):
                process.forget()
            self._begin()

    def _take(self) -> tuple[Renderer, Protection]:
        """Get a warm process. `TypesettingFailed` where none can be started."""
        while True:
            with self._lock:
                while self._waiting and self._waiting[0].has_ended():
                    self._waiting.pop(0).end()
                process = self._waiting.pop(0) if self._waiting else self._start()
                self._working.append(process)
            if process.jobs + 1 >= self.jobs_per_child:
                self._one_ahead()
            try:
                held = process.wait_until_ready()
            except Broken as broken:
                self._end(process)
                if not process.bubblewrap or self._bubblewrap_works:
                    reason = f"The rendering process does not start ({broken})."
                    message = f"{reason} Ask whoever runs this installation to mend that."
                    raise TypesettingFailed(message) from broken
                _log("bubblewrap does not work here", error=str(broken))
                self.bubblewrap = ""
            else:
                self._bubblewrap_works = held.bubblewrap
                return process, held

    def _give_back(self, process: Renderer) -> None:
        if process.jobs >= self.jobs_per_child:
            self._end(process)
            return
        with self._lock:
            self._working.remove(process)
            # One is enough to be ready: the one that is warm for certain, and has less work behind it.
            self._waiting = sorted([*self._waiting, process], key=lambda each: (each.protection is None, each.jobs))
            surplus = self._waiting[1:]
            del self._waiting[1:]
        for each in surplus:
            each.end()

    def _end(self, process: Renderer) -> None:
        with self._lock:
            self._working = [each for each in self._working if each is not process]
        process.end()

    def _one_ahead(self) -> None:
        with self._lock:
            if not self._waiting:
                self._waiting.append(self._start())

    def _start(self) -> Renderer:
        return self._starter.submit(Renderer, bubblewrap=self.bubblewrap).result()


def _log(event: str, **fields: str) -> None:
    from app.core.log import log  # noqa: PLC0415 - most commands end without a word in the log

    log().warning(event, **fields)


@cache
def typesetter() -> Typesetter:
    """The one of this process; ended with it."""
    shared = Typesetter()
    atexit.register(shared.close)
    return shared


def typeset(document: Document) -> Typeset:
    """Set a document in a process kept for it. Raises `TypesettingFailed` with a sentence."""
    return typesetter().typeset(document)


def typeset_to_keep(document: Document, *, withheld: Sequence[str] = ()) -> Typeset:
    """Set and judge what will be stored, likewise. Raises `TypesettingFailed` with a sentence."""
    return typesetter().typeset_to_keep(document, withheld=withheld)


def stamp(pdf: bytes, line: str) -> bytes:
    """Stamp a copy in such a process. Raises `TypesettingFailed` with a sentence."""
    return typesetter().stamp(pdf, line)


def prepare_copies(pdf: bytes, lines: tuple[str, ...]) -> Master:
    """Prepare the file that copies are made from, in such a process. Raises `TypesettingFailed` with a sentence."""
    return typesetter().prepare(pdf, lines)


def write_lines(lines: tuple[str, ...]) -> tuple[Line, ...]:
    """Return lines as they are drawn on copies. Raises `TypesettingFailed` with a sentence."""
    return typesetter().write(lines)


def look_through(pdf: bytes) -> tuple[SeenPage, ...]:
    """Return what a foreign file shows of copies, read in a process that does nothing else before or after.

    Raises `TypesettingFailed` with a sentence.
    """
    alone = Typesetter()
    try:
        return alone.do(LookThrough(pdf)).pages
    finally:
        alone.close()


def prepare() -> None:
    """Keep what each rendering process would make anew, for it may write nothing: bytecode, templates, a list of faces.

    What was kept before and is still true stays.
    """
    from app.rendering import fonts, markup  # noqa: PLC0415 - most processes prepare nothing

    compileall.compile_dir(Path(__file__).parent, quiet=2)
    markup.keep_compiled()
    fonts.keep_list()


def warm_up(tell: Callable[[str], None]) -> None:
    """Start a process of ours before anybody needs it, and tell what holds it once it is ready. Does not wait."""
    remove_what_was_left()
    prepare()
    typesetter().start()

    def say() -> None:
        tell(typesetter().protection().sentence())

    threading.Thread(target=say, name="typesetter protection", daemon=True).start()
