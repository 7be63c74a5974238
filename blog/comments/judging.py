"""What rules and score make of a comment, new or rewritten: where it goes, and why."""

from blog.comments import moderation, scoring, training
from blog.comments.models import BlogComment, SpamWord, State
from blog.comments.scoring import Circumstances
from blog.models import SiteSettings


def judge(
    comment: BlogComment, *, is_known: bool, around: Circumstances | None = None
) -> tuple[State, moderation.Held]:
    """Return the state that rules and score give a new or rewritten comment, and why; set its score."""
    rules, draft, site = _rules(), _draft(comment), SiteSettings.current()
    around = around or Circumstances(
        public_count=int(is_known), verdict=SpamWord.objects.judge(training.words_of(comment))
    )
    comment.signals = scoring.signals_of(draft, around)
    comment.score = scoring.total(comment.signals)
    if disallowed := moderation.disallowed_because(draft, rules):
        return State.TRASH, disallowed
    held = moderation.held_because(draft, rules, is_known=is_known)
    if comment.score >= min(site.score_held_from, site.score_spam_from):
        held.append([moderation.Reason.SCORE.value, str(comment.score)])
    elif comment.score >= site.score_doubtful_from and not is_known and not around.has_worked:
        held.append([moderation.Reason.DOUBTFUL.value, str(comment.score)])
    if comment.score >= site.score_spam_from:
        return State.SPAM, held
    return (State.PENDING if held else State.PUBLIC), held


def _rules() -> moderation.Rules:
    site = SiteSettings.current()
    return moderation.Rules(
        first_is_held=site.first_comment_is_held,
        all_are_held=site.all_comments_are_held,
        links_held_from=site.comment_links_held_from,
        moderation_words=site.moderation_words,
        disallowed_words=site.disallowed_words,
    )


def _draft(comment: BlogComment) -> moderation.Draft:
    return moderation.Draft(
        name=comment.author_name,
        email=comment.user_email,
        url=comment.user_url,
        text=comment.comment,
        html=comment.comment_html,
        address=comment.ip_address or "",
        agent=comment.user_agent,
    )
