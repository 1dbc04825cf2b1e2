"""Random daemon.json files, as dockerd takes and refuses them."""

import json

from .dice import Dice

FLAGS = "icc live-restore ipv6 iptables debug userland-proxy no-new-privileges experimental raw-logs tls tlsverify init".split()
TEXTS = "bip data-root log-driver log-level default-runtime storage-driver userns-remap group fixed-cidr bridge pidfile".split()
WHOLES = "mtu max-concurrent-downloads max-concurrent-uploads shutdown-timeout max-download-attempts cpu-rt-period".split()
LISTS = "dns dns-search dns-opts hosts labels exec-opts storage-opts insecure-registries registry-mirrors node-generic-resources".split()
OTHERS = (
    "log-opts runtimes default-ulimits features builder default-address-pools default-shm-size ip default-gateway proxies "
    "default-ipc-mode default-cgroupns-mode swarm-default-advertise-addr metrics-addr default-network-opts host-gateway-ip "
    "seccomp-profile init-path containerd cgroup-parent default-gateway-v6 allow-nondistributable-artifacts Hosts ICC dns_search "
    "unknown host label log-opt tlscacert api-cors-header authorization-plugins"
).split()
ODD = [None, True, "true", 0, -1, 1.5, 1e3, "", "x", [], {}, [1], ["a", None], {"a": 1}, {"a": "b"}, [["a"]], 10**20, {"icc": True}]
GOOD = {
    "bip": ["172.17.0.1/16", "fe80::1/64", "x"], "log-level": ["info", "INFO", "warning", "loud", "warn"], "dns": [["192.0.2.1"],
    ["::1"], ["x"], ["192.0.2.01"], ["fe80::1%eth0"], [""]], "dns-search": [["example.org"], ["."], ["a b"], ["-a"], [""]],
    "hosts": [["fd://"], ["unix:///run/docker.sock"], ["tcp://127.0.0.1:2375"], ["tcp://"], ["127.0.0.1:2375"], [":2375"],
              ["http://x"], ["tcp://x:y"], ["tcp://0.0.0.0:99999"], ["unix://"], ["x"], ["tcp://[::1]:2375"], ["tcp://[::1"],
              ["FD://"], [" fd://"], ["npipe://x"], ["tcp://127.0.0.1:2375/a"]],
    "labels": [["a=b"], ["a"], ["a=b", "a=c"], ["=b"], ["a="], ["a=b", "a=b"]], "log-opts": [{"max-size": "10m"}, {"max-file": 3}, {"x": None}],
    "runtimes": [{"a": {"path": "/x"}}, {"a": {}}, {"runc": {"path": "/x"}}, {"a": "x"}, {"a": {"path": "/x", "runtimeType": "y"}},
                 {"a": {"runtimeType": "y", "options": {}}}, {"a": {"runtimeArgs": ["x"]}}, {"a": {"path": 1}}, {"a": None},
                 {"io.containerd.runc.v2": {"path": "/x"}}, {"a": {"runtimeType": "y", "runtimeArgs": ["x"]}}],
    "default-runtime": ["runc", "a", "", "io.containerd.runc.v2", "io.containerd.x.v1"],
    "default-ulimits": [{"nofile": {"Name": "nofile", "Hard": 1, "Soft": 1}}, {"nofile": {"Name": "x", "Hard": "1"}}, {"nofile": {"name": "y"}}],
    "features": [{"buildkit": True}, {"buildkit": "true"}, {"containerd-snapshotter": False}],
    "builder": [{"gc": {"enabled": True}}, {"gc": {"enabled": "x"}}, {"gc": {"defaultKeepStorage": "10GB"}}, {"x": 1}, {"gc": []},
                {"gc": {"policy": [{"keepStorage": "1GB", "all": True, "filter": ["unused-for=2h"]}]}}, {"entitlements": {"network-host": 1}},
                {"gc": {"policy": [{"filter": {"unused-for": "x"}}]}}],
    "default-address-pools": [[{"base": "10.0.0.0/8", "size": 24}], [{"base": "10.0.0.0/8", "size": "24"}], [{"base": "x", "size": 24}], [{}],
                              [{"base": "10.0.0.0/8", "size": 4}], [{"base": "10.0.0.0/8"}], [{"Base": "10.0.0.0/8", "Size": 24}]],
    "default-shm-size": ["64M", "64m", 64, "1.5g", "x", "64 MB", "-1", None], "ip": ["127.0.0.1", "x", "::1", ""],
    "default-gateway": ["10.0.0.1", "x"], "default-ipc-mode": ["private", "host", "shareable", ""],
    "default-cgroupns-mode": ["private", "host", "x"], "mtu": [1500, 0, -1, "1500", 1e3], "metrics-addr": ["127.0.0.1:9323", "x"],
    "default-network-opts": [{"bridge": {"a": "b"}}, {"bridge": {"a": 1}}], "exec-opts": [["native.cgroupdriver=systemd"],
    ["native.cgroupdriver=x"], ["x=y"], ["x"]], "proxies": [{"http-proxy": "http://x"}, {"http-proxy": 1}, {"https-proxy": "x"}, {"x": "y"},
    {"http-proxy": "://x"}], "node-generic-resources": [["gpu=1"], ["gpu"], ["gpu=x"], ["gpu=1", "gpu=a"]], "registry-mirrors":
    [["https://x"], ["x"], ["https://x/a"], ["ftp://x"], ["https://u@x"], ["https://x?a"], ["https://x/"]], "insecure-registries": [["10.0.0.0/8"],
    ["x:5000"], ["http://x"], ["-x"], ["x:y"], ["x:99999"]], "userns-remap": ["default", "x:y"], "storage-opts": [["a=b"], ["a"]], "group": ["docker"],
}


class DockerdDice(Dice):
    """One file, by a seed."""

    def value(self, key: str) -> object:
        if self.often(0.12):
            return self.random.choice(ODD)
        if key in GOOD:
            return self.random.choice(GOOD[key])
        if key in FLAGS:
            return self.often(0.5)
        if key in WHOLES:
            return self.random.choice([0, 3, 10, 10, 100, -3])
        return self.random.choice(["x", "/x"]) if key in TEXTS or key not in LISTS else self.random.choice([["x"], []])

    def text(self) -> str:
        keys = [self.random.choice(self.random.choice([FLAGS, TEXTS, WHOLES, LISTS, OTHERS])) for _ in range(self.random.choice([1, 1, 1, 2, 2, 3]))]
        if self.often(0.05):
            keys.append(keys[0])
        members = [f"{json.dumps(key)}: {json.dumps(self.value(key))}" for key in keys]
        if self.often(0.05):
            members = [f'"{self.random.choice(["group-of", "x", "log", "icc"])}": {{{", ".join(members)}}}']
        text = "{" + ", ".join(members) + "}"
        if self.often(0.12):
            text = self.random.choice([
                "", " ", "null", "[]", "{}", "\n{}\n", "\ufeff" + text, text[:-1] + ",}", text + "x", text + text, "// x\n" + text, text[:-1],
                text.replace('"', "'"), "/* x */" + text, text + "\n# x", text.replace(":", "=", 1), "\0" + text, text + "\0", '"x"', "1", "true",
                text.replace(" ", "\t"), text.replace(" ", "\u00a0"), text.replace('"', '"\\u0069', 1), text.replace("x", "\\ud800"), "[" + text + "]",
                text.replace("x", "\x01"), text.replace("1", "01"), text.replace("true", "True"), text.replace("x", "\udcff"),
            ])
        return text
