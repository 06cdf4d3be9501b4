"""What holds a rendering process back, as it found it when it started."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Protection:
    """`namespace`, `landlock` and `calls` are kept by the kernel; whatever they are, the limits of resources hold.

    `bubblewrap`: it sees only the files that were put in front of it. `namespace`: it has a network of its own, an
    empty one. `landlock`: it may open its own files only. `calls`: it can open no connection and start no process.
    """

    bubblewrap: bool = False
    namespace: bool = False
    landlock: bool = False
    calls: bool = False

    @property
    def without_files(self) -> bool:
        """Whether the kernel keeps other files from it."""
        return self.bubblewrap or self.landlock

    @property
    def without_network(self) -> bool:
        """Whether the kernel keeps the network from it."""
        return self.bubblewrap or self.namespace or self.calls

    def sentence(self) -> str:
        """What holds and what does not, for whoever runs the installation."""
        means = {
            "bubblewrap": self.bubblewrap,
            "a network namespace": self.namespace,
            "Landlock": self.landlock,
            "a filter of system calls": self.calls,
            "limits of memory, time and files": True,
        }
        held = ", ".join(name for name, holds in means.items() if holds)
        kept = {"other files": self.without_files, "the network": self.without_network}
        open_to = [what for what, is_kept in kept.items() if not is_kept]
        missing = (
            f" Nothing but its own code keeps it from {' and '.join(open_to)}: install bubblewrap." if open_to else ""
        )
        return f"The rendering process is held by {held}.{missing}"
