"""Jekyll's folders, and plain ones: ``_posts/YYYY-MM-DD-slug.md``, ``_drafts``, pages anywhere else.

Source of the rules: Jekyll's documentation, "Posts" and "Permalinks".
"""

import re
from pathlib import PurePosixPath
from typing import Any

from blog.importing.records import TextKind
from blog.markdown_files.reading import liquid
from blog.markdown_files.reading.heads import Head, Tell
from blog.markdown_files.reading.layouts import TEXTS
from blog.markdown_files.reading.static_sites import DATED, Place, StaticSite, moment_of

STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
MARKDOWN = (".md", ".markdown", ".mkd")
ABOUT = re.compile(r"(readme|license|licence|changelog|contributing|code_of_conduct|404)\b", re.IGNORECASE)


class Jekyll(StaticSite):
    """A site of Jekyll's; without its settings and folders, just files with or without front matter."""

    configs = ("_config.yml", "_config.yaml", "_config.toml")
    divides_at_blanks = True

    def find_address(self) -> str:
        """Return ``url`` and ``baseurl``."""
        return self.setting("url").rstrip("/") + self.setting("baseurl")

    def find_names(self) -> list[str]:
        """Return posts and drafts, and pages in Markdown; HTML elsewhere is mostly templates."""
        self._is_jekyll = bool(self.config) or any("_posts" in name.split("/") for name in self.tree.sizes)
        return [name for name in self.tree.sizes if self._is_text(name)]

    def place(self, name: str, head: Head) -> Place:
        """Return post, draft or page."""
        path = PurePosixPath(name)
        is_draft = "_drafts" in path.parts
        dated = DATED.fullmatch(path.stem)
        is_post = is_draft or "_posts" in path.parts or bool(dated)
        if not self._is_jekyll:
            is_post = path.parts[0] != "pages"
        slug = head.text("slug") or (dated["slug"] if dated else path.stem)
        moment = head.moment("date", "published_at") or moment_of(dated, self.zone)
        if not is_post:
            return Place(TextKind.PAGE, self._page_slug(path, slug), self._page_path(path, head), moment)
        folders = path.parts[: path.parts.index("_posts")] if "_posts" in path.parts else ()
        link = head.text("permalink") or self.setting("permalink") or "date"
        values = self._values(slug, moment, [*folders, *head.words("categories", "category", by_blanks=True)])
        address = _fill(STYLES.get(link, link), values)
        return Place(TextKind.ARTICLE, slug, address, moment, is_draft or moment is None, folders)

    def plain(self, body: str, tell: Tell) -> str:
        """Return the text without Liquid."""
        return liquid.plain(body, self.links, tell) if self._is_jekyll else body

    def _is_text(self, name: str) -> bool:
        path = PurePosixPath(name)
        if {"_posts", "_drafts"} & set(path.parts):
            return name.endswith(TEXTS)
        hidden = any(part.startswith("_") for part in path.parts)
        if not name.endswith(MARKDOWN) or hidden or (len(path.parts) == 1 and ABOUT.match(name)):
            return False
        return not self._is_jekyll or ((path.stem != "index" or len(path.parts) > 1) and self._has_head(name))

    def _has_head(self, name: str) -> bool:
        with self.tree.open(name) as file:
            return file.read(3).endswith(b"---")

    def _page_slug(self, path: PurePosixPath, slug: str) -> str:
        return path.parent.name if path.stem == "index" and path.parent.name else slug

    def _page_path(self, path: PurePosixPath, head: Head) -> str:
        if permalink := head.text("permalink"):
            return _fill(permalink, {"title": path.stem, "basename": path.stem, "output_ext": ".html"})
        bare = path.parent if path.stem == "index" else path.with_suffix("")
        style = self.setting("permalink") or "date"
        is_pretty = path.stem == "index" or STYLES.get(style, style).endswith("/")
        return f"/{bare}/" if is_pretty else f"/{bare}.html"

    def _values(self, slug: str, moment: Any, categories: list[str]) -> dict[str, str]:
        values = {"title": slug, "slug": slug, "output_ext": ".html"}
        values["categories"] = "/".join(name.lower().replace(" ", "%20") for name in categories)
        if moment:
            local = moment.astimezone(self.zone)
            values |= {"year": f"{local:%Y}", "month": f"{local:%m}", "day": f"{local:%d}"}
            values |= {"i_month": str(local.month), "i_day": str(local.day), "short_year": f"{local:%y}"}
            values |= {"hour": f"{local:%H}", "minute": f"{local:%M}", "second": f"{local:%S}"}
            values["y_day"] = f"{local:%j}"
        return values


def _fill(permalink: str, values: dict[str, str]) -> str:
    """Return the path that a structure makes; ``:title:output_ext`` are two tags."""
    filled = re.sub(r":([a-z_]+)", lambda found: values.get(found[1], ""), permalink)
    return re.sub(r"/{2,}", "/", f"/{filled}")
