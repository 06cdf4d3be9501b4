"""Uploaded pictures made harmless: decoded within limits and drawn anew, so that nothing of the file itself is kept.

Use `taking_in.take_picture`, which runs this in the limited process.
"""

import io
import warnings

from PIL import Image, ImageChops, ImageCms, ImageFile, ImageOps

from app.rendering.failures import TypesettingFailed
from app.rendering.pictures import LONGEST_EDGE, MOST_BYTES, MOST_PIXELS, PictureKind, kind_of

Image.MAX_IMAGE_PIXELS = MOST_PIXELS
_SHADE = 8
"""How much darker than white, of 255, a margin may be."""

_NO_PICTURE = "This is not a picture that can be printed."
_TOO_LARGE = f"The picture has more than {MOST_PIXELS // 1_000_000} million pixels."
_ANIMATED = "The picture is animated, and paper does not move."
_DAMAGED = "The picture is damaged or incomplete."
_WHITE = "The picture is empty: everything in it is white."
_REMEDY = "Choose another PNG, JPEG or WebP file."


def redrawn(content: bytes) -> bytes:
    """A PNG of what the picture shows: upright, on white, in sRGB or grey, cropped to what is drawn.

    No metadata is kept, no edge is longer than `LONGEST_EDGE`, and it has no more than `MOST_BYTES`. The same picture
    gives the same bytes, and a picture that was kept gives itself. Raises `TypesettingFailed` with a sentence.
    """
    kind = kind_of(content)
    if kind is None:
        raise _refused(_NO_PICTURE)
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint, which lives in the same process, allows them
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            # A decoder reads no more than the header until it is asked to load.
            opened = Image.open(io.BytesIO(content), formats=(kind.upper(),))
            # A JPEG may hold a second view of the same scene; the first one is the picture.
            is_animated = kind is not PictureKind.JPEG and getattr(opened, "n_frames", 1) > 1
            drawn = None if is_animated else _on_white(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
        raise _refused(_TOO_LARGE) from error
    except Exception as error:  # decoders raise whatever they like over hostile bytes
        raise _refused(_DAMAGED) from error
    if drawn is None:
        raise _refused(_ANIMATED)
    fitting = _within(_cropped(drawn), LONGEST_EDGE)
    while len(png := _png(fitting)) > MOST_BYTES:  # noise, which no packing makes small
        fitting = _within(fitting, max(fitting.size) * 3 // 4)
    return png


def _on_white(image: Image.Image) -> Image.Image:
    """In sRGB or grey without transparency: paper is white, and an archive asks for one colour space."""
    profile = image.info.get("icc_profile")
    has_alpha = image.mode in {"RGBA", "LA", "PA"} or "transparency" in image.info
    alpha = image.convert("RGBA").getchannel("A") if has_alpha else None
    is_grey = image.mode in {"1", "L", "LA", "I;16", "I", "F"} and "transparency" not in image.info
    if is_grey and image.mode.startswith("I;16"):
        # Of sixteen bits the upper eight; converting would take what is above 255 for white.
        colours = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif is_grey:
        colours = image.convert("L")
    elif profile and image.mode in {"RGB", "CMYK"}:
        colours = _in_srgb(image, profile)
    else:
        colours = image.convert("RGB")
    if alpha is None:
        return colours
    sheet = Image.new(colours.mode, colours.size, "white")
    sheet.paste(colours, mask=alpha)
    return sheet


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        converted = ImageCms.profileToProfile(
            image, ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), outputMode="RGB"
        )
    except (ImageCms.PyCMSError, OSError):  # a broken profile: the colours as they stand
        return image.convert("RGB")
    assert converted is not None  # noqa: S101 - it is, unless the image is changed in place
    return converted


def _cropped(drawn: Image.Image) -> Image.Image:
    """Without white margins, which would make one logo smaller than another of the same area."""
    white = Image.new(drawn.mode, drawn.size, "white")
    inked = ImageChops.difference(drawn, white).convert("L").point(lambda shade: 255 if shade > _SHADE else 0)
    edges = inked.getbbox()
    if edges is None:
        raise _refused(_WHITE)
    return drawn.crop(edges)


def _within(drawn: Image.Image, edge: int) -> Image.Image:
    """No longer than `edge`, and cropped once more, for an edge may turn out white when it is made smaller.

    So what is kept stays as it is when it comes back.
    """
    drawn.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return _cropped(drawn)


def _png(drawn: Image.Image) -> bytes:
    drawn.info.clear()
    kept = io.BytesIO()
    drawn.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _refused(sentence: str) -> TypesettingFailed:
    return TypesettingFailed(f"{sentence} {_REMEDY}")
