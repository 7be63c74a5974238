"""The numbers that things have in a file, where several of our tables share one count of WordPress's."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, F, Max, Model, OuterRef, Q

SPACE = 100_000_000  # numbers from here on are ours to give; WordPress's own stay far below


class Numbers:
    """Numbers of the rows of several tables, none twice.

    A number that came from WordPress is kept. The first table keeps its own numbers too; rows of the
    others get one that is made of theirs, so that the next export gives them the same, whatever has been
    added since.
    """

    def __init__(self, models: Sequence[type[Model]]) -> None:
        self._models = list(models)
        highest = max(_highest(model) for model in self._models)
        self._base = SPACE * (1 + highest // SPACE)
        self._exceptions: dict[type[Model], dict[int, int]] = {}
        for model in self._models:
            self._exceptions[model] = dict(self._find_exceptions(model))

    def of(self, row: Any) -> int:
        """Return the number of a row."""
        return self.of_key(type(row), row.pk, row.wordpress_id)

    def of_key(self, model: type[Model], pk: int, wordpress_id: int | None) -> int:
        """Return the number of the row of ``model`` with these ids."""
        if exception := self._exceptions[model].get(pk):
            return exception
        if wordpress_id:
            return wordpress_id
        return pk if model is self._models[0] else self._made(model, pk)

    def _made(self, model: type[Model], number: int, *, is_second: bool = False) -> int:
        return self._base + 2 * (number * len(self._models) + self._models.index(model)) + is_second

    def _find_exceptions(self, model: type[Model]) -> Any:
        """Yield those whose number another row has, with the number that they get instead."""
        place = self._models.index(model)
        manager = model._default_manager
        imported = manager.exclude(wordpress_id=None)
        for other in self._models[:place]:
            taken = Exists(other._default_manager.filter(wordpress_id=OuterRef("wordpress_id")))
            for pk, number in imported.filter(taken).values_list("pk", "wordpress_id").iterator():
                yield pk, self._made(model, number)
        if place == 0:
            taken_by_any = Q()
            for other in self._models[1:]:
                taken_by_any |= Q(Exists(other._default_manager.filter(wordpress_id=OuterRef("pk"))))
            if taken_by_any:
                for pk in manager.filter(taken_by_any, wordpress_id=None).values_list("pk", flat=True):
                    yield pk, self._made(model, pk)
        same = Exists(manager.filter(wordpress_id=OuterRef("pk")).exclude(pk=OuterRef("pk")))
        for pk in manager.filter(same, wordpress_id=None).values_list("pk", flat=True).iterator():
            yield pk, self._made(model, pk, is_second=True)


def _highest(model: type[Model]) -> int:
    highest: int | None = model._default_manager.aggregate(most=Max(F("wordpress_id")))["most"]
    return highest or 0
