"""Keys are moved back, and that is ended while compose makes the gateway's container anew: it comes up all the same."""

from harness import gateways, hardening, openclaw_program, works
from harness.hardening import nacre, tail
from harness.lab import Lab
from harness.proofs import expect, proof

from .y_vault import vault

NEWEST = openclaw_program.VERSIONS[0]
_END_AT_COMPOSE = """
bash -c 'for try in $(seq 3000); do
  # The brackets keep this line from being found itself.
  if pgrep -f "[-]-no-deps --no-build" > /dev/null; then
    # As with a turn under way: the gateway does not end for a while.
    kill -STOP $(docker inspect --format "{{.State.Pid}}" openclaw-openclaw-gateway-1) 2> /dev/null
    sleep SECONDS
    pkill -SIGNAL -x nacre
    sleep 25
    kill -CONT $(docker ps --quiet | xargs docker inspect --format "{{.State.Pid}}") 2> /dev/null
    exit
  fi
  sleep 0.1
done' < /dev/null > /dev/null 2>&1 &
"""


@proof(f"OpenClaw {NEWEST} in a container: a rollback of keys that is ended while compose is at work leaves a gateway that answers", native=True)
def interrupted(lab: Lab) -> str:
    gateway = gateways.begin(lab, "compose-upstream", NEWEST)
    vault(lab, "init")
    said = nacre(lab, "secrets", "migrate", "--yes", "--confirm-within", "15m")
    expect(said.fine, f"nacre secrets migrate ended with {said.status}:\n{tail(said)}")
    outcome = nacre(lab, "confirm")
    expect(outcome.fine, f"nacre confirm: {tail(outcome)}")
    gateway.await_start()
    told = list[str]()
    for signal, seconds in (("TERM", "1"), ("KILL", "3"), ("TERM", "0.2")):
        lab.machine.execute(_END_AT_COMPOSE.replace("SIGNAL", signal).replace("SECONDS", seconds))
        undone = nacre(lab, "rollback", "--yes")
        expect(not undone.fine, f"it was not ended: {tail(undone)}")
        told.append(hardening.settled(lab))
        left = lab.machine.execute("docker ps --all --format '{{.Names}} {{.State}}'").output
        expect(left.split() == ["openclaw-openclaw-gateway-1", "running"], f"ended by {signal} after {seconds} s, {told[-1]}: {left}")
        gateway.await_start()
    faults = works.failures(gateway)
    expect(not faults, "it does not work:\n" + "\n".join(faults))
    return told[-1]
