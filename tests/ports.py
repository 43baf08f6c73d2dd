"""Ports for servers that tests start."""

import random
import socket

# Below those that Linux gives to whoever connects: such a one may be gone before the server listens.
PORTS = range(20_000, 32_000)


def free_port():
    while True:
        port = random.SystemRandom().choice(PORTS)  # the seed of a test is the same in each process
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
