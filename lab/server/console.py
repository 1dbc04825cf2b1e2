"""A serial console without a machine: a terminal that getty takes for ttyS9, whose other end is two files.

What is appended to /run/console.in is typed; what the terminal shows is appended to /run/console.out.
"""

import os
import pty
import subprocess
import time

TERMINAL = "/dev/ttyS9"
master, end = pty.openpty()
open(TERMINAL, "w").close()
subprocess.run(["mount", "--bind", os.ttyname(end), TERMINAL], check=True)
os.close(end)
os.set_blocking(master, False)
open("/run/console.in", "wb").close()
with open("/run/console.in", "rb") as typed, open("/run/console.out", "ab", 0) as shown:
    while True:
        try:
            shown.write(os.read(master, 65536))
        except OSError:
            # Nothing to show, or nobody there: login hangs the terminal up before it opens it again.
            time.sleep(0.05)
        if text := typed.read():
            os.write(master, text)
