"""What goes wrong on real servers: refused or undone, with a sentence that says what happened."""

import re
import threading

from harness import attack, hardening, network
from harness.compare import differences, observe
from harness.hardening import apply, attempt, nacre, settled, tail
from harness.lab import Lab
from harness.programs import Outcome
from harness.proofs import expect, proof

from .c_reversible import same

REFUSED, UNDONE = 3, 4
TWO = ("--layer", "ssh", "--layer", "secrets")


def disturbed(
    lab: Lab,
    disturb: str,
    says: str,
    *,
    restore: str = "",
    statuses: tuple[int, ...] = (REFUSED, UNDONE),
) -> str:
    """Applies on a server that something is wrong with, and expects a refusal or an undo that says so."""
    hardening.begin(lab)
    before = observe(lab)
    expect(lab.machine.execute(disturb).fine, "the disturbance itself failed")
    outcome = attempt(lab)
    if restore:
        expect(lab.machine.execute(restore).fine, "the disturbance could not be ended")
    expect(outcome.status in statuses, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect(re.search(says, outcome.errors + outcome.output, re.IGNORECASE), f"does not say {says}:\n{tail(outcome)}")
    expect(attack.key_opens(lab), "no login afterwards")
    same(before, lab)
    return tail(outcome, 3).replace("\n", " ")


@proof("a full disk: refused or undone", virtual=True)
def disk_full(lab: Lab) -> str:
    fill = "fallocate -l $(($(df --output=avail -B1 / | tail -1) - 3000000)) /var/tmp/full"
    return disturbed(lab, fill, "space|room|full", restore="rm /var/tmp/full")


@proof("a file system that is read only: refused")
def read_only(lab: Lab) -> str:
    # No remount is possible while files are open for writing; a mount over the folder does the same to what is below.
    seal = "mount --bind /etc /etc && mount -o remount,bind,ro /etc"
    return disturbed(lab, seal, "read-only", restore="umount /etc", statuses=(REFUSED, UNDONE))


@proof("a gateway that does not survive hardening: undone, and it runs as before")
def failing_gateway(lab: Lab) -> str:
    hardening.begin(lab)
    lab.machine.execute("touch /opt/openclaw/state/fragile; docker restart openclaw-gateway")
    before = observe(lab)
    outcome = attempt(lab)
    expect(outcome.status == UNDONE, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect(attack.gateway_answers(lab), "the gateway does not run any more")
    same(before, lab)
    return tail(outcome, 3).replace("\n", " ")


_ON_THE_HOST = r"""
set -eu
cd /opt/openclaw && docker compose down --timeout 1 && cd / && rm -rf /opt/openclaw
cat > /usr/local/bin/openclaw <<'END'
#!/usr/bin/python3
import http.server, os, sys, threading
if sys.argv[1:2] != ["gateway"]:
    sys.exit("unknown command")
home = os.path.expanduser("~/.openclaw/")
if os.path.exists(home + "fragile") and "workspaceOnly" in open(home + "openclaw.json").read():
    # As one that finds what is wrong when it comes to it.
    threading.Timer(3, os._exit, [1]).start()
http.server.HTTPServer(("ADDRESS", 18789), http.server.SimpleHTTPRequestHandler).serve_forever()
END
chmod 755 /usr/local/bin/openclaw
install -d -m 700 -o admin -g admin /home/admin/.openclaw
install -m 600 -o admin -g admin /dev/stdin /home/admin/.openclaw/openclaw.json <<'END'
{
  "meta": { "lastTouchedVersion": "2026.4.19" },
  "gateway": {
    "mode": "local", "bind": "custom", "customBindHost": "ADDRESS", "auth": { "mode": "token", "token": "TOKEN" }
  }
}
END
cat > /etc/systemd/system/openclaw-gateway.service <<'END'
[Service]
User=admin
ExecStart=/usr/local/bin/openclaw gateway
Restart=always
RestartSec=1
END
systemctl daemon-reload
systemctl start openclaw-gateway
"""


@proof("a gateway that does not answer on this machine, and ends by what it is told: undone; one that goes on: kept")
def elsewhere(lab: Lab) -> str:
    hardening.begin(lab)
    script = _ON_THE_HOST.replace("ADDRESS", network.SERVER_PRIVATE).replace("TOKEN", "0123456789abcdef" * 4)
    expect(lab.machine.execute(script).fine, "the gateway on the host could not be set up")
    layer = ("--layer", "openclaw")
    lab.machine.execute("touch /home/admin/.openclaw/fragile")
    before = observe(lab)
    outcome = attempt(lab, *layer)
    expect(outcome.status == UNDONE, f"ended with {outcome.status}:\n{tail(outcome)}")
    expect("ends when it is started" in outcome.errors, f"does not say so:\n{tail(outcome)}")
    same(before, lab)
    lab.machine.execute("rm /home/admin/.openclaw/fragile")
    kept = attempt(lab, *layer)
    expect(kept.fine, f"ended with {kept.status}:\n{tail(kept)}")
    return tail(outcome, 2).replace("\n", " ")


@proof("somebody else holds apt's lock: refused or undone, without hanging")
def apt_lock(lab: Lab) -> str:
    hold = (
        "nohup python3 -c \"import fcntl, time; f = open('/var/lib/dpkg/lock-frontend', 'w')\n"
        'fcntl.lockf(f, fcntl.LOCK_EX); time.sleep(3600)"'
        " >/dev/null 2>&1 & echo $! > /run/holder; sleep 1"
    )
    return disturbed(lab, hold, "lock", restore="kill $(cat /run/holder)")


@proof("two at once: one is refused, the other done")
def two_at_once(lab: Lab) -> str:
    hardening.begin(lab)
    outcomes: list[Outcome] = []

    def one() -> None:
        outcomes.append(attempt(lab, *TWO))

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    statuses = sorted(outcome.status for outcome in outcomes)
    expect(statuses == [0, REFUSED], f"ended with {statuses}:\n" + "\n".join(map(tail, outcomes)))
    (refused,) = (outcome for outcome in outcomes if outcome.status == REFUSED)
    return tail(refused, 2).replace("\n", " ")


@proof("a clock that jumps neither shortens the time to confirm nor stretches it", virtual=True)
def clock_jump(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "90s", "--layer", "ssh")
    lab.machine.execute("date -s '+1 day'; sleep 20")
    said = lab.machine.execute("nacre history | tail -n 1").output
    expect("waits to be confirmed" in said, f"a clock that went forward ended it: {said}")
    lab.machine.execute("date -s '-2 days'")
    said = settled(lab, 200)
    expect("was rolled back" in said, said)
    lab.machine.set_clock()
    same(before, lab)
    return ""


@proof("a file that somebody edits after the change is left alone and named, and the rest put back")
def edited_in_between(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", *TWO)
    changed = [
        line.split(": ")[0].removeprefix("files ")
        for line in differences(before, observe(lab))
        if line.startswith("files /etc/ssh/")
    ]
    files = [path for path in changed if path.endswith(".conf")]
    expect(files, f"no file in /etc/ssh was changed: {changed}")
    lab.machine.execute(f"echo '# mine' >> {files[0]}")
    outcome = nacre(lab, "rollback", "--at-once", port=hardening.reachable(lab) or 22)
    expect(files[0] in outcome.output + outcome.errors, f"it is not named:\n{tail(outcome)}")
    left = [line for line in differences(before, observe(lab)) if line.startswith("files ")]
    expect(len(left) <= 2 and any(files[0] in line for line in left), "\n".join(left))
    return ""
