"""Fetching from a real server: limits that hold whatever it does, its site's wishes, and sentences for the rest."""

import gzip
import itertools
import socket
import ssl
import threading
import time
import zlib

import pytest

from index.errors import SourceError
from index.fetch.fetched import Gone
from index.fetch.fetcher import Fetcher, user_agent
from index.fetch.limits import Limits
from index.fetch.web import Wanted, Web

SMALL = Limits(
    connect_seconds=1,
    read_seconds=1,
    total_seconds=2,
    wire_bytes=200_000,
    body_bytes=100_000,
    robots_bytes=2000,
)


@pytest.fixture
def fetcher(site):
    one = Fetcher(SMALL, allowed=[site.host])
    yield one
    one.close()


def refused(fetcher, url, *said):
    with pytest.raises(SourceError) as caught:
        fetcher.fetch(url)
    sentence = str(caught.value)
    assert "\n" not in sentence and sentence.endswith(".")
    for one in said:
        assert one in sentence, sentence


def test_a_page_is_bytes_with_what_the_server_says_of_them(site, fetcher):
    site.html(
        "/news/1",
        "星野電機".encode("shift_jis"),
        Content_Type="text/html; charset=Shift_JIS",
        ETag='"a"',
        Last_Modified="Sat, 05 Jul 2025 00:00:00 GMT",
    )
    fetched = fetcher.fetch(site.url + "/news/1")
    assert fetched.raw.charset.lower() == "shift_jis" and fetched.raw.media_type == "text/html"
    assert fetched.raw.name == "1.html" and fetched.raw.source == site.url + "/news/1"
    assert (fetched.etag, fetched.modified, fetched.unchanged) == (
        '"a"',
        "Sat, 05 Jul 2025 00:00:00 GMT",
        False,
    )


def test_it_says_who_asks(site, fetcher):
    site.html("/", "x")
    fetcher.fetch(site.url)
    for _, headers in site.asked:
        assert headers["User-Agent"] == user_agent() and user_agent().startswith("Kassoro/")
        assert "Cookie" not in headers and "Authorization" not in headers


def test_what_is_unchanged_is_not_sent_again(site, fetcher):
    def conditional(handler):
        known = (
            handler.headers.get("If-None-Match") == '"a"'
            and handler.headers.get("If-Modified-Since") == "then"
        )
        handler.answer(304 if known else 200, {"Content-Type": "text/html"}, b"" if known else b"<p>x</p>")

    site.pages["/"] = conditional
    assert fetcher.fetch(site.url, etag='"a"', modified="then").unchanged
    assert not fetcher.fetch(site.url, etag='"b"').unchanged


def test_304_without_a_condition_is_no_page(site, fetcher):
    site.pages["/"] = (304, {}, b"")
    refused(fetcher, site.url, "304")


def test_redirects_are_followed_and_told(site, fetcher):
    for place in range(5):
        site.redirect(f"/{place}", f"/{place + 1}", [301, 302, 303, 307, 308][place])
    site.html("/5", "<p>x</p>")
    assert fetcher.fetch(site.url + "/0").url == site.url + "/5"
    site.redirect("/start", "/0")
    refused(fetcher, site.url + "/start", "more than 5 times")


def test_endless_redirects_end(site, fetcher):
    site.redirect("/", "/")
    refused(fetcher, site.url, "redirects")
    assert len(site.paths()) == 6


def test_a_redirect_without_a_target(site, fetcher):
    site.pages["/"] = (302, {}, b"")
    refused(fetcher, site.url, "redirects to nowhere")


@pytest.mark.parametrize(
    "coding",
    ["gzip", "x-gzip", "deflate", "raw deflate", "gzip, gzip", "deflate, gzip", "identity", "members"],
)
def test_compressed_pages(site, fetcher, coding):
    plain = "<p>星野電機の現金は60億円。</p>".encode() * 20
    packed = plain
    for one in coding.split(", "):
        if one in ("gzip", "x-gzip"):
            packed = gzip.compress(packed)
        elif one == "deflate":
            packed = zlib.compress(packed)
        elif one == "raw deflate":
            packed = zlib.compress(packed)[2:-4]
        elif one == "members":
            packed = gzip.compress(packed[:100]) + gzip.compress(packed[100:])
    named = {"raw deflate": "deflate", "members": "gzip"}.get(coding, coding)
    site.html("/", packed, Content_Encoding=named)
    assert fetcher.fetch(site.url).raw.data == plain


def test_a_bomb_is_noticed_before_it_fills_the_memory(site):
    """300 MB of zeros in 0.3 MB: decompression stops at the bound."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    million = b"\0" * 1_000_000
    bomb = b"".join(packer.compress(million) for _ in range(300)) + packer.flush()
    site.html("/", bomb, Content_Encoding="gzip")
    import tracemalloc

    tracemalloc.start()
    refused(Fetcher(allowed=[site.host]), site.url, "holds, decompressed, more than the 20 MB")
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()


@pytest.mark.parametrize("layers", [2, 3])
def test_a_bomb_in_a_bomb(site, fetcher, layers):
    bomb = b"\0" * 30_000_000
    for _ in range(layers):
        bomb = gzip.compress(bomb)
    site.html("/", bomb, Content_Encoding=", ".join(["gzip"] * layers))
    refused(fetcher, site.url)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "x" * 200])
def test_codings_that_were_not_asked_for(site, fetcher, coding):
    site.html("/", b"abc", Content_Encoding=coding)
    refused(fetcher, site.url, "gzip, deflate was asked for")


@pytest.mark.parametrize("body", [b"no gzip at all", gzip.compress(b"<p>" + bytes(range(256)) * 20)[:-12]])
def test_broken_compression(site, fetcher, body):
    site.html("/", body, Content_Encoding="gzip")
    refused(fetcher, site.url, "sent broken")


def test_a_length_over_the_bound_is_refused_before_the_body(site, fetcher):
    waiting = threading.Event()

    def announce(handler):
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\n")
        waiting.wait(10)

    site.pages["/"] = announce
    refused(fetcher, site.url, "sends more than the 200000 bytes")
    waiting.set()


def test_a_body_without_length_is_counted(site, fetcher):
    def endless(handler):
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.ended.is_set():
            handler.raw(b"x" * 10_000)

    site.pages["/"] = endless
    refused(fetcher, site.url, "sends more than")


def test_a_slow_body_ends_within_the_time(site, fetcher):
    """A byte now and then never lets a single read wait too long; the whole has its own bound."""

    def drip(handler):
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not site.ended.wait(0.1):
            handler.raw(b"x")

    site.pages["/"] = drip
    refused(fetcher, site.url, "not sent within the time")


def test_slow_headers_end_within_the_time(site, fetcher):
    def drip(handler):
        handler.raw(b"HTTP/1.1 200 OK\r\n")
        while not site.ended.wait(0.1):
            handler.raw(b"X-A: b\r\n")

    site.pages["/"] = drip
    refused(fetcher, site.url, "not sent within the time")


def test_silence_ends(site, fetcher):
    site.pages["/"] = lambda handler: site.ended.wait(20)
    refused(fetcher, site.url, "stopped sending")


def test_slow_redirects_share_one_time(site, fetcher):
    def slowly(handler):
        site.ended.wait(0.7)
        handler.answer(302, {"Location": "/"}, b"")

    site.pages["/"] = slowly
    refused(fetcher, site.url, "not sent within the time")
    assert len(site.paths()) < 6


@pytest.mark.parametrize(
    "answer",
    [
        b"garbage\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 300_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 50_000 + b"\r\n",
        b"HTTP/1.1 999999 \r\n\r\n",
        b"\0" * 100,
        b"",
    ],
)
def test_answers_that_are_no_http(site, fetcher, answer):
    site.pages["/"] = lambda handler: handler.raw(answer)
    refused(fetcher, site.url, "sent broken")


def test_a_length_too_short_gives_what_it_says(site, fetcher):
    site.pages["/"] = lambda handler: handler.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\nabcdef"
    )
    assert fetcher.fetch(site.url).raw.data == b"abc"


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "is not there"), (410, "is not there"), (401, "not open"), (403, "not open"), (451, "not open"), (429, "too often"),
     (500, "out of order"), (503, "out of order"), (204, "no page"), (206, "no page"), (400, "no page")],
)  # fmt: skip
def test_what_is_no_page_says_why(site, fetcher, status, said):
    site.pages["/"] = (status, {"Content-Type": "text/html"}, b"")
    refused(fetcher, site.url, said, str(status))
    if status in (404, 410):
        with pytest.raises(Gone):
            fetcher.fetch(site.url)


@pytest.mark.parametrize(
    "kind", ["image/png", "video/mp4", "application/x-msdownload", "application/octet-stream", "font/woff2"]
)
def test_kinds_that_are_not_read_are_refused_before_the_body(site, fetcher, kind):
    waiting = threading.Event()

    def announce(handler):
        handler.raw(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: 1000\r\n\r\n".encode())
        waiting.wait(10)

    site.pages["/"] = announce
    refused(fetcher, site.url, kind, "not read")
    waiting.set()


@pytest.mark.parametrize(
    ("path", "kind", "name"),
    [
        ("/a.php", "text/html", "a.php.html"),
        ("/", "text/html; charset=utf-8", "127.0.0.1.html"),
        ("/a.md", "text/plain", "a.md"),
        ("/a", "text/plain", "a.txt"),
        ("/a.txt", "application/octet-stream", "a.txt"),
        ("/a", "", "a.html"),
        ("/a", "application/rss+xml", "a.xml"),
        ("/%2e%2e%2fetc%2fpasswd", "text/plain", "passwd.txt"),
        ("/a%00b%0a.html", "text/html", "ab.html"),
    ],
)
def test_names_tell_the_kind(site, fetcher, path, kind, name):
    site.pages[path] = (200, {"Content-Type": kind} if kind else {}, b"<p>x</p>")
    assert fetcher.fetch(site.url + path).raw.name == name


ROBOTS = "User-agent: *\nDisallow: /closed\n\nUser-agent: Kassoro\nDisallow: /not-for-kassoro\nAllow: /\n"


def test_robots_rules_are_obeyed_and_asked_for_once(site, fetcher):
    site.pages["/robots.txt"] = (200, {"Content-Type": "text/plain"}, ROBOTS.encode())
    for path in ("/open", "/closed", "/not-for-kassoro"):
        site.html(path, "<p>x</p>")
    fetcher.fetch(site.url + "/open")
    fetcher.fetch(site.url + "/closed")  # rules for all do not hold where there are some for this program
    refused(fetcher, site.url + "/not-for-kassoro", "robots.txt")
    site.redirect("/there", "/not-for-kassoro")
    refused(fetcher, site.url + "/there", "robots.txt")
    assert [path for path, _ in site.asked].count("/robots.txt") == 1
    assert "/not-for-kassoro" not in site.paths()


@pytest.mark.parametrize(
    ("status", "fetched"), [(404, True), (403, True), (200, True), (500, False), (503, False), (429, False)]
)
def test_robots_files_that_are_not_there(site, fetcher, status, fetched):
    site.pages["/robots.txt"] = (status, {}, b"")
    site.html("/", "<p>x</p>")
    if fetched:
        fetcher.fetch(site.url)
    else:
        refused(fetcher, site.url, "robots.txt")
        assert site.paths() == []


def test_a_compressed_robots_file_is_read(site, fetcher):
    site.pages["/robots.txt"] = (
        200,
        {"Content-Encoding": "gzip"},
        gzip.compress(b"User-agent: *\nDisallow: /\n"),
    )
    site.html("/", "<p>x</p>")
    refused(fetcher, site.url, "robots.txt")


@pytest.mark.parametrize("etag", ["\u661f".encode(), b'"' + b"a" * 5000 + b'"'])
def test_validators_that_cannot_be_sent_back_are_not_kept(site, fetcher, etag):
    site.pages["/"] = lambda handler: handler.raw(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1\r\nETag: " + etag + b"\r\n\r\nx"
    )
    assert fetcher.fetch(site.url).etag is None


def test_robots_files_behind_redirects_and_without_end(site, fetcher):
    def endless(handler):
        handler.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nUser-agent: *\nDisallow: /closed\n")
        while not site.ended.is_set():
            handler.raw(b"# x\n" * 1000)

    site.redirect("/robots.txt", "/rules")
    site.pages["/rules"] = endless
    site.html("/open", "<p>x</p>")
    fetcher.fetch(site.url + "/open")
    refused(fetcher, site.url + "/closed", "robots.txt")


def test_robots_files_of_wildcards_are_read_in_bounded_time(site):
    rules = "User-agent: *\n" + ("Disallow: /" + "*a" * 200 + "b$\n") * 200
    site.pages["/robots.txt"] = (200, {}, rules.encode())
    path = "/" + "a" * 3000
    site.html(path, "<p>x</p>")
    assert Fetcher(allowed=[site.host]).fetch(site.url + path).raw


def test_the_delay_that_a_site_asks_for_is_kept_up_to_a_bound(site):
    """Times of the server's own clock; a bound of 0.4 s where 1000 are asked for."""
    times = []
    site.pages["/robots.txt"] = (200, {}, b"User-agent: *\nCrawl-delay: 1000\n")

    def note(handler):
        times.append(time.monotonic())
        handler.answer(200, {"Content-Type": "text/html"}, b"<p>x</p>")

    site.pages["/"] = note
    with Web(lambda: Fetcher(Limits(crawl_delay_seconds=0.4), allowed=[site.host])) as web:
        pages = list(web.pages(((place, Wanted(site.url)) for place in range(3)), lambda: True))
    assert len(pages) == 3
    assert all(later - earlier > 0.3 for earlier, later in itertools.pairwise(times))


def test_many_pages_come_in_order_with_two_at_once_from_a_host(site):
    busy, most, lock = [0], [0], threading.Lock()

    def page(handler):
        with lock:
            busy[0] += 1
            most[0] = max(most[0], busy[0])
        time.sleep(0.1 if handler.path.endswith("0") else 0.01)
        with lock:
            busy[0] -= 1
        handler.answer(200, {"Content-Type": "text/html"}, handler.path.encode())

    urls = [f"/{place}" for place in range(30)]
    site.pages |= dict.fromkeys(urls, page)
    with Web(lambda: Fetcher(allowed=[site.host])) as web:
        pages = list(
            web.pages(((url, Wanted(site.url + url) if url != "/7" else None) for url in urls), lambda: True)
        )
    assert [url for url, _ in pages] == urls
    assert all(page.raw.data.decode() == url for url, page in pages if url != "/7") and pages[7] == (
        "/7",
        None,
    )
    assert most[0] == 2


def test_nobody_waits_for_what_is_not_wanted_any_more(site):
    site.pages["/"] = lambda handler: site.ended.wait(30)
    asked = []

    def go_on():
        asked.append(1)
        return len(asked) < 3

    with Web(lambda: Fetcher(allowed=[site.host])) as web:
        assert list(web.pages([(place, Wanted(site.url)) for place in range(20)], go_on)) == []
    assert not [one for one in threading.enumerate() if one.name.startswith("fetch")]
    assert not site.ended.is_set()  # the threads ended while the server was still silent


def test_a_host_that_is_not_there(fetcher):
    def unknown(host, port):
        raise socket.gaierror(-2, "Name or service not known")

    refused(
        Fetcher(resolver=unknown),
        "https://no-such.example/a",
        "https://no-such.example/a names a host that is not found",
    )
    refused(Fetcher(SMALL, resolver=lambda host, port: []), "https://no-such.example/", "not found")
    stuck = threading.Event()
    refused(
        Fetcher(SMALL, resolver=lambda host, port: stuck.wait(20) or []),
        "https://slow.example/",
        "cannot be reached",
    )
    stuck.set()


def test_nobody_listens():
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    refused(Fetcher(SMALL, allowed=[f"127.0.0.1:{port}"]), f"http://127.0.0.1:{port}/", "cannot be reached")


def test_a_certificate_that_nobody_vouches_for(site, tmp_path):
    key, certificate = self_signed(tmp_path)
    serve_tls(site, key, certificate)
    site.html("/", "secret")
    url = f"https://127.0.0.1:{site.port}/"
    refused(Fetcher(SMALL, allowed=[site.host]), url, "no connection that can be trusted", "self")
    assert site.asked == []


def test_the_certificate_is_held_against_the_name_and_not_the_address(site, tmp_path, monkeypatch):
    key, certificate = self_signed(tmp_path)
    serve_tls(site, key, certificate)
    site.html("/", "<p>x</p>")
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr("index.fetch.fetcher._tls", lambda: trusting)
    fetcher = Fetcher(SMALL, allowed=[site.host], resolver=lambda host, port: ["127.0.0.1"])
    assert fetcher.fetch(f"https://news.example:{site.port}/").raw.data == b"<p>x</p>"
    refused(
        fetcher, f"https://other.example:{site.port}/", "no connection that can be trusted", "other.example"
    )
    site.redirect("/", f"http://news.example:{site.port}/plain")
    refused(fetcher, f"https://news.example:{site.port}/", "not encrypted any more")


def test_https_where_the_server_speaks_http(site, fetcher):
    refused(fetcher, f"https://127.0.0.1:{site.port}/", "no connection that can be trusted")


def serve_tls(site, key, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    site.socket = context.wrap_socket(site.socket, server_side=True, do_handshake_on_connect=False)


def self_signed(folder):
    import datetime

    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "news.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1)).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = serialization.Encoding.PEM
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(pem))
    return folder / "key.pem", folder / "cert.pem"
