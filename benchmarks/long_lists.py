"""Long lists of names: 1,000 against a warm WeasyPrint, 10,000 against ReportLab, 100,000 against 10,000."""

import json
import pickle
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from math import log10
from pathlib import Path
from statistics import median

from app.config import PROJECT_FOLDER
from app.rendering.document import Document, NameGroup, PrintedName
from app.rendering.engine import typesetting
from app.rendering.process import Typesetter
from benchmarks import engines
from benchmarks.figures import Figure, at_most, plain, ratio
from benchmarks.rounds import in_turns

THOUSAND_TARGET = 0.5
TEN_THOUSAND_TARGET = 1.0
PROCESS_TARGET = 110
GROWTH_TARGET = 1.1
LARGEST_TARGET = 500
_ROUNDS = 5
_MEBIBYTE = 1024**2
# As the rendering process does: the start of the application loads the web.
_WITHOUT_APPLICATION = f"""
import sys, types
package = types.ModuleType("app")
package.__path__ = [{str(PROJECT_FOLDER / "app")!r}]
sys.modules["app"] = package
"""
_GROWTH = """
import json, pickle, resource, sys, time
from app.rendering.engine import typesetting
typesetting.warm_up()
taken = []
for document in pickle.load(sys.stdin.buffer):
    begun = time.process_time()
    typesetting.render(document)
    taken.append(time.process_time() - begun)
print(json.dumps([*taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024]))
"""


def figures(typesetter: Typesetter, document: Document, folder: Path) -> Iterator[Figure]:
    """Measure lists of three lengths."""
    yield from _a_thousand(typesetter, with_names(document, 1000), folder)
    yield from _ten_thousand(with_names(document, 10_000), folder)
    yield from _a_hundred_thousand(document)


def with_names(document: Document, count: int) -> Document:
    """The letter with so many names: those that it has, again and again, each with a number of its own."""
    names = [name.name for group in document.signatories.groups for name in group.names]
    more = tuple(PrintedName(f"{names[at % len(names)]} {at // len(names) + 1}") for at in range(count))
    return replace(document, signatories=replace(document.signatories, groups=(NameGroup("", more),)))


def _a_thousand(typesetter: Typesetter, document: Document, folder: Path) -> Iterator[Figure]:
    page = folder / "thousand.html"
    page.write_text(typesetting.html(document), encoding="utf-8")
    with engines.warm_weasyprint(page, folder / "thousand.pdf") as bare:
        ours, naive = in_turns(lambda: _set(typesetter, document), lambda: engines.once_more(bare), rounds=_ROUNDS)
    yield plain("warm WeasyPrint on its own, 1,000 names", median(naive), "s")
    yield at_most(
        "letter, 1,000 names, warm worker",
        ratio(ours, naive),
        "× a warm WeasyPrint on its own",
        target=THOUSAND_TARGET,
    )


def _ten_thousand(document: Document, folder: Path) -> Iterator[Figure]:
    names = folder / "names.txt"
    names.write_text("\n".join(name.name for name in document.signatories.groups[0].names), encoding="utf-8")
    typesetter = Typesetter(jobs_per_child=1000)
    try:
        ours, reportlab = in_turns(
            lambda: _set(typesetter, document),
            lambda: engines.reportlab(names, folder / "reportlab.pdf"),
            rounds=_ROUNDS,
        )
        yield plain("ReportLab without tags, 10,000 names", median(reportlab), "s")
        yield at_most(
            "letter, 10,000 names, warm worker",
            ratio(ours, reportlab),
            "× ReportLab without tags",
            target=TEN_THOUSAND_TARGET,
        )
        yield plain("letter, 10,000 names, warm worker", median(ours), "s")
        yield at_most(
            "letter, 10,000 names, memory of the process", _most_memory(typesetter), "MiB", target=PROCESS_TARGET
        )
    finally:
        typesetter.close()


def _a_hundred_thousand(document: Document) -> Iterator[Figure]:
    documents = [document, *(with_names(document, count) for count in (10_000, 100_000))]
    # In a process of its own, where nothing but the rendering is loaded, and without the limits that letters have.
    found = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _WITHOUT_APPLICATION + _GROWTH],
        env=engines.environment(),
        check=True,
        input=pickle.dumps(documents),
        capture_output=True,
    )
    _, ten, hundred, memory = json.loads(found.stdout)
    yield at_most("letter, 10,000 to 100,000 names, growth", log10(hundred / ten), "exponent", target=GROWTH_TARGET)
    yield plain("letter, 100,000 names, processor time", hundred, "s")
    yield at_most("letter, 100,000 names, memory of the process", memory / _MEBIBYTE, "MiB", target=LARGEST_TARGET)


def _most_memory(typesetter: Typesetter) -> float:
    """The most memory that one of its processes ever held, in MiB."""
    own = [renderer.pid for renderer in typesetter.waiting]
    # Where bubblewrap starts them, the renderers are its children.
    pids = [*own, *(pid for each in own for pid in _children(each))]
    return max(_peak(pid) for pid in pids) / 1024


def _children(pid: int) -> list[int]:
    found = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    return [*found, *(grandchild for child in found for grandchild in _children(child))]


def _peak(pid: int) -> int:
    """The most memory that a process ever held, in KiB."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes)


def _set(typesetter: Typesetter, document: Document) -> None:
    typesetter.typeset(document)
