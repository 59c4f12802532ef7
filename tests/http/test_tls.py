"""Certificates: checked against the name that was asked, although the connection goes to an address."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from editor.http import Door, Net, NotSent
from tests.fakes.server import Reply, Service

PUBLIC = "93.184.215.14"
NAME = "results.example"

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="the openssl command makes the certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for results.example that only those who trust it by name accept, and its key."""
    place = tmp_path_factory.mktemp("tls")
    certificate, key = place / "certificate.pem", place / "key.pem"
    subprocess.run(
        (
            f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout {key}"
            f" -out {certificate} -subj /CN={NAME} -addext subjectAltName=DNS:{NAME}"
        ).split(),
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture
def names() -> list[str | None]:
    """The names that clients said they want (SNI)."""
    return []


@pytest.fixture
def secure(certificate: tuple[Path, Path], names: list[str | None]) -> Iterator[Service]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _, name, __: names.append(name)
    with Service(lambda _: Reply(content=b"picture"), tls=context) as running:
        yield running


def net(server: Service, trust: Path | None) -> Net:
    """A net in which every name is one public address, and that address leads to a server of ours."""

    def connect(address: str, _port: int, seconds: float) -> socket.socket:
        assert address == PUBLIC
        return socket.create_connection(("127.0.0.1", server.port), seconds)

    def tls() -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(trust))

    resolved = Net(resolve=lambda *_: [PUBLIC], connect=connect)
    return Net(resolved.resolve, resolved.connect, tls) if trust else resolved


def test_the_name_is_asked_for_and_verified_at_the_pinned_address(
    secure: Service, certificate: tuple[Path, Path], names: list[str | None], service: Service
) -> None:
    door = Door(service.url, net=net(secure, certificate[0]))

    assert door.fetch_result(f"https://{NAME}/a.png") == b"picture"
    assert names == [NAME]
    assert secure.seen[0].headers["host"] == NAME


def test_a_certificate_for_another_name_ends_it_before_anything_is_sent(
    secure: Service, certificate: tuple[Path, Path]
) -> None:
    door = Door(
        "https://other.example", credentials={"x-api-key": "k3y-of-the-office"}, net=net(secure, certificate[0])
    )

    with pytest.raises(NotSent, match="secure connection"):
        door.request("POST", "/erase", json={})
    assert secure.seen == []


def test_a_certificate_nobody_vouches_for_ends_it_before_anything_is_sent(secure: Service) -> None:
    with pytest.raises(NotSent, match="secure connection"):
        Door(f"https://{NAME}", net=net(secure, None)).request("POST", "/erase", json={})
    assert secure.seen == []


def test_a_server_that_speaks_no_tls_was_certainly_not_asked(service: Service) -> None:
    with pytest.raises(NotSent, match="secure connection"):
        Door(f"https://{NAME}", net=net(service, None)).request("POST", "/erase", json={}, seconds=5)
    assert service.seen == []
