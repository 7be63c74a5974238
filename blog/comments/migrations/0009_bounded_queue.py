from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

REASONS = ["first", "all", "links", "word", "disallowed", "score", "edited", "moderator"]
NEWEST = ["state", "-xtdcomment_ptr"]

# Django knows no indexes on a table of another app. Old name, new name, new columns.
STOCK = [
    ("comment_of_email", "comment_of_guest", "(user_email text_pattern_ops, id DESC) INCLUDE (user_id)"),
    ("comment_of_domain", "comment_of_domain_newest", "(split_part(user_email, '@', 2), id DESC)"),
    ("comment_from_address", "comment_from_network", "(ip_address, id)"),
    ("", "comment_of_account", "(user_id, id DESC) WHERE user_id IS NOT NULL"),
]
OLD = {
    "comment_of_email": "(user_email text_pattern_ops)",
    "comment_of_domain": "(split_part(user_email, '@', 2))",
    "comment_from_address": "(ip_address)",
}


def index(name, fields, condition):
    """Add an index while others write; one that a broken-off run left half done is dropped first."""
    return [
        migrations.RunSQL(f"DROP INDEX CONCURRENTLY IF EXISTS {name}", migrations.RunSQL.noop),
        AddIndexConcurrently("blogcomment", models.Index(fields=fields, name=name, condition=condition)),
    ]


def stock_index(old, new, columns):
    drop = "DROP INDEX CONCURRENTLY IF EXISTS "
    create = f"CREATE INDEX CONCURRENTLY {new} ON django_comments {columns}"
    operations = [
        migrations.RunSQL(drop + new, migrations.RunSQL.noop),
        migrations.RunSQL(create, drop + new),
    ]
    if old:
        again = f"CREATE INDEX CONCURRENTLY {old} ON django_comments {OLD[old]}"
        operations.append(migrations.RunSQL(drop + old, again))
    return operations


class Migration(migrations.Migration):
    """Index for index, each by itself and without locking writers out, so no transaction is around them."""

    atomic = False

    dependencies = [
        ("blog", "0002_closing_times_and_scores"),
        ("comments", "0008_muted_threads"),
        ("django_comments_xtd", "0008_auto_20200920_2037"),
    ]

    operations = [
        *index("comment_article_by_state", ["article", *NEWEST], models.Q(article__isnull=False)),
        *index("comment_page_by_state", ["page", *NEWEST], models.Q(page__isnull=False)),
        *index("comment_reported_newest", ["-xtdcomment_ptr"], models.Q(report_count__gt=0)),
        *(
            operation
            for reason in REASONS
            for operation in index(
                f"comment_held_{reason}", NEWEST, models.Q(held_because__contains=[[reason]])
            )
        ),
        RemoveIndexConcurrently("blogcomment", "comment_reported"),
        RemoveIndexConcurrently("blogcomment", "comment_held_because"),
        *(operation for each in STOCK for operation in stock_index(*each)),
    ]
