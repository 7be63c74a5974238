"""Answers what texts ask of the media library: a few queries, however many texts there are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from django.conf import settings

from blog import markdown
from blog.markdown import Rendition
from blog.models.file import File
from blog.models.media import Image
from blog.wordpress_text import (
    Attachment,
    Rendered,
    Wanted,
    Wish,
    render,
    render_html,
    to_markdown,
    wanted,
)


@dataclass
class MediaLibrary:
    """What is there of what some texts want."""

    images: dict[str, Image] = field(default_factory=dict)  # by decoded address
    files: dict[str, File] = field(default_factory=dict)
    numbered: dict[int, Image | File] = field(default_factory=dict)  # by WordPress's number
    uploaded: dict[int, list[Image | File]] = field(default_factory=dict)  # by that of the text

    @classmethod
    def for_texts(cls, texts: Iterable[tuple[str, int | None]]) -> "MediaLibrary":
        """Look up what texts want. Each comes with its WordPress number, whose uploads its galleries show."""
        library = cls()
        paths: set[str] = set()
        numbers: set[int] = set()
        uploaded_to: set[int] = set()
        for text, number in texts:
            wants: Wanted = wanted(text)
            paths |= {unquote(path) for path in wants.paths}
            numbers |= wants.numbers
            uploaded_to |= {of or number or 0 for of in wants.galleries_of}
        if paths:
            library._find_paths(paths)
        if numbers:
            library._find_numbers(numbers)
        if uploaded_to - {0}:
            library._find_uploads(uploaded_to - {0})
        return library

    def render(self, text: str, number: int | None, *, is_html: bool) -> Rendered:
        """Return what readers see of a text of WordPress with that number, or of whole HTML."""
        if is_html:
            return Rendered(render_html(text, self.find_image, self.find_file))
        return render(
            text,
            find_image=self.find_image,
            find_file=self.find_file,
            gallery=lambda wish: self.attachments(wish, number),
        )

    def find_image(self, address: str) -> Sequence[Rendition]:
        """Return the sizes of a picture, widest last."""
        image = self.images.get(unquote(address))
        return image.all_renditions() if image else ()

    def find_file(self, address: str) -> str:
        """Return the address of a file here; empty when it is not."""
        file = self.files.get(unquote(address))
        return file.get_absolute_url() if file else ""

    def attachments(self, wish: Wish, number: int | None) -> list[Attachment]:
        """Return what a gallery shows in the text with that WordPress number."""
        if wish.numbers:
            rows = [row for one in wish.numbers if (row := self.numbered.get(one))]
        else:
            rows = sorted(self.uploaded.get(wish.of or number or 0, []), key=_order(wish))
            rows = rows[::-1] if wish.is_descending else rows
        excluded = set(wish.exclude)
        return [
            _attachment(row) for row in rows if _kind(row) == wish.kind and row.wordpress_id not in excluded
        ]

    def _find_paths(self, paths: set[str]) -> None:
        ours = {path for path in paths if path.startswith(settings.MEDIA_URL)}
        names = {path.removeprefix(settings.MEDIA_URL): path for path in ours}
        if names:
            for image in Image.objects.filter(file__in=names):
                self.images[names[str(image.file.name)]] = image
        if old := paths - ours:
            self.images |= Image.objects.find_uploads(old)
            if rest := old - self.images.keys():
                self.files |= File.objects.find_uploads(rest)

    def _find_numbers(self, numbers: set[int]) -> None:
        for row in Image.objects.filter(wordpress_id__in=numbers):
            self.numbered[row.wordpress_id or 0] = row
        if rest := numbers - self.numbered.keys():
            for file in File.objects.filter(wordpress_id__in=rest):
                self.numbered[file.wordpress_id or 0] = file

    def _find_uploads(self, numbers: set[int]) -> None:
        for rows in (
            Image.objects.filter(uploaded_to__in=numbers),
            File.objects.filter(uploaded_to__in=numbers),
        ):
            for row in rows:
                self.uploaded.setdefault(row.uploaded_to or 0, []).append(row)


def markdown_of(text: str, *, is_html: bool) -> str | None:
    """Return Markdown that says all that a text of WordPress, or whole HTML, says; None where it cannot."""
    if is_html:
        return to_markdown(markdown.sanitise_article(text))
    wishes: list[Wish] = []

    def note(wish: Wish) -> tuple[Attachment, ...]:
        wishes.append(wish)
        return ()

    made = render(text, gallery=note)  # without a library: Markdown keeps the addresses as they were written
    is_lossy = wishes or made.unknown_shortcodes or made.left_out_blocks
    return None if is_lossy else to_markdown(made.html)


def _order(wish: Wish) -> Callable[[Image | File], Any]:
    """Return the key by which WordPress sorts a gallery: the place in the library's menu, then the number."""
    if wish.order_by == "title":
        return lambda row: (row.title.lower(), row.pk)
    if wish.order_by in {"post_date", "date"}:
        return lambda row: (row.created_at, row.pk)
    if wish.order_by == "ID":
        return lambda row: row.wordpress_id or 0
    return lambda row: (row.menu_order, row.wordpress_id or 0)


def _kind(row: Image | File) -> str:
    return "image" if isinstance(row, Image) else row.media_type.split("/", 1)[0]


def _attachment(row: Image | File) -> Attachment:
    caption = markdown.clean_article(row.caption) if "<" in row.caption else row.caption
    if isinstance(row, Image):
        return Attachment(row.get_absolute_url(), row.all_renditions(), row.alt, row.title, caption)
    return Attachment(row.get_absolute_url(), (), "", row.title or row.name, caption)
