"""Who asks, as far as limits and queues may know: a network, never a person."""

from ipaddress import IPv6Address, ip_address, ip_network

from flask import request

ONE_HOME = 64
"""Bits of an IPv6 address that one home or one phone is given; the others it picks itself."""


def network() -> str:
    """Return the network this request comes from.

    An IPv4 address whole, an IPv6 one by its first 64 bits: whoever has one of these has
    all, and would otherwise count as a new visitor at each request.
    """
    return network_of(request.remote_addr or "")


def network_of(address: str) -> str:
    """Return the network of an address; what is no address (a socket's name) stays as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if not isinstance(known, IPv6Address):
        return str(known)
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ip_network((known.packed, ONE_HOME), strict=False))
