"""Hostile records, tables, feeds, mail and subtitles."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from benchmarks.robustness.makers import (
    CODES,
    PROSE,
    SIZE,
    WORD,
    Made,
    feed,
    forwarded,
    laughs,
    mail,
    parts,
    repeat,
)

RECORDS: Final[tuple[Callable[[], Made], ...]] = (
    # Records
    lambda: (".jsonl", repeat('{"text": "', "\\u001b[31m", '"}')),
    lambda: (".jsonl", repeat('{"text": ', "[", "")),
    lambda: (".jsonl", repeat('{"text": "', WORD, '"}', 50 << 20)),
    lambda: (".jsonl", repeat("", '{"_id": "a", "text": "salt"}\n', "", 8 << 20)),
    lambda: (".jsonl", json.dumps({f"k{n}": n for n in range(9_000)} | {"text": WORD}).encode()),
    lambda: (".jsonl", repeat('{"text": "salt", "date": ', "9", "}")),
    lambda: (".json", repeat('[{"text": "a"}', ',{"text": "a"}', "]")),
    lambda: (".json", b"[" * 100_000 + b'{"text": "salt"}' + b"]" * 100_000),
    lambda: (".json", b'{"a":' * 100_000 + b'{"text": "salt"}' + b"}" * 100_000),
    lambda: (".json", repeat('{"text": "', "\\ud800", '"}')),
    lambda: (".csv", repeat('title,text\n"', '""', "")),
    lambda: (".csv", repeat("title,text\n", ",")),
    lambda: (".csv", b"a," * 1_000_000 + b"text\n" + b"b," * 1_000_000 + WORD.encode()),
    lambda: (".csv", repeat("title,text\n", 'a,"salt\n', "")),
    # Feeds and XML
    lambda: (".rss", repeat("<rss><channel>", "<item>", "")),
    lambda: (".rss", b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
    lambda: (
        ".rss",
        b'<!DOCTYPE r [<!ENTITY % p SYSTEM "file:///etc/passwd">%p;]><rss><channel><item>'
        b"<description>salt</description></item></channel></rss>",
    ),
    lambda: (".rss", "<!DOCTYPE r [<!ENTITY a 'aa'>]><rss>&a;</rss>".encode("utf-16")),
    lambda: (".xml", repeat("<rss><channel><item><description>", "&lt;div&gt;", "")),
    # Mail
    lambda: (".eml", repeat("From: a\nContent-Type: multipart/mixed; boundary=x\n\n", "--x\n\n")),
    lambda: (".eml", forwarded(5_000)),
    lambda: (".eml", parts(150)),
    lambda: (".eml", parts(5_000)),
    lambda: (".eml", mail("text/plain; charset=punycode", "x-" + "a" * SIZE)),
    lambda: (".eml", repeat("From: a\nSubject: ", "=?utf-8?q?a?= ", f"\n\n{PROSE}", 1 << 20)),
    lambda: (".eml", repeat("From: ", "(", f"\nSubject: a\n\n{PROSE}")),
    lambda: (".eml", mail("text/plain; " + "name*0=a; " * 10_000, PROSE)),
    lambda: (".mbox", b"From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\nsalt\n\n" * 20_000),
    lambda: (
        ".mbox",
        repeat("From a@b Tue Nov  4 08:30:00 2025\nFrom: a\n\n", "\n>From ", "", 8 << 20),
    ),
    # Films
    lambda: (".srt", repeat("", "1\n00:00:01,000 --> 00:00:02,000\na\n\n")),
    lambda: (".srt", repeat("", "1\n99999999:99:99,999 --> -1:00:00,000\nsalt\n\n", "", 1 << 20)),
    lambda: (".vtt", repeat("WEBVTT\n\n", "00:01.000 --> 00:02.000\n<c.a><v b>", "", 1 << 20)),
    # Records again
    lambda: (".jsonl", repeat('{"text": "salt", "n": ', "9", "}\n")),
    lambda: (".jsonl", repeat('{"text": "salt", "n": 1e', "9", "}\n")),
    lambda: (
        ".jsonl",
        b'{"text": "salt", "a": NaN, "b": -Infinity, "c": 1e999, "date": 1e999}\n' * 99,
    ),
    lambda: (
        ".jsonl",
        repeat("", '{"_id": "a\\n\\u0000\\u001b[2J\\ud800", "text": "salt rose"}\n'),
    ),
    lambda: (".jsonl", repeat('{"text": "salt", "_id": "', "a/../", '"}\n', 1 << 20)),
    lambda: (
        ".jsonl",
        repeat("", '{"text": {"text": ["salt"]}, "title": [], "author": {}, "date": []}\n'),
    ),
    lambda: (".jsonl", repeat('{"text": "', "\\u0000\\u2028\\ud83d", '"}\n')),
    lambda: (
        ".jsonl",
        repeat("", '{"text": "salt", "date": 99999999999999, "url": "file:///etc/passwd"}\n'),
    ),
    lambda: (".jsonl", repeat("", '{"text": "salt", "tags": [[[[[[]]]]]], "tags": null}\n')),
    lambda: (".jsonl", ('{"text": "salt"}\n' * 999).encode("utf-16")),
    lambda: (".jsonl", repeat("", "[\n{\n", "", 1 << 18)),
    lambda: (".json", repeat('{"text": "salt", "text": "', WORD, '"}', 9 << 20)),
    lambda: (".json", repeat('{"a": [', "1e5,", '0], "text": "salt"}', 4 << 20)),
    lambda: (".json", repeat('[{"title": "', "salt ", '", "text": "salt"}]', 1 << 20)),
    lambda: (".json", repeat('{"text": "<p>', "<div>&lt;", '"}', 1 << 19)),
    lambda: (".csv", repeat("text,text,text\n", "=cmd|' /C calc'!A0,salt,\x00\n")),
    lambda: (".csv", repeat('title,text\na,"', "salt\n", '"', 4 << 20)),
    lambda: (".csv", repeat("title,text\r", "a,salt rose\r", "", 1 << 20)),
    lambda: (".csv", repeat("title;text\tx|y\n", "a;b\tc|d,e\n", "", 1 << 19)),
    lambda: (".csv", repeat("", '"', "\n", 1 << 20)),
    lambda: (".tsv", repeat("id\ttext\n", "\t", "\n", 1 << 20)),
    lambda: (".tsv", repeat("id\ttext\tdate\n", "a\tsalt\t9999-99-99\n", "", 1 << 19)),
    # Feeds and XML
    lambda: (".rss", laughs("<!DOCTYPE a [", '<!ENTITY {0} "{1}">', "&{0};", "]><rss>&i;</rss>")),
    lambda: (
        ".rss",
        repeat('<!DOCTYPE a [<!ENTITY b "', "a", '">]><rss>' + "&b;" * 9_999 + "</rss>"),
    ),
    lambda: (".rss", b'<!DOCTYPE rss SYSTEM "http://127.0.0.1:40961/a.dtd"><rss><channel/></rss>'),
    lambda: (
        ".rss",
        b'<rss xmlns:xi="http://www.w3.org/2001/XInclude"><channel>'
        b'<item><description><xi:include href="/etc/passwd" parse="text"/>'
        b"</description></item></channel></rss>",
    ),
    lambda: (".rss", b'<?xml version="1.0" encoding="punycode"?><rss><channel/></rss>'),
    lambda: (".rss", b'<?xml version="1.0" encoding="utf-7"?><rss>+ADw-item+AD4-</rss>'),
    lambda: (
        ".rss",
        b"<rss" + b"".join(b' xmlns:a%d="b%d"' % (n, n) for n in range(9_999)) + b"/>",
    ),
    lambda: (
        ".rss",
        repeat("<rss><channel><item><title>", "a<b/>", "</title></item></channel></rss>", 1 << 20),
    ),
    lambda: (".rss", feed("<pubDate>99 Foo 99999 99:99 +9999</pubDate><link>javascript:x</link>")),
    lambda: (".rss", feed(f"<description><![CDATA[{'<div>' * 500}]]></description>")),
    lambda: (
        ".atom",
        repeat(
            '<feed xmlns="http://www.w3.org/2005/Atom"><entry><content type="xhtml">', "<div>", ""
        ),
    ),
    lambda: (
        ".atom",
        repeat(
            '<feed xmlns="http://www.w3.org/2005/Atom">',
            '<entry><content src="file:///etc/passwd"/><id>a</id></entry>',
            "</feed>",
        ),
    ),
    lambda: (".rdf", repeat('<rdf:RDF xmlns:rdf="a">', "<?a b?><!--a-->", "</rdf:RDF>", 4 << 20)),
    lambda: (".xml", repeat("<a>", "<a>", "", 1 << 19)),
    lambda: (".xml", repeat("<a ", "b" * 99, "='c'/>", 8 << 20)),
    lambda: (
        ".xml",
        b'<?xml-stylesheet href="file:///etc/passwd"?><opml><body><outline xmlUrl="file:///etc/passwd"/></body></opml>',
    ),
    # Mail
    lambda: (".eml", mail("text/plain; charset=bz2", PROSE)),
    lambda: (".eml", mail("text/plain; charset=undefined", PROSE + "\xff")),
    lambda: (
        ".eml",
        mail(
            "text/plain\nContent-Transfer-Encoding: x-uuencode", "begin 644 ../../a\n" + "M" * SIZE
        ),
    ),
    lambda: (".eml", mail("text/plain\nContent-Transfer-Encoding: base64", "A=" * SIZE)),
    lambda: (".eml", mail("text/html\nContent-Transfer-Encoding: quoted-printable", "=3C=" * SIZE)),
    lambda: (".eml", mail(f"multipart/mixed; boundary={'x' * 60_000}", "--x\n\nsalt")),
    lambda: (
        ".eml",
        mail('multipart/mixed; boundary="(a+)+$"', "--aaaaaaaaaaaaaaaaaaaaaaaaaa!\n" * 999),
    ),
    lambda: (
        ".eml",
        mail('message/external-body; access-type=URL; URL="http://127.0.0.1:40961/"', PROSE),
    ),
    lambda: (".eml", mail("message/partial; id=a; number=1; total=999999999", PROSE)),
    lambda: (".eml", mail("application/ms-tnef; name=winmail.dat", 'x\x9f>"' * 999)),
    lambda: (".eml", repeat("Subject: salt\nDate: ", "9", f" +9999\n\n{PROSE}")),
    lambda: (".eml", repeat("Subject: salt\nTo: ", "a <b@c>, ", f"\n\n{PROSE}", 1 << 19)),
    lambda: (".eml", repeat("Subject: salt\n", "Subject: salt\nFrom: a\n", f"\n{PROSE}", 1 << 19)),
    lambda: (".eml", repeat("Subject: ", "=?utf-7?b?", f"\n\n{PROSE}", 1 << 18)),
    lambda: (
        ".eml",
        f"Subject: =?utf-8?q?{'=1B=5B2J=E2=80=AE' * 50}?=\n"
        f"From: =?idna?q?a=FF?= <a>\n\n{PROSE}".encode(),
    ),
    lambda: (".eml", f"Subject: {CODES}\nFrom: {CODES}\n\n{PROSE}".encode()),
    lambda: (".eml", repeat("Subject: salt\nReceived: ", "a\n ", f"\n\n{PROSE}", 1 << 20)),
    lambda: (
        ".eml",
        mail(
            "multipart/alternative; boundary=x", "--x\nContent-Type: text/html\n\n" + "<div>" * SIZE
        ),
    ),
    lambda: (".emlx", b"99999999999999999999\nSubject: salt\n\nsalt rose\n<plist>"),
    lambda: (".emlx", b"-5\nSubject: salt\n\nsalt rose\n<?xml version='1.0'?><plist>&a;"),
    lambda: (".mbox", repeat("", "From a@b Tue Nov  4 08:30:00 2025\n", "", 1 << 20)),
    lambda: (".mbox", b"From a@b Tue Nov  4 08:30:00 2025\n" + forwarded(500) + parts(99)),
    lambda: (
        ".mhtml",
        mail(
            "multipart/related; boundary=x",
            "--x\nContent-Location: file:///etc/passwd\nContent-Type: text/html\n\n"
            f"<iframe src=cid:a><img src='file:///etc/passwd'>{PROSE}\n--x--",
        ),
    ),
    lambda: (
        ".mhtml",
        mail(
            'multipart/related; boundary=x; start="<a>"',
            "--x\nContent-ID: <a>\nContent-Type: multipart/related; boundary=x\n\n" * 500,
        ),
    ),
    # Films
    lambda: (".srt", repeat("", "-->", "", 1 << 19)),
    lambda: (".srt", repeat("1\n00:00:01,000 --> 00:00:02,000\n", "<font color='", "", 1 << 19)),
    lambda: (
        ".vtt",
        repeat(
            "WEBVTT\n\nSTYLE\n", "::cue(b) {background: url(file:///etc/passwd)}\n", "", 1 << 18
        ),
    ),
    lambda: (".vtt", repeat("WEBVTT\n\n", "9:" * 9 + "00.000 --> NaN\nsalt\n\n", "", 1 << 18)),
)
"""One maker for each kind of harm."""
