"""A world of its own for a cluster: a network namespace with one more for each node, so that links can be cut.

Nothing of it is seen outside, and nothing is left when its first process ends. Root is not needed where the
system lets users make namespaces.
"""

import os
import shutil
import subprocess
import sys

# Loopback addresses, though between namespaces: on others a node in a cluster refuses to start on a machine whose
# limits are not those of a server.
_BRIDGE, _NET = "nodes", "127.83.0"
_NOBODY = "02:00:00:00:00:99"  # a hardware address that no interface has: what is sent there is lost, silently


def way_in() -> list[str] | None:
    """Give what runs a command in a new world, None where the system does not let us make one."""
    as_root = [] if os.getuid() == 0 else ["--user", "--map-root-user"]
    way = ["unshare", *as_root, "--net", "--mount", "--propagation", "private"]
    if sys.platform != "linux" or not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        return None
    make = "mount -t tmpfs t /run && mkdir /run/netns && ip netns add t"
    trial = subprocess.run([*way, "sh", "-c", make], capture_output=True, check=False)
    return way if trial.returncode == 0 else None


class World:
    """The network of this process and of its nodes, each at an address of its own; all reach each other."""

    def __init__(self, nodes: int) -> None:
        _run("mount", "-t", "tmpfs", "t", "/run")
        _run("mkdir", "/run/netns")
        _ip("link", "add", _BRIDGE, "type", "bridge")
        _join([], _BRIDGE, 254)
        for n in range(1, nodes + 1):
            _ip("netns", "add", f"n{n}")
            _ip("link", "add", f"v{n}", "type", "veth", "peer", "name", "eth0", "netns", f"n{n}")
            _ip("link", "set", f"v{n}", "master", _BRIDGE, "up")
            _join(self.prefix(n), "eth0", n)

    def address(self, n: int) -> str:
        return f"{_NET}.{n}"

    def prefix(self, n: int) -> list[str]:
        """Give what runs a command where this node is."""
        return ["nsenter", f"--net=/run/netns/n{n}"]

    def cut(self, n: int, m: int) -> None:
        """Lose all that these two send each other from now on; no end is told."""
        for here, there in ((n, m), (m, n)):
            to_nobody = ["lladdr", _NOBODY, "dev", "eth0", "nud", "permanent"]
            _ip("-n", f"n{here}", "neighbour", "replace", f"{_NET}.{there}", *to_nobody)

    def mend(self, n: int, m: int) -> None:
        """Let them hear each other again."""
        for here, there in ((n, m), (m, n)):
            _ip("-n", f"n{here}", "neighbour", "delete", f"{_NET}.{there}", "dev", "eth0")


class Loopback:
    """Where there can be no world of its own: all nodes on this machine, and no link that could be cut."""

    def address(self, n: int) -> str:
        return "127.0.0.1"

    def prefix(self, n: int) -> list[str]:
        return []


def _join(prefix: list[str], interface: str, host: int) -> None:
    """Give this interface an address of the net, in the namespace that the prefix enters."""
    _run(*prefix, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/all/route_localnet")
    for setting in (
        ["link", "set", "lo", "up"],
        ["address", "delete", "127.0.0.1/8", "dev", "lo"],  # the rest of 127.0.0.0/8 is no longer this one's own
        ["address", "add", "127.0.0.1/32", "dev", "lo"],
        ["address", "add", f"{_NET}.{host}/24", "dev", interface],
        ["link", "set", interface, "up"],
    ):
        _run(*prefix, "ip", *setting)


def _ip(*arguments: str) -> None:
    _run("ip", *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
