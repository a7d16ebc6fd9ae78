import pytest
from flask import Flask

from app.base.web.visitors import network, network_of


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix", "unix"),
        ("", ""),
    ],
)
def test_an_address_counts_as_its_network(address: str, expected: str):
    assert network_of(address) == expected


def test_a_forwarded_address_is_not_believed_without_a_known_proxy(app: Flask):
    forged = {"X-Forwarded-For": "198.51.100.1", "Forwarded": "for=198.51.100.2"}
    with app.test_request_context(headers=forged, environ_base={"REMOTE_ADDR": "203.0.113.7"}):
        assert network() == "203.0.113.7"
