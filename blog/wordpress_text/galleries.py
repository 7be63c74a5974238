"""Galleries and playlists, from shortcodes; the markup is that of the gallery block."""

from html import escape

from blog.wordpress_text.grammar import Shortcode
from blog.wordpress_text.library import Attachment, FindAttachments, Wish, numbers_in
from blog.wordpress_text.markup import tag
from blog.wordpress_text.pictures import SIZED, sized

MOST_COLUMNS = 9  # WordPress's limit


def gallery(shortcode: Shortcode, find: FindAttachments) -> str:
    """Return the figure of a ``[gallery]``; empty when none of its pictures are there."""
    pictures = [picture for picture in find(_wish(shortcode, "image")) if picture.sizes]
    if not pictures:
        return ""
    columns = min(int((numbers_in(shortcode.first("columns")) or (3,))[0]) or 3, MOST_COLUMNS)
    items = "".join(_item(picture, shortcode.first("link"), columns) for picture in pictures)
    return f'<figure class="wp-block-gallery columns-{columns}">{items}</figure>'


def playlist(shortcode: Shortcode, find: FindAttachments) -> str:
    """Return the list of players of a ``[playlist]``; empty when none of its files are there."""
    kind = "video" if shortcode.first("type") == "video" else "audio"
    files = find(_wish(shortcode, kind))
    items = "".join(
        f"<li>{escape(file.title or file.url.rsplit('/', 1)[-1])}<br>"
        f"{tag(kind, {'controls': '', 'preload': 'none', 'src': file.url})}</{kind}></li>"
        for file in files
    )
    return f'<ol class="wp-playlist">{items}</ol>' if items else ""


def _wish(shortcode: Shortcode, kind: str) -> Wish:
    numbers = numbers_in(shortcode.first("ids", "include"))
    of = numbers_in(shortcode.first("id"))
    return Wish(
        kind=kind,
        numbers=numbers,
        of=of[0] if of else 0,
        exclude=numbers_in(shortcode.first("exclude")),
        order_by=shortcode.first("orderby"),
        is_descending=shortcode.first("order").upper() == "DESC",
    )


def _item(picture: Attachment, link: str, columns: int) -> str:
    part = f"(min-width: 42.5rem) {680 // columns}px, 50vw"
    image = tag("img", {"src": picture.url, "alt": picture.alt, SIZED: ""} | sized(picture.sizes, sizes=part))
    if link != "none":
        image = f"{tag('a', {'href': picture.sizes[-1].url})}{image}</a>"
    words = picture.caption and f'<figcaption class="wp-element-caption">{picture.caption}</figcaption>'
    return f'<figure class="wp-block-image">{image}{words}</figure>'
