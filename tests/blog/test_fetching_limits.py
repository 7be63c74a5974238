"""Fetching by the server: how much it may cost, how it fails, and whose certificate it believes."""

import datetime
import gzip
import os
import ssl
import time
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from blog.fetching import FetchError, FetchFailedError
from tests.blog.test_fetching import BODY, get
from tests.strange_server import answer, endless, redirect, strange_server

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"


class TestLimits:
    @pytest.mark.parametrize(
        "script",
        [
            endless(HEAD, b"x" * 1000),
            endless(HEAD.replace(b"\r\n\r\n", b"\r\nTransfer-Encoding: chunked\r\n\r\n"), b"1\r\nx\r\n"),
            answer(b"x" * 1001),
            answer(b"", Content_Length="99999999999999"),
        ],
    )
    def test_body_that_is_too_large_is_not_read_to_its_end(self, script: Any) -> None:
        with strange_server({"/": script}) as server, pytest.raises(FetchError):
            get(server.origin, server)

    @pytest.mark.parametrize(
        "script",
        [
            endless(HEAD, b"x", 0.05),
            endless(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x", 0.05),
            endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
            endless(b"", b"", 0.05),
        ],
    )
    def test_slow_answer_is_cut_when_the_time_is_over(self, script: Any) -> None:
        begun = time.monotonic()
        with strange_server({"/": script}) as server, pytest.raises(FetchFailedError, match="too long"):
            get(server.origin, server, seconds=0.5)
        assert time.monotonic() - begun < 5  # it would never end by itself

    def test_time_is_counted_over_all_redirects(self) -> None:
        def slowly(client: Any, closing: Any) -> None:
            closing.wait(0.3)
            client.sendall(redirect("/"))

        with strange_server({"/": slowly}) as server, pytest.raises(FetchFailedError, match="too long"):
            get(server.origin, server, seconds=0.5)

    def test_bomb_is_not_unpacked(self) -> None:
        bomb = gzip.compress(bytes(10_000_000))
        with (
            strange_server({"/": answer(bomb, Content_Encoding="gzip")}) as server,
            pytest.raises(FetchError, match="packed"),
        ):
            get(server.origin, server, most_bytes=len(bomb))

    @pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "", "image/png, text/html", "🙂"])
    def test_other_type_is_refused(self, kind: str) -> None:
        with (
            strange_server({"/": answer(BODY, kind.encode().decode("latin-1"))}) as server,
            pytest.raises(FetchError, match="media type"),
        ):
            get(server.origin, server)


class TestFailures:
    @pytest.mark.parametrize(
        "status", ["404 Not Found", "403 Forbidden", "304 Not Modified", "204 No Content"]
    )
    def test_refusal_is_final(self, status: str) -> None:
        with strange_server({"/": answer(status=status)}) as server, pytest.raises(FetchError) as caught:
            get(server.origin, server)
        assert not isinstance(caught.value, FetchFailedError)

    @pytest.mark.parametrize(
        "script",
        [
            answer(status="503 Service Unavailable"),
            answer(status="429 Too Many Requests"),
            answer(BODY)[:-3],
            b"",
            b"\x16\x03\x01 nonsense",
            b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n",
            b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100_000 + b"\r\n\r\n",
        ],
    )
    def test_fault_of_the_server_is_worth_another_try(self, script: bytes) -> None:
        with strange_server({"/": script}) as server, pytest.raises(FetchFailedError):
            get(server.origin, server)

    def test_nobody_there_is_worth_another_try(self) -> None:
        with strange_server({}) as server:
            pass
        with pytest.raises(FetchFailedError):
            get(server.origin, server)


class TestTls:
    def test_name_of_the_certificate_is_checked(self, tmp_path: Path, monkeypatch: Any) -> None:
        context, certificate = make_certificate(tmp_path, "localhost")
        with strange_server({"/": answer(BODY)}, context) as server:
            by_name = f"https://localhost:{server.port}"
            monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
            assert get(by_name, allow={by_name}).data == BODY
            with pytest.raises(FetchFailedError, match="SSLCertVerificationError"):
                get(server.origin, server)
            monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
            with pytest.raises(FetchFailedError, match="SSLCertVerificationError"):
                get(by_name, allow={by_name})

    def test_silent_handshake_is_cut(self) -> None:
        with strange_server({"": endless(b"", b"", 0.05)}) as server:
            origin = server.origin.replace("http:", "https:")
            with pytest.raises(FetchFailedError, match="too long"):
                get(origin, allow={origin}, seconds=0.5)


def make_certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, Path]:
    """Return a server's side of TLS for a host name, and the certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_file = folder / "key.pem"
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_file)
    return context, pem
