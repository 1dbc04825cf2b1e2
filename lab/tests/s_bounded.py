"""What lies in a home costs its owner's findings only: not root's, not the terminal, and an audit ends in time."""

import json
import re
import time

from harness import account, hardening
from harness.account import does
from harness.hardening import apply, applying, confirm, nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

# root's own gateway, open to the world without a password.
_OPEN = """install -d -m 700 /root/.openclaw && cat > /root/.openclaw/openclaw.json <<'END'
{ "meta": { "lastTouchedVersion": "2026.4.19" }, "gateway": { "bind": "lan", "auth": { "mode": "none" } } }
END"""


def _openclaw(lab: Lab) -> tuple[str, set[str], float]:
    """The grade, what is drifted of OpenClaw's layer, and how long it took to tell."""
    began = time.monotonic()
    outcome = nacre(lab, "audit", "--layer", "openclaw", "--fail-on", "never", "--format", "json")
    expect(outcome.fine, tail(outcome))
    report = json.loads(outcome.output)
    drifted = {each["control"] for each in report["findings"] if each["verdict"] == "drifted"}
    return report["grade"], drifted, time.monotonic() - began


@proof("a hundred state directories in a home, or many large includes: root's gateway is judged as ever, and in time")
def many_and_large(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    expect(lab.machine.execute(_OPEN).fine, "root has no gateway")
    grade, drifted, took = _openclaw(lab)
    expect(grade == "F" and "openclaw.require-gateway-authentication" in drifted, f"before: {grade}, {sorted(drifted)}")
    does(lab, "for number in $(seq 101); do mkdir -p .openclaw-$number/agents; done")
    again, left, _ = _openclaw(lab)
    expect(again == "F" and drifted <= left, f"beside 101 directories: {again}, without {sorted(drifted - left)}")
    does(lab, "rm -r .openclaw-*; python3 -c '" + _LARGE + "'")
    again, left, longer = _openclaw(lab)
    expect(again == "F" and drifted <= left, f"beside large includes: {again}, without {sorted(drifted - left)}")
    expect(longer < took + 20, f"an audit takes {longer:.0f} s in place of {took:.0f}")
    return f"{took:.1f} s, beside half a GiB of includes {longer:.1f} s"


# Links to one file of a megabyte, by two hundred names each.
_LARGE = """
import json, os
text = json.dumps({"x": ["ab " * 300] * 1050})
for number in range(3):
    os.mkdir(f".openclaw-{number}")
    names = [f"{part}.json" for part in range(190)]
    with open(f".openclaw-{number}/openclaw.json", "w") as file:
        json.dump({"$include": [f"./{name}" for name in names]}, file)
    for name in names:
        with open(f".openclaw-{number}/{name}", "w") as file:
            file.write(text)
"""
# A window's title, hidden text, and what is written to the clipboard.
_ESCAPES = (b"\x1b]0;", b"\x1b[8m", b"\x1b]52;")


@proof("escapes in a file's name do not reach the terminal of who applies")
def escapes(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(
        lab,
        r"""mkdir -p .openclaw/credentials && chmod 700 .openclaw .openclaw/credentials
        echo "{ \"meta\": { \"lastTouchedVersion\": \"2026.4.19\" } }" > .openclaw/openclaw.json
        touch .openclaw/credentials/$'a\e]0;MINE\a\e[8m\e]52;c;cm0gLXJmIH4K\a' && chmod 644 .openclaw/credentials/*""",
    )
    words = " ".join(applying(lab, "standalone", "--confirm-within", "15m", "--layer", "openclaw"))
    lab.machine.execute(f"script -qec 'nacre {words}' /run/seen > /dev/null; nacre rollback --at-once", timeout=600)
    seen = bytes.fromhex(lab.machine.execute("od -An -v -tx1 /run/seen").output)
    expect(b"MINE" in seen, "the file was not named")
    found = [escape for escape in _ESCAPES if escape in seen]
    expect(not found, f"reached the terminal: {found}")
    return ""


# Names and contents that steer a terminal, break out of HTML and Markdown, and hide what a name ends with.
_NAMES = r"""
mkdir -p .openclaw/credentials .openclaw/agents claw && chmod 755 .openclaw
touch ".openclaw/credentials/"$'\e]0;MINE\a\e[2J<script>alert(1)\n# h1 `x` [a](javascript:alert(1)) | pipe |\n\u202egpj.exe'
touch $'MINE\e[31mRED\r\n$(id).env' && chmod 644 .openclaw/credentials/* *.env
printf '{ "meta": {"lastTouchedVersion": "2026.4.19"}, "<script>alert(2)</script>\x1b[2J": 1, "gateway": {"bind": "lan\\\\u001b]0;T\\\\u0007<img src=x onerror=alert(3)>",
  "auth": {"mode": "token", "token": "sk-ant-api03-%s00-bobbobAA"}} }' $(printf 'bob%.0s' $(seq 30)) > .openclaw/openclaw.json
printf 'services:\n  "openclaw\\e]0;C\\a<script>alert(4)</script>":\n    image: openclaw\n    privileged: true\n' > claw/docker-compose.yml
"""
# What must be in none: by format, as a program would read it.
_BARE = {"html": (r"<script>alert", r"<img src=x"), "markdown": (r"(?<!\\)\]\(javascript:", r"<script>alert")}


@proof("names and contents that an account chose leave every report, plan and history as it was meant to be read")
def reports(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, _NAMES)
    asked = {
        form: ("audit", "--fail-on", "never", "--format", form) for form in ("text", "html", "markdown", "sarif", "json")
    }
    asked |= {"plan": ("plan",), "plan as JSON": ("plan", "--format", "json"), "history": ("history", "--show", "1")}
    named = 0
    for form, words in asked.items():
        if form == "history":
            apply(lab, "standalone", "--confirm-within", "15m", "--layer", "openclaw", "--layer", "secrets")
        text = nacre(lab, *words).output
        expect(text, f"{form}: nothing is said")
        named += "/home/bob/" in text
        if form == "markdown":
            # In a code span nothing is a link; it ends with as many backticks as it began with.
            text = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", text)
        for bare in ("\x1b", "\u202e", "bobbobbobbob", *_BARE.get(form, ())):
            seen = re.search(f".{{0,80}}{bare}.{{0,20}}", text)
            expect(not seen, f"{form}: has {seen and seen.group()!r}")
    expect(named >= 6, f"only {named} of {len(asked)} name what is in the home")
    return ""


# What the lab's gateway has for secrets; and who looks at every program that is started, as anybody may.
_SECRETS = "canaryCANARYcanary|AAF0canary|letmein"
_WATCH = r"""
import os, re, time
seen = set()
while not os.path.exists("/run/lab-watched"):
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = open(f"/proc/{number}/cmdline", "rb").read()
        except OSError:
            continue
        if words not in seen:
            seen.add(words)
            if re.search(rb"canaryCANARY|AAF0canary|letmein", words):
                print("SEEN", words, flush=True)
"""


@proof("secrets are in no program's words, no log, no store and no temporary file while a change is made and undone")
def secrets(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, f"cat > watch.py <<'END'{_WATCH}END")
    lab.machine.execute("(runuser -u bob -- python3 /home/bob/watch.py > /home/bob/seen 2>&1 &)")
    lab.machine.execute("python3 -c 'import time; time.sleep(1)' planted-canaryCANARY")
    layers = tuple(word for layer in ("secrets", "openclaw", "container") for word in ("--layer", layer))
    said = apply(lab, "standalone", "--confirm-within", "15m", *layers)
    said = (said, confirm(lab, "standalone"), *(nacre(lab, *words) for words in (("history", "--show", "1"), ("status",))))
    said = (*said, lab.machine.execute("nacre rollback --at-once", timeout=300))
    lab.machine.execute("touch /run/lab-watched; sleep 1")
    seen = lab.machine.execute("cat /home/bob/seen").output.splitlines()
    expect(len(seen) >= 1 and all("planted" in line for line in seen), f"in the words of programs: {seen}")
    places = "/var/lib/nacre/generations /var/log /run /tmp /var/tmp"
    found = lab.machine.execute(f"grep -rlaE '{_SECRETS}' {places} --exclude-dir=docker --exclude-dir=containerd; true").output
    expect(not found.strip(), f"in files: {found}")
    logged = lab.machine.execute(f"journalctl --no-pager -o cat | grep -E '{_SECRETS}'; true").output
    expect(not logged.strip(), f"in the journal: {logged}")
    shown = [tail(outcome) for outcome in said if any(word in outcome.output + outcome.errors for word in _SECRETS.split("|"))]
    expect(not shown, f"shown: {shown}")
    return f"{len(seen)} words of programs had one, and were ours"
