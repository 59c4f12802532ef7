"""Which addresses may be asked: those of the public internet, and what the configuration names.

The networks are listed here rather than asked of `ipaddress`, whose idea of "global" differs between Python
versions and includes tunnels (6to4, Teredo, NAT64) that can carry a request back into a private network.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from .errors import Forbidden

_NEVER_IPV4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT; a cloud's metadata service lives there too
        "127.0.0.0/8",
        "168.63.129.16/32",  # looks public, yet is a cloud's platform service inside every machine of it
        "169.254.0.0/16",  # link-local, and the metadata service of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",
    )
)
# Everything outside it is loopback, link-local, unique local, multicast, NAT64, or not given out at all.
_ONLY_IPV6 = IPv6Network("2000::/3")
_NEVER_IPV6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo and other protocol assignments
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)


def is_public(address: str) -> bool:
    """Whether a literal address is one that anybody on the internet would reach as the same machine."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address):
        return is_public(str(parsed.ipv4_mapped)) if parsed.ipv4_mapped else _is_public_ipv6(parsed)
    return _is_public_ipv4(parsed)


def vet(host: str, addresses: list[str]) -> None:
    """Raise Forbidden unless every address a name stands for is public: one bad answer spoils the name."""
    for address in addresses:
        if not is_public(address):
            raise Forbidden(f"{host} resolves to {address}, which is not a public address.")


def _is_public_ipv4(address: IPv4Address) -> bool:
    return not any(address in network for network in _NEVER_IPV4)


def _is_public_ipv6(address: IPv6Address) -> bool:
    # A scope ("%eth0") names an interface of this machine.
    if address.scope_id or address not in _ONLY_IPV6:
        return False
    return not any(address in network for network in _NEVER_IPV6)
