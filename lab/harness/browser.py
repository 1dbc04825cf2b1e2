"""What a browser sees of the server: who it says it is, how it is encrypted, and what it answers."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from . import network
from .authority import DOMAIN
from .lab import Lab


@dataclass(frozen=True)
class Answer:
    """An answer to a request."""

    status: int
    headers: dict[str, str]
    body: str
    version: str = ""
    """The protocol's, where it is encrypted."""
    days: float = 0
    """For how long the certificate is good, from its first moment to its last."""


def ask(
    lab: Lab,
    path: str = "/",
    *,
    host: str = "attacker",
    address: str = network.SERVER,
    name: str = DOMAIN,
    trusting: Path | None = None,
    encrypted: bool = True,
    port: int | None = None,
    legacy: bool = False,
    headers: dict[str, str] | None = None,
) -> Answer | None:
    """Asks the server for a page; none where no answer comes, or the certificate is not one to trust.

    Nothing is checked where no authority is given; `legacy` offers nothing newer than TLS 1.1.
    """
    context = _context(trusting, legacy=legacy)
    with network.standing_on(lab.name, host):
        try:
            with socket.create_connection((address, port or (443 if encrypted else 80)), 15) as plain:
                if not encrypted:
                    return _answer(plain, path, name, headers)
                with context.wrap_socket(plain, server_hostname=name) as stream:
                    return _answer(stream, path, name, headers)
        except (OSError, http.client.HTTPException):
            return None


def _context(trusting: Path | None, *, legacy: bool) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=trusting)
    if not trusting:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if legacy:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    return context


def _answer(stream: socket.socket, path: str, name: str, headers: dict[str, str] | None) -> Answer:
    lines = "".join(f"{name}: {value}\r\n" for name, value in (headers or {"Connection": "close"}).items())
    stream.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\n{lines}\r\n".encode())
    answer = http.client.HTTPResponse(stream)
    answer.begin()
    # After an upgrade, what follows is no page.
    body = "" if answer.status == 101 else answer.read().decode(errors="replace")
    named = {name.lower(): value for name, value in answer.getheaders()}
    if not isinstance(stream, ssl.SSLSocket):
        return Answer(answer.status, named, body)
    return Answer(answer.status, named, body, stream.version() or "", _days(stream))


def _days(stream: ssl.SSLSocket) -> float:
    certificate = stream.getpeercert() or {}
    ends = [str(certificate.get(end, "")) for end in ("notBefore", "notAfter")]
    first, last = (ssl.cert_time_to_seconds(end) if end else 0 for end in ends)
    return (last - first) / 86400
