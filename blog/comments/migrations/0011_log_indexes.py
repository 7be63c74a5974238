from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

NARROWED = {"of_act": ["act"], "by": ["actor"], "by_act": ["actor", "act"]}


def index(name, narrowed):
    """Add an index while others write; one that a broken-off run left half done is dropped first."""
    name = f"moderation_record_{name}"
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "moderationrecord", models.Index(fields=[*narrowed, "-created_at", "-id"], name=name)
        ),
    ]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("comments", "0010_news_indexes")]

    operations = [
        *(operation for each in NARROWED.items() for operation in index(*each)),
        # A new index on an expression has no statistics until then, and the queue asks for estimates.
        *(
            migrations.RunSQL(f"ANALYZE {table}", migrations.RunSQL.noop)
            for table in ("django_comments", "comments_blogcomment")
        ),
    ]
