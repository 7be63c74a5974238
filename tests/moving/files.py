"""Small files of other systems, made on the spot."""

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- generator="WordPress.com" -->
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Harbour Notes</title><link>https://harbour.example</link>
<description>What the tide brings</description><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://harbour.example</wp:base_site_url>
<wp:base_blog_url>https://harbour.example</wp:base_blog_url>
"""
WXR = HEAD  # enough of it to know what it is


def make_zip(path: Path, members: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_tar(path: Path, members: Mapping[str, bytes]) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


def make_wxr(path: Path, *, articles: int = 3, comments: int = 2, authors: int = 1, broken: str = "") -> Path:
    """Write the export of a small blog at https://harbour.example; ``broken`` is put in as it is."""
    names = [f"author{number}" for number in range(1, authors + 1)]
    people = "".join(
        f"<wp:author><wp:author_id>{n}</wp:author_id><wp:author_login>{name}</wp:author_login>"
        f"<wp:author_email>{name}@harbour.example</wp:author_email>"
        f"<wp:author_display_name>Author {n}</wp:author_display_name></wp:author>"
        for n, name in enumerate(names, start=1)
    )
    items = "".join(_article(n, names[n % len(names)], comments) for n in range(1, articles + 1))
    path.write_text(f"{HEAD}{people}{broken}{items}</channel></rss>", encoding="utf-8")
    return path


def _article(number: int, author: str, comments: int) -> str:
    day = f"{1 + number % 28:02}"
    talk = "".join(
        f"<wp:comment><wp:comment_id>{number * 1000 + n}</wp:comment_id>"
        f"<wp:comment_author>Reader {n}</wp:comment_author>"
        f"<wp:comment_author_email>r{n}@example.org</wp:comment_author_email>"
        f"<wp:comment_date_gmt>2019-06-{day} 12:0{n % 10}:00</wp:comment_date_gmt>"
        f"<wp:comment_content>Thought {n}</wp:comment_content><wp:comment_approved>1</wp:comment_approved>"
        "<wp:comment_type>comment</wp:comment_type><wp:comment_parent>0</wp:comment_parent></wp:comment>"
        for n in range(comments)
    )
    return (
        f"<item><title>Tide {number}</title><link>https://harbour.example/2019/05/{day}/tide-{number}/</link>"
        f"<dc:creator>{author}</dc:creator>"
        f"<content:encoded><![CDATA[What the tide brought, {number}.]]></content:encoded>"
        f"<wp:post_id>{number + 100}</wp:post_id><wp:post_date>2019-05-{day} 12:00:00</wp:post_date>"
        f"<wp:post_date_gmt>2019-05-{day} 12:00:00</wp:post_date_gmt>"
        f"<wp:post_name>tide-{number}</wp:post_name><wp:status>publish</wp:status>"
        f"<wp:comment_status>open</wp:comment_status><wp:post_type>post</wp:post_type>{talk}</item>\n"
    )
