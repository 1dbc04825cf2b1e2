"""The network around one server: a public segment, a private one, and the hosts on them, each a network namespace.

Every lab has its own namespaces and bridges, with the same addresses in all: nothing is joined to the machine's own
network, so nothing leaves it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
import ctypes
import os
import shutil
import signal
from dataclasses import dataclass
from pathlib import Path

from .programs import LabError, run

SERVER, SERVER6, SERVER_PRIVATE = "203.0.113.5", "2001:db8:1::5", "10.77.0.5"


@dataclass(frozen=True)
class Host:
    """A host beside the server."""

    name: str
    segment: str
    addresses: tuple[str, ...]

    @property
    def address(self) -> str:
        return self.addresses[0].partition("/")[0]


HOSTS = {
    host.name: host
    for host in (
        Host("proxy", "public", ("203.0.113.1/24", "2001:db8:1::1/64")),
        Host("operator", "public", ("203.0.113.10/24", "2001:db8:1::10/64")),
        Host("attacker", "public", ("203.0.113.66/24", "203.0.113.67/24", "2001:db8:1::66/64")),
        Host("neighbor", "private", ("10.77.0.20/24",)),
    )
}
_NAMES = Path("/etc/netns")
SEGMENTS = {"public": "52:54:00:00:71:05", "private": "52:54:00:00:77:05"}
"""The segments, with the address of the server's interface on each."""


def switch(lab: str) -> str:
    """The namespace with the segments of a lab, where the virtual machine runs."""
    return f"lab-{lab}"


def namespace(lab: str, host: str) -> str:
    if host not in HOSTS:
        raise LabError(f"no host {host}; there are {', '.join(HOSTS)}")
    return f"lab-{lab}-{host}"


def server(lab: str) -> str:
    """The namespace of a server that runs in a container."""
    return f"lab-{lab}-server"


def lay(lab: str, *, native: bool = False) -> None:
    """Makes segments, cables and hosts; a virtual machine's ends of the cables too."""
    middle = switch(lab)
    run(["ip", "netns", "add", middle])
    for segment in SEGMENTS:
        _ip(
            middle,
            "link",
            "add",
            segment,
            "type",
            "bridge",
            "stp_state",
            "0",
            "forward_delay",
            "0",
            "mcast_snooping",
            "0",
        )
        if not native:
            _ip(middle, "tuntap", "add", f"{segment}-server", "mode", "tap")
            _ip(middle, "link", "set", f"{segment}-server", "master", segment, "up")
        _ip(middle, "link", "set", segment, "up")
    for host in HOSTS.values():
        there = namespace(lab, host.name)
        run(["ip", "netns", "add", there])
        _ip(middle, "link", "add", host.name, "type", "veth", "peer", "name", "eth0", "netns", there)
        _ip(middle, "link", "set", host.name, "master", host.segment, "up")
        _ip(there, "link", "set", "lo", "up")
        for address in host.addresses:
            _ip(there, "address", "add", address, "dev", "eth0", *(["nodad"] if ":" in address else []))
        _ip(there, "link", "set", "eth0", "up")


def plug_in(lab: str) -> None:
    """Makes the network of a container's server anew, as a boot does, and plugs its cables in."""
    run(["ip", "netns", "delete", server(lab)], check=False)
    run(["ip", "netns", "add", server(lab)])
    middle = switch(lab)
    for segment, address in SEGMENTS.items():
        end = f"{segment}-server"
        run(["ip", "-n", middle, "link", "delete", end], check=False)
        _ip(middle, "link", "add", end, "type", "veth", "peer", "name", segment, "netns", server(lab))
        _ip(server(lab), "link", "set", segment, "address", address)
        _ip(middle, "link", "set", end, "master", segment, "up")


def names_for(lab: str, host: str, text: str) -> None:
    """Gives what `ip netns exec` runs on a host an /etc/hosts of its own."""
    folder = _NAMES / namespace(lab, host)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hosts").write_text(text)


def remove(lab: str) -> None:
    """Removes all that `lay` and `plug_in` made, and ends what runs on the hosts."""
    for host in HOSTS:
        for number in run(["ip", "netns", "pids", namespace(lab, host)], check=False).output.split():
            if int(number) != os.getpid():
                os.kill(int(number), signal.SIGKILL)
        shutil.rmtree(_NAMES / namespace(lab, host), ignore_errors=True)
    for name in (*(namespace(lab, host) for host in HOSTS), server(lab), switch(lab)):
        run(["ip", "netns", "delete", name], check=False)


def cable(lab: str, host: str, *, plugged: bool) -> None:
    """Pulls or plugs the cable of a host; `server` pulls the server's public one."""
    port = "public-server" if host == "server" else HOSTS[host].name
    _ip(switch(lab), "link", "set", port, "up" if plugged else "down")


def names() -> list[str]:
    """The labs whose network is there."""
    listed = run(["ip", "netns", "list"]).output.split("\n")
    spaces = {line.split()[0] for line in listed if line.startswith("lab-")}
    return sorted(name[4:] for name in spaces if f"{name}-operator" in spaces)


def _ip(space: str, *arguments: str) -> None:
    run(["ip", "-n", space, *arguments])


_CLONE_NEWNET = 0x40000000
_libc = ctypes.CDLL(None, use_errno=True)


@contextmanager
def standing_on(lab: str, host: str) -> Iterator[None]:
    """Sockets that this thread opens inside the block are the host's own."""
    home = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(f"/run/netns/{namespace(lab, host)}", os.O_RDONLY)
    try:
        _enter(there)
        yield
    finally:
        _enter(home)
        os.close(home)
        os.close(there)


def _enter(descriptor: int) -> None:
    if _libc.setns(descriptor, _CLONE_NEWNET) != 0:
        raise LabError(f"setns: {os.strerror(ctypes.get_errno())}")
