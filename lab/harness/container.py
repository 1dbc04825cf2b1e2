"""A server without a virtual machine: systemd, sshd and dockerd as they are, in a container on this machine's kernel.

Everything runs at its native speed, and a boot takes seconds. What a virtual machine alone can show: kernel parameters
that are not per network namespace, the clock, a full disk, and a power cut that loses what was not synced.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from . import network
from .places import CACHE
from .programs import LabError, Outcome, run
from .server import Server

# Where this machine limits memory by control groups of the first version, a container can do so only in that way too;
# systemd 256 and later want to be told twice.
_FIRST_VERSION = ["systemd.unified_cgroup_hierarchy=0", "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1"]
PARTS = ("upper", "docker", "containerd")
"""What a server has of its own: what differs from the image, and what may not lie on an overlay."""
_ENVIRONMENT = ["-i", "HOME=/root", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"]


def base(suite: str) -> Path:
    """The image: a tree that has booted once, and its engine's two folders."""
    return CACHE / "native" / suite


@dataclass(frozen=True)
class Container(Server):
    """A server in a container, by its lab's name."""

    native = True

    @property
    def state(self) -> Path:
        """Where the server keeps what it has of its own, and its snapshots."""
        return CACHE / "running" / f"{self.lab}.state"

    @property
    def process(self) -> int | None:
        """The number of the server's first process, if it runs."""
        try:
            number = int((self.folder / "pid").read_text())
            children = Path(f"/proc/{number}/task/{number}/children").read_text().split()
            return int(children[0]) if children else None
        except (OSError, ValueError):
            return None

    def start(self, *, tree: Path | None = None) -> None:
        """Starts the server from what it has of its own, laid over the image; or a tree as it is."""
        if self.process:
            raise LabError(f"{self.lab} runs already")
        network.plug_in(self.lab)
        parts = self.state if tree is None else tree.parent
        root = tree or self._mounted()
        group = _cgroup(self.lab)
        command = ["systemd-nspawn", "--quiet", "--keep-unit", "--register=no", "--boot", f"--directory={root}"]
        command += ["--machine=claw", f"--network-namespace-path=/run/netns/{network.server(self.lab)}"]
        command += [f"--bind={parts}/docker:/var/lib/docker", f"--bind={parts}/containerd:/var/lib/containerd"]
        command += ["--link-journal=no", "--resolv-conf=off", "--timezone=off", "--console=read-only"]
        command += ["--system-call-filter=bpf @keyring", "--capability=CAP_NET_ADMIN,CAP_SYS_RESOURCE,CAP_BPF,CAP_PERFMON,CAP_SYSLOG"]
        boot = _FIRST_VERSION if _limits_by_first_version() else []
        environment = {**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "0" if boot else "1", "SYSTEMD_NSPAWN_API_VFS_WRITABLE": "network"}
        with open(self.folder / "console", "ab") as console:
            started = subprocess.Popen(
                ["sh", "-c", f'echo $$ > {group}/cgroup.procs && exec "$@"', "sh", *command, *boot],
                stdin=subprocess.DEVNULL, stdout=console, stderr=console, start_new_session=True, env=environment,
            )  # fmt: skip
        (self.folder / "pid").write_text(str(started.pid))
        for _ in range(200):
            if started.poll() is not None:
                raise LabError(f"systemd-nspawn ended: {self.console()[-2000:]}")
            if self.process:
                return
            time.sleep(0.05)
        raise LabError("systemd-nspawn did not start")

    def execute(self, script: str, timeout: float = 120) -> Outcome:
        """Runs a script on the server as root, past its network."""
        leader = self.process
        if leader is None:
            raise LabError("the server does not run")
        enter = ["nsenter", "--target", str(leader), "--all", "env", *_ENVIRONMENT, "bash", "-c", script]
        outcome = run(enter, check=False, timeout=timeout, stdin="")
        return Outcome(outcome.status, outcome.output + outcome.errors)

    def await_boot(self, timeout: float = 120) -> None:
        """Waits until the server has booted: no unit is starting any more, and no address is still being tried out."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                words = self.execute("systemctl is-system-running; ip -6 address show tentative", timeout=10).output
                state = words.split()
                if len(state) == 1 and state[0] in ("running", "degraded"):
                    return
            except LabError:
                pass
            time.sleep(0.1)
        raise LabError(f"no boot within {timeout} s; the end of its console:\n{self.console()[-1500:]}")

    def save(self, snapshot: str) -> None:
        """Keeps the disk as it is, over a reboot: what is in memory cannot be kept."""
        self.power_off()
        self._copy(self.state, self.state / snapshot)
        self.start()
        self.await_boot()

    def snapshots(self) -> list[str]:
        return [path.name for path in self.state.iterdir() if path.name not in (*PARTS, "work")]

    def load(self, snapshot: str) -> None:
        """Boots from a snapshot; from the image where there is none of that name."""
        if self.process:
            self.cut_power()
        self._unmount()
        source = self.state / snapshot
        self._copy(source if source.exists() else base(self.suite), self.state)
        self.start()
        self.await_boot()

    def set_clock(self) -> None:
        """Its clock is this machine's."""

    def cut_power(self) -> None:
        """Ends all of the server's processes at once; what they wrote is there."""
        self._end(signal.SIGKILL)

    def power_off(self, timeout: float = 60) -> None:
        """Asks the server to shut down, and waits."""
        self._end(signal.SIGRTMIN + 4, timeout)

    def stop(self) -> None:
        if self.process:
            self.cut_power()
        self._unmount()

    def forget(self) -> None:
        """Removes the server's files; it must have stopped."""
        shutil.rmtree(self.state, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, how: int, timeout: float = 20) -> None:
        leader = self.process
        if leader is None:
            raise LabError(f"{self.lab} does not run")
        around = int((self.folder / "pid").read_text())
        os.kill(leader, how)
        deadline = time.monotonic() + timeout
        while Path(f"/proc/{around}/task/{around}/children").exists() and self.process:
            if time.monotonic() > deadline:
                raise LabError("the server did not end")
            time.sleep(0.02)
        (self.folder / "pid").unlink(missing_ok=True)
        self._unmount()

    def _mounted(self) -> Path:
        root, work = self.folder / "root", self.state / "work"
        self._unmount()
        for path in (root, work, *(self.state / part for part in PARTS)):
            path.mkdir(parents=True, exist_ok=True)
        layers = f"lowerdir={base(self.suite)}/tree,upperdir={self.state}/upper,workdir={work}"
        run(["mount", "-t", "overlay", "overlay", "-o", layers, root])
        return root

    def _unmount(self) -> None:
        run(["umount", "--lazy", self.folder / "root"], check=False)

    @staticmethod
    def _copy(source: Path, target: Path) -> None:
        """Copies what a server has of its own; the image has nothing that differs from itself."""
        target.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            shutil.rmtree(target / part, ignore_errors=True)
            if (source / part).exists():
                run(["cp", "--archive", source / part, target / part], timeout=300)
            else:
                (target / part).mkdir(mode=0o755)


def _limits_by_first_version() -> bool:
    return any(
        kind == "cgroup" and "memory" in options.split(",")
        for _, _, kind, options, *_ in map(str.split, Path("/proc/mounts").read_text().splitlines())
    )


def _cgroup(lab: str) -> Path:
    """A control group for the server alone: two that share one would end each other's services."""
    for line in Path("/proc/mounts").read_text().splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            group = Path(place) / f"lab-{lab}"
            group.mkdir(exist_ok=True)
            return group
    raise LabError("no cgroup2 is mounted here")
