"""The command line: `start`, `demo`, and what can be done with letters and templates as files.

Each command imports only what it needs, so that it starts fast.
"""

import argparse
import os
import select
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from app.core.errors import NotFound, Obstacle, Refused
from app.editions.written import Form

NOTHING_FOUND = 1
USAGE_ERROR = 2
READER_GONE = 128 + signal.SIGPIPE
Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 nothing found, 2 refused with a sentence on stderr.

    141 where whoever read what it says has gone, as `head` does: then it ends without a word.
    """
    try:
        return _said_to_its_end(arguments)
    except BrokenPipeError:
        left = [stream for stream in (sys.stdout, sys.stderr) if _is_unread(stream)]
        if not left:
            raise  # another pipe, and a bug
        for stream in left:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())  # what is still to be written goes nowhere
        return READER_GONE


def _said_to_its_end(arguments: Sequence[str]) -> int:
    try:
        chosen = _parser().parse_args(arguments)
        command: Command = chosen.command
        try:
            return command(chosen)
        except Refused as refused:
            return _fail(refused.obstacle.sentence)
    finally:
        sys.stdout.flush()


def _is_unread(stream: TextIO) -> bool:
    """Say whether a stream is a pipe that nobody reads any more."""
    waiting = select.poll()
    waiting.register(stream, 0)
    return any(event & select.POLLERR for _, event in waiting.poll(0))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="./run", description="Undersigned: joint letters, sealed and released on time."
    )
    commands = parser.add_subparsers(required=True, metavar="command")
    start = commands.add_parser("start", prog="./run", help="start the web server and the worker", description=_START)
    start.set_defaults(command=_start)
    demo = commands.add_parser(
        "demo", help="the same on a throw-away folder with a fictional campaign", description=_DEMO
    )
    demo.set_defaults(command=_demo)
    letter = commands.add_parser("letter", help="typeset a letter folder, bring one in, trace a copy").add_subparsers(
        required=True, metavar="command"
    )
    build = letter.add_parser("build", help="typeset a letter folder without a database", description=_BUILD)
    build.add_argument("folder", type=Path, metavar="DIR", help="folder with letter.md and signatories.csv")
    build.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the PDFs, made if need be")
    build.add_argument("--embargo", metavar="WHEN", help='for example "2027-06-17 09:00 Europe/Brussels"')
    build.set_defaults(command=_build)
    export = letter.add_parser("export", help="write a letter folder as Word, HTML, text or CSV", description=_EXPORT)
    export.add_argument("folder", type=Path, metavar="DIR", help="folder with letter.md and signatories.csv")
    export.add_argument(
        "--as", dest="forms", action="append", required=True, choices=tuple(map(str, Form)), help="may be repeated"
    )
    export.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files, made if need be")
    export.add_argument("--embargo", metavar="WHEN", help='for example "2027-06-17 09:00 Europe/Brussels"')
    export.add_argument("--numbered", action="store_true", help="number the paragraphs of un-docx")
    export.add_argument("--limit", type=int, metavar="WORDS", help="say what this limit leaves, for example 1500")
    export.set_defaults(command=_export)
    bring = letter.add_parser("import", help="bring a letter folder into a campaign", description=_IMPORT)
    bring.add_argument("folder", type=Path, metavar="DIR", help="folder with letter.md and signatories.csv")
    bring.add_argument("--campaign", required=True, metavar="NAME", help="the campaign that gets the letter")
    bring.add_argument("--dry-run", action="store_true", help="say what would be saved, and save nothing")
    bring.set_defaults(command=_import)
    check = letter.add_parser("verify", help="say whether a PDF is ours and unchanged", description=_VERIFY)
    check.add_argument("file", type=Path, metavar="FILE", help="the PDF")
    check.add_argument(
        "--certificate", type=Path, metavar="PEM", help="certificates of another installation, from its page /verify"
    )
    check.set_defaults(command=_verify)
    trace = letter.add_parser("trace", help="say which numbered copy a PDF comes from", description=_TRACE)
    trace.add_argument("file", type=Path, metavar="FILE", help="the PDF that turned up")
    trace.set_defaults(command=_trace)
    _add_templates(commands)
    return parser


def _add_templates(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    templates = commands.add_parser("templates", help="list, check or preview letter templates").add_subparsers(
        required=True, metavar="command"
    )
    show = templates.add_parser("list", help="say which there are", description=_LIST)
    show.set_defaults(command=_list_templates)
    check = templates.add_parser("check", help="say what is wrong with a template", description=_CHECK)
    check.add_argument("folder", type=Path, metavar="DIR", nargs="?", help="its folder; without it, every template")
    check.set_defaults(command=_check_templates)
    preview = templates.add_parser("preview", help="set the samples of a template", description=_PREVIEW)
    preview.add_argument("named", metavar="KEY", help="the name of its folder, as ./run templates list says it, or DIR")
    preview.add_argument("--out", type=Path, required=True, metavar="DIR", help="folder for the files, made if need be")
    preview.add_argument("--paper", metavar="PAPER", help="A4 or Letter; without it, both")
    preview.set_defaults(command=_preview_template)


_LIST = "Prints a line for each letter template: the name of its folder, what it is called, what it is for."
_CHECK = (
    "Sets the samples of a letter template on A4 and Letter and says what is wrong, with file and place: names that "
    "nobody gives, what the letter lacks, what cannot be seen on paper, mistakes in the style sheet, "
    "anything that would be fetched."
)
_PREVIEW = "Writes the samples of a letter template as PDFs and pictures, and preview.png for its folder."

_START = "Starts the web server and the worker together and says where to open it. Ctrl-C stops both."
_DEMO = "Starts with a fictional campaign in a folder that is thrown away at the end, and prints sign-ins and links."
_BUILD = (
    "Typesets letter.md and signatories.csv: the clean PDF and, under an embargo, the embargoed one beside it. "
    "Prints files, pages, SHA-256 and seconds."
)
_EXPORT = (
    "Writes letter.md and signatories.csv in other forms, clean and, under an embargo, with its lines in a file beside "
    "it. un-docx is the plain form that the United Nations take written statements in. Prints files, SHA-256 and words."
)
_IMPORT = "Brings a letter folder into a campaign with its signatories and directory entries, all of it or nothing."
_VERIFY = (
    "Says whether a PDF was sealed by this installation and is unchanged since, which edition it is, when it was "
    "signed and who stamped the time. Exit code 0 if it is ours and unchanged, 1 if not, 2 if it cannot be read."
)

_TRACE = (
    "Looks for the number of a copy in a PDF: in its foot, and in its words, where nobody sees it. Says whom the copy "
    "was made for. Ends with 0 where the number in the words was found, 1 where it was not, even if one stands in "
    "the foot, and 2 for a file that cannot be read."
)

_NO_INSTALLATION = (
    "There is no installation here, and only the one that made a copy knows it: "
    "run this where its data folder is, or name that folder in UNDERSIGNED_DATA."
)


def _start(_chosen: argparse.Namespace) -> int:
    from app.rendering.engine.collector import undisturbed  # noqa: PLC0415 - see the module

    with undisturbed():  # as in `create_app`
        from app.config import WrongSettings, read_settings  # noqa: PLC0415 - see the module
        from app.serving import serve  # noqa: PLC0415 - see the module

    try:
        settings = read_settings(os.environ)
    except WrongSettings as wrong:
        return _fail(str(wrong))
    return serve(settings)


def _demo(_chosen: argparse.Namespace) -> int:
    from app.demo.running import demonstrate  # noqa: PLC0415 - see the module

    return demonstrate(os.environ)


def _build(chosen: argparse.Namespace) -> int:
    from app.rendering.process import typesetter  # noqa: PLC0415 - see the module

    typesetter().start()  # it gets ready while the rest is imported and the folder is read
    from app.core import clock  # noqa: PLC0415 - see the module
    from app.editions.building import build  # noqa: PLC0415 - see the module

    with _refusing_folders():
        built = build(chosen.folder, chosen.out, embargo=chosen.embargo, now=clock.now())
    for pdf in built.files:
        pages = "1 page" if pdf.pages == 1 else f"{pdf.pages} pages"
        sys.stdout.write(f"{pdf.path}\n  {pages}, {pdf.size:,} bytes, SHA-256 {pdf.sha256}\n")
    for remark in built.remarks:
        sys.stdout.write(f"Note: {remark}\n")
    sys.stdout.write(f"{built.seconds:.2f} seconds\n")
    return 0


def _export(chosen: argparse.Namespace) -> int:
    from app.core import clock  # noqa: PLC0415 - see the module
    from app.editions.exporting import export  # noqa: PLC0415 - see the module
    from app.letters.word_meter import UN_LIMITS, room  # noqa: PLC0415 - see the module
    from app.rendering.other_forms.word.manner import Manner  # noqa: PLC0415 - see the module

    manner = Manner.UN_STATEMENT_NUMBERED if chosen.numbered else Manner.UN_STATEMENT
    forms = [Form(form) for form in chosen.forms]
    with _refusing_folders():
        made = export(chosen.folder, chosen.out, forms=forms, embargo=chosen.embargo, now=clock.now(), un_manner=manner)
    for file in made.files:
        sys.stdout.write(f"{file.path}\n  {file.size:,} bytes, SHA-256 {file.sha256}\n")
    sys.stdout.write(f"{made.words:,} words in title, standfirst and text\n")
    for each in room(made.words, (chosen.limit,) if chosen.limit else UN_LIMITS if Form.UN_DOCX in forms else ()):
        over = f"{-each.left:,} too many" if each.left < 0 else f"{each.left:,} left"
        sys.stdout.write(f"  of at most {each.limit:,}: {over}\n")
    for remark in made.remarks:
        sys.stdout.write(f"Note: {remark}\n")
    sys.stdout.write(f"{made.seconds:.2f} seconds\n")
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from app import create_app  # noqa: PLC0415 - see the module
    from app.config import WrongSettings, read_settings  # noqa: PLC0415 - see the module
    from app.core.connections import closing_at_the_end  # noqa: PLC0415 - see the module
    from app.core.db import migrate_to_newest  # noqa: PLC0415 - see the module
    from app.desk.importing import import_folder, try_importing  # noqa: PLC0415 - see the module
    from app.letters.front_matter import LetterFileProblem  # noqa: PLC0415 - see the module

    try:
        with closing_at_the_end(create_app(read_settings(os.environ))) as app:
            migrate_to_newest(app)
            with app.app_context():
                bring = try_importing if chosen.dry_run else import_folder
                lines = bring(chosen.folder, campaign=chosen.campaign)
    except (LetterFileProblem, WrongSettings) as problem:
        return _fail(str(problem))
    except NotFound:
        return _fail(f"There is no campaign “{chosen.campaign}”. Begin it in the browser, or check how it is written.")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _verify(chosen: argparse.Namespace) -> int:
    from app import create_app  # noqa: PLC0415 - see the module
    from app.config import WrongSettings, is_set_up, look_at_settings, read_settings  # noqa: PLC0415 - see the module
    from app.core import clock  # noqa: PLC0415 - see the module
    from app.core.connections import closing_at_the_end  # noqa: PLC0415 - see the module
    from app.core.db import is_there  # noqa: PLC0415 - see the module
    from app.editions.seal import seal_of  # noqa: PLC0415 - see the module
    from app.editions.verification import verify, verify_at_home, verify_without_database  # noqa: PLC0415 - see the module

    try:
        settings = look_at_settings(os.environ) if chosen.certificate is None and is_set_up(os.environ) else None
        if settings is None:
            report = verify(chosen.file, certificates=chosen.certificate, now=clock.now())
        elif not is_there(settings.database_url):
            report = verify_without_database(chosen.file, seal_of(settings), now=clock.now())
        else:
            with closing_at_the_end(create_app(read_settings(os.environ))) as app, app.app_context():
                report = verify_at_home(chosen.file, now=clock.now())
    except WrongSettings as wrong:
        return _fail(str(wrong))
    sys.stdout.writelines(f"{line}\n" for line in report.lines)
    return report.exit_code


def _trace(chosen: argparse.Namespace) -> int:
    from app import create_app  # noqa: PLC0415 - see the module
    from app.config import WrongSettings, is_set_up, read_settings  # noqa: PLC0415 - see the module
    from app.press.trace_command import told  # noqa: PLC0415 - see the module

    try:
        if not is_set_up(os.environ):
            return _fail(_NO_INSTALLATION)
        answer = told(chosen.file, read_settings(os.environ), create_app)
    except WrongSettings as wrong:
        return _fail(str(wrong))
    sys.stdout.writelines(f"{line}\n" for line in answer.lines)
    return 0 if answer.is_found else NOTHING_FOUND


def _list_templates(_chosen: argparse.Namespace) -> int:
    from app.editions.template_desk import listed  # noqa: PLC0415 - see the module

    sys.stdout.writelines(f"{line}\n" for line in listed())
    return 0


def _check_templates(chosen: argparse.Namespace) -> int:
    from app.editions.template_desk import folders  # noqa: PLC0415 - see the module
    from app.editions.template_trial import check  # noqa: PLC0415 - see the module

    if chosen.folder is not None and not chosen.folder.is_dir():
        return _fail(f"{chosen.folder}: there is no such folder. Name the folder of a letter template.")
    problems = 0
    for folder in (chosen.folder,) if chosen.folder else folders():
        found = check(folder)
        problems += len(found.problems)
        sys.stderr.writelines(f"{found.key}: {problem}\n" for problem in found.problems)
        if not found.problems:
            sys.stdout.write(f"{found.key}: all is well ({found.documents} documents, {found.pages} pages).\n")
    return USAGE_ERROR if problems else 0


def _preview_template(chosen: argparse.Namespace) -> int:
    from app.editions.template_desk import folder_of, preview  # noqa: PLC0415 - see the module
    from app.rendering.document import Paper  # noqa: PLC0415 - see the module

    wanted = [paper for paper in Paper if chosen.paper in {None, paper.value}]
    if not wanted:
        return _fail(f"“{chosen.paper}” is no paper. Use A4 or Letter.")
    with _refusing_folders():
        for path in preview(folder_of(chosen.named), chosen.out, papers=wanted):
            sys.stdout.write(f"{path}\n")
    return 0


@contextmanager
def _refusing_folders() -> Iterator[None]:
    """Refuse a letter folder in which something is wrong, and a folder that cannot be read or written."""
    from app.letters.front_matter import LetterFileProblem  # noqa: PLC0415 - see the module

    try:
        yield
    except LetterFileProblem as problem:
        raise Refused(Obstacle(str(problem))) from problem
    except BrokenPipeError:
        raise  # see `main`
    except OSError as error:
        sentence = f"{error.filename2 or error.filename}: {error.strerror}. Choose another folder."
        raise Refused(Obstacle(sentence)) from error


def _fail(sentence: str) -> int:
    sys.stderr.write(f"{sentence}\n")
    return USAGE_ERROR
