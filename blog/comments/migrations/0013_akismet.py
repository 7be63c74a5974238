from django.db import migrations, models


class Migration(migrations.Migration):
    """Add what Akismet said, which is nothing so far."""

    dependencies = [("comments", "0012_doubtful")]

    operations = [
        migrations.AddField(
            "blogcomment",
            "akismet_said",
            models.CharField(blank=True, db_default="", default="", editable=False, max_length=5),
        ),
    ]
