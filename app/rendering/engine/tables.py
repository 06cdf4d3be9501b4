"""Tables of the engine, never wider than the line they stand in. See `replacing`."""

from app.rendering.engine.door import Box, preferred_widths, table
from app.rendering.table_widths import column_widths, within


def auto_table_layout(context: object, box: Box, containing_block: tuple[float, float]) -> None:
    """Find the widths of columns: the engine's own where all lines are whole, or where a style sheet gives some.

    The engine lets a table run off the page that has more words beside each other than a line holds, and takes from
    every column alike, so that dates are broken beside a column of sentences.
    """
    engine_auto_table_layout(context, box, containing_block)
    wrapped = box.get_wrapped_table()
    _, _, least, most, percentages, given, spacing, _ = preferred_widths(context, box, outer=False)
    margins = sum(side for side in (box.margin_left, box.margin_right) if side != "auto")
    edges = wrapped.padding_left + wrapped.padding_right + wrapped.border_left_width + wrapped.border_right_width
    room = max(containing_block[0] - margins - edges - spacing, 0)
    # Told to whoever builds the letter, see `overhang`.
    wrapped.breaks_words = sum(least) > room + 1
    if wrapped.style["width"] == "auto" and not any(percentages) and not any(given):
        if sum(most) > room:
            wrapped.column_widths = column_widths(least, most, room=room)
    elif sum(wrapped.column_widths) > room:
        wrapped.column_widths = within(wrapped.column_widths, room=room)
    else:
        return
    wrapped.width = sum(wrapped.column_widths) + spacing


engine_auto_table_layout = table.auto_table_layout
