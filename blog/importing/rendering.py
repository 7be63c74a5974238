"""The HTML of many texts, whose pictures and files are looked up together."""

from collections.abc import Sequence

from blog.importing.drafts import Draft
from blog.importing.job import Job
from blog.models import Content
from blog.models.library import MediaLibrary


class Renderer:
    """Renders the bodies of a portion of texts without asking the database for each picture."""

    def __init__(self, job: Job, drafts: Sequence[Draft]) -> None:
        self._job = job
        self._subjects = {draft.item.pk: draft.subject for draft in drafts}
        self._library = MediaLibrary.for_texts((draft.item.body, draft.item.wordpress_id) for draft in drafts)

    def render(self, item: Content) -> None:
        """Set ``body_html``; tell what of the text nobody here knows how to show."""
        made = item.render(self._library)
        subject = self._subjects[item.pk]
        for name in made.unknown_shortcodes:
            told = f"Nothing here knows the shortcode [{name}]; it stays in the text as it is."
            self._job.odd("unknown-shortcode", subject, told)
        for name in made.left_out_blocks:
            told = f"The server of the old blog filled the block “{name}”; it is left out."
            self._job.odd("unknown-block", subject, told)
