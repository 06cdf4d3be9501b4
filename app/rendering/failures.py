"""How work can fail in a way that a person can mend, and what is said of it."""

from dataclasses import dataclass

from app.core.errors import Obstacle, Refused

NOT_KEPT = "The finished file is not as it must be and was not kept."
"""Before what the judge of files found."""

OTHER_PAPER = "A page is neither A4 nor Letter. Take “size” out of letter.css: the paper is chosen with each letter."
"""Of a page that a template makes larger or smaller."""


class TypesettingFailed(Refused):
    """The work cannot be done as it is asked for. The sentence says why, where, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Obstacle(sentence))


@dataclass(frozen=True, slots=True)
class Sentences:
    """What is said of one kind of work when it cannot be done.

    `{near}` is the place, as it follows a sentence, or nothing; in `too_large`, `{size}` and `{most}` are megabytes.
    """

    too_long: str
    too_much_memory: str
    too_deep: str
    too_large: str
    fails: str
    broke_off: str


OF_DOCUMENTS = Sentences(
    too_long="The document takes too long to set{near}. Shorten it and try again.",
    too_much_memory="The document needs more memory than one may use{near}. Shorten it and try again.",
    too_deep="The document is nested too deeply{near}. Write it flatter and try again.",
    too_large="The document has {size} MB; at most {most} can be set. Shorten it.",
    fails=(
        "The document cannot be set: something here fails on it{near}. "
        "Change the text, and ask whoever runs this installation to look at the log."
    ),
    broke_off=(
        "Setting the document broke off{near}, perhaps for want of memory. Shorten or change the text and try again."
    ),
)
OF_STYLE_SHEETS = Sentences(
    too_long="The style sheet takes too long to read. Shorten it and try again.",
    too_much_memory="The style sheet needs more memory than one may use. Shorten it and try again.",
    too_deep="The style sheet is nested too deeply. Write it flatter and try again.",
    too_large="The style sheet has {size} MB; at most {most} can be read. Shorten it.",
    fails="The style sheet cannot be read: something here fails on it. Take out what is unusual in it and try again.",
    broke_off="Reading the style sheet broke off, perhaps for want of memory. Shorten it and try again.",
)
_OUT = "Take loops out of letter.html, and what makes very much of very little"
OF_TEMPLATES = Sentences(
    too_long=f"The template takes too long to try out. {_OUT}.",
    too_much_memory=f"The template needs more memory than one may use. {_OUT}.",
    too_deep="The template is nested too deeply. Write it flatter and try again.",
    too_large="The template and its sample have {size} MB; at most {most} can be tried out. Shorten them.",
    fails="The template cannot be tried out: something here fails on it. Take out what is unusual in it and try again.",
    broke_off=f"Trying the template out broke off, perhaps for want of memory. {_OUT}.",
)
_FEWER = "Try again with a shorter text"
OF_PAGES = Sentences(
    too_long=f"The pages take too long to draw as pictures. {_FEWER}.",
    too_much_memory=f"The pages need more memory to be drawn as pictures than one may use. {_FEWER}.",
    too_deep=f"The pages are nested too deeply to be drawn as pictures. {_FEWER}.",
    too_large="The pages have {size} MB; at most {most} can be drawn as pictures. Shorten the text.",
    fails=f"The pages cannot be drawn as pictures: something here fails on them. {_FEWER}.",
    broke_off=f"Drawing pictures of the pages broke off, perhaps for want of memory. {_FEWER}.",
)
_AGAIN = "Try again, and if that does not help, ask whoever runs this installation"
OF_COPIES = Sentences(
    too_long=f"The copies take too long to make. {_AGAIN}.",
    too_much_memory=f"The copies need more memory than one may use. {_AGAIN}.",
    too_deep=f"The file that the copies are made of is nested too deeply. {_AGAIN}.",
    too_large="What the copies are made of has {size} MB; at most {most} can be copied. Make fewer copies at once.",
    fails=f"The copies cannot be made: something here fails on them. {_AGAIN} to look at the log.",
    broke_off=f"Making the copies broke off, perhaps for want of memory. {_AGAIN} to look at the log.",
)
_FEWER_PAGES = "Save a few of its pages as a file and try those."
_TOO_MUCH_TO_READ = f"Reading this file took more time or memory than one may use. {_FEWER_PAGES}"
OF_FOREIGN_FILES = Sentences(
    too_long=_TOO_MUCH_TO_READ,
    too_much_memory=_TOO_MUCH_TO_READ,
    too_deep=_TOO_MUCH_TO_READ,
    too_large=f"This file has {{size}} MB; at most {{most}} can be read. {_FEWER_PAGES}",
    fails=f"This file cannot be read: something here fails on it. {_FEWER_PAGES}",
    broke_off=_TOO_MUCH_TO_READ,
)
_ANOTHER = "Save it smaller, or choose another PNG, JPEG or WebP file."
OF_PICTURES = Sentences(
    too_long=f"The picture takes too long to read. {_ANOTHER}",
    too_much_memory=f"The picture needs more memory than one may use. {_ANOTHER}",
    too_deep=f"The picture is nested too deeply. {_ANOTHER}",
    too_large=f"The picture has {{size}} MB; at most {{most}} can be read. {_ANOTHER}",
    fails=f"The picture cannot be read: something here fails on it. {_ANOTHER}",
    broke_off=f"Reading the picture broke off, perhaps for want of memory. {_ANOTHER}",
)
