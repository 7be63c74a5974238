"""HTML of the cards that Ghost's two editors know, for texts whose HTML is not in the file. Cleaned later."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from blog import markdown

MOST_PICTURES = 100  # of a gallery
# Shown in newsletters alone, or only a mark.
NEVER_SHOWN = frozenset({"email", "email-cta", "paywall"})
SAME = {
    **{"card-markdown": "markdown", "codeblock": "code", "horizontalrule": "hr"},
    **{"divider": "hr", "card-image": "image", "card-html": "html"},
}

type Payload = Mapping[str, Any]


def card(name: str, payload: Payload) -> str | None:
    """Return the HTML of a card; None for one that is not known."""
    name = SAME.get(name, name)
    if name in NEVER_SHOWN:
        return ""
    make = CARDS.get(name)
    return make(payload) if make else None


def of(payload: Payload, name: str) -> str:
    """Return a text of a card as it is, empty where it has none."""
    value = payload.get(name)
    return value if isinstance(value, str) else ""


def figure(inner: str, caption: str, name: str = "") -> str:
    """Return a figure; the caption is HTML, as Ghost keeps it."""
    attribute = f' class="{name}"' if name else ""
    told = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure{attribute}>{inner}{told}</figure>"


def link(address: str, words: str) -> str:
    """Return a link; the words alone where there is no address."""
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _picture(payload: Payload) -> str:
    title = f' title="{escape(of(payload, "title"))}"' if of(payload, "title") else ""
    return f'<img src="{escape(of(payload, "src"))}" alt="{escape(of(payload, "alt"))}"{title}>'


def _image(payload: Payload) -> str:
    if not of(payload, "src"):
        return ""
    address = of(payload, "href")
    inner = link(address, _picture(payload)) if address else _picture(payload)
    return figure(inner, of(payload, "caption"), "kg-image-card")


def _gallery(payload: Payload) -> str:
    images = payload.get("images")
    some = [image for image in images if isinstance(image, dict)] if isinstance(images, list) else []
    inner = "".join(figure(_picture(image), "") for image in some[:MOST_PICTURES] if of(image, "src"))
    return figure(inner, of(payload, "caption"), "wp-block-gallery") if inner else ""


def _code(payload: Payload) -> str:
    language = f' class="language-{escape(of(payload, "language"))}"' if of(payload, "language") else ""
    made = f"<pre><code{language}>{escape(of(payload, 'code'), quote=False)}</code></pre>"
    return figure(made, of(payload, "caption")) if of(payload, "caption") else made


def _embed(payload: Payload) -> str:
    address = of(payload, "url")
    inner = of(payload, "html") or (f"<p>{link(address, escape(address))}</p>" if address else "")
    return figure(inner, of(payload, "caption")) if inner else ""


def _bookmark(payload: Payload) -> str:
    found = payload.get("metadata")
    metadata = found if isinstance(found, dict) else {}
    address = of(payload, "url") or of(metadata, "url")
    title = of(metadata, "title") or of(payload, "title") or address
    about = of(metadata, "description") or of(payload, "description")
    if not address:
        return ""
    inner = f"<p>{link(address, escape(title))}</p>" + (f"<p>{escape(about)}</p>" if about else "")
    return figure(inner, of(payload, "caption"), "kg-bookmark-card")


def _callout(payload: Payload) -> str:
    sign, words = escape(of(payload, "calloutEmoji")), of(payload, "calloutText")
    return f"<blockquote><p>{sign} {words}</p></blockquote>".replace("<p> ", "<p>")


def _toggle(payload: Payload) -> str:
    return f"<h4>{of(payload, 'heading')}</h4>{of(payload, 'content')}"


def _button(payload: Payload) -> str:
    words = escape(of(payload, "buttonText"))
    return f"<p>{link(of(payload, 'buttonUrl'), words)}</p>" if words else ""


def _header(payload: Payload) -> str:
    under = of(payload, "subheading") or of(payload, "subheader")
    heading = of(payload, "heading") or of(payload, "header")
    made = f"<h2>{heading}</h2>" if heading else ""
    return made + (f"<p>{under}</p>" if under else "") + _button(payload)


def _product(payload: Payload) -> str:
    source = of(payload, "productImageSrc")
    picture = figure(_picture({"src": source, "alt": of(payload, "productTitle")}), "") if source else ""
    made = f"{picture}<h4>{of(payload, 'productTitle')}</h4>{of(payload, 'productDescription')}"
    button = {"buttonText": of(payload, "productButton"), "buttonUrl": of(payload, "productUrl")}
    return made + _button(button)


def _video(payload: Payload) -> str:
    source = escape(of(payload, "src"))
    return figure(f'<video src="{source}" controls></video>', of(payload, "caption")) if source else ""


def _audio(payload: Payload) -> str:
    source = escape(of(payload, "src"))
    return figure(f'<audio src="{source}" controls></audio>', escape(of(payload, "title"))) if source else ""


def _file(payload: Payload) -> str:
    words = of(payload, "fileTitle") or of(payload, "fileName") or of(payload, "src")
    about = of(payload, "fileCaption")
    made = f"<p>{link(of(payload, 'src'), escape(words))}</p>" if words else ""
    return made + (f"<p>{escape(about)}</p>" if about else "")


CARDS: dict[str, Callable[[Payload], str]] = {
    "image": _image,
    "gallery": _gallery,
    "markdown": lambda payload: markdown.render_article(of(payload, "markdown")),
    "html": lambda payload: of(payload, "html"),
    "code": _code,
    "hr": lambda _payload: "<hr>",
    "embed": _embed,
    "bookmark": _bookmark,
    "callout": _callout,
    "toggle": _toggle,
    "button": _button,
    "header": _header,
    "product": _product,
    "video": _video,
    "audio": _audio,
    "file": _file,
}
