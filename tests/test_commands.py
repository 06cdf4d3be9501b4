"""The command line as other programs meet it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app import commands
from app.config import PROJECT_FOLDER

LETTER = "---\ntemplate: joint-statement\nlanguage: en\ntitle: Clean water\n---\n\nMend the pipes.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("letter", "build", "DIR", "--out", "OUT"),
        ("letter", "export", "DIR", "--as", "txt", "--out", "OUT"),
        ("letter", "verify", "DIR/letter.md"),
        ("templates", "list"),
        ("templates", "preview", "sign-on-sheet", "--out", "OUT", "--paper", "A4"),
        ("letter", "build", "DIR/nowhere", "--out", "OUT"),
    ],
)
def test_a_command_whose_reader_has_gone_ends_without_a_word(arguments: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    given = [each.replace("DIR", str(tmp_path)).replace("OUT", str(tmp_path / "out")) for each in arguments]
    read, write = os.pipe()
    os.close(read)
    with (tmp_path / "said").open("w+b") as said:
        # What is refused is said on the other stream.
        streams = (said, write) if "DIR/nowhere" in arguments else (write, said)
        done = subprocess.run(
            [sys.executable, "-P", "-m", "app", *given],
            cwd=PROJECT_FOLDER,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT_FOLDER), "UNDERSIGNED_DATA": str(tmp_path)},
            stdout=streams[0],
            stderr=streams[1],
            check=False,
        )
        os.close(write)
        said.seek(0)
        assert (done.returncode, said.read()) == (commands.READER_GONE, b"")
