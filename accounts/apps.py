"""The app of people: authors, readers and their logins."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the custom user model, what is kept about people, and who listens to logins."""

    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what needs the models."""
        from accounts import personal_data, sessions

        personal_data.register_own()
        sessions.watch_logins()
