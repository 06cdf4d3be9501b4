"""Macros that a letter template takes from other files: whether there are such, and how each is used."""

from collections.abc import Iterator

from jinja2 import TemplateError, nodes

from app.rendering.markup import environment

PARTS = "shared/parts.html"


def macros_of(file: str) -> dict[str, nodes.Macro]:
    """The macros of a file in the folder of the templates, by name; none where it cannot be read."""
    made = environment()
    try:
        source, _, _ = made.loader.get_source(made, file) if made.loader else ("", None, None)
        tree = made.parse(source)
    except TemplateError:
        return {}
    return {macro.name: macro for macro in tree.find_all(nodes.Macro)}


def faults_of_macros(tree: nodes.Template) -> Iterator[tuple[int, str]]:
    """Macros that are not there, and those given too much or too little: the line and a sentence."""
    taken: dict[str, nodes.Macro] = {macro.name: macro for macro in tree.find_all(nodes.Macro)}
    for line in tree.find_all(nodes.FromImport):
        if not isinstance(line.template, nodes.Const):
            continue
        macros = macros_of(str(line.template.value))
        for entry in line.names:
            name, called = entry if isinstance(entry, tuple) else (entry, entry)
            if name in macros:
                taken[called] = macros[name]
            elif macros:
                yield line.lineno, f"{line.template.value} has no macro “{name}”. It has: {', '.join(sorted(macros))}."
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and (macro := taken.get(call.node.name)) and not _fits(call, macro):
            written = ", ".join(str(each.name) for each in macro.args)
            yield call.lineno, f"the macro “{call.node.name}” is written as “{call.node.name}({written})”."


def _fits(call: nodes.Call, macro: nodes.Macro) -> bool:
    if call.dyn_args is not None or call.dyn_kwargs is not None:
        return True
    names = [str(each.name) for each in macro.args]
    given = set(names[: len(call.args)]) | {each.key for each in call.kwargs}
    needed = set(names[: len(names) - len(macro.defaults)])
    return len(call.args) <= len(names) and needed <= given <= set(names)
