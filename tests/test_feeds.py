"""Feeds of every kind: known by content, whole entries read, links followed by the rules that hold for all addresses."""

import json

import pytest
from web_site import article

from index.article import Document
from index.fetch_store import find_origin
from index.readers import Raw, Refusal, documents
from index.readers.feed import MOST_ENTRIES, is_feed
from index.readers.feed_entry import read_stamp

WHOLE = "".join(
    f"<p>星野電機の2025年第{quarter}四半期の売上高は{quarter * 40}億円だった。純損失は{quarter}億円である。"
    f"手元資金は{quarter * 15}億円で、毎月の支出は{quarter}億円に上ると同社は述べ、第{quarter}四半期も同じ歩みだとした。</p>"
    for quarter in range(1, 8)
)  # fmt: skip


def rss(items, version="2.0"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="{version}" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>星野新聞</title><link>https://news.example/</link>'
        f"<description>x</description>{items}</channel></rss>"
    )


def item(link="", title="題", date="Sat, 05 Jul 2025 00:30:00 +0900", body="", summary="短い要約。"):
    content = f"<content:encoded><![CDATA[{body}]]></content:encoded>" if body else ""
    return f"<item><title>{title}</title><link>{link}</link><pubDate>{date}</pubDate><description>{summary}</description>{content}</item>"


def rdf():
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        '<channel rdf:about="x"><title>星野新聞</title></channel><item rdf:about="https://news.example/1"><title>題</title>'
        f"<link>https://news.example/1</link><dc:date>2025-07-05T00:30:00+09:00</dc:date><content:encoded><![CDATA[{WHOLE}]]></content:encoded></item></rdf:RDF>"
    )


def atom():
    return (
        '<?xml version="1.0"?><!-- a feed --><feed xmlns="http://www.w3.org/2005/Atom"><title>星野新聞</title>'
        '<entry><title type="html">題</title><id>tag:1</id><link rel="alternate" href="https://news.example/1"/>'
        f'<updated>2025-07-06T00:30:00+09:00</updated><published>2025-07-05T00:30:00+09:00</published><content type="html"><![CDATA[{WHOLE}]]></content></entry></feed>'
    )


def json_feed(**entry):
    told = {
        "id": 7,
        "url": "https://news.example/1",
        "title": "題",
        "date_published": "2025-07-05T00:30:00+09:00",
        "content_html": WHOLE,
    }
    return json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "title": "星野新聞", "items": [told | entry]}
    )


RSS_091 = rss(f"<item><title>題</title><link>https://news.example/1</link><description><![CDATA[{WHOLE}]]></description></item>", "0.91").replace(
    "<rss", '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">\n<rss', 1
)  # fmt: skip
KINDS = {
    "RSS 2.0": rss(item("https://news.example/1", body=WHOLE)),
    "RSS 0.91": RSS_091,
    "RSS 1.0": rdf(),
    "Atom": atom(),
    "JSON Feed": json_feed(),
}


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.txt", "feed", "feed.html"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_known_by_its_content(kind, name):
    (one,) = documents(Raw(KINDS[kind].encode(), name, "/news/" + name))
    assert isinstance(one, Document)
    assert (one.title, one.publisher, one.url) == ("題", "星野新聞", "https://news.example/1")
    assert one.published == (None if kind == "RSS 0.91" else "2025-07-05")
    assert "第7四半期の売上高は280億円だった。" in one.text and one.source.startswith(f"/news/{name}#")
    assert one.found["publisher"] == "feed entry"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "shift_jis", "euc_jp"])
def test_encodings(encoding):
    declared = rss(item("https://news.example/1", body=WHOLE)).replace("UTF-8", encoding.removesuffix("-sig"))
    (one,) = documents(Raw(declared.encode(encoding), "feed.xml", "f"))
    assert isinstance(one, Document) and one.publisher == "星野新聞"


@pytest.mark.parametrize(
    "data",
    [
        b"<html><body><p>rss</p></body></html>",
        b"{}",
        b'{"version": 1}',
        b"",
        b"plain <rss> text",
        b"<!-- <rss> --><svg/>",
        b'[{"version": "https://jsonfeed.org/version/1"}]',
    ],
)
def test_other_files_are_no_feeds(data):
    assert not is_feed(data)


@pytest.mark.parametrize("ending", ["", "続きを読む", '<a href="x">Read more</a>', "…", "[&#8230;]"])
def test_a_beginning_is_no_article(ending):
    """Where the text is short, or says that it goes on elsewhere, the link is told."""
    text = WHOLE + f"<p>{ending}</p>" if ending else "<p>星野電機の売上高は40億円だった。</p>"
    (one,) = documents(Raw(rss(item("https://news.example/1", body=text)).encode(), "f.xml", "f"))
    assert isinstance(one, Refusal) and one.source == "https://news.example/1"
    assert one.link == {
        "link": "https://news.example/1",
        "title": "題",
        "published": "2025-07-05",
        "publisher": "星野新聞",
    }


def test_the_newest_are_taken_and_the_rest_is_said():
    items = "".join(
        item(f"https://news.example/{day}", date=f"2025-{1 + day // 28:02}-{1 + day % 28:02}")
        for day in range(150)
    )
    *links, last = documents(Raw(rss(items).encode(), "f.xml", "f"))
    assert len(links) == MOST_ENTRIES and links[0].source == "https://news.example/149"
    assert "150 entries" in last.reason and not last.link


BILLION = (
    '<?xml version="1.0"?><!-- <rss> --><!DOCTYPE rss [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + "]><rss><channel><title>&a11;</title><item><title>&a11;</title></item></channel></rss>"
)


@pytest.mark.parametrize(
    "text",
    [
        BILLION,
        BILLION.replace("<!DOCTYPE", "<!doctype"),
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><channel><item><title>&x;</title></item></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/">%x;]><rss><channel><item><title>x</title></item></channel></rss>',
        '<!DOCTYPE rss SYSTEM "a" [<!ENTITY x "y">]><rss/>',
    ],
)
def test_entities_of_its_own_are_refused_before_parsing(text):
    (one,) = documents(Raw(text.encode(), "f.xml", "f"))
    assert isinstance(one, Refusal) and "entities of its own" in one.reason
    (wide,) = documents(Raw(text.encode("utf-16"), "f.xml", "f"))
    assert isinstance(wide, Refusal) and "entities of its own" in wide.reason


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel/></rss>", "<rss>", "<feed><entry/></feed>", rss("<item/>"), rss("<item><title>x</title>" + "<b>" * 5000),
        "<svg xmlns='x'/>", "<?xml version='1.0'?>", '{"version": "https://jsonfeed.org/version/1"}',
        '{"version": "https://jsonfeed.org/version/1", "items": {}}', '{"version": "https://jsonfeed.org/version/1", "items": [1, null, {}]}',
        '{"version": "https://jsonfeed.org/version/1", "items": ' + "[" * 20_000,
        json_feed(url=7, content_html=None, title=["x"]), "<!-- " * 3000, "<? " * 3000, " \n" * 5000 + "<!",
    ],
)  # fmt: skip
def test_feeds_that_hold_nothing_end_in_sentences(text):
    found = list(documents(Raw(text.encode(), "f.xml", "f")))
    assert found and all(
        isinstance(one, Refusal) and not one.link and one.reason.endswith(".") for one in found
    )


@pytest.mark.parametrize(
    ("stamp", "day"),
    [("2025-07-05T23:30:00Z", "2025-07-05"), ("2025-07", "2025-07"), ("Sat, 05 Jul 2025 00:30:00 +0900", "2025-07-05"),
     ("05 Jul 2025 00:30 GMT", "2025-07-05"), ("yesterday", None), ("", None), (None, None), (12, None), ("Sat, 99 Jul 2025 00:30:00 GMT", None)],
)  # fmt: skip
def test_days_of_feeds(stamp, day):
    assert read_stamp(stamp) == day


@pytest.fixture
def reading(library, site):
    """The library, with the test's own server as if it were public."""
    library.settings = library.settings.model_copy(update={"test_fetch_hosts": site.host})
    return library


def feed_of(site, *items):
    site.pages["/feed"] = (200, {"Content-Type": "application/rss+xml"}, rss("".join(items)).encode())
    return site.url + "/feed"


def test_links_of_a_feed_are_fetched_and_one_that_cannot_be_stops_nothing(reading, site):
    site.html(
        "/1", article("星野電機、増収", "星野電機の2025年第2四半期の売上高は120億円だった。", "2025-08-05")
    )
    site.html(
        "/2",
        "<html><body><article><p>北風工業の手元資金は2025年6月末で60億円だった。毎月の支出は5億円に上る。</p></article></body></html>",
    )
    url = feed_of(
        site,
        item(site.url + "/1", "フィードの題", "Fri, 04 Jul 2025 00:00:00 GMT"),
        item("/2", "北風工業の資金", "Thu, 03 Jul 2025 00:00:00 GMT"),
        item(site.url + "/gone", "消えた", "Wed, 02 Jul 2025 00:00:00 GMT"),
        item("http://169.254.169.254/latest", "内", "Tue, 01 Jul 2025 00:00:00 GMT"),
        item("ftp://news.example/x", "内", "Mon, 30 Jun 2025 00:00:00 GMT"),
        item("file:///etc/passwd", "内", "Mon, 23 Jun 2025 00:00:00 GMT"),
        item("https://news.example/9", "全文", "Sun, 29 Jun 2025 00:00:00 GMT", WHOLE),
    )
    results = {one.path: one for one in reading.add_sources([url])}
    assert results[site.url + "/1"].status == results[site.url + "/2"].status == "added"
    assert results[f"{url}#https://news.example/9"].status == "added"
    for path in (site.url + "/gone", "http://169.254.169.254/latest", "ftp://news.example/x"):
        assert results[path].status == "refused" and results[path].reason
    assert reading.article_count() == 3
    first = reading.article(results[site.url + "/1"].article_id)
    second = reading.article(results[site.url + "/2"].article_id)
    assert (first.url, second.url) == (site.url + "/1", site.url + "/2")
    # A feed cannot vouch for another site's address.
    assert reading.article(results[f"{url}#https://news.example/9"].article_id).url is None
    assert (first.title, first.published) == (
        "星野電機、増収",
        "2025-08-05",
    )  # the page's own word goes first
    assert second.published == "2025-07-03"  # and the feed's where it says nothing


def test_a_feed_on_the_disk_and_one_on_standard_input_are_followed_alike(reading, site, tmp_path):
    site.html("/1", article("星野電機、増収", "星野電機の2025年第2四半期の売上高は120億円だった。"))
    file = tmp_path / "saved.rss"
    file.write_text(rss(item(site.url + "/1")), "utf-8")
    (result,) = reading.add_sources([str(file)])
    assert (result.status, result.path) == ("added", site.url + "/1")
    (again,) = reading.add_sources([Raw(file.read_bytes(), "stdin", "stdin:1")])
    assert again.status == "unchanged" and again.article_id == result.article_id


def test_known_articles_of_a_feed_are_asked_for_conditionally(reading, site):
    page = article("星野電機、増収", "星野電機の2025年第2四半期の売上高は120億円だった。").encode()

    def conditional(handler):
        same = handler.headers.get("If-None-Match") == '"a"'
        handler.answer(
            304 if same else 200, {"Content-Type": "text/html", "ETag": '"a"'}, b"" if same else page
        )

    site.pages["/1"] = conditional
    url = feed_of(site, item(site.url + "/1"))
    (first,) = reading.add_sources([url])
    (second,) = reading.add_sources([url])
    assert (first.status, second.status, second.article_id) == ("added", "unchanged", first.article_id)
    with reading._store.reading() as connection:
        assert find_origin(connection, site.url + "/1")[2].etag == '"a"'


def test_a_feed_of_feeds_is_not_followed_further(reading, site):
    feed_of(site, item(site.url + "/feed2"))
    site.pages["/feed2"] = (200, {"Content-Type": "text/xml"}, rss(item(site.url + "/1")).encode())
    (result,) = reading.add_sources([site.url + "/feed"])
    assert result.status == "refused" and "/1" not in site.paths()
