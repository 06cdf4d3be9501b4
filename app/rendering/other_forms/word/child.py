"""Bounds itself, leaves the network and becomes Pandoc, whose path and arguments follow.

Started as a file, not as a module of the application: nothing of the application is loaded but the limits.
"""

import os
import sys
import types
from pathlib import Path


def main(command: list[str]) -> None:
    """Replace this process by the command, within the limits of everything that renders."""
    package = types.ModuleType("app")  # the application's own would load the web
    package.__path__ = [str(Path(__file__).resolve().parents[3])]
    sys.modules["app"] = package
    from app.rendering import limits  # noqa: PLC0415 - only now can it be found

    limits.leave_the_network()
    limits.limit_resources()
    limits.bound_cpu()
    os.execv(command[0], command)  # noqa: S606 - the path comes from us, no shell


if __name__ == "__main__":
    main(sys.argv[1:])
