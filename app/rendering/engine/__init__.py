"""What joins us to WeasyPrint: only this package and `typesetting` import it.

Owns its parts that we replace, each where the engine itself looks for it. The engine reads where typefaces are when it
is imported, so ours are named before.
"""

from app.rendering import fonts
from app.rendering.postponed import postpone

fonts.use_only_ours()
# WeasyPrint's substitute for HarfBuzz, and for variable typefaces, of which we have none: a third of its start.
postpone("fontTools.subset", "fontTools.varLib.instancer")
