"""A tailnet's daemon in miniature, as tailscaled takes logins over SSH itself: what counts of it for a login.

It waits at an address of the tailnet, says who connects in the words of the real one, and runs each line it is sent,
`USER COMMAND`, in a session: a program of its own, which becomes su and knows its connection by SSH_CONNECTION. The
answer is the output, and a line with the status. tailnet.py ADDRESS PORT waits; tailnet.py be-child ssh USER COMMAND is
such a session.
"""

import os
import socket
import subprocess
import sys
import threading

if sys.argv[1] == "be-child":
    _, _, _, user, command = sys.argv
    os.execv("/usr/bin/su", ["su", "-w", "SSH_AUTH_SOCK", "-l", user, "-c", command])
own, port = sys.argv[1], int(sys.argv[2])


def serve(connection: socket.socket, source: tuple[str, int]) -> None:
    lines = connection.makefile("rw")
    said = False
    for line in lines:
        user, _, command = line.rstrip("\n").partition(" ")
        if not said:
            said = True
            name = f"ssh-conn-{source[1]}"
            print(f"{name}: handling conn: {source[0]}:{source[1]}->{user}@{own}:{port}", file=sys.stderr, flush=True)
        variables = {"PATH": "/usr/bin:/bin", "SSH_CONNECTION": f"{source[0]} {source[1]} {own} {port}"}
        session = [sys.executable, os.path.abspath(__file__), "be-child", "ssh", user, command]
        ran = subprocess.run(session, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=variables)
        lines.write(f"{ran.stdout}{ran.stderr}\nended-{ran.returncode}-so\n")
        lines.flush()


listening = socket.create_server((own, port))
while True:
    threading.Thread(target=serve, args=listening.accept(), daemon=True).start()
