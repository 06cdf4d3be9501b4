"""Two more answers that only pages know."""

from app.core.errors import Obstacle


class Forbidden(Exception):  # noqa: N818 - it reads as the answer
    """The caller may know the object but not do this to it. Answered with 403 and the reason."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.obstacle = obstacle


class Gone(Exception):  # noqa: N818
    """There was such a thing, and it has ended. Answered with 410 and the reason."""

    def __init__(self, obstacle: Obstacle) -> None:
        super().__init__(obstacle.sentence)
        self.obstacle = obstacle
