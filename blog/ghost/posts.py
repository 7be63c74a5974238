"""Makes records of the rows of posts."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from urllib.parse import quote, urlsplit

from blog.ghost import values
from blog.ghost.lexical import render_lexical
from blog.ghost.mobiledoc import render_mobiledoc
from blog.ghost.pictures import HERE, Addresses, upload_path
from blog.ghost.survey import STRUCTURE, Shared
from blog.importing.records import Attachment, Text, TextKind

STATES = {"published": "published", "draft": "draft", "scheduled": "published", "sent": "private"}
TIMES = ("published_at", "created_at", "updated_at")

type Tell = Callable[[str, str], None]  # code and sentence
type Times = Mapping[str, datetime | None]


class PostMaker:
    """Makes the records of one run."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._addresses = Addresses(shared.hosts)

    def text(self, fields: values.Fields, tell: Tell) -> Text:
        """Return the article or page."""
        key, slug = values.key(fields, "id"), values.text(fields, "slug")
        is_page = values.text(fields, "type") == "page" or values.flag(fields, "page")
        kind = TextKind.PAGE if is_page else TextKind.ARTICLE
        times = {name: self._moment(fields, name, tell) for name in TIMES}
        status = _status(fields, tell)
        body, body_format = self._body(fields, tell)
        if values.text(fields, "codeinjection_head", "codeinjection_foot"):
            tell("code-injection", "Code that was put into its page's head or foot was left out.")
        source = values.text(fields, "canonical_url").replace(HERE, "")
        source = source if source.startswith(("http://", "https://")) else ""
        authors = self._authors(fields)
        if len(authors) > 1:
            tell("more-authors", f"Of its {len(authors)} authors the first one stands here.")
        return Text(
            key=key,
            kind=kind,
            title=" ".join(values.text(fields, "title").split()),
            slug=slug,
            body=body,
            body_format=body_format,
            link=self._link(kind, slug, authors, times) if status == "published" else "",
            author=authors[0] if authors else "",
            excerpt=values.text(fields, "custom_excerpt"),
            status=status,
            featured=self._featured(fields, tell),
            tags=() if is_page else tuple(self._shared.tags_of.get(key, ())),
            source_url=source,
            source_name=_host_of(source),
            published_at=times["published_at"],
            created_at=times["created_at"],
            updated_at=times["updated_at"],
        )

    def files(self, fields: values.Fields) -> Iterator[Attachment]:
        """Yield the files that a post shows or leads to, its featured picture first; some come twice."""
        author = next(iter(self._authors(fields)), "")
        moment = values.moment(fields, "created_at")
        alt, caption = self._shared.pictures_of.get(values.key(fields, "id"), ("", ""))
        featured = list(self._addresses.files_in(self._picture(fields)))
        bodies = (values.text(fields, name) for name in ("html", "lexical", "mobiledoc", "markdown"))
        for place, path in enumerate([*featured, *(path for body in bodies for path in self._in_body(body))]):
            is_featured = place < len(featured)
            yield Attachment(
                key=path,
                url=self._url(path),
                path=upload_path(path),
                alt=alt if is_featured else "",
                caption=caption if is_featured else "",
                author=author,
                link=f"/content/{quote(path)}",
                published_at=moment,
            )

    def _in_body(self, body: str) -> Iterator[str]:
        # Texts of the two editors are JSON, which may write a slash with a backslash.
        return self._addresses.files_in(body.replace("\\/", "/") if "\\/" in body else body)

    def _url(self, path: str) -> str:
        host = min(self._shared.hosts, key=len, default="")
        return f"https://{host}/content/{quote(path)}" if host else f"/content/{quote(path)}"

    def _picture(self, fields: values.Fields) -> str:
        return values.text(fields, "feature_image", "image")

    def _featured(self, fields: values.Fields, tell: Tell) -> str:
        address = self._picture(fields)
        if not address:
            return ""
        if found := next(self._addresses.files_in(address), ""):
            return found
        tell("picture-elsewhere", f"Its picture lies on another host and was left out: {address[:200]}")
        return ""

    def _authors(self, fields: values.Fields) -> list[str]:
        if found := self._shared.authors_of.get(values.key(fields, "id")):
            return found
        author = values.key(fields, "author_id") or values.key(fields, "created_by")
        return [self._shared.people[author]] if author in self._shared.people else []

    def _moment(self, fields: values.Fields, name: str, tell: Tell) -> datetime | None:
        found = values.moment(fields, name)
        if found is None and fields.get(name):
            tell("impossible-date", f"{str(fields[name])[:40]} is no time; it was passed over.")
        return found

    def _body(self, fields: values.Fields, tell: Tell) -> tuple[str, str]:
        """Return text and format: the HTML that readers saw, else what is made of the editor's text."""
        html = values.text(fields, "html")
        unknown: dict[str, None] = {}
        for name, render in (("lexical", render_lexical), ("mobiledoc", render_mobiledoc)):
            if not html and (source := values.text(fields, name)):
                try:
                    html = render(source, lambda card: unknown.update({card: None}))
                except ValueError as error:
                    tell("broken-text", f"Its text ({name}) cannot be read ({error}).")
        for card in unknown:
            tell("unknown-card", f"Nothing here knows the card “{card[:40]}”; it was left out.")
        if not html and (source := values.text(fields, "markdown")):
            return self._addresses.localise(source), "markdown"
        return self._addresses.localise(html), "html"

    def _link(self, kind: TextKind, slug: str, authors: list[str], times: Times) -> str:
        """Return the path that it had; empty for what has no slug or time."""
        moment = times["published_at"]
        if not slug:
            return ""
        if kind is TextKind.PAGE:
            return f"/{quote(slug)}/"
        structure = self._shared.structure
        if moment is None and structure != STRUCTURE:
            return ""
        local = moment.astimezone(self._shared.zone) if moment else None
        parts = {
            "%postname%": slug,
            "%author%": authors[0] if authors else "",
            **(
                {"%year%": f"{local:%Y}", "%monthnum%": f"{local:%m}", "%day%": f"{local:%d}"}
                if local
                else {}
            ),
        }
        made = re.sub(r"%[a-z_]+%", lambda found: quote(parts.get(found[0], "")), structure)
        return "" if "//" in made else made


def _status(fields: values.Fields, tell: Tell) -> str:
    """Return the state; nothing becomes readable here for everybody that was not so there."""
    said = values.text(fields, "status")
    status = STATES.get(said)
    if status is None:
        tell("unknown-state", f"The state “{said[:40]}” is not known; it is a draft here.")
        return "draft"
    visibility = values.text(fields, "visibility") or "public"
    if said == "sent":
        tell("mail-only", "It was sent by mail only; it is private here.")
    elif status == "published" and visibility != "public":
        tell("members-only", f"Only members could read it ({visibility[:20]}); it is private here.")
        return "private"
    return status


def _host_of(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
