"""Undoing that was made hard: it ends, says what is true, and nobody is locked out by it."""

from harness import attack, hardening, network
from harness.compare import observe
from harness.hardening import apply, attempt, confirm, nacre, settled, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .c_reversible import same

QUICK = ("--layer", "ssh", "--layer", "firewall", "--layer", "secrets")
JOURNAL = "/var/lib/nacre/generations/0001/journal"
# FS_IOC_SETFLAGS with FS_IMMUTABLE_FL, as chattr does it, which not every server has.
_FLAG = """python3 - <<'P'
import fcntl, os, struct
fd = os.open({path!r}, os.O_RDONLY)
b = bytearray(8)
fcntl.ioctl(fd, 0x80086601, b)
v = struct.unpack('l', b)[0]
fcntl.ioctl(fd, 0x40086602, struct.pack('l', v | 0x10 if {on!r} else v & ~0x10))
P"""


def immutable(lab: Lab, *paths: str, on: bool) -> None:
    """Makes files immutable, or lets them be changed again."""
    for path in paths:
        expect(lab.machine.execute(_FLAG.format(path=path, on=on)).fine, f"{path}: the flag could not be set to {on}")


@proof("a store from which nothing can be run: refused before anything is changed", short=True)
def store_without_programs(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    seal = "mkdir -p /var/lib/nacre; mount -t tmpfs -o noexec,mode=700,size=300m tmpfs /var/lib/nacre"
    expect(lab.machine.execute(seal).fine, "the mount failed")
    outcome = attempt(lab, *QUICK)
    expect(outcome.status == 3, f"ended with {outcome.status}:\n{tail(outcome)}")
    for word in ("nothing was changed", "noexec", "remount,bind,exec"):
        expect(word in outcome.errors, f"does not say {word}:\n{tail(outcome)}")
    expect(lab.machine.execute("umount /var/lib/nacre").fine, "the mount could not be ended")
    same(before, lab)
    return ""


@proof("something that cannot be put back for a while: undoing ends once it can", short=True)
def stubborn_file(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    path = "/opt/openclaw/state/openclaw.json"
    apply(lab, "standalone", "--confirm-within", "30m", *QUICK, "--layer", "intrusion")
    immutable(lab, path, on=True)
    outcome = lab.machine.execute("nacre rollback", timeout=900)
    expect("Not everything is put back yet" in outcome.output + outcome.errors, tail(outcome))
    immutable(lab, path, on=False)
    expect("rolled back" in settled(lab), "it was never settled")
    same(before, lab)
    return ""


@proof("a line of the journal that a power cut cut off: undone all the same")
def torn_line(lab: Lab) -> str:
    hardening.begin(lab)
    before = observe(lab)
    apply(lab, "standalone", "--confirm-within", "30m", *QUICK, "--layer", "intrusion")
    expect(lab.machine.execute(f"truncate -s -20 {JOURNAL}; sync").fine, "the journal could not be cut")
    lab.cut_and_boot()
    expect("rolled back" in settled(lab), "it was never settled")
    same(before, lab)
    return ""


@proof("a damaged file of a settled generation is named and blocks nothing", short=True)
def damaged_generation(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--confirm-within", "30m", "--layer", "ssh")
    confirm(lab, "standalone")
    harm = "cd /var/lib/nacre/generations/0001 && printf X | dd of=plan bs=1 seek=100 conv=notrunc"
    expect(lab.machine.execute(harm).fine, "the plan could not be damaged")
    outcome = lab.machine.execute("nacre status")
    expect("generation 1 cannot be read" in outcome.output + outcome.errors, tail(outcome))
    outcome = attempt(lab, "--layer", "secrets", port=hardening.login_port(lab))
    expect(outcome.fine, f"ended with {outcome.status}:\n{tail(outcome)}")
    return ""


@proof("a login from the server itself does not confirm", short=True)
def confirmed_by_itself(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--confirm-within", "30m", "--layer", "ssh")
    port = hardening.login_port(lab)
    key = "install -m 600 -o admin /root/.ssh/id_lab /home/admin/.ssh/id_ed25519"
    make = (
        "ssh-keygen -q -t ed25519 -N '' -f /root/.ssh/id_lab && "
        "cat /root/.ssh/id_lab.pub >> /home/admin/.ssh/authorized_keys && " + key
    )
    expect(lab.machine.execute(make).fine, "no key could be made")
    inner = f"ssh -o StrictHostKeyChecking=no -p {port} admin@127.0.0.1 'sudo -S nacre confirm'"
    outcome = lab.ssh(inner, user="admin", port=22, stdin=f"{hardening.PASSWORD}\n")
    expect("comes from the server itself" in outcome.output + outcome.errors, tail(outcome))
    expect(attack.key_opens(lab), "the old port is closed")
    return ""


@proof("undoing what was confirmed waits for a new login, and is in force again without one", short=True)
def guarded_rollback(lab: Lab) -> str:
    hardening.begin(lab)
    apply(lab, "standalone", "--confirm-within", "30m", "--layer", "ssh", "--layer", "firewall")
    confirm(lab, "standalone")
    port = hardening.login_port(lab)
    hardened = observe(lab)
    outcome = nacre(lab, "rollback", "--confirm-within", "20s", port=port)
    expect(outcome.fine and "not yet for good" in outcome.output, tail(outcome))
    settled(lab)
    expect(attack.key_opens(lab, port=port), f"nobody gets in at {port} any more")
    same(hardened, lab)
    outcome = nacre(lab, "rollback", port=port)
    expect(outcome.fine, tail(outcome))
    outcome = nacre(lab, "confirm", port=22)
    expect(outcome.fine and "undone for good" in outcome.output, tail(outcome))
    return f"to {network.SERVER}"
