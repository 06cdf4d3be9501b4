"""Modules that are imported when they are first used: what a letter never needs must not hold up its start."""

import sys
from collections.abc import Callable
from importlib import import_module
from types import ModuleType


class _Later(ModuleType):
    """Stands for a module whose functions and classes are called, not looked into, until one is."""

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Return what imports the module when it is called, and calls its function of this name."""
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*arguments: object, **named: object) -> object:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            called: Callable[..., object] = getattr(import_module(self.__name__), name)
            return called(*arguments, **named)

        return call


def postpone(*modules: str) -> None:
    """Let whoever imports one of these modules from now on import it with the first call of one of its functions.

    A module that is imported already stays. Submodules of a postponed module cannot be imported before it.
    """
    for module in modules:
        sys.modules.setdefault(module, _Later(module))
