"""Makes comments of an item's ``wp:comment`` elements."""

import html
from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from blog.importing.records import Comment, CommentKind
from blog.wordpress.links import localise
from blog.wordpress.wxr.context import Context, Telling
from blog.wordpress.wxr.elements import Fields
from blog.wordpress.wxr.head import read_number
from blog.wordpress.wxr.own import complete_comment
from blog.wordpress.wxr.times import is_set, read_time

STATES = {
    **{
        "1": "public",
        "approve": "public",
        "approved": "public",
        "": "pending",
        "0": "pending",
        "hold": "pending",
    },
    **{"spam": "spam", "trash": "trash", "post-trashed": "trash"},
}
KINDS = {
    **{"": CommentKind.COMMENT, "comment": CommentKind.COMMENT},
    **{
        "pingback": CommentKind.PINGBACK,
        "trackback": CommentKind.TRACKBACK,
        "webmention": CommentKind.PINGBACK,
    },
}
SERVICES = {
    **{"wordpress": "wordpress_com", "wordpress.com": "wordpress_com", "wpcom": "wordpress_com"},
    **{"googleplus": "google", "google": "google", "twitter": "twitter", "facebook": "facebook"},
}
SERVICES |= {f"{name}-oauth": service for name, service in SERVICES.items()}

type Parsed = tuple[Fields, list[tuple[str, str]], int]


class CommentMaker:
    """Makes the comments of one text; ids are looked at together, over several calls for a large item."""

    def __init__(self, context: Context, telling: Telling, text: str, number: int) -> None:
        self._context, self._tell, self._text = context, telling, text
        self._number = number  # of the text, in the file
        self._seen: dict[str, int] = {}  # key → what tells equal ones
        self.skipped: Counter[str] = Counter()

    def make(self, parsed: Iterable[Parsed]) -> list[Comment]:
        """Return the comments, in the file's order; what is left out is told and counted."""
        return [comment for one in parsed if (comment := self._make_one(*one))]

    def _make_one(self, fields: Fields, meta: list[tuple[str, str]], line: int) -> Comment | None:
        get = fields.get
        number = read_number(get("wp:comment_id", ""))
        subject = f"comment {number}" if number else f"comment of {self._text}"
        key = self._find_key(fields, number, subject, line)
        kind = KINDS.get(get("wp:comment_type", "").strip())
        if key is None or kind is None:
            if kind is None:
                self.skipped[f"comment of type {get('wp:comment_type', '')[:40]}"] += 1
            return None

        parent = get("wp:comment_parent", "").strip()
        if parent == key:
            self._tell("own-parent", subject, "It answers itself; it was put on the first level.", line)
            parent = ""
        known = dict(meta) if meta else {}
        user = read_number(get("wp:comment_user_id", ""))
        comment = Comment(
            key=key,
            text=self._text,
            body=self._find_body(get("wp:comment_content", "")),
            body_format="wordpress",
            number=number if key == str(number) else None,
            parent="" if parent == "0" else parent,
            kind=kind,
            state=self._find_state(get("wp:comment_approved", "1").strip(), subject, line),
            author_name=html.unescape(get("wp:comment_author", "").strip()),
            email=get("wp:comment_author_email", "").strip(),
            url=get("wp:comment_author_url", "").strip(),
            ip_address=get("wp:comment_author_IP", "").strip(),
            user_agent=get("wp:comment_agent", ""),
            submitted_at=self._find_time(fields, subject, line),
            person=self._context.people_by_number.get(user, "") if user else "",
            service=SERVICES.get(known.get("hc_post_as", "").strip().lower(), "") if known else "",
            picture_url=known.get("hc_avatar", "").strip() if known else "",
        )
        return complete_comment(comment, meta) if meta else comment

    def _find_body(self, body: str) -> str:
        return body if self._context.is_own or "<" not in body else localise(body, self._context.hosts)

    def _find_state(self, approved: str, subject: str, line: int) -> str:
        if state := STATES.get(approved):
            return state
        self._tell("unknown-state", subject, f"The state “{approved[:40]}” is not known; it is held.", line)
        return "pending"

    def _find_time(self, fields: Fields, subject: str, line: int) -> datetime | None:
        gmt, local = fields.get("wp:comment_date_gmt", ""), fields.get("wp:comment_date", "")
        moment = read_time(gmt, local, self._context.zone)
        if moment is None:
            self._tell("no-date", subject, f"It has no time ({(gmt or local)[:40]}).", line)
        elif is_set(gmt) and not read_time(gmt, "", self._context.zone):
            self._tell("impossible-date", subject, f"{gmt[:40]} is no time; the local one was taken.", line)
        return moment

    def _find_key(self, fields: Fields, number: int | None, subject: str, line: int) -> str | None:
        """Return the comment's key; None for the second of two equal ones."""
        same = hash(
            (fields.get("wp:comment_content"), fields.get("wp:comment_date"), fields.get("wp:comment_author"))
        )
        if number is None:
            self._tell("no-id", subject, "It has no id of its own; it gets one here.", line)
            key = f"{self._text}-{len(self._seen) + 1}"
        else:
            key = self._context.comment_keys.get((number, self._number)) or str(number)
            if key != str(number):
                self._tell("repeated-id", subject, "A comment elsewhere has its id; it gets a new one.", line)
        if key not in self._seen:
            self._seen[key] = same
            return key
        if self._seen[key] == same:
            self._tell(
                "repeated-comment", subject, "It stands in the file twice; the second was left out.", line
            )
            self.skipped["repeated comment"] += 1
            return None
        self._tell("repeated-id", subject, "Another comment has its id; it gets a new one.", line)
        key = f"{key}-{len(self._seen)}"
        self._seen[key] = same
        return key
