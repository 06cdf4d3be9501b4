"""What else makes a PDF of the same letter: other engines, each as one would call it without much thought.

None of them makes a file that is tagged, fit for archives and set as ours is; they are what ours is measured against.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.config import PROJECT_FOLDER
from app.rendering import fonts

_NAMES_OF_CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_BARE = "import sys, weasyprint; weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])"
_WARM = """
import sys, weasyprint
for line in sys.stdin:
    weasyprint.HTML(filename=sys.argv[1]).write_pdf(sys.argv[2])
    print(flush=True)
"""
_REPORTLAB = """
import sys
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph
names = open(sys.argv[1], encoding="utf-8").read().splitlines()
pdfmetrics.registerFont(TTFont("serif", sys.argv[3]))
style = ParagraphStyle("name", fontName="serif", fontSize=8.75, leading=11.4, spaceAfter=2.7, leftIndent=6.8 * mm)
width = (152 - 12) / 3 * mm
frames = [Frame(29 * mm + at * (width + 6 * mm), 28 * mm, width, 245 * mm, 0, 0, 0, 0) for at in range(3)]
def foot(canvas, document):
    canvas.setFont("serif", 7.75)
    canvas.drawString(29 * mm, 18 * mm, "Clean water before the summer")
    canvas.drawRightString(181 * mm, 18 * mm, f"Page {document.page}")
document = BaseDocTemplate(sys.argv[2], pagesize=A4)
document.addPageTemplates(PageTemplate(frames=frames, onPage=foot))
document.build([Paragraph(name, style, bulletText=f"{number}.") for number, name in enumerate(names, 1)])
"""


def weasyprint(page: Path, pdf: Path) -> None:
    """WeasyPrint on its own, in a process of its own."""
    run(sys.executable, "-P", "-c", _BARE, str(page), str(pdf))


@contextmanager
def warm_weasyprint(page: Path, pdf: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that prints the page each time `once_more` asks for it."""
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-P", "-c", _WARM, str(page), str(pdf)],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def once_more(process: subprocess.Popen[str]) -> None:
    """Let a warm process print its page, and wait for it."""
    if process.stdin is None or process.stdout is None:
        message = "The process was started without its streams."
        raise RuntimeError(message)
    process.stdin.write("\n")
    process.stdin.flush()
    if not process.stdout.readline():
        message = "The process ended."
        raise RuntimeError(message)


@contextmanager
def warm_chromium(program: str, page: Path, pdf: Path) -> Iterator[Callable[[], None]]:
    """A running Chromium; what is handed out opens the page and prints it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only those who measure it wait for it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        tab = browser.new_page()

        def print_once() -> None:
            tab.goto(page.as_uri())
            tab.pdf(path=pdf, prefer_css_page_size=True)

        try:
            yield print_once
        finally:
            browser.close()


def find_chromium() -> str:
    """Chromium or Chrome; empty where there is none."""
    return next((path for name in _NAMES_OF_CHROMIUM if (path := shutil.which(name))), "")


def chromium(program: str, page: Path, pdf: Path) -> None:
    """Chromium's print to PDF, in a process of its own."""
    run(
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-pdf-header-footer",
        f"--user-data-dir={pdf.parent / 'chromium'}",
        f"--print-to-pdf={pdf}",
        page.as_uri(),
    )


def find_libreoffice() -> str:
    """LibreOffice; empty where there is none."""
    return shutil.which("soffice") or ""


def word_file(page: Path, file: Path) -> None:
    """The page as a Word file, which LibreOffice starts from."""
    import pypandoc  # type: ignore[import-untyped]  # noqa: PLC0415 - as above, and it has no types

    pypandoc.convert_file(str(page), "docx", format="html", outputfile=str(file))


def libreoffice(program: str, file: Path) -> None:
    """LibreOffice from a Word file, in a process of its own."""
    profile = f"-env:UserInstallation={(file.parent / 'office').as_uri()}"
    run(program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent), str(file))


def reportlab(names: Path, pdf: Path) -> None:
    """ReportLab with a file of names in three columns, without tags or any other text, in a process of its own."""
    run(sys.executable, "-c", _REPORTLAB, str(names), str(pdf), str(fonts.FOLDER / "SourceSerif4-Regular.ttf"))


def environment() -> Mapping[str, str]:
    """For processes of all engines: our typefaces, which are listed already, and the path for Python's modules."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", "/"),
        "PYTHONPATH": os.pathsep.join((str(PROJECT_FOLDER), os.environ.get("PYTHONPATH", ""))),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts.use_only_ours()),
    }


def run(*command: str) -> None:
    """Run a program to its end, in silence."""
    subprocess.run(  # noqa: S603 - our own programs, and those they are measured against
        command, env=environment(), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
