"""Comments as ``wp:comment``."""

from collections.abc import Callable, Iterable, Iterator
from datetime import tzinfo

from django.conf import settings

from accounts.models import User
from blog.addresses import absolute
from blog.comments.models import BlogComment, State
from blog.exporting import Numbers
from blog.exporting.content import CommentRow, numbered
from blog.wordpress import own_fields
from blog.wordpress.export import contents
from blog.wordpress.export.xml import cdata, gmt, local, markup, meta

APPROVED = {State.PUBLIC: "1", State.PENDING: "0", State.SPAM: "spam", State.TRASH: "trash"}


class Talk:
    """Writes the comments of one item after the other; ``find_likes`` gets item and path of a comment."""

    def __init__(
        self, zone: tzinfo, find_likes: Callable[[tuple[int, str]], Iterable[tuple[object, str]]]
    ) -> None:
        self._zone = zone
        self._find_likes = find_likes
        self._numbers = Numbers([BlogComment])
        self._people = Numbers([User])

    def write(self, rows: Iterable[CommentRow]) -> Iterator[str]:
        """Yield the comments of one item; parents come before their replies."""
        for row, number, parent in numbered(rows, self._numbers):
            yield self._comment(row, number, parent)

    def _comment(self, row: CommentRow, number: int, parent: int) -> str:
        content = contents.of_comment(row.comment, row.comment_format, row.comment_html)
        user = self._people.of_key(User, row.user_id, row.user_wordpress_id) if row.user_id else 0
        return (
            f"\t\t<wp:comment>\n\t\t\t<wp:comment_id>{number}</wp:comment_id>\n"
            f"\t\t\t<wp:comment_author>{markup(row.name)}</wp:comment_author>\n"
            f"\t\t\t<wp:comment_author_email>{cdata(row.email)}</wp:comment_author_email>\n"
            f"\t\t\t<wp:comment_author_url>{cdata(row.url)}</wp:comment_author_url>\n"
            f"\t\t\t<wp:comment_author_IP>{cdata(row.ip_address or '')}</wp:comment_author_IP>\n"
            f"\t\t\t<wp:comment_agent>{cdata(row.user_agent)}</wp:comment_agent>\n"
            f"\t\t\t<wp:comment_date>{cdata(local(row.submit_date, self._zone))}</wp:comment_date>\n"
            f"\t\t\t<wp:comment_date_gmt>{cdata(gmt(row.submit_date))}</wp:comment_date_gmt>\n"
            f"\t\t\t<wp:comment_content>{cdata(content.text)}</wp:comment_content>\n"
            f"\t\t\t<wp:comment_approved>{cdata(APPROVED[State(row.state)])}</wp:comment_approved>\n"
            f"\t\t\t<wp:comment_type>{cdata(row.kind)}</wp:comment_type>\n"
            f"\t\t\t<wp:comment_parent>{parent}</wp:comment_parent>\n"
            f"\t\t\t<wp:comment_user_id>{user}</wp:comment_user_id>\n"
            f"{self._meta(row, content)}\t\t</wp:comment>\n"
        )

    def _meta(self, row: CommentRow, content: contents.Content) -> str:
        more = content.more
        if row.submit_date.microsecond:
            more[own_fields.TIMES] = {"submitted_at": row.submit_date.isoformat()}
        if row.like_count:
            more[own_fields.LIKES] = [like for _key, like in self._find_likes((row.item_id, row.path))]
        fields = {
            "hc_post_as": own_fields.POSTED_AS.get(row.service, row.service),
            "hc_avatar": absolute(settings.MEDIA_URL + row.picture) if row.picture else "",
            own_fields.MARKDOWN: content.markdown,
            own_fields.MORE: own_fields.dump(more),
        }
        return "".join(meta("commentmeta", key, value) for key, value in fields.items() if value)
