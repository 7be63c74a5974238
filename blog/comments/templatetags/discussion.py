"""The conversation under an article or page, and counts for lists.

``{% load discussion %}{% discussion article %}`` renders ``comments/_discussion.html``. It reads
``request`` and, when the view gives it, ``comment_page`` (the N of ``comment-page-N``) from the page's
context. In ``_discussion.html``:

==================  ====================================================================================
``item``            the Article or Page
``count``           number of public comments
``heading``         “One thought on “TITLE””, “N thoughts on “TITLE””, plain text; empty without comments
``comments_html``   the finished inside of ``<ol class="comment-list">``: nested ``<li id="comment-ID"
                    class="comment depth-N …">``, replies in ``<ol class="children">`` inside a
                    ``<details open>``, which folds them away. The inside of each li comes from
                    ``_comment.html`` (below). Empty without comments
``before``          (address, text) of the page of comments before this one, or None
``after``           (address, text) of the page after this one, or None
``order``           the order of the threads: ``oldest``, ``newest`` or ``best``
``orders``          (address, text, is_current) of each order of the threads; empty with fewer than two
``visit_key``       name under which the reader's browser keeps what was read here
``live_url``        address that tells of new comments, for the script; empty where none can come
``is_open``         whether a comment would be taken
``closed_message``  the sentence to show instead of the form when there are comments and it is closed
``like_form_id``    id that one ``<form method="post" id="{{ like_form_id }}">`` must have, once, outside
                    the list, holding ``{% csrf_token %}`` for the signed-in only: the Like buttons of
                    all comments belong to it by their ``form`` attribute
``form`` …          what ``_form.html`` needs (below)
==================  ====================================================================================

``_form.html`` (included by ``_discussion.html``, ``preview.html`` and ``reply_form_page.html``):

==================  ====================================================================================
``form``            fields ``comment``, ``author``, ``email``, ``url``, ``subscribe_comments``,
                    ``subscribe_blog``, ``consent`` (all BoundFields: ``.value``, ``.errors``,
                    ``.html_name``, ``.id_for_label``, ``.label``), hidden ``comment_post_ID``,
                    ``comment_parent`` and the trap ``honeypot``. Names and ids are WordPress's:
                    ``#comment``, ``#author``, ``#email``, ``#url``; the consent box is named
                    ``wp-comment-cookies-consent``. For the signed-in, ``author``, ``email``, ``url`` and
                    ``consent`` are not in the form. ``{% for field in form.visible_fields %}`` works
``form_action``     ``/wp-comments-post.php``
``reply_to``        None, or the comment that is answered: ``.id`` (for ``#comment-ID``), ``.name``
``reply_title``     “Leave a Reply”, or “Leave a Reply to NAME”
``cancel_url``      address that leaves the reply, ``…#respond``; empty without ``reply_to``
``identity``        None for guests, else ``.name``, ``.avatar_url``, ``.service_name`` (“Twitter”; the
                    site's title for a local account), ``.picture_label`` (“Google photo”), ``.sentence``
                    (“You are commenting using your Google account.”), ``.has_email`` (False: both notify
                    boxes are disabled, with ``.no_email_reason``)
==================  ====================================================================================

``_mention.html``: the inside of the ``<li>`` of another blog's mention (``pingback``, ``trackback``, which
are classes of it): ``label`` (“Pingback”), ``name``, ``website``.

``_comment.html``: the inside of one ``<li>``. Its output is kept in memory by what goes in, so it may use
nothing but ``comment`` (no ``request``, no ``user``, no tokens):

==================  ====================================================================================
``comment``         ``.id`` (for ``#comment-ID`` and ids), ``.pk`` (for addresses), ``.name``, ``.website``
                    (``rel="external nofollow ugc"``; may be empty), ``.avatar_url`` (may be empty),
                    ``.initial`` (its letters for where there is no picture), ``.hue`` (0–7, stable by
                    name, for a class), ``.submitted_at`` (aware datetime), ``.html`` (safe), ``.depth``
                    (1–5), ``.is_pending`` (show “Your comment is awaiting moderation.”), ``.is_author``
                    (the article's author wrote it), ``.is_own`` (the reader did), ``.is_edited``,
                    ``.service_name`` (“Twitter”: the account it was written with; may be empty),
                    ``.like_count``, ``.is_liked``, ``.likes`` (what is said of both), ``.people_url``
                    (who likes it), ``.report_url``, ``.own_url`` (to edit or delete it), ``.can_reply``,
                    ``.reply_url`` (``?replytocom=PK#respond``), ``.like_url``
                    (``<button form="…" formaction="{{ comment.like_url }}">``), ``.permalink``
                    (``#comment-ID``), ``.like_form_id``
==================  ====================================================================================

Other pages of the conversation, all extending ``base.html``:

- ``preview.html`` (status 403; nothing was stored): ``item``, ``draft_html`` (safe: the comment as it will
  look), ``message`` (why it is shown), and all of ``_form.html``. It always holds ``{% csrf_token %}``.
- ``reply_form_page.html`` (400, 403, 409, 429): ``item``, ``status``, ``message`` (the refusal as one
  sentence; empty when the messages are beside the fields), ``errors`` (list of (field's html id, message)
  for the summary), ``existing_url`` (of a duplicate: the comment already there, or empty), ``retry_after``
  (seconds or 0), and all of ``_form.html``.
- ``confirm.html`` (GET shows the button, POST does it): ``item``, ``comment`` (BlogComment) – both None
  when the link is no good –, ``state`` (``ask``, ``public``, ``held``, ``gone``, ``expired``),
  ``comment_url``.
- ``mute.html``: ``item``, ``state`` (``ask``, ``muted``, ``expired``).
- ``manage.html`` (the own comment, by a mail's link or signed in): ``item``, ``comment``, ``form`` (field
  ``comment``), ``message`` (a refusal, or none), ``state`` (``ask``, ``edited``, ``deleted``, ``expired``),
  ``is_editable``, ``has_replies``, ``comment_url``; buttons ``name="action"`` with the values ``edit`` and
  ``delete``.

``fetch`` with ``Accept: application/json`` to ``/wp-comments-post.php`` answers ``{"url": …}`` (201),
``{"challenge": …, "bits": N}`` (202: nothing is stored until the same form comes with the proof), or
``{"errors": {html name: message}, "message": …, "existing_url": …}`` with the status; a 403 for a missing or
old token adds ``"csrf_token"``, to be sent as ``csrfmiddlewaretoken`` in the next attempt.

``{% comment_counts articles as counts %}`` asks once for all; then ``{{ counts|of:article }}`` is a number.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.db.models import Count

from blog.comments import conversation
from blog.comments.models import BlogComment
from blog.models import Article, Page

register = template.Library()


@register.inclusion_tag("comments/_discussion.html", takes_context=True)
def discussion(context: template.Context, item: Article | Page) -> dict[str, Any]:
    """Show comments and form of ``item``."""
    described = conversation.describe(context["request"], item, context.get("comment_page"))
    passed_on = ("request", "user", "site", "site_url", "csrf_token")
    return {name: context[name] for name in passed_on if name in context} | described


@register.simple_tag
def comment_counts(articles: Iterable[Article]) -> dict[int, int]:
    """Return the number of public comments of each article, by id."""
    ids = [article.pk for article in articles]
    counted = BlogComment.objects.public().filter(article__in=ids).values_list("article")
    return dict(counted.annotate(count=Count("pk")))


@register.filter
def of(counts: dict[int, int], article: Article) -> int:
    """Return the article's number of the ``comment_counts``."""
    return counts.get(article.pk, 0)
