"""Which machines may be asked: those of the open network."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from studyplan.domain.links import Fault
from studyplan.web.answers import Unanswered

_NAT64 = IPv6Network("64:ff9b::/96")
"""IPv4 addresses as a network without IPv4 writes them (RFC 6052)."""


def is_public(address: str) -> bool:
    """Whether an IP address is of the open network: not this machine, not the local network, not
    one of them written in another way, and not many machines at once."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return all(one.is_global and not one.is_multicast for one in (found, *_inside(found)))


def _inside(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to or stands for."""
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        found.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return [one for one in found if one is not None]


def resolve(host: str, port: int, *, private: bool) -> list[str]:
    """The IP addresses of a host, which may be connected to.

    Args:
        private: whether those of private networks may be, too.

    Raises:
        Unanswered: there are none, or one of them is of a private network.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        later = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN
        raise Unanswered(Fault.NO_NETWORK if later else Fault.NO_HOST) from error
    addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
    if not addresses:
        raise Unanswered(Fault.NO_HOST)
    # One that is not public is enough: who answers so means to lead somewhere.
    if not private and not all(map(is_public, addresses)):
        raise Unanswered(Fault.PRIVATE)
    return addresses
