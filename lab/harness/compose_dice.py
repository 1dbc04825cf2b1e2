"""Random compose projects that run OpenClaw: files, overrides, includes, extends, anchors, tags and variables."""

import yaml

from .dice import Dice


class Tagged:
    """A value under one of compose's own tags."""

    def __init__(self, tag: str, value: object) -> None:
        self.tag, self.value = tag, value


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _tagged(dumper: _Dumper, tagged: Tagged) -> yaml.Node:
    node = dumper.represent_data(tagged.value)
    node.tag = tagged.tag
    return node


_Dumper.add_representer(Tagged, _tagged)

VARIABLES = {
    "A": ["", "0.0.0.0", "127.0.0.1", "host", "true", "false", "ALL", "/", "4", "512m"],
    "BIND": ["127.0.0.1", "0.0.0.0", "", "192.0.2.1"],
    "USER_ID": ["0", "1000", "", "node"],
    "DATA": ["./data", "/var/run/docker.sock", "/", "/etc"],
    "NOTHING": [],
}


class ComposeDice(Dice):
    """One project, by a seed."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        # Whether limits stand under `deploy` in this project.
        self.limited: bool | None = None

    def text(self, *values: str) -> str:
        """One of the values, now and then by a variable."""
        value = str(self.one(*values))
        name = self.random.choice(list(VARIABLES))
        if self.often(0.75):
            return value
        return str(
            self.one(
                f"${{{name}:-{value}}}", f"${{{name}-{value}}}", f"${{{name}:+{value}}}", f"${{{name}+{value}}}",
                f"${{{name}:-${{A:-{value}}}}}", f"${{UNSET_{name}-{value}}}",
            )
        )

    def port(self) -> object:
        address = self.text("127.0.0.1", "0.0.0.0", "::1", "192.0.2.1", "127.0.0.2")
        if self.often(0.25):
            long: dict[str, object] = {"target": 18789, "published": self.text("18789", "443")}
            if self.often(0.7):
                long["host_ip"] = address
            if self.often(0.3):
                long["mode"] = "host"
            return long
        if ":" in address and "$" not in address:
            address = f"[{address}]"
        return self.one(
            f"{address}:18789:18789", "18789:18789", f"{address}:18789-18790:18789-18790", "18789",
            f"{address}::18789", "18789:18789/udp", f"{address}:18789:18789/tcp", "18789-18790:18789-18790",
        )

    def volume(self) -> object:
        source = self.text("./data", "/var/run/docker.sock", "/", "/etc", "/home/claw/.openclaw", "/root", "named", "~/x", "../..", "./../../etc", "/srv/../etc", "/run/user/1000", "..")
        target = str(self.one("/home/node/.openclaw", "/data", "/etc/cron.d", "/host", "/var/run/docker.sock"))
        if self.often(0.25):
            kind = "bind" if source[:1] in "/.~$" else "volume"
            return {"type": kind, "source": source, "target": target, "read_only": self.often(0.3)}
        if self.often(0.1):
            return target
        return f"{source}:{target}" + str(self.one("", "", ":ro", ":rw", ":ro,z"))

    def environment(self) -> object:
        pairs = {
            name: self.text("1", "plain", "production")
            for name in self.random.sample(["OPENCLAW_GATEWAY_PORT", "NODE_ENV", "TZ", "NODE_OPTIONS"], 2)
        }
        return pairs if self.often(0.5) else [f"{name}={value}" for name, value in pairs.items()]

    def key(self, name: str) -> object:
        """A value for a key of a service."""
        flag = self.one(True, False, True, False, self.one("${YES:-true}", "${NO:-false}", "${YES-false}"))
        match name:
            case "image":
                return self.text("openclaw:latest", "ghcr.io/openclaw/openclaw:2026.9.6", "openclaw/openclaw@sha256:" + "a" * 64)
            case "user":
                return self.text("0", "1000", "root", "node", "1000:1000", "0:0", "00")
            case "cap_drop":
                return self.one(["ALL"], ["all"], ["NET_RAW"], ["ALL", "NET_RAW"], [])
            case "cap_add":
                return self.one(["SYS_ADMIN"], ["NET_BIND_SERVICE"], ["ALL"], [], ["CAP_SYS_PTRACE"])
            case "privileged" | "read_only":
                return flag
            case "security_opt":
                return self.random.sample(
                    ["no-new-privileges:true", "no-new-privileges", "no-new-privileges:false", "seccomp:unconfined",
                     "apparmor:unconfined", "apparmor=unconfined", "no-new-privileges=true", "systempaths=unconfined"], self.random.randrange(3)
                )
            case "mem_limit":
                return self.one("512m", "1g", "0", "2gb", 1073741824, "${MEMORY:-1g}", "1.5g", "512k")
            case "pids_limit":
                return self.one(100, "200", -1, 0, 512)
            case "cpus":
                return self.one("0.5", 2, 0, 1.5, "${CPUS:-2}", "${CPUS-0.5}")
            case "cpu_quota":
                return self.one(50000, "100000", 0, "50ms", -1, "${CPUS:-20000}")
            case "deploy":
                limits = {
                    "memory": self.one("512M", "2G", "${MEMORY:-1G}"), "cpus": self.one("0.5", "2"), "pids": self.one(100, 300)
                }
                chosen = {k: limits[k] for k in self.random.sample(list(limits), self.random.randrange(4))}
                return {"resources": {"limits": chosen}}
            case "healthcheck":
                return self.one(
                    {"test": ["CMD", "true"]}, {"test": "true"}, {"disable": True}, {"test": ["NONE"]}, {"interval": "30s"},
                    {"test": ["CMD-SHELL", "true"], "disable": False},
                )
            case "restart":
                return self.text("always", "no", "unless-stopped", "on-failure:3")
            case "logging":
                return self.one(
                    {"driver": "json-file", "options": {"max-size": "10m"}}, {"driver": "local"},
                    {"driver": "json-file"}, {"options": {"max-file": "3"}}, {"options": {"max-size": "1m", "max-file": "2"}},
                )
            case "network_mode":
                return self.text("host", "bridge", "none")
            case "pid" | "ipc" | "uts" | "userns_mode":
                return self.text("host", "host" if name in ("uts", "userns_mode") else "private" if name == "ipc" else "host")
            case "devices":
                return self.one(
                    ["/dev/kvm:/dev/kvm"], ["/dev/sda:/dev/xvda:r"], [], [{"source": "/dev/sda", "target": "/dev/xvda"}]
                )
            case "ports":
                return [self.port() for _ in range(self.random.randrange(1, 3))]
            case "volumes":
                return [self.volume() for _ in range(self.random.randrange(1, 4))]
            case "environment":
                return self.environment()
            case "command":
                return self.one(["node", "openclaw.mjs", "gateway"], "node openclaw.mjs gateway", ["gateway", "--bind", "lan"])
            case "secrets":
                return self.one(["key"], [{"source": "key", "target": "/run/key"}])
            case "cgroup":
                return self.one("host", "private")
            case "device_cgroup_rules":
                return ["c 1:3 mr"]
            case "tmpfs":
                return self.one("/tmp", ["/tmp"], ["/tmp:size=64m"])
            case "init":
                return flag
        raise KeyError(name)

    KEYS = (
        "image user cap_drop cap_add privileged read_only security_opt mem_limit pids_limit cpus cpu_quota deploy healthcheck "
        "restart logging network_mode pid ipc uts userns_mode devices ports volumes environment command tmpfs init secrets cgroup "
        "device_cgroup_rules"
    ).split()

    def service(self, share: float) -> dict[str, object]:
        keys = [name for name in self.KEYS if self.often(share)]
        # Compose refuses two limits of one kind that are not the same.
        limits = [name for name in keys if name in ("mem_limit", "pids_limit", "cpus")]
        if "deploy" in keys and limits or "deploy" not in keys and self.limited is True:
            keys = [name for name in keys if name not in limits]
        if self.limited is None and (limits or "deploy" in keys):
            self.limited = "deploy" in keys
        if self.limited is False:
            keys = [name for name in keys if name != "deploy"]
        return {name: self.key(name) for name in keys}

    def overlay(self) -> dict[str, object]:
        """What a later file says, under compose's tags now and then."""
        service = self.service(0.25)
        for name in list(service):
            if name != "image" and self.often(0.15):
                service[name] = Tagged("!reset", None if self.often(0.5) else service[name])
            elif self.often(0.1):
                service[name] = Tagged("!override", service[name])
        return service

    def document(self, service: dict[str, object], name: str = "gateway") -> dict[str, object]:
        whole: dict[str, object] = {"services": {name: service}}
        named: dict[str, object] = {"driver_opts": {"type": "none", "o": "bind", "device": str(self.one("/", "/srv/data"))}}
        if name != "second":
            whole["volumes"] = {"named": named if self.often(0.3) else {}}
            whole["secrets"] = {"key": {"file": self.one("./key", "/etc/shadow", "../../root/.ssh/id_rsa")}}
        return whole

    def files(self) -> dict[str, str]:
        """Each file's text, by its path below the project's directory."""
        files: dict[str, object] = {}
        base = {"image": "openclaw:latest"} | self.service(0.3)
        main = str(self.one("docker-compose.yml", "compose.yaml", "compose.yml", "docker-compose.yaml"))
        document = self.document(base)
        if self.often(0.2):
            other = self.service(0.3)
            if self.often(0.5):
                document["services"]["base"] = {"image": "openclaw:latest"} | other
                base["extends"] = "base" if self.often(0.5) else {"service": "base"}
            else:
                files["common.yml"] = self.document({"image": "openclaw:latest"} | other, "base")
                base["extends"] = {"file": "common.yml", "service": "base"}
        if self.often(0.12):
            files["parts/part.yml"] = self.document({"image": "openclaw:latest"} | self.service(0.3), "second")
            document["include"] = [self.one("parts/part.yml", {"path": "parts/part.yml"}, {"path": ["parts/part.yml"], "project_directory": "."})]
        if self.often(0.1):
            base["profiles"] = ["debug"]
        files[main] = document
        if self.often(0.4):
            files[str(self.one("compose.override.yml", "docker-compose.override.yml", "compose.override.yaml"))] = self.document(self.overlay())
        texts = {name: yaml.dump(value, Dumper=_Dumper, sort_keys=False) for name, value in files.items()}
        if self.often(0.15):
            texts[main] = texts[main].replace("services:\n", "x-common: &common\n  read_only: true\n  cap_drop: [ALL]\nservices:\n", 1).replace(
                "  gateway:\n", "  gateway:\n    <<: *common\n", 1
            )
        lines = [f"{name}={self.one(*values)}" for name, values in VARIABLES.items() if values and self.often(0.5)]
        if self.often(0.1):
            texts["more.yml"] = yaml.dump(self.document(self.overlay()), Dumper=_Dumper, sort_keys=False)
            lines.append(f"COMPOSE_FILE={main}:more.yml")
        if lines and self.often(0.7):
            texts[".env"] = "\n".join(lines) + "\n"
        return texts
