"""As much of a WebSocket as the gateway's protocol needs: text messages of JSON, one after the other."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
from typing import Any


class Refused(Exception):
    """The other side would not speak, or ended it, with what it said."""


class WebSocket:
    """A conversation over a stream that is connected already, encrypted or not."""

    def __init__(self, stream: socket.socket, host: str, *, origin: str = "") -> None:
        self._stream = stream
        self._file = stream.makefile("rb")
        key = base64.b64encode(os.urandom(16)).decode()
        lines = f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        lines += f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
        lines += f"Origin: {origin}\r\n" if origin else ""
        stream.sendall(f"{lines}\r\n".encode())
        status = self._file.readline().decode(errors="replace").strip()
        while self._file.readline().strip():
            pass
        if " 101 " not in f"{status} ":
            raise Refused(status or "no answer")

    def say(self, value: dict[str, Any]) -> None:
        data, mask = json.dumps(value).encode(), os.urandom(4)
        length = bytes([0x80 | len(data)]) if len(data) < 126 else bytes([0xFE]) + struct.pack(">H", len(data))
        self._stream.sendall(b"\x81" + length + mask + bytes(byte ^ mask[n % 4] for n, byte in enumerate(data)))

    def hear(self) -> dict[str, Any]:
        """The next message."""
        while True:
            kind, length = self._exactly(2)
            length &= 127
            if length > 125:
                length = int.from_bytes(self._exactly(2 if length == 126 else 8), "big")
            data = self._exactly(length)
            if kind & 15 == 8:
                raise Refused(f"closed with {int.from_bytes(data[:2], 'big')}: {data[2:].decode(errors='replace')}")
            if kind & 15 == 1:
                return json.loads(data)

    def _exactly(self, count: int) -> bytes:
        data = self._file.read(count)
        if len(data) < count:
            raise Refused("the connection ended")
        return data


def connected(socket: WebSocket, token: str, *, client: str = "cli", mode: str = "cli") -> dict[str, Any]:
    """Introduces itself to the gateway by its token, without a device, and returns what it answers."""
    socket.hear()
    socket.say(
        {
            "type": "req",
            "id": "connect",
            "method": "connect",
            "params": {
                "minProtocol": 3,
                "maxProtocol": 4,
                "client": {"id": client, "version": "1.0.0", "platform": "linux", "mode": mode},
                "role": "operator",
                "scopes": ["operator.read"],
                "caps": [],
                "auth": {"token": token},
            },
        }
    )
    while (answer := socket.hear()).get("id") != "connect":
        pass
    return answer
