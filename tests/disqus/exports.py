"""Exports of a Disqus forum, made on the spot."""

from pathlib import Path

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<category dsq:id="1"><forum>harbour</forum><title>General</title><isDefault>true</isDefault></category>
"""


def thread(number: int, link: str, name: str = "") -> str:
    return (
        f'<thread dsq:id="{number}"><id>{name}</id><forum>harbour</forum><category dsq:id="1" />'
        f"<link>{link}</link><title>Thread {number}</title><message />"
        "<createdAt>2019-05-15T12:00:00Z</createdAt>"
        "<author><name>Anna</name><isAnonymous>false</isAnonymous><username>anna</username></author>"
        "<isClosed>false</isClosed><isDeleted>false</isDeleted></thread>\n"
    )


def post(
    number: int,
    stands_in: int,
    message: str = "<p>Hello</p>",
    *,
    parent: int = 0,
    flags: str = "",
    name: str = "Gustav",
) -> str:
    return (
        f'<post dsq:id="{number}"><id></id><message><![CDATA[{message}]]></message>'
        f"<createdAt>2019-06-01T10:{number % 60:02}:00Z</createdAt>{flags}"
        f"<author><name>{name}</name><isAnonymous>true</isAnonymous><username></username></author>"
        f'<thread dsq:id="{stands_in}" />' + (f'<parent dsq:id="{parent}" />' if parent else "") + "</post>\n"
    )


def write(path: Path, *parts: str, head: str = HEAD, end: str = "</disqus>\n") -> Path:
    path.write_text(head + "".join(parts) + end, encoding="utf-8")
    return path
