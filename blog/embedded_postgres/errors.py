"""The one error of this package."""


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run; the text is a sentence for the person who runs the blog."""
