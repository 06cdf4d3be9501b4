"""Visitors in a process of their own: they send one request after the other, and count.

`python -m benchmarks.load <port> <signing path> <constant path> <rounds> <seconds>` prints one JSON object a line: two
for each round, first for the constant page, then for sign-ons. It waits for a line on standard input before each.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import asdict, dataclass, field
from urllib.parse import quote_plus, urlencode

CLIENTS = 50
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"set-cookie: ([^;\r]+)", re.IGNORECASE)
_SHOWN_OF_AN_ERROR = 300


@dataclass(slots=True)
class Phase:
    """What one phase came to: answers as wished, others, the seconds it took, the milliseconds of each answer."""

    done: int = 0
    errors: int = 0
    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    first_error: str = ""

    def note(self, status: int, wished: int, content: bytes, milliseconds: float) -> None:
        """Count an answer."""
        self.milliseconds.append(milliseconds)
        if status == wished:
            self.done += 1
        else:
            self.errors += 1
            self.first_error = self.first_error or f"{status} {content[:_SHOWN_OF_AN_ERROR]!r}"


class Client:
    """One visitor with a connection that stays open, and the cookie and token of the signing page."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._number = number
        self._sent = 0
        self._cookie = b""
        self._token = b""
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self, path: str) -> None:
        """Read the signing page once, as a person does."""
        status, head, content = await self._ask(self._head("GET", path))
        cookie, token = _COOKIE.search(head), _TOKEN.search(content)
        if cookie is None or token is None:
            message = f"{path} answered {status} without a form to sign."
            raise ValueError(message)
        self._cookie, self._token = cookie[1], token[1]

    async def read(self, path: str) -> tuple[int, bytes]:
        """Get a page; return its status and content."""
        status, _, content = await self._ask(self._head("GET", path))
        return status, content

    async def sign(self, path: str) -> tuple[int, bytes]:
        """Send the form for another organisation; return status and content."""
        self._sent += 1
        which = f"{time.monotonic_ns():x} {self._number} {self._sent}"
        typed = {
            "name": f"Friends of Platform {which}",
            "country": "BE",
            "typist_name": "Tess Typist",
            "typist_role": "Secretary",
            "email": f"{which.replace(' ', '-')}@bench.example",
            "authority": "self",
            "visibility": "public",
            "language": "en",
        }
        body = f"{urlencode(typed)}&csrf_token={quote_plus(self._token)}".encode()
        form = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        status, _, content = await self._ask(self._head("POST", path, form) + body)
        return status, content

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    def _head(self, method: str, path: str, further: str = "") -> bytes:
        cookie = f"Cookie: {self._cookie.decode()}\r\n" if self._cookie else ""
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self._port}\r\n{cookie}{further}\r\n".encode()

    async def _ask(self, request: bytes) -> tuple[int, bytes, bytes]:
        if self._reader is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        assert self._writer is not None  # noqa: S101 - they come together
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        content = await self._reader.readexactly(int(length[1])) if length else b""
        if b"connection: close" in head.lower():
            self.close()
        return int(head.split(b" ", 2)[1]), head, content


async def phase(clients: list[Client], path: str, *, signs: str, seconds: float) -> Phase:
    """Let every client go on until the time is over. With `signs` they sign there, else they read `path`."""
    found = Phase()
    begun = time.perf_counter()

    async def go_on(client: Client) -> None:
        while time.perf_counter() - begun < seconds:
            asked = time.perf_counter()
            try:
                status, content = await (client.sign(signs) if signs else client.read(path))
            except (OSError, asyncio.IncompleteReadError) as error:
                status, content = 0, repr(error).encode()
                client.close()
            found.note(status, 303 if signs else 200, content, 1000 * (time.perf_counter() - asked))

    await asyncio.gather(*(go_on(client) for client in clients))
    found.seconds = time.perf_counter() - begun
    for client in clients:
        client.close()  # the server would, before the next phase, and a request may cross with that
    return found


async def main(port: int, signs: str, constant: str, rounds: int, seconds: float) -> None:
    """Read and sign in turns."""
    clients = [Client(port, number) for number in range(CLIENTS)]
    for client in clients:
        await client.open(signs)
    for _ in range(rounds):
        for where in ("", signs):
            await asyncio.to_thread(sys.stdin.readline)
            found = await phase(clients, constant, signs=where, seconds=seconds)
            sys.stdout.write(json.dumps(asdict(found)) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]), float(sys.argv[5])))
