"""Keys are moved back, and that is ended while the gateway ends or its container is made anew: it comes up all the same."""

from harness import gateways, hardening, openclaw_program, works
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .z_migrate import into_vault

NEWEST = openclaw_program.VERSIONS[0]
CONTAINER = "openclaw-openclaw-gateway-1"
# The brackets keep these lines from being found by themselves.
_FROZEN = f"""
gateway=$(docker inspect --format '{{{{.State.Pid}}}}' {CONTAINER})
until pgrep -f '[s]top -t 340' > /dev/null; do sleep 0.1; done
kill -STOP $gateway
sleep 1
pkill -SIGNAL -x nacre
sleep 25
kill -CONT $gateway
"""
"""As with a turn under way, the gateway does not end for a while."""
_MAKING = """
until pgrep -f '[-]-no-deps --no-build' > /dev/null; do sleep 0.05; done
pkill -SIGNAL -x nacre
"""


@proof(f"OpenClaw {NEWEST} in a container: a rollback of keys that is ended while Docker is at work leaves a gateway that answers", native=True)
def interrupted(lab: Lab) -> str:
    gateway = gateways.begin(lab, "compose-upstream", NEWEST)
    into_vault(lab, gateway)
    for signal, script in (("TERM", _FROZEN), ("KILL", _MAKING), ("TERM", _MAKING)):
        lab.machine.execute(f"cat > /root/end.sh <<'END'\n{script.replace('SIGNAL', signal)}END")
        lab.machine.execute("systemd-run --collect --unit end-nacre timeout 300 bash /root/end.sh")
        undone = nacre(lab, "rollback", "--yes")
        expect(not undone.fine, f"it was not ended: {tail(undone)}")
        told = hardening.settled(lab)
        left = lab.machine.execute("docker ps --all --format '{{.Names}} {{.State}}'").output
        expect(left.split() == [CONTAINER, "running"], f"ended by {signal}, {told}: {left}")
        gateway.await_start()
        lab.machine.execute("systemctl stop end-nacre 2> /dev/null")
    faults = works.failures(gateway)
    expect(not faults, "it does not work:\n" + "\n".join(faults))
    return told
