"""The engine's own steps with less work for the same result: the file of a document is the same to the byte.

`replacing` puts it in place.
"""

from weakref import WeakSet

from app.rendering.engine.door import (
    HTML,
    INHERITED,
    INITIAL_NOT_COMPUTED,
    INITIAL_VALUES,
    PHYSICAL_FUNCTIONS,
    Box,
    ComputedStyle,
    Layout,
    MarginBox,
    StyleFor,
    page_layout,
    pango,
)

# The engine looks at more than whether these are inherited.
_FOR_THE_ENGINE = ("position", "float", "display", "page", "__", "text_decoration_")
# By name, whether a property has the value of the parent where nobody set it; else it has its initial value, as it is.
_UNSET = {
    name: name in INHERITED
    for name in INITIAL_VALUES
    if not name.startswith(_FOR_THE_ENGINE) and (name in INHERITED or name not in INITIAL_NOT_COMPUTED)
}
# What may set a side by another name: the start and the end of lines and of blocks.
_OTHER_NAMES = frozenset(
    function(block="ttb", inline=inline) for function in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
)


def missing(style: ComputedStyle, name: str) -> object:
    """The value of a property that is asked for the first time: most were set by nobody."""
    inherited = _UNSET.get(name)
    if (
        inherited is None
        or name in style.cascaded
        or (inherited and style.parent_style is None)
        or (name in PHYSICAL_FUNCTIONS and not _OTHER_NAMES.isdisjoint(style.cascaded))
    ):
        return engine_missing(style, name)
    value = style[name] = style.parent_style[name] if inherited else INITIAL_VALUES[name]
    return value


engine_missing = ComputedStyle.__missing__


def resolve_lengths(box: Box, containing_block: object) -> None:
    """Take the lengths of a box on a page from its style, but of no box in the margins that stays empty.

    Each page has a dozen of them, and the engine makes all their lengths nothing, whatever they were.
    """
    if not isinstance(box, MarginBox) or box.is_generated:
        engine_resolve_lengths(box, containing_block)


engine_resolve_lengths = page_layout.resolve_percentages


def set_page_styles(page_type: object, html: HTML, style_for: StyleFor) -> None:
    """Set the styles of a page and of the boxes in its margins that some style sheet speaks of.

    The engine looks for them among the styles of all pages before, which a long list feels.
    """
    style_for.add_page_declarations(page_type)
    root = html.etree_element
    cascaded = style_for.get_cascaded_styles()
    rules = (rule for sheet, *_ in style_for._sheets for rule in sheet.page_rules)  # noqa: SLF001 - as the engine does
    boxes = dict.fromkeys(pseudo_type for _, selectors, _ in rules for _, pseudo_type, _ in selectors)
    style_for.set_computed_styles(page_type, root=root, parent=root, base_url=html.base_url)
    for pseudo_type in filter(None, boxes):
        if (page_type, pseudo_type) in cascaded:
            style_for.set_computed_styles(
                page_type, pseudo_type=pseudo_type, root=root, parent=page_type, base_url=html.base_url
            )


engine_set_page_styles = page_layout.set_page_type_computed_styles


class KeptLayout(Layout):  # type: ignore[misc]  # WeasyPrint has no types
    """A line that is shaped for its place on the page and stays as it is until it is drawn.

    The engine forgets each line and shapes it again to draw it. So do we where there are many, for each takes room.
    """

    def set_text(self, text: str, justify: bool = False) -> None:  # noqa: FBT001, FBT002 - the engine's own signature
        """Take a text, as one line where nothing in it could end one: so it is drawn."""
        if text.isprintable():
            pango.pango_layout_set_single_paragraph_mode(self.layout, True)  # noqa: FBT003 - a function of C
        super().set_text(text, justify)

    def deactivate(self) -> None:
        """Stay, or go if there are too many."""
        if len(_kept) < MOST_KEPT:
            _kept.add(self)
        elif self not in _kept:
            super().deactivate()

    def reactivate(self, style: ComputedStyle) -> None:
        """Be shaped again if it went, or if its words are moved apart."""
        if self not in _kept or self.justification_spacing:
            super().reactivate(style)


MOST_KEPT = 1000
_kept: WeakSet[KeptLayout] = WeakSet()
