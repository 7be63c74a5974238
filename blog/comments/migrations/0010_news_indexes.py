from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


def index(item):
    """Add an index while others write; one that a broken-off run left half done is dropped first."""
    name = f"comment_news_of_{item}"
    condition = models.Q(**{f"{item}__isnull": False, "state": "public"})
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "blogcomment", models.Index(fields=[item, "announced_at"], name=name, condition=condition)
        ),
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("blog", "0003_by_visitor"),
        ("comments", "0009_bounded_queue"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [*index("article"), *index("page")]
