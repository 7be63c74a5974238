"""What the benchmarks read: an article of a given length in real prose, and a long thread."""

from pathlib import Path

from accounts.models import User
from blog.comments.models import BlogComment
from blog.models import Article
from tests import factories

PROSE = Path(__file__).parents[2] / "blog" / "demo" / "content"


def prose(length: int) -> str:
    """Return that many bytes of the demo's paragraphs, markup left out."""
    texts = (path.read_text(encoding="utf-8").split("---", 2)[2] for path in sorted(PROSE.glob("*.md")))
    paragraphs = [
        block for text in texts for block in text.split("\n\n") if block[:1].isalpha() and "`" not in block
    ]
    return "\n\n".join(paragraphs).encode()[:length].decode(errors="ignore")


def make_article(title: str, length: int = 9_000) -> Article:
    """Make an article of ``length`` bytes by an author with a promo block."""
    author = User.objects.filter(username="alice").first() or factories.make_author(
        "alice",
        display_name="Alice Writer",
        promo="VISIT THE WORKSHOP: example.org.",
    )
    return factories.make_article(author, title=title, body=prose(length))


def add_comments(article: Article, count: int, *, threads: int) -> None:
    """Write ``count`` public comments in ``threads`` threads, replies nested up to five levels."""
    parents: list[BlogComment] = []
    for number in range(count):
        parent = None
        if number >= threads:
            parent = parents[number % threads] if number % 5 else parents[-1 - (number % threads)]
            if parent.level >= 4:  # the fifth level
                parent = parents[number % threads]
        comment = factories.make_comment(
            article,
            parent,
            author_name=f"Reader {number}",
            user_email=f"reader{number}@example.org",
            comment=f"Thought number {number}: a sentence or two about the harbour, and *why* it matters.",
        )
        parents.append(comment)
