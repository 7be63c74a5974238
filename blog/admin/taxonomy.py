"""Categories and tags in the admin."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from blog.models import Category, Tag


class CategoryForm(forms.ModelForm[Category]):
    """A category whose address nothing else has."""

    def clean(self) -> dict[str, Any]:
        """Refuse the path of another category."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        slug = data.get("slug") or Category.slug_for(data.get("name", ""))
        parent = data.get("parent")
        path = f"{parent.path}/{slug}" if parent else slug
        if Category.objects.exclude(pk=self.instance.pk).filter(path=path).exists():
            self.add_error("slug" if data.get("slug") else "name", _("There is such a category already."))
        return data


class TagForm(forms.ModelForm[Tag]):
    """A tag whose address nothing else has."""

    def clean(self) -> dict[str, Any]:
        """Refuse the slug of another tag, also where it comes from the name."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        slug = data.get("slug") or Tag.slug_for(data.get("name", ""))
        if Tag.objects.exclude(pk=self.instance.pk).filter(slug=slug).exists():
            self.add_error("slug" if data.get("slug") else "name", _("There is such a tag already."))
        return data


class _Counted(admin.ModelAdmin[Any]):
    """Lists that say how many articles there are."""

    search_fields = ("name", "slug")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Count the articles along."""
        items: QuerySet[Any] = super().get_queryset(request)
        counted: QuerySet[Any] = items.annotate(article_count=Count("articles"))
        return counted

    @admin.display(description=gettext_lazy("articles"), ordering="article_count")
    def article_count(self, obj: Any) -> int:
        """Return how many articles it holds."""
        return int(obj.article_count)


@admin.register(Category)
class CategoryAdmin(_Counted):
    """Categories, as a tree by their paths."""

    form = CategoryForm
    list_display = ("name", "path", "article_count")
    fields = ("name", "slug", "parent", "description")
    autocomplete_fields = ("parent",)
    ordering = ("path",)


@admin.register(Tag)
class TagAdmin(_Counted):
    """Tags, by name."""

    form = TagForm
    list_display = ("name", "slug", "article_count")
    fields = ("name", "slug", "description")
    ordering = ("name",)
