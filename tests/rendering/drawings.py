"""Pictures drawn for tests."""

from io import BytesIO

from PIL import Image, ImageDraw

from app.core import files
from app.rendering.document import Picture
from app.rendering.pictures import picture
from app.rendering.taking_in import take_picture


def drawing(width: int = 100, height: int = 60, *, colour: str = "#1c4e80") -> Image.Image:
    """A coloured sign with a lighter ring in it, up to its edges."""
    image = Image.new("RGB", (width, height), colour)
    inset = min(width, height) // 5
    ImageDraw.Draw(image).ellipse((inset, inset, width - inset, height - inset), outline="#f2c14e", width=inset // 2)
    return image


def encoded(image: Image.Image, form: str) -> bytes:
    """The bytes of a file of this form."""
    target = BytesIO()
    image.save(target, form, quality=95)
    return target.getvalue()


def kept(width: int = 100, height: int = 60, *, colour: str = "#1c4e80", alternative: str = "") -> Picture:
    """A picture as it is kept."""
    return picture(encoded(drawing(width, height, colour=colour), "PNG"), alternative=alternative)


def is_kept(content: bytes) -> bool:
    """Whether the store has this picture, as it would be drawn anew."""
    try:
        files.get(files.digest_of(take_picture(content, file_name="logo.png")))
    except files.FilesDown:
        return False
    return True
