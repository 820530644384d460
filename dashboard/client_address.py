"""The unit of what is shared among visitors and limited: an address, or the network of one."""

from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import NamedTuple


class Client(NamedTuple):
    """A client by name: its IPv4 address, or its IPv6 network of 64 bits."""

    name: str
    is_this_machine: bool


@lru_cache(maxsize=4096)
def client_at(host: str) -> Client:
    """Return the client at the address `host`; one without an address ("") is this machine.

    A network of 64 bits is the smallest that one customer gets. What a proxy forwards that is no
    address is "unknown", one client.
    """
    if not host:
        return Client("", is_this_machine=True)
    try:
        address = ip_address(host)
    except ValueError:
        return Client("unknown", is_this_machine=False)
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        address = address.ipv4_mapped  # an IPv4 client of a socket for both
    if isinstance(address, IPv6Address):
        network = ip_network((int(address), 64), strict=False)
        return Client(str(network), address.is_loopback)
    return Client(str(address), address.is_loopback)
