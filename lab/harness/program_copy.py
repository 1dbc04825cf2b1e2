"""Puts nacre on a server, with the libraries it is linked against where it is not linked statically."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from .lab import Lab
from .places import REPOSITORY
from .programs import LabError, run

PATH = "/usr/local/bin/nacre"
LAUNCHER = "/usr/local/lib/nacre/nacre-secret"


chosen: Path | None = None
"""The binary that was named on the command line."""


def built() -> Path:
    """The binary to try: the one that was named, or what was built last."""
    if chosen:
        return chosen
    binaries = [REPOSITORY / ".build" / configuration / "nacre" for configuration in ("release", "debug")]
    there = [binary for binary in binaries if binary.exists()]
    if not there:
        raise LabError("no nacre is built: swift build --product nacre")
    return max(there, key=lambda binary: binary.stat().st_mtime)


def install(lab: Lab, binary: Path) -> None:
    """Copies the binary to `PATH`; what it needs of a toolchain lands where the toolchain has it."""
    listed = run(["ldd", binary], check=False).output
    # Before the arrow stands what starts the binary, where it names a loader of its own.
    linked = [path for arrow in re.findall(r"^\s*(\S+) => (\S+)", listed, re.MULTILINE) for path in arrow]
    libraries = [Path(path) for path in linked if path[:1] == "/" and not path.startswith(("/lib", "/usr/lib/x86_64"))]
    if libraries and not lab.machine.execute(f"test -e {libraries[0]}").fine:
        with tempfile.NamedTemporaryFile(suffix=".tar") as archive:
            run(["tar", "--dereference", "--absolute-names", "-cf", archive.name, *libraries])
            lab.copy(Path(archive.name), "/run/lab-libraries.tar")
        lab.machine.execute("tar --absolute-names -xf /run/lab-libraries.tar && rm /run/lab-libraries.tar")
    lab.copy(binary, PATH)
    with tempfile.TemporaryDirectory() as folder:
        launcher = Path(folder, "nacre-secret")
        run([REPOSITORY / "scripts/launcher", launcher])
        lab.machine.execute("mkdir -p $(dirname %s)" % LAUNCHER)
        lab.copy(launcher, LAUNCHER, mode="755")
