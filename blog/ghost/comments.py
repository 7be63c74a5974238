"""Makes records of the rows of comments, which exports hold when they are asked to."""

from blog.ghost import values
from blog.ghost.survey import Shared
from blog.importing.records import Comment

# What a moderator hid waits for one here; a deleted one has no text left, but answers.
STATES = {"published": "public", "hidden": "pending", "deleted": "trash"}


def make_comment(fields: values.Fields, shared: Shared) -> Comment:
    """Return the comment."""
    name, email = shared.members.get(values.key(fields, "member_id"), ("", ""))
    return Comment(
        key=values.key(fields, "id"),
        text=values.key(fields, "post_id"),
        body=values.text(fields, "html"),
        body_format="html",
        parent=values.key(fields, "in_reply_to_id") or values.key(fields, "parent_id"),
        state=STATES.get(values.text(fields, "status"), "pending"),
        author_name=name,
        email=email,
        submitted_at=values.moment(fields, "created_at"),
    )
