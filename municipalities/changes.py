"""History in words: who changed what, when, before and after, read from the rows that simple-history keeps."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby, pairwise
from typing import Any

from django.db import models
from django.utils.formats import date_format, time_format
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# One save of a form with people or domains to tick leaves several rows: one per list, moments after each other.
ONE_SAVE = timedelta(seconds=2)
NOT_SHOWN = {"version", "search_key"}
REASONS = {"load_reference": _("reference data loaded"), "merger": _("merger"), "merger undone": _("merger undone")}
VERBS = {"+": _("added"), "~": _("changed"), "-": _("removed")}

State = dict[str, Any]


@dataclass(frozen=True)
class FieldChange:
    """One field, in words. An empty text is an empty field."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """What one person saved at one moment."""

    at: datetime
    by: str  # empty when nobody was logged in: a command did it
    what: str  # "changed", or "contact Kaat Bedacht: changed" among changes of several kinds
    fields: tuple[FieldChange, ...]
    reason: str = ""


def changes_to(instance: models.Model) -> list[Change]:
    """Every change of one row, newest first. The number of queries does not grow with the history."""
    history = type(instance).history  # type: ignore[attr-defined]
    return changes_of(history.filter(**{instance._meta.pk.attname: instance.pk}))


def changes_of(*histories: "models.QuerySet[Any]") -> list[Change]:
    """Every change in one or more choices of historical rows, newest first, for example

    `changes_of(Agreement.history.filter(id=pk), Commitment.history.filter(agreement_id=pk))`.
    What was removed in the meantime is in it too.
    """
    several = len(histories) > 1
    found = [change for history in histories for change in _History(history, name_subject=several).changes()]
    return sorted(found, key=lambda change: change.at, reverse=True)


class _History:
    """Historical rows of one model with everything needed to say them in words."""

    def __init__(self, history: "models.QuerySet[Any]", *, name_subject: bool) -> None:
        self.name_subject = name_subject
        self.model: type[models.Model] = history.model.instance_type
        pk = self.pk = self.model._meta.pk.attname
        self.rows = list(history.select_related("history_user").order_by(pk, "history_date", "history_id"))
        kept = {field.name for field in history.model.tracked_fields}
        self.fields = [
            field
            for field in self.model._meta.concrete_fields
            if field.name in kept and field.name not in NOT_SHOWN and not field.primary_key and not _is_stamp(field)
        ]
        self.lists = [field for field in self.model._meta.many_to_many if field in history.model._history_m2m_fields]
        self.members = {field.name: self._members(history.model, field) for field in self.lists}
        self.names = self._names()
        self.subjects = _called(self.model, {getattr(row, pk) for row in self.rows})

    def changes(self) -> Iterator[Change]:
        for _pk, rows in groupby(self.rows, key=lambda row: getattr(row, self.pk)):
            before: State | None = None
            for save in _saves(list(rows)):
                after = self._state(save[-1])
                fields = self._differences(before or {}, after)
                verb = "-" if save[-1].history_type == "-" else save[0].history_type
                if verb == "-":
                    fields = ()
                if fields or verb != "~":
                    yield self._change(save, verb, fields)
                before = after

    def _change(self, save: list[Any], verb: str, fields: tuple[FieldChange, ...]) -> Change:
        last = save[-1]
        reason = last.history_change_reason or ""
        return Change(
            at=save[0].history_date,
            by=str(last.history_user or ""),
            what=self._what(last, verb),
            fields=fields,
            reason=str(REASONS.get(reason, reason)),
        )

    def _what(self, row: Any, verb: str) -> str:
        if not self.name_subject:
            return str(VERBS[verb])
        subject = self.subjects.get(getattr(row, self.pk)) or str(row.instance)
        return f"{self.model._meta.verbose_name} {subject}: {VERBS[verb]}"

    def _state(self, row: Any) -> State:
        state = {field.name: getattr(row, field.attname) for field in self.fields}
        return state | {name: members.get(row.history_id, frozenset()) for name, members in self.members.items()}

    def _differences(self, before: State, after: State) -> tuple[FieldChange, ...]:
        return tuple(
            FieldChange(capfirst(str(field.verbose_name)), old, new)
            for field in (*self.fields, *self.lists)
            if before.get(field.name) != after[field.name]
            if (old := self._in_words(field, before.get(field.name)))
            != (new := self._in_words(field, after[field.name]))
        )

    def _members(self, history_model: type[models.Model], field: Any) -> dict[int, frozenset[int]]:
        """The keys in a many-to-many field by historical row."""
        links = getattr(history_model, field.name).model.objects.filter(history__in=[row.pk for row in self.rows])
        found: dict[int, set[int]] = {}
        for history_id, key in links.values_list("history_id", f"{field.m2m_reverse_field_name()}_id"):
            found.setdefault(history_id, set()).add(key)
        return {history_id: frozenset(keys) for history_id, keys in found.items()}

    def _names(self) -> dict[type[models.Model], dict[Any, str]]:
        """How the rows that others point to are called now, in one query per model."""
        keys: dict[type[models.Model], set[Any]] = {}
        for field in self.fields:
            if field.is_relation:
                keys.setdefault(field.related_model, set()).update(getattr(row, field.attname) for row in self.rows)
        for list_field in self.lists:
            keys.setdefault(list_field.related_model, set()).update(*self.members[list_field.name].values())
        return {model: _called(model, wanted) for model, wanted in keys.items()}

    def _in_words(self, field: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        if field.many_to_many:
            return ", ".join(sorted(self._name(field, key) for key in value))
        if field.is_relation:
            return self._name(field, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return in_words(value)

    def _name(self, field: Any, key: Any) -> str:
        return self.names[field.related_model].get(key, f"#{key}")


def _called(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
    """How rows are called now, by key; a name may be put together from the rows they belong to."""
    return {one.pk: str(one) for one in model._base_manager.filter(pk__in=keys - {None}).select_related()}


def in_words(value: Any) -> str:
    """A value as the screens show it."""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return date_format(value, "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    return str(value)


def _saves(rows: list[Any]) -> Iterator[list[Any]]:
    """The rows of one thing, oldest first, as lists that each belong to one save."""
    save = rows[:1]
    for earlier, later in pairwise(rows):
        if _same_save(earlier, later):
            save.append(later)
        else:
            yield save
            save = [later]
    yield save


def _same_save(earlier: Any, later: Any) -> bool:
    return (
        later.history_type == "~"
        and earlier.history_type != "-"
        and later.history_user_id == earlier.history_user_id
        and getattr(later, "version", None) == getattr(earlier, "version", None)
        and later.history_date - earlier.history_date <= ONE_SAVE
    )


def _is_stamp(field: models.Field) -> bool:
    return bool(getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False))
