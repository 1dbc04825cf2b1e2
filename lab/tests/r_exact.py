"""What a rewritten file has beside its bytes, and what changes meanwhile: kept, put back, or named before anything changes."""

import re

from harness import hardening
from harness.compare import differences, observe
from harness.hardening import apply, attempt, confirm, nacre, settled, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same
from .m_undoing import immutable

CONFIGURATION = "/opt/openclaw/state/openclaw.json"
QUICK = ("--layer", "ssh", "--layer", "firewall", "--layer", "secrets")
# maria may read two files by an access control list (system.posix_acl_access, version 2), and both have a note.
_MARKED = f"""python3 - <<'P'
import os, pwd, struct
maria = pwd.getpwnam("maria").pw_uid
entries = ((1, 6, -1), (2, 4, maria), (4, 4, -1), (16, 4, -1), (32, 0, -1))
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
for path in ("{CONFIGURATION}", "/etc/ssh/sshd_config"):
    os.setxattr(path, "system.posix_acl_access", acl)
    os.setxattr(path, "user.note", b"mine")
P"""
_SHOWN = f"""python3 -c '
import os
for path in ("{CONFIGURATION}", "/etc/ssh/sshd_config"):
    print(path, *("%s=%s" % (name, os.getxattr(path, name).hex()) for name in sorted(os.listxattr(path))))'"""


@proof("access control lists and extended attributes outlive a change, and its undoing")
def attributes(lab: Lab) -> str:
    hardening.begin(lab)
    expect(lab.machine.execute(_MARKED).fine, "the files could not be marked")
    before, marks = observe(lab), lab.machine.execute(_SHOWN).output
    bytes_before = lab.machine.execute(f"cat {CONFIGURATION}").output
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "openclaw", "--layer", "secrets", "--layer", "ssh")
    expect(lab.machine.execute(f"cat {CONFIGURATION}").output != bytes_before, "openclaw.json was not written")
    notes = [line for line in lab.machine.execute(_SHOWN).output.splitlines() if "user.note=6d696e65" not in line]
    expect(not notes, f"lost by the change: {notes}")
    lab.machine.execute("nacre rollback", timeout=300)
    expect(lab.machine.execute(_SHOWN).output == marks, f"not as it was:\n{marks}\n{lab.machine.execute(_SHOWN).output}")
    same(before, lab)
    return ""


@proof("a file with a second name, or one that is immutable, is named before anything changes, with what to do")
def blockers(lab: Lab) -> str:
    hardening.begin(lab)
    expect(lab.machine.execute(f"ln {CONFIGURATION} /opt/openclaw/state/second.json").fine, "no second name")
    immutable(lab, "/opt/openclaw/.env", on=True)
    before = observe(lab)
    said = []
    for layer, path, words in (
        ("openclaw", CONFIGURATION, "hard link"),
        ("secrets", "/opt/openclaw/.env", "chattr -i"),
    ):
        outcome = attempt(lab, "--layer", layer)
        text = re.sub(r"\s+", " ", outcome.output + outcome.errors)
        expect(path in text and words in text, f"{layer}: {path} and {words} are not named:\n{tail(outcome, 40)}")
        said.append(f"{layer}: {outcome.status}")
        if outcome.fine:
            lab.machine.execute("nacre rollback", timeout=300)
    immutable(lab, "/opt/openclaw/.env", on=False)
    same(before, lab)
    return ", ".join(said)


@proof("two confirmed changes are taken back together after a power cut, exactly")
def two_back(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "15m", "--layer", "ssh", "--layer", "firewall", "--layer", "intrusion")
    confirm(lab, "standalone")
    more = ("secrets", "container", "openclaw", "docker", "updates")
    words = tuple(word for layer in more for word in ("--layer", layer))
    apply(lab, "standalone", "--confirm-within", "15m", *words, port=2222)
    confirm(lab, "standalone")
    lab.cut_and_boot()
    outcome = nacre(lab, "rollback", "--at-once", "1", port=2222)
    expect(outcome.fine, tail(outcome))
    same(before, lab)
    return ""


# Answers a plan's question only after a file of the plan has changed.
_LATE = """python3 - <<'P'
import os, pty
child, terminal = pty.fork()
if not child:
    os.execvp("nacre", "nacre apply --profile /etc/nacre-standalone.yaml --confirm-within 15m --layer ssh --layer secrets".split())
said, answered = b"", False
while True:
    try:
        said += os.read(terminal, 65536)
    except OSError:
        break
    if b"[y/N]" in said and not answered:
        answered = True
        with open("/opt/openclaw/.env", "a") as file:
            file.write("LATE=1\\n")
        os.chmod("/opt/openclaw/.env", 0o666)
        os.write(terminal, b"y\\n")
print(said.decode(errors="replace"))
raise SystemExit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
P"""


@proof("a file that changes while its plan is read: nothing of the plan stays, and the file is as it was left")
def changed_meanwhile(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    outcome = lab.machine.execute(_LATE, timeout=600)
    expect(outcome.status == 4 and "/opt/openclaw/.env" in outcome.output, f"{outcome.status}: {tail(outcome)}")
    found = differences(before, observe(lab))
    expect(len(found) == 1 and "/opt/openclaw/.env" in found[0] and " 0666 " in found[0].split("→")[1], "\n".join(found))
    return tail(outcome, 2)


# A disk of their own for the configuration and the store, as one that a log fills; a container's disk cannot be limited.
_SMALL_DISK = """
set -eu
mkdir /mnt/small && mount -t tmpfs -o size=200m,mode=755 tmpfs /mnt/small
for place in /etc /var/lib/nacre; do
    mkdir -p $place /mnt/small$place && cp -a $place/. /mnt/small$place/ && mount --bind /mnt/small$place $place
done
"""


@proof("the disk is full at the deadline: the login comes back, and all is undone once there is room")
def no_room(lab: Lab) -> str:
    hardening.begin(lab)
    made = lab.machine.execute(_SMALL_DISK)
    expect(made.fine, made.output)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "40s", *QUICK)
    full = lab.machine.execute("dd if=/dev/zero of=/mnt/small/full bs=4k 2> /dev/null; ! echo some > /etc/some && rm -f /etc/some")
    expect(full.fine, "the disk is not full")
    lab.machine.execute("sleep 75", timeout=100)
    port = hardening.reachable(lab)
    expect(port, f"no login while the disk is full: {hardening.last(lab)}")
    lab.machine.execute("rm /mnt/small/full")
    said = settled(lab)
    expect("was rolled back" in said, said)
    same(before, lab)
    return f"login at {port} while it was full"
