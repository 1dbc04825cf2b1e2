"""Keys that lie about: what a real OpenClaw kept of a turn is found and taken out, and it runs on with its sessions."""

from harness import careless, gateways, openclaw_program, works
from harness.gateway import Gateway
from harness.hardening import tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .y_vault import vault

NEWEST = openclaw_program.VERSIONS[0]
TOKEN = "ghp_" + "x8Kq2LmZp7Rt5Wv9Yb3Nc6Df1Gh4Js1aFHA0"
SHAPELESS = "quxVaultValue-9d8f7s6a5"
"""No detector knows it; the vault holds it."""
_SEARCH = """
import os, sqlite3, subprocess, sys

def unpacked(data):
    # Node has it; no package of the server's does.
    program = "process.stdout.write(require('zlib').zstdDecompressSync(require('fs').readFileSync(0)))"
    return subprocess.run(["node", "-e", program], input=data, capture_output=True, check=True).stdout

words = [word.lower() for word in sys.argv[1].encode().split(b",")]
for top in sys.argv[2:]:
    for folder, _, names in os.walk(top) if os.path.isdir(top) else [(os.path.dirname(top), [], [os.path.basename(top)])]:
        for name in names:
            path = os.path.join(folder, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            data = open(path, "rb").read()
            texts = [data]
            if data[:4] == b"\\x28\\xb5\\x2f\\xfd":
                texts.append(unpacked(data))
            # What lies compressed in rows.
            if data[:6] == b"SQLite":
                base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
                for table, in base.execute("select name from sqlite_master where type = 'table'").fetchall():
                    try:
                        rows = base.execute(f'select * from "{table}"').fetchall()
                    except sqlite3.Error:
                        continue
                    for cell in (cell for row in rows for cell in row if isinstance(cell, bytes)):
                        if cell[:4] == b"\\x28\\xb5\\x2f\\xfd":
                            texts.append(unpacked(cell))
            if any(word in text.lower() for text in texts for word in words):
                print(path)
"""


def holding(gateway: Gateway, words: str) -> list[str]:
    """The files that hold one of the words, by a search that shares nothing with Nacre."""
    places = f"{gateway.state} /tmp/openclaw {gateways.ACCOUNT_HOME}/.bash_history"
    gateway.lab.machine.execute(f"cat > /root/search.py <<'END'\n{_SEARCH}END")
    return gateway.lab.machine.execute(f"python3 /root/search.py {words} $(ls -d {places} 2> /dev/null)").output.split()


def taken_out(lab: Lab, version: str) -> str:
    gateway = gateways.begin(lab, "system-unit", version)
    vault(lab, "init")
    vault(lab, "set", "misc/shapeless", value=SHAPELESS)
    asked = ("agent", "--agent", careless.AGENTS[careless.NETWORK], "--message")
    for more in ((), ("--session-id", "other")):
        said = gateway.command(*asked, f"my token is {TOKEN} and {SHAPELESS}", *more, timeout=300)
        expect(said.fine, f"no turn: {tail(said)}")
    deleted = gateway.command(
        "gateway", "call", "sessions.delete", "--params",
        f'{{"key":"agent:{careless.AGENTS[careless.NETWORK]}:explicit:other","deleteTranscript":true}}',
    )  # fmt: skip
    home, state = gateways.ACCOUNT_HOME, gateway.state
    lab.machine.execute(
        f"echo 'note {TOKEN}' > {state}/workspace/notes.txt; echo 'export GITHUB_TOKEN={TOKEN}' >> {home}/.bash_history;"
        f" chown {gateways.ACCOUNT}: {state}/workspace/notes.txt {home}/.bash_history"
    )
    running = lab.machine.execute("nacre leaks --openclaw --history --redact --yes 2>&1", timeout=300)
    expect("systemctl stop openclaw-gateway.service" in " ".join(running.output.split()), f"how the gateway is ended is not said:\n{tail(running)}")
    expect("\nrewritten: " not in running.output, f"something was rewritten while the gateway ran:\n{tail(running)}")
    lab.machine.execute("systemctl stop openclaw-gateway", timeout=400)
    before = holding(gateway, f"{TOKEN},{SHAPELESS}")
    expect(len(before) >= 4, f"it lies in too few places to show anything: {before}")
    told = lab.machine.execute("nacre leaks --openclaw --history 2>&1", timeout=300).output
    unseen = [place for place in before if place not in told]
    expect(not unseen, f"not found by nacre leaks: {unseen}\n{told}")
    done = lab.machine.execute("nacre leaks --openclaw --history --redact --yes 2>&1", timeout=300)
    left = holding(gateway, f"{TOKEN},{SHAPELESS}")
    expect(not left, f"still there: {left}\n{tail(done)}")
    lab.machine.execute("systemctl start openclaw-gateway", timeout=120)
    gateway.await_start()
    faults = works.failures(gateway)
    expect(not faults, "it does not work:\n" + "\n".join(faults))
    history = gateway.command(
        "gateway", "call", "chat.history", "--params", f'{{"sessionKey":"agent:{careless.AGENTS[careless.NETWORK]}:main"}}'
    ).output
    expect("my token is" in history, f"the session is gone:\n{history[-2000:]}")
    return f"{len(before)} files held it, none does" + ("" if deleted.fine else "; no session could be deleted")


@proof(f"OpenClaw {NEWEST} as a unit: keys that a turn left behind are found and taken out, and its sessions go on", native=True)
def unit(lab: Lab) -> str:
    return taken_out(lab, NEWEST)


@proof("OpenClaw 2026.6.11 as a unit: keys that a turn left behind are found and taken out, and its sessions go on", native=True)
def earlier(lab: Lab) -> str:
    return taken_out(lab, "2026.6.11")
