"""The judge of PDF/A and PDF/UA: veraPDF, fetched once by Maven, run once for many files, for starting it is dear."""

import fcntl
import json
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER

POM = PROJECT_FOLDER / "tests" / "tools" / "pom.xml"
KEPT = PROJECT_FOLDER / "build" / "verapdf"
WANTED = ("PDF/A-3a validation profile", "PDF/UA-1 validation profile")
_SECONDS = 1500


def require_verapdf() -> Path:
    """The archive of veraPDF. Without Java or Maven the test is skipped aloud; in CI, where both must be, it fails."""
    version = re.search(r"<artifactId>cli</artifactId>\s*<version>([^<]+)<", POM.read_text(encoding="utf-8"))
    assert version is not None
    archive = KEPT / f"cli-{version[1]}.jar"
    absent = [name for name in ("java", "mvn") if shutil.which(name) is None]
    if "java" in absent or (absent and not archive.exists()):
        _give_up(f"not judged by veraPDF: this machine has no {' and no '.join(absent)}")
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not archive.exists():
            _fetch()
    return archive


def judge(files: Sequence[Path]) -> dict[str, list[str]]:
    """What veraPDF holds against each file, by name, as "profile, clause: rule"; empty for one without fault.

    A file that does not claim to be both PDF/A-3a and PDF/UA-1 is told so.
    """
    archive = require_verapdf()
    done = subprocess.run(
        [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",  # the other processors have tests to run
            f"-Duser.home={KEPT}",
            "-jar",
            str(archive),
            "-f",
            "0",
            "--format",
            "json",
            *map(str, files),
        ],
        capture_output=True,
        check=False,
        timeout=_SECONDS,
    )
    report = json.loads(done.stdout)["report"]
    return {Path(job["itemDetails"]["name"]).name: list(_faults(job)) for job in report["jobs"]}


def _faults(job: dict[str, list[dict[str, object]]]) -> list[str]:
    results = job.get("validationResult", [])
    found = [f"it is not judged as {wanted}" for wanted in WANTED if wanted not in [r["profileName"] for r in results]]
    for result in results:
        details = result["details"]
        assert isinstance(details, dict)
        found += [
            f"{result['profileName']}, {rule['clause']}: {rule['description']}" for rule in details["ruleSummaries"]
        ]
        if not result["compliant"] and not details["ruleSummaries"]:
            found.append(f"{result['profileName']}: refused without a reason")
    return found


def _fetch() -> None:
    """Let Maven fetch the archive, from wherever it fetches on this machine."""
    command = ["mvn", "-B", "-q", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={KEPT}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)
    if done.returncode != 0:
        _give_up(f"not judged by veraPDF: Maven could not fetch it\n{done.stdout[-2000:]}")


def _give_up(reason: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
