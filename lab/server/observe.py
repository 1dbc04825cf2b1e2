"""Run on the server: prints all that a rollback must bring back, as one JSON object of areas with names and values."""

import hashlib
import json
import os
import re
import stat
import subprocess

# What packages bring is most of all bytes; asked to be quick, its time stands for its content.
QUICK, PACKED = "QUICK" in os.environ, ("/usr/", "/boot/")
TREES = ("/etc", "/opt", "/home", "/root", "/usr", "/var", "/boot", "/srv")
# What changes by itself, or is a record of what was done, or belongs to what watches.
LEFT_OUT = re.compile(
    "|".join(
        (
            "/opt/swift",  # a toolchain's libraries, where the lab's binary needs them
            "/usr/local/bin/nacre$",
            "/var/lib/nacre$|/var/lib/nacre/",  # the record of generations stays
            "/var/lab/",
            "/usr/lib/systemd/system/lab-channel",
            "/var/log/",  # logs, of dpkg and apt too
            "/var/cache/",
            "/var/tmp/",
            "/var/backups/",
            "/var/lib/apt/(lists|periodic)/|/var/lib/apt/daily_lock$",  # apt's own timers, at 6 and at 18 o'clock
            "/var/lib/dpkg/(status-old|diversions-old|statoverride-old|lock|triggers/)",
            "/var/lib/systemd/(timers|timesync|random-seed|linger|catalog|deb-systemd-helper)",
            "/var/lib/(docker|containerd)/",  # by what docker says of them, below
            "/var/lib/private/",
            "/var/lib/ucf/cache/",
            "/var/lib/ucf/(hashfile|registry)[.][0-9]",  # ucf keeps its last ones
            "/etc/(passwd|group|shadow|gshadow)-$",  # as they were before their last change
            "/var/lib/dbus/machine-id$",
            ".*/__pycache__",
            "/home/[a-z]+/.sudo_as_admin_successful$",  # sudo leaves it at its first use
            "/home/[a-z]+/.bash_history$",
            "/root/.bash_history$",
            "/opt/openclaw/state/gateway.lock$",  # a running gateway writes it
        )
    )
)

# Units of sessions, devices and containers come and go; timers and what they start run when it is time.
PASSING = re.compile(
    r"\.(device|scope|mount|slice)$|^(user|session|run-|dev-|sys-)"
    r"|^systemd-(tmpfiles|fsck|ask|hostnamed|timedated|logind-x|exit|localed)"
    r"|^(apt|dpkg|e2scrub|fstrim|man|motd).*\.service"
)
# Parameters that count, or that the kernel sets by itself, as nf_log's when its module comes with the first LOG rule.
VOLATILE = re.compile(
    r"kernel\.(random\.|ns_last_pid|pty\.nr|tainted|sched_domain|perf_event_max_sample_rate|numa_balancing|core_)"
    r"|net\.netfilter\.nf_log\.[0-9]|fs\.(dentry-state|file-nr|inode|quota|aio-nr|epoll|mqueue)|net\.netfilter\.nf_conntrack_(count|expect)"
    r"|.*\.(stable_secret|flush)|net\.ipv[46]\.(conf|neigh)\.veth|vm\.(stat|user_reserve_kbytes|admin_reserve_kbytes)|net\.ipv4\.tcp_fastopen_key"
)
# Numbers, times and addresses that every container is given anew, and the one that compose put it in the place of.
GIVEN_ANEW = re.compile(
    r"^(Id|Created|State\.(Pid|StartedAt|FinishedAt|Health\.(Log|FailingStreak))|.*Path$|LogPath|GraphDriver|RestartCount|SandboxI"
    r"|.*(Sandbox|Endpoint|Network)(ID|Key)|.*\.MacAddress|Config\.Hostname|.*\.compose\.replace$|.*\.(Aliases|DNSNames)\.|Mounts\.)"
)


def output(*command):
    environment = {**os.environ, "LC_ALL": "C", "SYSTEMD_COLORS": "0"}
    try:
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60).stdout
    except FileNotFoundError:
        return ""


def files():
    found = {}
    for tree in TREES:
        for folder, folders, names in os.walk(tree):
            folders[:] = [
                f for f in folders if not LEFT_OUT.match(f"{folder}/{f}") and not LEFT_OUT.match(f"{folder}/{f}/")
            ]
            for name in (*folders, *names, "."):
                path = f"{folder}/{name}"
                # Of unattended-upgrades, where those timers run while it is there: an empty one means nothing to apt.
                if path == "/etc/apt/sources.list" and os.path.getsize(path) == 0:
                    continue
                if not LEFT_OUT.match(path):
                    found[folder if name == "." else path] = described(path)
    return found


def described(path):
    try:
        status = os.lstat(path)
        words = [
            f"{stat.S_IFMT(status.st_mode) >> 12:o} {stat.S_IMODE(status.st_mode):04o} {status.st_uid}:{status.st_gid}"
        ]
        if stat.S_ISLNK(status.st_mode):
            words.append("-> " + os.readlink(path))
        elif stat.S_ISREG(status.st_mode):
            words.append(f"{status.st_size}")
            if QUICK and path.startswith(PACKED):
                words.append(f"from {status.st_mtime_ns}")
                return " ".join(words)
            with open(path, "rb") as file:
                words.append(hashlib.blake2b(file.read(), digest_size=12).hexdigest())
        if not stat.S_ISLNK(status.st_mode):
            words += [f"{name}={os.getxattr(path, name).hex()}" for name in sorted(os.listxattr(path))]
        return " ".join(words)
    except FileNotFoundError:
        return "gone while looking"


def units():
    found = {}
    for line in output("systemctl", "list-unit-files", "--no-legend", "--no-pager").splitlines():
        name, state = line.split()[:2]
        if not PASSING.search(name):
            found[name] = state
    for line in output("systemctl", "list-units", "--all", "--plain", "--no-legend", "--no-pager").splitlines():
        name, load, active, sub = line.split()[:4]
        if PASSING.search(name):
            continue
        if active == "inactive" or (load == "not-found" and active != "failed"):
            continue
        found[f"{name} now"] = f"{active} {sub}"
    return found


def rules():
    found = {}
    for name in ("iptables", "ip6tables"):
        for kind in ("nft", "legacy"):
            text = output(f"{name}-{kind}-save")
            lines = [re.sub(r" ?\[\d+:\d+\]", "", line) for line in text.splitlines() if not line.startswith("#")]
            # Docker orders its own anew at every start: one bridge after another, and what leads to them.
            places = [n for n, line in enumerate(lines) if re.match(r"-A (DOCKER|FORWARD -j DOCKER-)", line)]
            for place, line in zip(places, sorted(lines[place] for place in places)):
                lines[place] = line
            found[f"{name}-{kind}"] = "\n".join(lines)
    os.environ["LD_LIBRARY_PATH"] = "/var/lab/tools/usr/lib/x86_64-linux-gnu"
    text = output("/var/lab/tools/usr/sbin/nft", "-s", "list", "ruleset")
    del os.environ["LD_LIBRARY_PATH"]
    # What iptables made is compared above, without the numbers of sets and handles.
    table, lines = "", []
    for line in text.splitlines():
        table = line.removesuffix(" {") if line.startswith("table ") else table
        if not re.match(r"table (ip|ip6) (filter|nat|mangle|raw|security)$", table):
            lines.append(re.sub(r" expires \S+", "", line))
    found["nft"] = "\n".join(lines)
    return found


def packages():
    listed = output("dpkg-query", "-W", "-f", "${Package}:${Architecture} ${Version} ${db:Status-Abbrev}\n")
    found = dict(line.split(" ", 1) for line in listed.splitlines())
    found.update({f"{name} mark": "manual" for name in output("apt-mark", "showmanual").split()})
    return found


def parameters():
    lines = output("sysctl", "-a").splitlines()
    return dict(line.split(" = ", 1) for line in lines if " = " in line and not VOLATILE.match(line))


def containers():
    names = output("docker", "ps", "--all", "--format", "{{.Names}}").split()
    found = {"names": " ".join(sorted(names))}
    for name in names:
        (data,) = json.loads(output("docker", "inspect", name))
        # Compose writes these in any order, and a daemon that starts reads a list of nothing as none.
        for part, key in (("Config", "Env"), ("HostConfig", "Binds")):
            data[part][key] = sorted(data[part][key] or [])
        for path, value in leaves(data):
            if not GIVEN_ANEW.search(path) and value not in ("[]", "{}", "null"):
                found[f"{name} {path}"] = value
        for mount in data["Mounts"]:
            found[f"{name} mount {mount['Destination']}"] = f"{mount.get('Source')} {mount.get('RW')}"
    for kind in ("network", "volume", "image"):
        form = "{{.Name}} {{.Driver}}" if kind != "image" else "{{.Repository}}:{{.Tag}} {{.ID}}"
        for line in output("docker", kind, "ls", "--format", form).splitlines():
            found[f"{kind} {line}"] = "there"
    return found


def leaves(value, path=""):
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{path}.{number}")
    else:
        yield path, json.dumps(value)


def sockets():
    lines = output("ss", "-H", "-l", "-n", "-t", "-u", "-p").splitlines()
    found = {}
    for line in lines:
        fields = line.split()
        users = sorted(set(re.findall(r'"([^"]+)"', line)))
        # containerd takes any free port on loopback.
        if users != ["containerd"]:
            found[f"{fields[0]} {fields[4]}"] = " ".join(users)
    return found


print(json.dumps({look.__name__: look() for look in (files, units, rules, packages, parameters, containers, sockets)}))
