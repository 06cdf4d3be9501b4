"""An edition as it is read on a page."""

from app.editions.composition import compose
from app.editions.models import Edition
from app.editions.queries import sealed_content
from app.editions.typesetting import imprint
from app.rendering.document import Document


def document(edition: Edition) -> Document:
    """What everyone reads of an edition, worded and counted exactly as on its paper; no line about an embargo."""
    sealed = sealed_content(edition)
    return compose(sealed.text, sealed.roll, imprint(sealed, edition))
