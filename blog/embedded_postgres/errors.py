"""The one error of this package."""


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run; the text is one sentence or two for the person who runs the blog."""
