from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the index while others write; one that a broken-off run left half done is dropped first."""

    atomic = False

    dependencies = [("comments", "0017_imported_digest")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS comment_mentions", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "blogcomment",
            models.Index(
                fields=["state", "-xtdcomment_ptr"],
                name="comment_mentions",
                condition=~models.Q(kind="comment"),
            ),
        ),
    ]
