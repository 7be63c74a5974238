from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Left


def index(name, item):
    """Add an index while others write; one that a broken-off run left half done is dropped first."""
    columns = [models.F(item), Left("path", 10), models.F("path"), models.F("state")]
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        AddIndexConcurrently("blogcomment", models.Index(*columns, name=name)),
    ]


class Migration(migrations.Migration):
    """The new indexes first: at no moment are the threads without one."""

    atomic = False

    dependencies = [
        ("blog", "0002_closing_times_and_scores"),
        ("comments", "0004_learn_decisions"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [
        *index("comment_threads_of_article", "article"),
        *index("comment_threads_of_page", "page"),
        RemoveIndexConcurrently("blogcomment", "comment_on_article"),
        RemoveIndexConcurrently("blogcomment", "comment_on_page"),
    ]
