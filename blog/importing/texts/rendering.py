"""The HTML of many texts, whose pictures and files are looked up together."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import unquote

from blog.importing.job import Job
from blog.importing.texts.drafts import Draft
from blog.models import Content, uploads
from blog.models.library import MediaLibrary
from blog.wordpress_text import wanted

PICTURES = "pictures"  # what texts wait for: paths below the uploads, and numbers of attachments
SHOWN_BY_NUMBER = ("[gallery", "[playlist", "[slideshow")


class Renderer:
    """Renders the bodies of a portion of texts without asking the database for each picture.

    ``is_first`` is False for texts that were rendered before, whose oddities are told already.
    """

    def __init__(self, job: Job, drafts: Sequence[Draft], *, is_first: bool = True) -> None:
        self._job, self._is_first = job, is_first
        self._subjects = {draft.item.pk: draft.subject for draft in drafts}
        self._library = MediaLibrary.for_texts((draft.item.body, draft.item.wordpress_id) for draft in drafts)

    def render(self, item: Content) -> None:
        """Set ``body_html``; tell what of the text nobody here knows how to show."""
        made = item.render(self._library)
        if not self._is_first:
            return
        subject = self._subjects[item.pk]
        for name in made.unknown_shortcodes:
            told = f"Nothing here knows the shortcode [{name}]; it stays in the text as it is."
            self._job.odd("unknown-shortcode", subject, told)
        for name in made.left_out_blocks:
            told = f"The server of the old blog filled the block “{name}”; it is left out."
            self._job.odd("unknown-block", subject, told)

    def missing_of(self, draft: Draft) -> list[list[Any]]:
        """Return what the text waits for, as ``Imported.missing`` has it: nothing, or one entry."""
        body: str = draft.item.body
        if uploads.FOLDER not in body and not any(begin in body for begin in SHOWN_BY_NUMBER):
            return []
        wants, library = wanted(body), self._library
        old = {path for path in map(unquote, wants.paths) if path.startswith(uploads.FOLDER)}
        paths = sorted(old - library.images.keys() - library.files.keys())
        numbers = sorted(wants.numbers - library.numbered.keys())
        return [[PICTURES, paths, numbers]] if paths or numbers else []
