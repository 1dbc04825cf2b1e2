"""What an account exchanges between the last look at a file and its change: root changes what it looked at, or nothing."""

from harness import account, hardening
from harness.account import does, holders
from harness.hardening import attempt, tail
from harness.lab import Lab
from harness.places import SERVER
from harness.proofs import expect, proof

_COUNT = 40
_FILES = f"""for number in $(seq {_COUNT}); do
    state=.openclaw-$number
    mkdir -p $state/agents $state/credentials && ln -s /etc e$number
    echo '{{ "meta": {{ "lastTouchedVersion": "2026.4.19" }} }}' > $state/openclaw.json
    echo 1 > $state/credentials/shadow
done
chmod -R go= .openclaw-*"""


@proof("a directory that is exchanged for a link to /etc while root closes the files in it: /etc/shadow stays as it is")
def exchanged(lab: Lab) -> str:
    hardening.begin(lab)
    account.open_account(lab)
    does(lab, _FILES)
    lab.copy(SERVER / "exchange.py", "/usr/local/bin/exchange.py")
    before = holders(lab, "/etc/shadow")
    raced = 0
    for delay in (0.004, 0.002, 0.001, 0.006, 0.003):
        does(lab, "chmod 644 .openclaw-*/credentials/shadow")
        run = f"cd /home/bob && exec timeout 120 python3 /usr/local/bin/exchange.py {_COUNT} {delay}"
        lab.machine.execute(f"systemd-run --quiet --unit=exchange --uid=bob --property=StandardOutput=append:/run/raced sh -c '{run}'")
        outcome = attempt(lab, "--layer", "openclaw")
        expect(outcome.status in (0, 4), f"ended with {outcome.status}:\n{tail(outcome)}")
        said = lab.machine.execute("systemctl stop exchange; cat /run/raced; rm /run/raced").output
        now = holders(lab, "/etc/shadow")
        expect("WON" not in said and now == before, f"after {delay} s: {now} in place of {before}:\n{said}")
        raced += said.count("round")
        lab.machine.execute("nacre rollback", timeout=300)
        now = holders(lab, "/etc/shadow")
        expect(now == before, f"after undoing: {now} in place of {before}")
    expect(raced >= 10, "root closed hardly any of the files, so that nothing was raced")
    return f"{raced} exchanges"
