from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Left


def index(item):
    """Add an index while others write; one that a broken-off run left half done is dropped first."""
    name = f"comment_best_of_{item}"
    is_head = models.Q(path=Left("path", 10))
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "blogcomment",
            models.Index(
                fields=[item, "-like_count", "path"],
                name=name,
                condition=is_head & models.Q(**{f"{item}__isnull": False}),
            ),
        ),
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0013_akismet")]

    operations = [*index("article"), *index("page")]
