"""The two groups of people who write here. Editors look after everything, authors after their own."""

from django.contrib.auth.models import Group, Permission

EDITOR = "Editor"
AUTHOR = "Author"
WRITE = ("add", "change", "delete", "view")
# For each group: the model's app and name, and what may be done with it.
PERMISSIONS: dict[str, dict[tuple[str, str], tuple[str, ...]]] = {
    EDITOR: {
        ("blog", "article"): (*WRITE, "edit_others"),
        ("blog", "page"): WRITE,
        ("blog", "category"): WRITE,
        ("blog", "tag"): WRITE,
        ("blog", "image"): WRITE,
        ("blog", "file"): ("change", "delete", "view"),
        ("comments", "blogcomment"): ("change", "delete", "view", "moderate"),
    },
    AUTHOR: {
        ("blog", "article"): WRITE,
        ("blog", "category"): ("view",),
        ("blog", "tag"): ("add", "view"),
        ("blog", "image"): WRITE,
        ("blog", "file"): ("change", "delete", "view"),
    },
}
OWN_NAMES = {"edit_others", "moderate"}  # permissions that are not named after their model


def ensure_groups() -> None:
    """Make the groups that are missing, with their permissions; those that are there stay as they are."""
    for name, models in PERMISSIONS.items():
        group, is_new = Group.objects.get_or_create(name=name)
        if is_new:
            group.permissions.set(_permissions(models))


def _permissions(models: dict[tuple[str, str], tuple[str, ...]]) -> list[Permission]:
    found: list[Permission] = []
    for (app, model), verbs in models.items():
        names = [verb if verb in OWN_NAMES else f"{verb}_{model}" for verb in verbs]
        found += Permission.objects.filter(content_type__app_label=app, codename__in=names)
    return found
