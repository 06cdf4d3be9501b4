"""Modules that wait for their first use, tried in processes of their own."""

import subprocess
import sys

from app.config import PROJECT_FOLDER


def said(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-P", "-c", program],
        env={"PYTHONPATH": str(PROJECT_FOLDER)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_a_postponed_module_is_imported_by_its_first_call() -> None:
    program = """
import sys
from app.rendering.engine.postponed import postpone
postpone("xml.sax.saxutils")
from xml.sax import saxutils
from xml.sax.saxutils import escape
print(hasattr(sys.modules["xml.sax.saxutils"], "__file__"))
print(escape("a < b"), saxutils.unescape("&amp;"))
print(hasattr(sys.modules["xml.sax.saxutils"], "__file__"))
"""

    assert said(program) == "False\na &lt; b &\nTrue\n"


def test_a_module_that_is_there_already_stays() -> None:
    program = """
import json, sys
from app.rendering.engine.postponed import postpone
postpone("json")
print(sys.modules["json"] is json)
"""

    assert said(program) == "True\n"


def test_a_letter_is_set_without_the_substitute_for_harfbuzz() -> None:
    program = """
import sys
from tests.rendering import samples
from app.rendering.engine import typesetting
typesetting.render(samples.letter())
print([name for name in ("fontTools.otlLib", "fontTools.varLib", "pikepdf") if name in sys.modules])
"""

    assert said(program) == "[]\n"
