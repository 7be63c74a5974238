from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

IS_OTHERWISE = models.Q(akismet_said__in=["spam", "worst"], state="public") | models.Q(
    akismet_said="ham", state="spam"
)


class Migration(migrations.Migration):
    """Add the index while others write; one that a broken-off run left half done is dropped first."""

    atomic = False

    dependencies = [("comments", "0014_best_threads")]

    operations = [
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS comment_to_report", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "blogcomment",
            models.Index(
                fields=["xtdcomment_ptr"],
                name="comment_to_report",
                condition=models.Q(moderated_at__isnull=False) & IS_OTHERWISE,
            ),
        ),
    ]
