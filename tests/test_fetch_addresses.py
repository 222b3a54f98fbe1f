"""Only public addresses are connected to, however they are written and wherever names and redirects lead."""

import ipaddress
import socket

import pytest

from index.errors import SourceError
from index.fetch.address import parse
from index.fetch.fetcher import Fetcher
from index.fetch.limits import Limits
from index.fetch.policy import Policy
from index.fetch.public import why_not_public

LOOPBACK = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://127.0.1/",
    "http://0x7f000001/",
    "http://0X7F.0.0.1/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://0177.0.0.1/",
    "http://0177.0x0.0.1/",
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::127.0.0.1]/",
    "http://0/",
    "http://0.0.0.0/",
    "http://[::]/",
    "HTTP://127.0.0.1/",
    "http://127.0.0.1:80/",
]
OTHERS = [
    "http://10.0.0.1/",
    "http://172.16.5.4/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.1.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
    "http://[fd00:ec2::254]/",
    "http://[ff02::1]/",
    "http://[fec0::1]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:7f00:1::]/",
    "http://[2001:db8::1]/",
    "http://[64:ff9b:1::1]/",
    "http://[::127.0.0.1]/",
    "http://[100::1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://metadata.google.internal/",
    "http://metadata/",
    "http://router.lan/",
    "http://printer.local/",
    "http://ｌｏｃａｌｈｏｓｔ/",
]
NO_ADDRESS = [
    "file:///etc/passwd",
    "ftp://example.com/",
    "gopher://example.com/",
    "data:text/html,x",
    "javascript://x",
    "//example.com/",
    "http://",
    "http:///x",
    "http://example.com:99999/",
    "http://example.com:x/",
    "http://a@127.0.0.1/",
    "http://user:word@example.com/",
    "http://example.com@127.0.0.1/",
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\.example.com/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1%2f@example.com/",
    "http://exa mple.com/",
    "http://example.com\r\nX: y/",
    "http://a..example.com/",
    "http://[::1/",
    "http://[fe80::1%25eth0]/",
    "http://256.1.1.1/",
    "http://1.2.3.4.5/",
    "http://4294967296/",
    "http://08.1.1.1/",
    "http://xn--a/" + "x" * 5000,
]
OTHER_PORTS = [
    "http://example.com:22/",
    "http://example.com:6379/",
    "https://example.com:25/",
    "http://8.8.8.8:53/",
]


def never(host, port):
    raise AssertionError(f"{host} was resolved")


@pytest.mark.parametrize("url", LOOPBACK + OTHERS + NO_ADDRESS + OTHER_PORTS)
def test_what_is_not_public_is_refused_before_anything_is_sent(url):
    with pytest.raises(SourceError) as refused:
        Fetcher(resolver=never).fetch(url)
    sentence = str(refused.value)
    assert "\n" not in sentence and sentence.endswith(".") and ":" in sentence


@pytest.mark.parametrize(
    "url", [url for url in LOOPBACK if "0.0.0.0" not in url and "//0/" not in url and "[::]" not in url]
)
def test_every_way_of_writing_loopback_is_known_as_loopback(url):
    ip = parse(url).ip
    inner = getattr(ip, "ipv4_mapped", None) or ip
    assert inner.is_loopback or str(inner).startswith("64:ff9b::")


@pytest.mark.parametrize(
    ("url", "origin", "target"),
    [
        ("HTTPS://Example.COM:443/a%20b?q=1#part", "https://example.com", "/a%20b?q=1"),
        ("http://example.com:8080", "http://example.com:8080", "/"),
        (
            "http://例え.テスト/記事?鍵=値",
            "http://xn--r8jz45g.xn--zckzah",
            "/%E8%A8%98%E4%BA%8B?%E9%8D%B5=%E5%80%A4",
        ),
        ("http://0x08080808/", "http://8.8.8.8", "/"),
        ("http://[2606:4700::1111]/x", "http://[2606:4700::1111]", "/x"),
        (" https://example.com./a ", "https://example.com", "/a"),
    ],
)
def test_a_public_address_has_one_form(url, origin, target):
    address = parse(url)
    assert (address.origin, address.target) == (origin, target)
    Policy().check_address(address)


@pytest.mark.parametrize(
    ("location", "found"),
    [
        ("/b", "http://example.com/b"),
        ("b?x=1", "http://example.com/a/b?x=1"),
        ("//other.example.com/", "http://other.example.com/"),
        ("https://example.com/記 事", "https://example.com/%E8%A8%98%20%E4%BA%8B"),
    ],
)
def test_redirects_are_seen_from_where_they_are(location, found):
    assert str(parse(location, "http://example.com/a/x")) == found


def test_public_is_what_iana_gives_to_somebody():
    """No address that the standard library knows as special counts as public."""
    for block in ("0.0.0.0/0", "2000::/3"):
        network = ipaddress.ip_network(block)
        step = network.num_addresses // 4999
        for number in range(0, network.num_addresses, step):
            ip = network[number]
            if why_not_public(ip) is None:
                assert ip.is_global and not ip.is_multicast, ip


def test_a_name_that_leads_to_loopback_is_refused(site):
    site.html("/", "secret")
    fetcher = Fetcher(resolver=lambda host, port: ["127.0.0.1"])
    with pytest.raises(SourceError, match=r"127\.0\.0\.1 \(this machine\)"):
        fetcher.fetch("http://news.example/")
    assert site.asked == []


def test_one_private_address_among_public_ones_is_enough():
    fetcher = Fetcher(resolver=lambda host, port: ["93.184.216.34", "10.0.0.7"])
    with pytest.raises(SourceError, match=r"10\.0\.0\.7"):
        fetcher.fetch("http://news.example/")


def test_the_address_checked_is_the_one_connected_to(site):
    """A resolver that says something else every time: it is asked once a connection, and its answer is used."""
    site.html("/", "<html><body><p>公開の記事です。</p></body></html>")
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return next(answers)

    fetched = Fetcher(allowed=[site.host], resolver=rebinding).fetch(f"http://news.example:{site.port}/")
    assert "公開の記事" in fetched.raw.data.decode()
    assert asked == ["news.example"] * 2 and len(site.asked) == 2  # robots.txt and the page
    assert site.asked[1][1]["Host"] == f"news.example:{site.port}"


def test_what_the_name_says_later_is_checked_again(site):
    site.html("/", "x")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    fetcher = Fetcher(allowed=[site.host], resolver=lambda host, port: next(answers))
    with pytest.raises(SourceError, match=r"10\.0\.0\.1 \(a private network\)"):
        fetcher.fetch(f"http://news.example:{site.port}/")
    assert site.paths() == []


@pytest.mark.parametrize(
    "to", ["http://127.0.0.1:{other}/", "http://localhost:{other}/", "http://[::ffff:127.0.0.1]:{other}/",
           "http://2130706433:{other}/", "http://169.254.169.254/", "file:///etc/passwd", "http://inner.example/"],
)  # fmt: skip
def test_a_redirect_into_a_private_network_is_refused(site, to):
    with socket.create_server(("127.0.0.1", 0)) as other:
        other.settimeout(0)
        site.redirect("/", to.format(other=other.getsockname()[1]))
        fetcher = Fetcher(allowed=[site.host], resolver=lambda host, port: ["127.0.0.1"])
        with pytest.raises(SourceError):
            fetcher.fetch(site.url)
        with pytest.raises(BlockingIOError):
            other.accept()  # nobody came
    assert site.paths() == ["/"]


def test_a_robots_file_cannot_redirect_into_a_private_network(site):
    site.html("/", "x")
    site.redirect("/robots.txt", "http://10.0.0.1/robots.txt")
    with pytest.raises(SourceError, match=r"10\.0\.0\.1"):
        Fetcher(allowed=[site.host]).fetch(site.url)
    assert site.paths() == []


def test_a_proxy_of_the_environment_is_not_used(site, monkeypatch):
    site.html("/", "<p>記事</p>")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert Fetcher(allowed=[site.host]).fetch(site.url).raw is not None


def test_the_switch_for_tests_opens_one_port_and_no_more(site):
    with pytest.raises(SourceError, match="this machine"):
        Fetcher(Limits(), allowed=["127.0.0.1:1"]).fetch(f"http://127.0.0.1:{80}/")
    with pytest.raises(SourceError, match="names port"):
        Fetcher(allowed=["127.0.0.1:1"]).fetch(site.url)
    assert site.asked == []
