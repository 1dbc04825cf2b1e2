"""What is audited for the record: the trees of lab/broken and the sample configurations, at a day that never changes."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from .golden_form import Cases, Findings, findings
from .places import LAB
from .programs import LabError, run

TODAY = 1_795_824_000
"""2026-11-28: what grows old, or runs out, does so by this day."""
_CLOCK = f"#include <time.h>\ntime_t time(time_t *to) {{ if (to) *to = {TODAY}; return {TODAY}; }}\n"
VERSIONS = (("", "standalone"), ("2026.6.11", "managed"), ("2026.9.6", "standalone"))
"""The OpenClaw that is installed beside each sample configuration, and the profile; without one, defaults are unknown."""


@dataclass(frozen=True)
class Case:
    name: str
    root: Path
    profile: str


def trees(work: Path) -> list[Case]:
    """Every broken tree with both profiles, and with its own where it has one."""
    cases = []
    for tree in sorted(path for path in (LAB / "broken").iterdir() if path.is_dir()):
        root = work / tree.name
        run([LAB / "broken" / "lay", tree.name, root])
        cases += [Case(f"{tree.name}-{profile}", root, profile) for profile in ("standalone", "managed")]
        own = root / "etc/nacre/profile.yaml"
        if own.exists():
            cases.append(Case(f"{tree.name}-own", root, str(own)))
    return cases


def samples(work: Path, directory: Path) -> list[Case]:
    """A server each for the sample configurations and compose files, named by their content, not by whose they are."""
    cases = []
    for file in sorted((directory / "configs").iterdir()):
        for version, profile in VERSIONS:
            name = f"config-{version and version + '-'}{profile}-{_digest(file)}"
            root = _server(work / name, "home/alice/.openclaw/openclaw.json", file)
            if version:
                package = root / "home/alice/.npm-global/lib/node_modules/openclaw/package.json"
                package.parent.mkdir(parents=True)
                package.write_text(json.dumps({"name": "openclaw", "version": version}))
            cases.append(Case(name, root, profile))
    for file in sorted((directory / "compose").iterdir()):
        root = _server(work / f"compose-{_digest(file)}", "opt/openclaw/docker-compose.yml", file)
        cases += [Case(f"compose-{profile}-{_digest(file)}", root, profile) for profile in ("standalone", "managed")]
    return cases


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:6]


def _server(root: Path, place: str, file: Path) -> Path:
    (root / "etc").mkdir(parents=True)
    (root / "etc/passwd").write_text("alice:x:1000:1000::/home/alice:/bin/bash\n")
    to = root / place
    to.parent.mkdir(parents=True)
    shutil.copyfile(file, to)
    to.chmod(0o600)
    to.parent.chmod(0o700)
    return root


class Audits:
    """Runs audits that see only the trees: with the fixed clock, and nothing of this machine's environment."""

    def __init__(self, nacre: Path, work: Path) -> None:
        self.nacre = nacre
        self.clock = work / "clock.so"
        source = work / "clock.c"
        source.write_text(_CLOCK)
        compiler = next((name for name in ("cc", "gcc", "clang") if shutil.which(name)), "cc")
        run([compiler, "-shared", "-fPIC", "-o", self.clock, source])

    def all(self, lay: Callable[[Path], list[Case]], work: Path) -> Cases:
        began = time.time()
        work.mkdir()
        cases = lay(work)
        _date(work, began)
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip((case.name for case in cases), pool.map(self._one, cases), strict=True))

    def _one(self, case: Case) -> Findings:
        arguments = [self.nacre, "audit", "--root", case.root, "--profile", case.profile]
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC", "LD_PRELOAD": str(self.clock)}
        done = subprocess.run(
            [*arguments, "--format", "json", "--fail-on", "never"],
            env=environment,
            capture_output=True,
            timeout=120,
        )
        if done.returncode != 0:
            raise LabError(f"{case.name}: nacre ended with status {done.returncode}: {done.stderr.decode()}")
        # What has the tree's place in it would change with every run.
        report = json.loads(done.stdout.decode().replace(str(case.root), "ROOT"))
        if report["time"] != time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(TODAY)):
            raise LabError(f"{case.name}: the clock could not be held: the report is of {report['time']}")
        return findings(report)


def _date(work: Path, began: float) -> None:
    """Gives the fixed day to whatever was just laid and has no time of its own."""
    for folder, folders, files in os.walk(work, topdown=False):
        for path in (*(os.path.join(folder, name) for name in (*folders, *files)), folder):
            if os.lstat(path).st_mtime >= began - 1:
                os.utime(path, (TODAY, TODAY), follow_symlinks=False)
