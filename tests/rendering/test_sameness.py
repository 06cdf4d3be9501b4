"""One document is one file, whoever makes it: tried in fresh processes with other surroundings."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.config import PROJECT_FOLDER
from app.rendering.process import Typesetter
from tests.rendering import samples, scripts

# Every script once, with attachments and embargo, as one digest.
PROGRAM = """
import hashlib
from dataclasses import replace
from app.rendering.engine import typesetting
from app.rendering.document import Attachment, Relationship
from app.rendering.stamps.masters import stamp
from tests.rendering import samples, scripts

digest = hashlib.sha256()
for writing in scripts.WRITINGS:
    document = replace(scripts.document(writing, "joint-statement"), embargo=scripts.notice(writing))
    digest.update(typesetting.render(document).pdf)
attached = Attachment("letter.md", "text/markdown", Relationship.SOURCE, b"# Water")
clean = replace(samples.statement(embargo=None), attachments=(attached,))
pdf = typesetting.render(clean).pdf
digest.update(pdf)
digest.update(stamp(pdf, "Copy 17"))
print(digest.hexdigest())
"""

SURROUNDINGS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C.UTF-8"},
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LANG": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/St_Johns", "LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "LANGUAGE": "tr"},
    {
        "PYTHONHASHSEED": "3",
        "TZ": "Pacific/Apia",
        "LANG": "zh_CN.GB18030",
        "PANGO_LANGUAGE": "zh-cn",
        "PYTHONUTF8": "1",
    },
)


def _made(surroundings: Mapping[str, str], folder: Path) -> str:
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={"PYTHONPATH": str(PROJECT_FOLDER), "TMPDIR": str(folder), "HOME": str(folder), **surroundings},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_hash_seed_zone_locale_and_folder_change_no_byte(tmp_path: Path) -> None:
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        folders = [tmp_path / str(number) for number in range(len(SURROUNDINGS))]
        made = list(pool.map(_made, SURROUNDINGS, folders))

    assert len(made[0]) == 64
    assert made == [made[0]] * len(SURROUNDINGS)


def test_what_was_set_before_in_the_same_process_changes_no_byte() -> None:

    typesetter = Typesetter()
    try:
        first = typesetter.typeset(samples.letter())
        for writing in scripts.WRITINGS[:8]:
            typesetter.typeset(scripts.document(writing, "formal-letter"))
        again = typesetter.typeset(samples.letter())
    finally:
        typesetter.close()

    assert hashlib.sha256(first.pdf).hexdigest() == hashlib.sha256(again.pdf).hexdigest()
