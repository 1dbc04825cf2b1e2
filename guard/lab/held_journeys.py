"""Calls of the real client's agents that wait for a person, up to the ten minutes that the guard lets them.

Every dialect has four conversations that wait at the same time: two are allowed, one is refused, one is left alone. So
does an automation's turn.
"""

import json
import threading
import time

from journeys import Step, call, text

LIMIT = 600
# Name: after so many seconds, what a person does.
DECISIONS = {"early": (400, "allow"), "late": (595, "allow"), "refused": (420, "refuse"), "forgotten": (None, None),
             "cron": (410, "allow")}
SCRIPTS = {f"held-{name}": [Step(0, text("I look."), call("exec", command=f"echo RAN >> held-{name}; cat held-{name}")),
                            Step(1, text("It ran after all."), wants=["RAN"])] for name in DECISIONS}


class HeldJourneys:
    """Starts the conversations, decides about them when it is time, and looks how they ended."""

    def __init__(self, gateway, stand_in, dialects, names, check, scale=1.0):
        self.gateway, self.stand_in, self.check, self.scale = gateway, stand_in, check, scale
        # What nobody decides about waits ten minutes, whatever the scale.
        self.cases = [(name, dialect) for dialect in dialects for name in names if scale == 1 or name != "forgotten"]
        self.ends, self.said, self.threads, self.jobs = {}, {}, [], {}

    def start(self):
        self.began = time.time()
        for name, dialect in self.cases:
            target = self.automation if name == "cron" else self.conversation
            self.threads.append(threading.Thread(target=target, args=(name, dialect), daemon=True))
            self.threads[-1].start()
            # They are told apart by their commands; they must not all start at once on a small machine.
            time.sleep(0.5)
        self.threads.append(threading.Thread(target=self.decide, daemon=True))
        self.threads[-1].start()

    def conversation(self, name, dialect):
        agent = f"h-{dialect}"
        said = self.gateway.turn(agent, f"say:held-{name};", f"u-{name}-{agent}", timeout=LIMIT + 200)
        self.ends[name, dialect] = (time.time(), said)

    def automation(self, name, dialect):
        said = self.gateway.command("cron", "add", "--name", f"held-{dialect}", "--agent", f"h-{dialect}",
                                    "--every", "12h", "--session", "isolated", "--message", f"say:held-{name};", "--no-deliver",
                                    "--json", "--timeout-seconds", "1500")
        try:
            job = json.loads(said[said.index("{"):])
        except ValueError:
            self.ends[name, dialect] = (time.time(), said)
            return
        job = job.get("id") or job["job"]["id"]
        self.gateway.command("cron", "run", job)
        # Each command takes seconds of the machine: none until there is something to be told.
        while time.time() - self.began < LIMIT + 200:
            time.sleep(5)
            asked = [entry for entry in self.stand_in.asked if entry["order"] == f"held-{name}"
                     and (entry["side"], entry["dialect"]) == ("h", dialect)]
            if len(asked) < 2:
                continue
            said = self.gateway.command("cron", "runs", "--id", job)
            if '"status"' in said:
                break
        entry = (json.loads(said[said.index("{"):]).get("entries") or [{}])[0] if "{" in said else {}
        words = entry.get("summary") or entry.get("error") or said
        self.ends[name, dialect] = (time.time(), f"{entry.get('status')}: {words}")

    def decide(self):
        """Does what a person would, when each has waited as long as it is to wait."""
        due, seen = {}, {}
        self.due = due
        while time.time() - self.began < LIMIT + 200 and len(self.ends) < len(self.cases):
            time.sleep(1)
            try:
                holds = json.loads(self.gateway.ask_guard("status", "--json"))["holds"]
            except ValueError:
                continue
            now = time.time()
            for hold in holds:
                case = next((case for case in self.cases if hold["agent"] == f"h-{case[1]}"
                             and f"held-{case[0]};" in " ".join(hold["calls"]).replace(" ", ";")), None)
                if case is None:
                    self.check("a hold that nobody ordered", False, hold)
                    continue
                due.setdefault(case, now)
                self.check(f"{case}: one hold", seen.setdefault(case, hold["id"]) == hold["id"], hold, seen[case])
                after, decision = DECISIONS[case[0]]
                if decision and case not in self.said and now - due[case] >= after * self.scale:
                    self.said[case] = (now, self.gateway.ask_guard(decision, hold["id"]))

    def finish(self):
        """Waits for them all, and looks how they ended."""
        for thread in self.threads:
            thread.join(max(1, self.began + LIMIT + 260 - time.time()))
        for case in self.cases:
            name, dialect = case
            after, decision = DECISIONS[name]
            ended, said = self.ends.get(case, (time.time(), "NEVER ENDED"))
            began = self.due.get(case)
            self.check(f"{case}: it waited", began is not None)
            if began is None:
                continue
            lasted = ended - began
            ran = self.gateway.home / "work" / f"h-{dialect}" / f"held-{name}"
            ran = ran.read_text() if ran.exists() else ""
            asked = [entry for entry in self.stand_in.asked if entry["order"] == f"held-{name}"
                     and (entry["side"], entry["dialect"]) == ("h", dialect)]
            # Where its client hung up just then, that is said; nothing where it has the outcome at once.
            word = self.said.get(case, (0, "never"))[1]
            self.check(f"{case}: decided, and said only where nobody waited",
                       decision is None or word == "" or word.startswith("nobody waits for this any more"), word)
            if decision == "allow":
                self.check(f"{case}: it ran once", ran == "RAN\n", ran)
                self.check(f"{case}: it ends well", "It ran after all." in said, said)
                self.check(f"{case}: asked twice, no more", len(asked) == 2, len(asked))
                self.check(f"{case}: not before it was allowed", lasted >= after * self.scale, lasted)
            else:
                words = "[nacre-guard] a person refused it" if decision else "[nacre-guard]"
                self.check(f"{case}: nothing ran", ran == "", ran)
                self.check(f"{case}: it ends in the guard's text", words in said and "HTTP" not in said, said)
                self.check(f"{case}: asked once", len(asked) == 1, len(asked))
                self.check(f"{case}: not before its time", decision or LIMIT - 15 <= lasted <= LIMIT + 30, lasted)
            print(f"held {dialect} {name}: waited {lasted:.0f} s, asked {len(asked)} times, ran "
                  f"{ran.count('RAN')} times: {said[:140]!r}", flush=True)
