from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what Akismet said, which is nothing so far, and the index while others write."""

    atomic = False

    dependencies = [
        ("comments", "0012_doubtful"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [
        migrations.AddField(
            "blogcomment",
            "akismet_said",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=5),
        ),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS comment_to_report", migrations.RunSQL.noop),
        AddIndexConcurrently(
            "blogcomment",
            models.Index(
                fields=["xtdcomment_ptr"],
                name="comment_to_report",
                condition=models.Q(
                    ("moderated_at__isnull", False),
                    models.Q(
                        models.Q(akismet_said__in=["spam", "worst"], state="public"),
                        models.Q(akismet_said="ham", state="spam"),
                        _connector="OR",
                    ),
                ),
            ),
        ),
    ]
