"""Asking a timestamp server (RFC 3161) over HTTP, within bounds: nothing it does can keep a seal waiting for long."""

import asyncio
import time
from collections.abc import Sequence
from itertools import count

import aiohttp
from asn1crypto import cms, tsp
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError, set_tsp_headers

from app.editions.proof import with_what_counts

MOST_BYTES = 64 * 1024
REQUEST_SECONDS = 8.0
PAUSE_SECONDS = 1.0
_REPLY = "application/timestamp-reply"


class PatientTimeStamper(TimeStamper):
    """Asks one server again and again until `seconds` are over, and takes only an answer to what was asked.

    Where there are `roots`, certificates for which they do not vouch are left out of it. Raises `TimestampRequestError`
    when there is none.
    """

    def __init__(self, url: str, *, seconds: float, roots: Sequence[x509.Certificate] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # pyHanko does not say what it takes
        self._roots = roots
        self._url = url
        self._until = time.monotonic() + seconds

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token for this digest, of this server."""
        for attempt in count(1):
            try:
                return await self._asked_once(message_digest, md_algorithm)
            except TimestampRequestError:
                pause = PAUSE_SECONDS * attempt
                if time.monotonic() + pause >= self._until:
                    raise
                await asyncio.sleep(pause)
        raise AssertionError  # `count` does not end

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Send one request, follow nothing, and read no more than an answer can have."""
        left = max(min(REQUEST_SECONDS, self._until - time.monotonic()), 0.1)
        try:
            async with (
                aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=left), trust_env=False) as http,
                http.post(
                    self._url,
                    data=req.dump(),
                    headers=set_tsp_headers({}),
                    raise_for_status=True,
                    allow_redirects=False,
                ) as answer,
            ):
                content = await answer.content.read(MOST_BYTES + 1)
                while len(content) <= MOST_BYTES and (more := await answer.content.read(MOST_BYTES)):
                    content += more
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            message = "the server did not answer"
            raise TimestampRequestError(message) from error
        if answer.content_type != _REPLY or len(content) > MOST_BYTES:
            message = "the server answered something else than a timestamp"
            raise TimestampRequestError(message)
        return tsp.TimeStampResp.load(content)

    async def _asked_once(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
            stamped = imprint["hashed_message"].native
            if self._roots:
                token = with_what_counts(token, self._roots)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            message = "the server answered something that is no timestamp"
            raise TimestampRequestError(message) from error
        if stamped != message_digest:
            message = "the server stamped something else than it was asked to"
            raise TimestampRequestError(message)
        return token
