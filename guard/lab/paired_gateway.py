"""One gateway of a real OpenClaw with agents in pairs: d- asks a stand-in itself, g- through nacre-guard.

A third kind, h-, goes through nacre-guard, too, and its calls of exec wait for a person. All lies in one directory and on
loopback.
"""

import base64
import json
import os
import pathlib
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

KEYS = {"an": "sk-ant-api03-" + "R3alKeyOfTheGuard" * 5 + "AA", "oc": "sk-proj-RealKeyOfTheGuard0123456789abcdefgh",
        "or": "sk-proj-AnotherRealKeyOfTheGuard0123456789ab", "go": "AIzaRealKeyOfTheGuard0123456789abcdefgh"}
DIALECTS = {"an": ("anthropic-messages", ""), "oc": ("openai-completions", "/v1"), "or": ("openai-responses", "/v1"),
            "go": ("google-generative-ai", "/v1beta"), "ol": ("ollama", "")}
MCP = '''import json, sys
for line in sys.stdin:
    asked = json.loads(line)
    result = {}
    if asked["method"] == "initialize":
        result = {"protocolVersion": asked["params"]["protocolVersion"], "capabilities": {"tools": {}},
                  "serverInfo": {"name": "notes", "version": "1"}}
    elif asked["method"] == "tools/list":
        result = {"tools": [{"name": "find_note", "description": "Finds a note.", "inputSchema": {
            "type": "object", "properties": {"about": {"type": "string"}}, "required": ["about"]}}]}
    elif asked["method"] == "tools/call":
        about = asked["params"]["arguments"]["about"]
        open(sys.argv[1], "a").write(about + "\\n")
        result = {"content": [{"type": "text", "text": "MCP-NOTE about " + about + "."}]}
    if "id" in asked:
        print(json.dumps({"jsonrpc": "2.0", "id": asked["id"], "result": result}), flush=True)
'''


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def resident(pid):
    line = [line for line in open(f"/proc/{pid}/status") if line.startswith("VmRSS")][0]
    return int(line.split()[1]) / 1024


class PairedGateway:
    """Starts nacre-guard and the gateway, asks them, and ends them."""

    def __init__(self, openclaw, guard, directory, stand_in, phrase, broken=None, notes=True):
        self.openclaw, self.guard, self.directory, self.token = openclaw, guard, directory, secrets.token_hex(16)
        self.version = subprocess.run([openclaw, "--version"], capture_output=True, text=True).stdout.split()[1]
        self.newer = self.version >= "2026.8"
        self.home = pathlib.Path(directory, "home")
        self.home.mkdir()
        self.stand_in, self.phrase, self.broken, self.processes = stand_in, phrase, broken, []
        self.notes = notes and broken != "tool"
        self.port, self.guard_port = free_port(), free_port()
        self.placeholders = {}

    def start_guard(self):
        os.makedirs(f"{self.directory}/keys", mode=0o700)
        for name, key in KEYS.items():
            pathlib.Path(self.directory, "keys", f"key-{name}").write_text(key + "\n")
        pathlib.Path(self.directory, "keys", "phrase").write_text(self.phrase)
        settings = f'listen: ["127.0.0.1:{self.guard_port}"]\nadmin: {self.directory}/admin\n'
        settings += "filter: {keys: false}\n" if self.broken == "filter" else ""
        settings, agents = settings + "upstreams:\n", "agents:\n"
        for name, (dialect, base) in DIALECTS.items():
            for side in "gh":
                key = f"    key: key-{name}\n" if name in KEYS else ""
                settings += (f"  {side}-{name}:\n    dialect: {dialect}\n"
                             f"    url: http://127.0.0.1:{self.stand_in}/{side}-{name}{base}\n{key}")
                lines = subprocess.run([self.guard, "placeholder"], capture_output=True, text=True).stdout.split()
                self.placeholders[f"{side}-{name}"] = lines[1]
                holds = "    holds: [exec]\n" if side == "h" else ""
                agents += f"  {side}-{name}:\n    placeholder: {lines[3]}\n    upstream: {side}-{name}\n{holds}"
        pathlib.Path(self.directory, "guard.yaml").write_text(settings + agents)
        process = subprocess.Popen(
            [self.guard, "serve", "--config", f"{self.directory}/guard.yaml", "--credentials", f"{self.directory}/keys",
             "--journal", f"{self.directory}/journal"], stdout=subprocess.PIPE,
            stderr=open(f"{self.directory}/guard.err", "w"), start_new_session=True)
        self.processes.append(process)
        process.stdout.readline()

    def configuration(self):
        free = dict.fromkeys(("input", "output", "cacheRead", "cacheWrite"), 0)
        entry = {"id": "stub-1", "name": "Stub", "reasoning": True, "input": ["text", "image"], "cost": free,
                 "contextWindow": 128000, "maxTokens": 8192}
        # The agent that is the default has skills of its own: it is none of a pair.
        providers, agents = {}, [{"id": "main", "default": True, "model": "d-an/stub-1",
                                  "workspace": str(self.home / "main")}]
        for name, (api, base) in DIALECTS.items():
            for side in "dgh":
                agent = f"{side}-{name}"
                host = f"{self.stand_in}/{agent}" if side == "d" else self.guard_port
                key = "direct-key" if side == "d" else self.placeholders[agent]
                if self.broken == "route" and side == "g":
                    key = "nacre-guard-unknown"
                base_url = f"http://127.0.0.1:{host}{base}"
                providers[agent] = {"baseUrl": base_url, "apiKey": key, "api": api, "models": [entry]}
                work = self.home / "work" / agent
                work.mkdir(parents=True)
                (work / "MEMORY.md").write_text("# Notes\n\nThe harbour's gate opens at nine: REMEMBERED-GATE.\n")
                one = {"id": agent, "model": f"{agent}/stub-1", "workspace": str(work)}
                if name == "oc":
                    search = {"enabled": True, "provider": "openai", "model": "text-embedding-3-small",
                              "remote": {"baseUrl": base_url, "apiKey": key}}
                    one |= {"memory": {"search": search}} if self.newer else {"memorySearch": search}
                agents.append(one)
        fetch = {"enabled": True, "cacheTtlMinutes": 0}
        # Older ones reach loopback only by a proxy that they are told to trust.
        fetch |= {"ssrfPolicy": {"dangerouslyAllowPrivateNetwork": True}} if self.newer else {"useTrustedEnvProxy": True}
        settings = {
            "gateway": {"mode": "local", "port": self.port, "bind": "loopback",
                        "auth": {"mode": "token", "token": self.token},
                        "http": {"endpoints": {"chatCompletions": {"enabled": True}}}},
            "models": {"providers": providers},
            "agents": {"defaults": {"model": {"primary": "d-an/stub-1"}, "sandbox": {"mode": "off"}, "maxConcurrent": 64,
                                    "heartbeat": {"every": "0m"}, "models": {f"{p}/stub-1": {} for p in providers},
                                    "thinkingDefault": "medium", "skipBootstrap": True},
                       "list": agents},
            "tools": {"exec": {"security": "full", "ask": "off"}, "profile": "full", "web": {"fetch": fetch}},
            "update": {"checkOnStart": False},
        }
        if "2026.5.12" <= self.version < "2026.8" and self.broken != "patience":
            # These end a turn that has waited five minutes, whatever keeps its connection alive, and give its lock away.
            settings |= {"diagnostics": {"stuckSessionAbortMs": 900_000}, "session": {"writeLock": {"maxHoldMs": 900_000}}}
        if self.notes:
            # Each session starts a server of its own.
            server = self.home / "notes.py"
            server.write_text(MCP)
            settings["mcp"] = {"servers": {"notes": {
                "command": "/usr/bin/env", "args": ["python3", str(server), str(self.home / "notes-asked")]}}}
        return settings

    def start(self):
        self.start_guard()
        (self.home / "openclaw.json").write_text(json.dumps(self.configuration()))
        self.environment = {
            "HOME": str(self.home), "PATH": os.environ["PATH"], "OPENCLAW_STATE_DIR": str(self.home / "state"),
            "OPENCLAW_CONFIG_PATH": str(self.home / "openclaw.json"), "OPENCLAW_DISABLE_BONJOUR": "1",
            "NODE_ENV": "production", "TMPDIR": self.directory}
        if not self.newer:
            self.environment |= {"HTTP_PROXY": f"http://127.0.0.1:{self.stand_in}", "NO_PROXY": "127.0.0.1,localhost"}
        self.gateway = subprocess.Popen([self.openclaw, "gateway", "run"], env=self.environment, start_new_session=True,
                                        stdout=open(self.home / "log", "w"), stderr=subprocess.STDOUT)
        self.processes.append(self.gateway)
        for _ in range(360):
            time.sleep(0.5)
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2)
                return
            except OSError:
                if self.gateway.poll() is not None:
                    break
        raise SystemExit("the gateway does not start: " + (self.home / "log").read_text()[-2000:])

    def turn(self, agent, words, user, image=None, timeout=180):
        """Says something to an agent over HTTP; gives what it answers."""
        content = words
        if image:
            url = "data:image/png;base64," + base64.b64encode(image).decode()
            content = [{"type": "text", "text": words}, {"type": "image_url", "image_url": {"url": url}}]
        body = {"model": f"openclaw/{agent}", "user": user, "messages": [{"role": "user", "content": content}]}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/v1/chat/completions", json.dumps(body).encode(),
            {"authorization": f"Bearer {self.token}", "content-type": "application/json", "x-openclaw-agent-id": agent})
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return json.load(answer)["choices"][0]["message"]["content"]
        except urllib.error.HTTPError as error:
            return f"HTTP {error.code}: {error.read().decode()[:300]}"
        except OSError as error:
            return f"STUCK: {error}"

    def command(self, *words):
        """What OpenClaw's own command says."""
        done = subprocess.run([self.openclaw, *words], env=self.environment, capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else f"FAILED {done.returncode}: {done.stdout} {done.stderr}"[-3000:]

    def call(self, method, **parameters):
        said = self.command("gateway", "call", method, "--json", "--timeout", "120000", "--params",
                            json.dumps(parameters))
        try:
            return json.loads(said[said.index("{"):])
        except ValueError:
            return {"failed": said}

    def ask_guard(self, *words):
        done = subprocess.run([self.guard, *words, "--socket", f"{self.directory}/admin"], capture_output=True, text=True)
        return done.stdout + done.stderr

    def journal(self):
        return [json.loads(line) for line in pathlib.Path(self.directory, "journal").read_text().splitlines()]

    def family(self):
        """The gateway and all that it started."""
        parents = {}
        for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:
                pass
        found = [self.gateway.pid]
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def real_keys(self):
        """Where a real key lies that is the guard's alone: files of the gateway's home, its processes' words."""
        keys, found = [key.encode() for key in KEYS.values()], []
        places = [path for path in self.home.rglob("*") if path.is_file() and not path.is_symlink()]
        places += [pathlib.Path(f"/proc/{pid}/{name}") for pid in self.family() for name in ("environ", "cmdline")]
        for path in places:
            try:
                found += [path for key in keys if key in path.read_bytes()]
            except OSError:
                pass
        return found, len(places)

    def stop(self):
        ours = self.family() if hasattr(self, "gateway") else []
        for process in self.processes:
            process.terminate()
        time.sleep(2)
        for pid in {*ours, *(process.pid for process in self.processes)}:
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
