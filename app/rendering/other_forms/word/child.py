"""Closes what can be closed and becomes Pandoc, whose path and arguments follow the number of the parent.

Started as a file, not as a module of the application: nothing of the application is loaded but the limits.
"""

import os
import sys
import types
from pathlib import Path


def main(parent: int, command: list[str]) -> None:
    """Replace this process by the command, held like everything that renders. It ends with process `parent`."""
    package = types.ModuleType("app")  # the application's own would load the web
    package.__path__ = [str(Path(__file__).resolve().parents[3])]
    sys.modules["app"] = package
    from app.rendering.confined import confinement, limits, system_calls  # noqa: PLC0415 - only now can they be found

    # Two things are less than elsewhere. Becoming a program cannot be forbidden, for that is still to come: Landlock
    # lets it become Pandoc alone; without Landlock it may be any program, under the same limits and the same filter.
    # And it is not in bubblewrap, so without Landlock nothing but Pandoc's own `--sandbox` keeps it from other files.
    confinement.confine(
        parent, writing=Path.cwd(), running=(Path(command[0]),), forbid=system_calls.forbid_but_becoming
    )
    limits.bound_cpu()
    os.execv(command[0], command)  # noqa: S606 - the path comes from us, no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
