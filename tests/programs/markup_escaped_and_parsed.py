"""HTML is escaped, unescaped and parsed; URLs are taken apart."""
# Not watched: the library collects garbage while it is imported.
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, quote, urlencode, urljoin, urlsplit


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.append(dict(attrs).get("href"))

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


parser = Links()
parser.feed("<p>See <a href='/x?a=1&amp;b=2'>this</a> &amp; that<br>")
print(parser.found)
print(escape('<a href="x">'), unescape("&lt;&eacute;&#8364;&gt;"))
parts = urlsplit("https://user@host:81/a/b;c?q=1&q=2#top")
print(parts.hostname, parts.port, parts.path, parse_qs(parts.query))
print(urljoin("http://h/a/b", "../c"), quote("a b/é"), urlencode({"x": "1 2", "y": ["a"]}, doseq=True))
