"""The virtual machine: starting, stopping, cutting its power, and going back to a snapshot.

What a power cut loses: a server keeps what it wrote and did not yet sync in its own memory, and that goes with the
process. What it wrote to the disk without a flush may survive or not, as on a disk with a volatile cache: in the qcow2
format a write into a cluster for the first time since the last snapshot becomes part of the disk only with a table that
QEMU keeps in memory until a flush, while a later write into it goes to the host's cache and stays. So killing QEMU
loses all unsynced writes of the server, an arbitrary part of the unflushed ones, and nothing that was flushed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import channel
from .monitor import Monitor
from .network import SEGMENTS, switch
from .places import CACHE
from .programs import LabError, Outcome, run
from .server import Server

# Without KVM: hosts that offer /dev/kvm inside a virtual machine may hang with it. la57 panics Debian 13's kernel.
_PROCESSOR = ["-accel", "tcg,thread=multi", "-cpu", "max,pku=off,la57=off"]


@dataclass(frozen=True)
class Machine(Server):
    """A virtual machine by its lab's name."""

    native = False

    @property
    def disk(self) -> Path:
        return CACHE / "running" / f"{self.lab}.qcow2"

    @property
    def process(self) -> int | None:
        """The number of the virtual machine's process, if it runs."""
        try:
            number = int((self.folder / "pid").read_text())
            command = Path(f"/proc/{number}/cmdline").read_bytes()
        except (OSError, ValueError):
            return None
        return number if str(self.disk).encode() in command else None

    def start(self, *, snapshot: str | None = None, memory: int = 2048, processors: int = 2) -> None:
        """Starts the virtual machine from its disk, or where a snapshot of it was taken."""
        if self.process:
            raise LabError(f"{self.lab} runs already")
        kernel = CACHE / self.suite
        arguments: list[str | Path] = ["ip", "netns", "exec", switch(self.lab), "qemu-system-x86_64", *_PROCESSOR]
        arguments += ["-smp", str(processors), "-m", str(memory), "-display", "none", "-nodefaults"]
        arguments += ["-kernel", kernel.with_suffix(".kernel"), "-initrd", kernel.with_suffix(".initrd")]
        arguments += ["-append", "root=/dev/vda rw console=ttyS0 quiet"]
        arguments += ["-drive", f"file={self.disk},format=qcow2,if=virtio,cache=writeback,discard=unmap"]
        for segment, address in SEGMENTS.items():
            arguments += ["-netdev", f"tap,id={segment},ifname={segment}-server,script=no,downscript=no,vhost=off"]
            arguments += ["-device", f"virtio-net-pci,netdev={segment},mac={address},romfile="]
        arguments += ["-device", "virtio-rng-pci", "-device", "virtio-serial-pci"]
        arguments += ["-chardev", f"socket,id=lab,path={self.folder}/channel,server=on,wait=off"]
        arguments += ["-device", "virtserialport,chardev=lab,name=lab"]
        arguments += [
            "-serial",
            f"file:{self.folder}/console",
            "-qmp",
            f"unix:{self.folder}/monitor,server=on,wait=off",
        ]
        arguments += ["-pidfile", self.folder / "pid", "-rtc", "base=utc"]
        arguments += ["-loadvm", snapshot] if snapshot else []
        with open(self.folder / "qemu.log", "ab") as log:
            started = subprocess.Popen(
                [str(a) for a in arguments], stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        for _ in range(600):
            if started.poll() is not None:
                raise LabError(f"QEMU ended: {(self.folder / 'qemu.log').read_text()[-2000:]}")
            if (self.folder / "monitor").exists() and self.process:
                return
            time.sleep(0.05)
        raise LabError("QEMU's monitor did not come up")

    def monitor(self) -> Monitor:
        return Monitor(self.folder / "monitor")

    def execute(self, script: str, timeout: float = 120) -> Outcome:
        """Runs a script on the server as root, over the serial line."""
        return channel.execute(self.folder / "channel", script, timeout)

    def await_boot(self, timeout: float = 900) -> None:
        """Waits until the server has booted: no unit is starting any more."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                state = self.execute("systemctl is-system-running", timeout=10).output.strip()
                if state in ("running", "degraded"):
                    return
            except LabError:
                pass
            time.sleep(0.5)
        raise LabError(f"no boot within {timeout} s; the end of its console:\n{self.console()[-1500:]}")

    def save(self, snapshot: str) -> None:
        with self.monitor() as monitor:
            monitor.say(f"savevm {snapshot}")

    def snapshots(self) -> list[str]:
        """The names of the snapshots of the disk."""
        with self.monitor() as monitor:
            lines = monitor.say("info snapshots").splitlines()
        return [line.split()[1] for line in lines if line[:2] == "--" or line[:1].isdigit()]

    def load(self, snapshot: str) -> None:
        """Goes back to a snapshot, and tells the server what time it is since: its clock stood still."""
        if self.process:
            with self.monitor() as monitor:
                monitor.say(f"loadvm {snapshot}")
        else:
            self.start(snapshot=snapshot)
        self.set_clock()

    def set_clock(self) -> None:
        self.execute(f"date -u -s @{time.time() + 0.3:.1f}", timeout=60)

    def cut_power(self) -> None:
        """Ends the virtual machine at once, as a power cut does."""
        self._end(signal.SIGKILL)

    def power_off(self, timeout: float = 120) -> None:
        """Asks the server to shut down, and waits."""
        self.execute("(sleep 2; systemctl poweroff) >/dev/null 2>&1 &", timeout=30)
        deadline = time.monotonic() + timeout
        while self.process and time.monotonic() < deadline:
            time.sleep(0.2)
        if self.process:
            raise LabError("the server did not power off")

    def stop(self) -> None:
        if self.process:
            self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        number = self.process
        if number is None:
            raise LabError(f"{self.lab} does not run")
        os.kill(number, how)
        while not _gone(number):
            time.sleep(0.02)
        for name in ("monitor", "channel", "pid"):
            (self.folder / name).unlink(missing_ok=True)

    def forget(self) -> None:
        """Removes the machine's files; it must have stopped."""
        self.disk.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)


def overlay(disk: Path, base: Path) -> None:
    """Makes a disk whose unchanged blocks are those of an image one folder up."""
    disk.unlink(missing_ok=True)
    disk.parent.mkdir(parents=True, exist_ok=True)
    run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", Path("..") / base.name, disk])


def _gone(number: int) -> bool:
    """Whether a process has let go of its files: it is no more, or waits for its parent with no thread left."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
        return state == "Z" and len(os.listdir(f"/proc/{number}/task")) == 1
    except (FileNotFoundError, ProcessLookupError):
        return True
