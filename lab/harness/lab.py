"""A lab: one server, the network around it, and what people do with both."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass
from pathlib import Path

from . import network
from .container import Container
from .image import FRESH, build, build_native, ready
from .machine import Machine
from .places import key
from .programs import LabError, Outcome, run


@dataclass(frozen=True)
class Lab:
    """A lab by its name; several may run side by side."""

    name: str

    @property
    def native(self) -> bool:
        """Whether the server runs in a container."""
        return (Machine(self.name).folder / "native").exists()

    @property
    def machine(self) -> Machine | Container:
        return Container(self.name) if self.native else Machine(self.name)

    @staticmethod
    def up(name: str, suite: str = "trixie", *, native: bool = False) -> Lab:
        """Brings up a lab with a fresh server, building the image first if there is none."""
        if not name.isalnum() or len(name) > 12:
            raise LabError("a lab's name is up to 12 letters and digits")
        if name in network.names():
            raise LabError(f"there is a lab {name} already: lab/down {name}")
        (build_native if native else build)(suite)
        lab = Lab(name)
        lab.machine.forget()
        lab.machine.folder.mkdir(parents=True)
        (lab.machine.folder / "suite").write_text(suite)
        if native:
            (lab.machine.folder / "native").touch()
        network.lay(name, native=native)
        machine = lab.machine
        try:
            if isinstance(machine, Machine):
                machine.disk.parent.mkdir(exist_ok=True)
                run(["cp", "--sparse=always", ready(suite), machine.disk])
            machine.load(FRESH)
        except BaseException:
            lab.down()
            raise
        return lab

    def down(self) -> None:
        """Removes everything of the lab."""
        self.machine.stop()
        network.remove(self.name)
        self.machine.forget()

    def reset(self, snapshot: str = FRESH) -> None:
        """Goes back to a snapshot, with all cables plugged."""
        for host in (*network.HOSTS, "server"):
            network.cable(self.name, host, plugged=True)
        self.machine.load(snapshot)

    def cut_and_boot(self) -> None:
        """A power cut, and power again."""
        self.machine.cut_power()
        self.machine.start()
        self.machine.await_boot()

    def ssh(
        self,
        *command: str,
        user: str = "admin",
        host: str = "operator",
        address: str = network.SERVER,
        port: int = 22,
        options: tuple[str, ...] = (),
        timeout: float = 120,
        stdin: str = "",
    ) -> Outcome:
        """Logs in with the lab's key from a host and runs a command."""
        return run(
            [*self._on(host), "ssh", *_options(port), *options, f"{user}@{address}", *command],
            check=False,
            timeout=timeout,
            stdin=stdin,
        )

    def shell(
        self,
        *command: str,
        user: str,
        host: str,
        port: int,
        address: str = network.SERVER,
        options: tuple[str, ...] = (),
    ) -> list[str]:
        """The command line of an interactive login."""
        return [*self._on(host), "ssh", *_options(port), *options, f"{user}@{address}", *command]

    def typed(self, words: list[str], host: str = "operator") -> list[str]:
        """The command line of ssh or scp as somebody types it on a host, with the lab's key in place of theirs."""
        return [*self._on(host), words[0], *_OPTIONS, *words[1:]]

    def copy(self, file: Path, to: str, mode: str = "755") -> None:
        """Puts a file on the server, as root: the server fetches it from the operator, since ciphers are slow here."""
        with network.standing_on(self.name, "operator"):
            listener = socket.create_server(("", 0))
        with listener:
            port = listener.getsockname()[1]
            sender = threading.Thread(target=_send, args=(listener, file))
            sender.start()
            address = network.HOSTS["operator"].address
            fetch = f"cat < /dev/tcp/{address}/{port} > {to}.new && chmod {mode} {to}.new"
            fetch += f" && mv {to}.new {to} && stat -c %s {to}"
            outcome = self.machine.execute(fetch, timeout=120)
            sender.join(5)
        if not outcome.fine or int(outcome.output) != file.stat().st_size:
            raise LabError(f"{file} did not arrive: {outcome.output}")

    def _on(self, host: str) -> list[str]:
        return ["ip", "netns", "exec", network.namespace(self.name, host)]


_SETTINGS = {
    "StrictHostKeyChecking": "no",
    "UserKnownHostsFile": "/dev/null",
    "LogLevel": "ERROR",
    "IdentitiesOnly": "yes",
    "ConnectTimeout": "20",
}
_OPTIONS = [
    *("-F", "none", "-i", str(key())),
    *(part for name, value in _SETTINGS.items() for part in ("-o", f"{name}={value}")),
]


def _options(port: int) -> list[str]:
    return [*_OPTIONS, "-p", str(port)]


def _send(listener: socket.socket, file: Path) -> None:
    listener.settimeout(30)
    try:
        connection, _ = listener.accept()
    except TimeoutError:
        return
    with connection, open(file, "rb") as source:
        connection.sendfile(source)
