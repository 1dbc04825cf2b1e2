"""Run on the server: writes down when the gateway stops to answer there, and when it answers again.

watch.py FILE LOG: where it is away for half a minute, what the command LOG says of it is kept in FILE.log, for whoever
makes a container anew takes its log away.
"""

import subprocess
import sys
import time
import urllib.request

LONG = 30
file, log = sys.argv[1:]
last, since, kept = None, 0.0, True
while True:
    try:
        now = urllib.request.urlopen("http://127.0.0.1:18789/healthz", timeout=3).status == 200
    except OSError:
        now = False
    if now != last:
        since, kept = time.monotonic(), now
        with open(file, "a") as seen:
            seen.write(f"{since:.2f} {'there' if now else 'away'}\n")
    if not kept and time.monotonic() - since > LONG:
        kept = True
        with open(f"{file}.log", "a") as said:
            subprocess.run(["sh", "-c", f"{{ {log}; }} 2>&1 | tail -n 30"], stdout=said, timeout=60)
    last = now
    time.sleep(0.2)
