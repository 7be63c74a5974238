from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index while others write; one that a broken-off run left half done is dropped first."""

    atomic = False

    dependencies = [
        ("blog", "0006_doubtful_scores"),
        ("comments", "0011_log_indexes"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP INDEX CONCURRENTLY IF EXISTS comment_held_doubtful", migrations.RunSQL.noop
        ),
        AddIndexConcurrently(
            "blogcomment",
            models.Index(
                fields=["state", "-xtdcomment_ptr"],
                name="comment_held_doubtful",
                condition=models.Q(held_because__contains=[["doubtful"]]),
            ),
        ),
    ]
