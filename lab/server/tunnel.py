"""A VPN in miniature, as WireGuard is one: what enters wg0 goes to the other end in datagrams, and what comes leaves it.

The end that waits at a port answers to where the other was last heard from. tunnel.py ADDRESS PORT waits; tunnel.py
ADDRESS PORT HOST calls. Another name than wg0 is taken from the variable INTERFACE.
"""

import fcntl
import os
import select
import socket
import struct
import subprocess
import sys

MAKE, TUN, NO_HEADER = 0x400454CA, 0x0001, 0x1000
own, port, *called = sys.argv[1:]
name = os.environ.get("INTERFACE", "wg0")
device = os.open("/dev/net/tun", os.O_RDWR)
fcntl.ioctl(device, MAKE, struct.pack("16sH", name.encode(), TUN | NO_HEADER))
subprocess.run(["ip", "address", "add", own, "dev", name], check=True)
subprocess.run(["ip", "link", "set", name, "up"], check=True)
carrier = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other = (called[0], int(port)) if called else None
if not called:
    carrier.bind(("", int(port)))
while True:
    if called:
        carrier.sendto(b"", other)
    ready, _, _ = select.select([device, carrier], [], [], 5)
    if carrier in ready:
        packet, other = carrier.recvfrom(65535)
        if packet:
            os.write(device, packet)
    if device in ready and other:
        carrier.sendto(os.read(device, 65535), other)
