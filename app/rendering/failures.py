"""How setting a document can fail in a way that a person can mend."""

from app.core.errors import Obstacle, Refused


class TypesettingFailed(Refused):
    """The document cannot be set as it is. The sentence says why, where, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Obstacle(sentence))
