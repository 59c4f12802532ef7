"""Mallory runs a name server and a web server; neither gets our requests into the office's own network."""

import pytest

from editor.http import Forbidden
from editor.http.addresses import is_public, vet


@pytest.mark.parametrize(
    "address",
    ["93.184.215.14", "8.8.8.8", "172.15.255.255", "172.32.0.0", "100.128.0.0", "2606:2800:21f:cb07::1", "2a00::1"],
)
def test_a_machine_on_the_internet_may_be_asked(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.9.9.9",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # metadata of most clouds
        "168.63.129.16",
        "100.64.0.1",  # carrier NAT
        "100.100.100.200",
        "192.0.0.8",
        "192.88.99.1",
        "198.18.0.1",
        "203.0.113.5",
        "224.0.0.1",  # multicast
        "239.1.1.1",
        "255.255.255.255",
        "::",
        "::1",
        "::127.0.0.1",
        "::ffff:127.0.0.1",  # IPv4-mapped
        "::ffff:10.0.0.1",
        "::ffff:0:10.0.0.1",  # IPv4-translated
        "64:ff9b::a00:1",  # NAT64 of 10.0.0.1
        "64:ff9b:1::a00:1",
        "2002:a00:1::1",  # 6to4 of 10.0.0.1
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",  # Teredo
        "2001:db8::1",
        "3fff::1",
        "fe80::1",
        "fe80::1%eth0",
        "2a00::1%eth0",
        "fc00::1",
        "fd00:ec2::254",
        "fec0::1",
        "ff02::1",
        "5f00::1",
        "not an address",
    ],
)
def test_everything_else_may_not(address: str) -> None:
    assert not is_public(address)


def test_an_ipv4_address_dressed_as_ipv6_counts_as_what_it_is() -> None:
    assert is_public("::ffff:8.8.8.8")


def test_one_private_address_among_public_ones_spoils_mallorys_name() -> None:
    with pytest.raises(Forbidden, match=r"10\.0\.0\.1"):
        vet("mallory.example", ["93.184.215.14", "10.0.0.1"])
    vet("honest.example", ["93.184.215.14", "2606:2800:21f:cb07::1"])
