"""A server that installs a package of Nacre from a signed repository."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable
from pathlib import Path

from .hardening import PASSWORD
from .lab import Lab
from .places import REPOSITORY
from .programs import LabError, Outcome, run
from .proofs import Refuted, expect

PLACE = "/srv/nacre"
"""Where the repository lies on the server."""
_SCRIPTS = {"nacre": "scripts/package", "nacre-guard": "scripts/package-guard"}
"""What packs each."""


def words(outcome: Outcome) -> str:
    return f"status {outcome.status}:\n{outcome.output}{outcome.errors}"


class PackageServer:
    """A lab's server, and what packages and repositories are made with for it."""

    def __init__(self, lab: Lab, binary: Path, manual: Path, folder: Path, package: str = "nacre") -> None:
        self.lab, self.binary, self.manual, self.folder, self.package = lab, binary, manual, folder, package
        # Two throw-away keys: one that the server is told, and somebody else's.
        for owner in ("ours", "other"):
            home = folder / owner
            home.mkdir(mode=0o700)
            made = ["--batch", "--quiet", "--passphrase", "", "--quick-generate-key", f"{owner} <{owner}@localhost>", "rsa3072", "sign", "never"]
            run(["gpg", "--homedir", home, *made])

    def publish(self, *versions: str, with_key: bool = True) -> None:
        """Makes the repository anew with these versions; without the key that the server was told, by another one."""
        owner = "ours" if with_key else "other"
        packages = []
        for version in versions:
            made = self.folder / f"made-{version}"
            if not made.exists():
                environment = {"NACRE_PACKAGE_VERSION": version}
                run([REPOSITORY / _SCRIPTS[self.package], self.binary, self.manual, made], environment=environment, timeout=600)
            packages += list(made.glob("*.deb"))
        environment = {
            "GNUPGHOME": str(self.folder / owner),
            "NACRE_SIGNING_KEY": f"{owner}@localhost",
            "NACRE_REPOSITORY_URL": f"file:{PLACE}",
        }
        repository = self.folder / f"repository-{owner}"
        run([REPOSITORY / "scripts/repository", repository, *packages], environment=environment)
        archive = self.folder / "repository.tar"
        run(["tar", "-C", repository, "-cf", archive, "."])
        self.lab.copy(archive, "/run/repository.tar", "644")
        keyring = "/etc/apt/keyrings/nacre-archive-keyring.asc"
        unpacked = f"rm -rf {PLACE} && mkdir -p {PLACE} /etc/apt/keyrings && tar -C {PLACE} -xf /run/repository.tar"
        unpacked += f" && cp {PLACE}/nacre.sources /etc/apt/sources.list.d/"
        done = self.run(unpacked)
        expect(done.fine, done.output)
        ours = run(["gpg", "--homedir", self.folder / "ours", "--armor", "--export"]).output
        self.run(f"printf %s {shlex.quote(ours)} >{keyring} && chmod 644 {keyring}")

    def run(self, script: str) -> Outcome:
        """As root, with nobody to answer a question."""
        return self.lab.machine.execute(f"export DEBIAN_FRONTEND=noninteractive; {script}", timeout=600)

    def login(self, *arguments: str) -> Outcome:
        """Nacre, from a new login of an operator."""
        command = ("sudo", "-S", "-p", "''", "nacre", *arguments)
        return self.lab.ssh(*command, timeout=600, stdin=f"{PASSWORD}\n")

    def apply(self, control: str, within: str = "15m") -> None:
        done = self.login("apply", "--yes", "--only", control, "--confirm-within", within)
        expect(done.fine, f"nacre apply ended with {done.status}: {done.output}{done.errors}")

    def there(self, path: str) -> bool:
        return self.lab.machine.execute(f"test -e {shlex.quote(path)}").fine

    @property
    def installed(self) -> str:
        """The version that is installed whole; nothing where none is."""
        asked = f"dpkg-query -W -f '${{db:Status-Status}} ${{Version}}' {self.package} 2>/dev/null"
        state, _, version = self.lab.machine.execute(asked).output.strip().partition(" ")
        return version if state == "installed" else ""

    def show(self, *claims: Callable[[PackageServer], None]) -> bool:
        """Says of each claim, in its own words, whether it holds, up to the first that does not; whether there was one."""
        for claim in claims:
            began = time.monotonic()
            mark, more = "ok  ", ""
            try:
                claim(self)
            except (Refuted, LabError) as error:
                mark, more = "NO  ", f"\n{error}"
            print(f"{mark}{time.monotonic() - began:4.0f} s  {(claim.__doc__ or '').strip()}{more}", flush=True)
            if more:
                return True
        return False
