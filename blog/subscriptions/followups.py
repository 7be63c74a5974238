"""The mails about new comments, as far as leaving the blog's mails concerns them.

Comments know subscriptions, and not the other way round, so their model is found by its name.
"""

from django.apps import apps

from blog.subscriptions.models.subscriber import normalised


def mute_all(email: str) -> int:
    """Send no more mail about new comments to an address; return for how many comments it had any."""
    comments = apps.get_model("comments.BlogComment")._default_manager
    muted: int = comments.filter(user_email=normalised(email), followup=True).update(followup=False)
    return muted
