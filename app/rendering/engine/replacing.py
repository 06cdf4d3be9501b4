"""What of ours stands in the places of the engine's own parts: all of it, and nothing else does so anywhere."""

from app.rendering.engine import haste, names_in_columns, streams, tables
from app.rendering.engine.door import (
    ComputedStyle,
    Page,
    block,
    draw,
    line_break,
    page_layout,
    pdf,
    pdf_stream,
    pydyf,
    table,
    tags,
)
from app.rendering.engine.faces import Face
from app.rendering.engine.names_in_columns import with_rows
from app.rendering.engine.tagging import completed
from app.rendering.engine.writing import File


def replace_parts() -> None:
    """Put ours in their places, before anything is set."""
    ComputedStyle.__missing__ = haste.missing
    line_break.Layout = haste.KeptLayout
    page_layout.resolve_percentages = haste.resolve_lengths
    page_layout.set_page_type_computed_styles = haste.set_page_styles
    block.columns_layout = names_in_columns.columns_layout
    block.find_earlier_page_break = names_in_columns.find_earlier_page_break
    table.auto_table_layout = tables.auto_table_layout
    draw.draw_replacedbox = names_in_columns.draw_replaced
    Page.paint = streams.paint
    # The engine makes its streams and its file from these names, and streams their fonts.
    pdf.Stream = streams.SpellingStream
    pdf_stream.Font = Face
    pydyf.PDF = File
    # Tags come from this function, which calls itself by its name.
    tags._build_box_tree = with_rows(completed(tags._build_box_tree))  # noqa: SLF001 - the engine has no other way in
