"""What a document may ask for from outside itself: the pictures it brought along, and nothing else."""

from collections.abc import Iterable

from app.rendering.document import Picture
from app.rendering.engine.door import URLFetcher, URLFetcherResponse
from app.rendering.failures import TypesettingFailed


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Hands out the pictures it was given, by their hash: `picture:<SHA-256>`.

    Refuses every other address and remembers it: WeasyPrint swallows what a fetcher raises.
    """

    def __init__(self, pictures: Iterable[Picture] = ()) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.refused: list[str] = []
        self._pictures = {f"picture:{picture.sha256}": picture.content for picture in pictures}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Hand out a picture, or refuse."""
        del headers
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url], {"Content-Type": "image/png"})
        self.refused.append(url)
        message = "Nothing is fetched for paper."
        raise ValueError(message)

    def refuse_addresses(self) -> None:
        """Raise `TypesettingFailed` with the first address that a text asked for in vain, if any was."""
        self._refuse("The text", "Take the picture or style out of the text.")

    def refuse_addresses_of_styles(self) -> None:
        """Do the same where a style sheet of the template was read."""
        self._refuse("A style sheet of the template", "Take it out of the style sheet.")

    def _refuse(self, asking: str, remedy: str) -> None:
        if not self.refused:
            return
        address = self.refused[0]
        shown = address if len(address) <= 80 else address[:79] + "…"  # noqa: PLR2004 - one line of print
        message = f"{asking} asks for something from outside ({shown}), and paper fetches nothing. {remedy}"
        raise TypesettingFailed(message)
