"""Builds the image of a server once, boots it once, and keeps it booted: every lab starts from there."""

from __future__ import annotations

import fcntl
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .container import Container, base
from .machine import Machine, overlay
from .network import lay, remove
from .places import CACHE, SERVER, key
from .programs import LabError, run
from .tree import dress

SUITES = ("trixie", "bookworm")
FRESH = "fresh"
"""The snapshot of a server that has booted and that nobody has touched."""
_TOOLS = {
    "mmdebstrap": "mmdebstrap",
    "qemu-system-x86_64": "qemu-system-x86",
    "qemu-img": "qemu-utils",
    "gpg": "gpg",
    "mkfs.ext4": "e2fsprogs",
    "ssh-keygen": "openssh-client",
    "dpkg-scanpackages": "dpkg-dev",
    "ip": "iproute2",
}
_PACKAGES = (
    "systemd,systemd-sysv,systemd-timesyncd,libpam-systemd,dbus,udev,openssh-server,sudo,iproute2,iptables,kmod,procps,"
    "less,python3,linux-image-cloud-amd64,initramfs-tools,ca-certificates,apparmor,docker.io,busybox-static"
)
# Debian 13 packs the docker command and its compose plugin by themselves.
_OWN_PACKAGES = {"trixie": ",docker-cli,docker-compose", "bookworm": ""}
_FIRST_BOOT = """
set -eux
[ ! -e /var/lab/openclaw.tar ] || docker import --change 'CMD ["/app/start"]' --change 'ENV PATH=/bin HOME=/home/node' --change 'WORKDIR /app' \
    --change 'USER node' --change 'EXPOSE 18789' /var/lab/openclaw.tar openclaw:local
rm -f /var/lab/openclaw.tar
cd /opt/openclaw
docker compose up --detach
# As apt's own timer does within the first day.
apt-get update
sync
"""


def ready(suite: str) -> Path:
    """The disk from which labs start, snapshot included."""
    return CACHE / "ready" / f"{suite}.qcow2"


def build(suite: str) -> None:
    """Builds what is not there yet of a virtual machine; what is there is not looked at again."""
    _once(suite, _TOOLS, _build)


def build_native(suite: str) -> None:
    """Builds what is not there yet of a server in a container."""
    tools = {tool: package for tool, package in _TOOLS.items() if not tool.startswith(("qemu", "mkfs"))}
    _once(suite, {**tools, "systemd-nspawn": "systemd-container"}, _build_native)


def _once(suite: str, tools: dict[str, str], work: Callable[[str], None]) -> None:
    if suite not in SUITES:
        raise LabError(f"no suite {suite}; there are {', '.join(SUITES)}")
    missing = sorted(package for tool, package in tools.items() if not shutil.which(tool))
    if missing:
        raise LabError(f"missing here: apt-get install {' '.join(missing)}")
    CACHE.mkdir(exist_ok=True)
    with open(CACHE / f"{suite}.lock", "w") as lock:
        # Whoever comes second waits, and finds it built.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not key().exists():
            run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", key()])
        if not (CACHE / f"{suite}.tar").exists():
            _step("downloading and unpacking Debian", lambda: _debian(suite))
        work(suite)


def _build_native(suite: str) -> None:
    if not base(suite).exists():
        _step("booting it once", lambda: _boot_native(suite))


def _build(suite: str) -> None:
    if not (CACHE / f"{suite}.img").exists():
        _step("making the disk", lambda: _disk(suite))
    if not ready(suite).exists():
        _step("booting it twice", lambda: _boot(suite))


def _step(words: str, work: Callable[[], None]) -> None:
    began = time.monotonic()
    print(f"{words}…", end="", file=sys.stderr, flush=True)
    work()
    print(f" {time.monotonic() - began:.0f} s", file=sys.stderr)


def _debian(suite: str) -> None:
    hooks = ["fetch-packages"] if suite == "trixie" else ["fetch-packages", "fetch-compose"]
    archive = CACHE / f"{suite}.new.tar"
    run(
        [
            "mmdebstrap",
            "--quiet",
            "--variant=minbase",
            '--aptopt=Acquire::Languages "none"',
            f"--include={_PACKAGES}{_OWN_PACKAGES[suite]}",
            *(f"--customize-hook={SERVER / hook}" for hook in hooks),
            suite,
            archive,
        ],
        timeout=1800,
    )
    archive.rename(CACHE / f"{suite}.tar")


def _disk(suite: str) -> None:
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        tree = Path(folder) / "tree"
        tree.mkdir(mode=0o755)
        run(["tar", "-C", tree, "-xf", CACHE / f"{suite}.tar"], timeout=600)
        dress(tree, suite)
        for name, file in (("kernel", "vmlinuz-*"), ("initrd", "initrd.img-*")):
            (newest,) = (tree / "boot").glob(file)
            shutil.copyfile(newest, CACHE / f"{suite}.{name}")
        image = CACHE / f"{suite}.new.img"
        image.unlink(missing_ok=True)
        run(["truncate", "-s", "6G", image])
        run(["mkfs.ext4", "-q", "-F", "-d", tree, image], timeout=600)
        image.rename(CACHE / f"{suite}.img")


def _boot(suite: str) -> None:
    """The first boot puts the stand-in there and becomes part of the image; the second is kept as it is running."""
    machine = Machine(f"build-{suite}")
    disk, marker = CACHE / f"{suite}.img", CACHE / f"{suite}.booted"
    remove(machine.lab)
    lay(machine.lab)
    try:
        machine.folder.mkdir(parents=True, exist_ok=True)
        (machine.folder / "suite").write_text(suite)
        if not marker.exists():
            overlay(machine.disk, disk)
            machine.start()
            machine.await_boot()
            outcome = machine.execute(_FIRST_BOOT, timeout=600)
            if not outcome.fine:
                raise LabError(f"the first boot of {suite}:\n{outcome.output[-3000:]}")
            machine.power_off()
            # Beside the image, so that whoever is interrupted here finds it as it was, and boots it once more.
            booted = CACHE / f"{suite}.new.img"
            run(["qemu-img", "convert", "-O", "raw", machine.disk, booted], timeout=600)
            booted.rename(disk)
            marker.touch()
        overlay(machine.disk, disk)
        machine.start()
        machine.await_boot()
        # Until what goes on after a boot is over, no two labs would start alike.
        machine.execute("sleep 20; sync", timeout=120)
        machine.save(FRESH)
        machine.stop()
        ready(suite).parent.mkdir(exist_ok=True)
        machine.disk.rename(ready(suite))
    finally:
        machine.stop()
        machine.forget()
        remove(machine.lab)


def _boot_native(suite: str) -> None:
    """The first boot puts the stand-in there; what it leaves is the image."""
    machine = Container(f"build-{suite}")
    fresh = CACHE / "native" / f"{suite}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("tree", "docker", "containerd"):
        (fresh / part).mkdir(parents=True, mode=0o755)
    run(["tar", "-C", fresh / "tree", "-xf", CACHE / f"{suite}.tar"], timeout=600)
    dress(fresh / "tree", suite, native=True)
    remove(machine.lab)
    lay(machine.lab, native=True)
    try:
        machine.folder.mkdir(parents=True, exist_ok=True)
        machine.start(tree=fresh / "tree")
        machine.await_boot()
        outcome = machine.execute(_FIRST_BOOT, timeout=300)
        if not outcome.fine:
            raise LabError(f"the first boot of {suite}:\n{outcome.output[-3000:]}")
        machine.power_off()
        fresh.rename(base(suite))
    finally:
        machine.stop()
        machine.forget()
        remove(machine.lab)
