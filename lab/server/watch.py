"""Run on the server: writes down when the gateway stops to answer there, and when it answers again. watch.py FILE."""

import sys
import time
import urllib.request

last = None
while True:
    try:
        now = urllib.request.urlopen("http://127.0.0.1:18789/healthz", timeout=3).status == 200
    except OSError:
        now = False
    if now != last:
        with open(sys.argv[1], "a") as file:
            file.write(f"{time.monotonic():.2f} {'there' if now else 'away'}\n")
    last = now
    time.sleep(0.2)
