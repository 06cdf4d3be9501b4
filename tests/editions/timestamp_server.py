"""A timestamp server on loopback that speaks RFC 3161 over HTTP, with an authority and a revocation list of its own.

What it answers can be spoiled, to see what a seal makes of it.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from app.core import clock

REPLY = "application/timestamp-reply"


@dataclass(slots=True)
class Behaviour:
    """How the server answers: after how many seconds, with which bytes instead, of which digest, with what."""

    seconds: float = 0.0
    instead: bytes | None = None
    stamps_something_else: bool = False
    brings_along: x509.Certificate | None = None
    fails_first: int = 0
    asked: int = 0


@dataclass(frozen=True, slots=True)
class TimestampServer:
    """Where it listens, and the file of the root by which it is trusted."""

    url: str
    roots: Path
    behaviour: Behaviour = field(default_factory=Behaviour)


@contextmanager
def timestamp_server(folder: Path) -> Iterator[TimestampServer]:
    """Run one on a free port of this machine."""
    server = _Server(("127.0.0.1", 0), BaseHTTPRequestHandler)
    url = f"http://127.0.0.1:{server.server_port}"
    authority = Authority(url)
    roots = folder / "roots.pem"
    roots.write_bytes(authority.root.public_bytes(Encoding.PEM))
    running = TimestampServer(url, roots)
    server.RequestHandlerClass = _answers(authority, running.behaviour)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up: those who wait no longer are what some tests are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # handed on as it came


def _answers(authority: "Authority", behaviour: Behaviour) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            behaviour.asked += 1
            request = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(behaviour.seconds)
            if behaviour.asked <= behaviour.fails_first:
                self.send_error(503)
                return
            if behaviour.stamps_something_else:
                request = request.copy()
                request["message_imprint"]["hashed_message"] = bytes(32)
            self._send(
                authority.stamp(request, behaviour.brings_along) if behaviour.instead is None else behaviour.instead,
                REPLY,
            )

        def do_GET(self) -> None:
            self._send(authority.revocations, "application/pkix-crl")

        def _send(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_about: object) -> None:
            """Be quiet."""

    return Answer


class Authority:
    """A root, and under it a server's certificate that may only stamp the time. The key is RSA: pyHanko's is."""

    def __init__(self, url: str) -> None:
        now = clock.machine()
        root_key, own_key = ec.generate_private_key(ec.SECP256R1()), rsa.generate_private_key(65537, 2048)
        root_name, own_name = _name("Root of the tests"), _name("Clock of the tests")
        span = (now - timedelta(days=1), now + timedelta(days=30))
        self.root = (
            _builder(root_name, root_name, root_key.public_key(), span)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(signs_certificates=True), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        points = x509.CRLDistributionPoints(
            [x509.DistributionPoint([x509.UniformResourceIdentifier(f"{url}/revoked.crl")], None, None, None)]
        )
        own = (
            _builder(own_name, root_name, own_key.public_key(), span)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(_usage(signs_certificates=False), critical=True)
            .add_extension(points, critical=False)
            .sign(root_key, hashes.SHA256())
        )
        self.revocations = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(root_name)
            .last_update(now - timedelta(hours=1))
            .next_update(now + timedelta(days=2))
            .add_extension(x509.CRLNumber(1), critical=False)
            .sign(root_key, hashes.SHA256())
            .public_bytes(Encoding.DER)
        )
        private = own_key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        self.stamper = DummyTimeStamper(
            asn1.Certificate.load(own.public_bytes(Encoding.DER)), keys.PrivateKeyInfo.load(private)
        )

    def stamp(self, request: tsp.TimeStampReq, along: x509.Certificate | None = None) -> bytes:
        response = self.stamper.request_tsa_response(request)
        if along is not None:
            content = response["time_stamp_token"]["content"]
            other = asn1.Certificate.load(along.public_bytes(Encoding.DER))
            content["certificates"] = [*content["certificates"], other]
        answer: bytes = response.dump(force=True)
        return answer


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _builder(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePublicKey | rsa.RSAPublicKey,
    span: tuple[datetime, datetime],
) -> x509.CertificateBuilder:
    begins, ends = span
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
