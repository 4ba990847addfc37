"""The base of every list: a django-tables2 table with a caption, headings that sort, and rows written fast."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

import django_tables2 as tables
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.template.base import render_value_in_context
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_tables2.utils import signature

from core import words

_UNSEEN = re.compile(r'<span class="govuk-visually-hidden">[^<]*</span>')
_BREAK = re.compile(r"<br ?/?>")


class NumberColumn(tables.Column):
    """A column of figures, aligned to the right, thousands parted by commas."""

    is_numeric = True

    def render(self, value: Any) -> str:
        return f"{value:,}"


class DecimalColumn(NumberColumn):
    """Hours, days or places in decimals, without noughts that say nothing."""

    def render(self, value: Decimal) -> str:
        return words.figure(value)


class DayColumn(tables.Column):
    """A day, short."""

    def render(self, value: dt.date) -> str:
        return words.short_day(value)


def tag(text: str, colour: str) -> SafeString:
    """A word in a coloured box (docs/pages.md says which colour means what)."""
    return format_html('<strong class="govuk-tag govuk-tag--{}">{}</strong>', colour, text)


def link(url: str, text: object, *, unseen: str = "") -> SafeString:
    """A link in a cell; `unseen` is read out behind its words where those of several rows are the same."""
    hidden = format_html('<span class="govuk-visually-hidden"> {}</span>', unseen) if unseen else ""
    return format_html('<a class="govuk-link" href="{}">{}{}</a>', url, text, hidden)


@dataclass(frozen=True)
class Heading:
    """One heading: its words, its attributes, and the address that sorts by it ("" where the column doesn't sort)."""

    label: str
    attrs: str
    sort_url: str


@dataclass(frozen=True)
class PageLink:
    """One entry of the pagination: a page with its address, or a gap where `number` is None."""

    number: int | None
    url: str
    is_current: bool


class HouseTable(tables.Table):
    """The base class of all tables. Derived ones set `caption`, and `row_header` to the column that names the row.

    Rows are joined here and not in the template: 200 of them take a quarter of the stock template's time.
    """

    caption: str = ""
    row_header: str = ""
    offered_as: Mapping[str, str] = MappingProxyType({})

    class Meta:
        empty_text = "There is nothing to show."
        per_page = 50
        default = "–"

    def paginate(self, paginator_class: type[Paginator[Any]] = Paginator, per_page: Any = None, **kwargs: Any) -> Any:
        """Cut the list into pages of its own length, whatever length the address asks for."""
        return super().paginate(paginator_class=paginator_class, per_page=self._meta.per_page, **kwargs)

    def before_render(self, request: HttpRequest | None) -> None:
        """Read the rows, once, and the page's other query parameters, which every link of the table keeps."""
        self._query = request.GET.copy() if request else QueryDict(mutable=True)
        self._shown = list(self.paginated_rows)

    @property
    def headings(self) -> Iterator[Heading]:
        """The headings in order, for the template."""
        for column in self.columns:
            attrs = {"scope": "col", "class": _classes("govuk-table__header", column, "th")}
            if column.orderable and column.is_ordered:
                attrs["aria-sort"] = "descending" if column.order_by_alias.is_descending else "ascending"
            yield Heading(column.header, _attrs({**_own(column, "th"), **attrs}), self._sort_url(column))

    @property
    def body(self) -> SafeString:
        """All rows of this page as HTML; every value that isn't marked safe is escaped."""
        writers = [_cell_writer(column, is_header=column.name == self.row_header) for column in self.columns]
        return mark_safe("".join(self._row(row, writers) for row in self._shown))  # noqa: S308, each writer escapes

    def _row(self, row: Any, writers: list[Callable[[Any], str]]) -> str:
        attrs = row.attrs if self.row_attrs or isinstance(row, tables.rows.BoundPinnedRow) else {}
        own = _attrs({**attrs, "class": f"govuk-table__row {attrs.get('class', '')}".strip()})
        return f"<tr{own}>{''.join([write(row) for write in writers])}</tr>\n"

    @property
    def foot(self) -> Iterator[SafeString]:
        """The cells of the last line, where a column has a footer."""
        for column in self.columns:
            attrs = {**_own(column, "tf"), "class": _classes("govuk-table__cell", column, "tf")}
            text = f"{column.footer:,}" if isinstance(column.footer, int) else column.footer
            yield format_html("<td{}>{}</td>", _attrs(attrs), text)

    @property
    def is_empty(self) -> bool:
        """Whether there is no row at all on this page."""
        return not self._shown

    @property
    def pages(self) -> list[PageLink]:
        """The pagination's entries; none where one page holds everything."""
        page = getattr(self, "page", None)
        if page is None or page.paginator.num_pages < 2:
            return []
        numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
        return [
            PageLink(number, self.page_url(number), number == page.number)
            if isinstance(number, int)
            else PageLink(None, "", False)
            for number in numbers
        ]

    @property
    def previous_url(self) -> str:
        """The address of the page before, or "" on the first."""
        return self.page_url(self.page.previous_page_number()) if self.pages and self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """The address of the page after, or "" on the last."""
        return self.page_url(self.page.next_page_number()) if self.pages and self.page.has_next() else ""

    @property
    def downloads(self) -> list[tuple[str, str]]:
        """What the whole list is offered as and where, once its view answers for that (core/exports.py)."""
        return [(label, self._url({f"{self.prefix}download": kind})) for kind, label in self.offered_as.items()]

    def plain_rows(self) -> Iterator[list[Any]]:
        """The headings, then each row of the whole list: figures and days as such, anything else in plain words."""
        columns = [column for column in self.columns if not column.column.exclude_from_export]
        yield [column.header for column in columns]
        readers = [_plain_reader(column) for column in columns]
        for row in self.rows:
            yield [read(row) for read in readers]

    def page_url(self, number: int) -> str:
        """The address of another page of this list, everything else as it is."""
        return self._url({self.prefixed_page_field: str(number)})

    def _sort_url(self, column: Any) -> str:
        if not column.orderable or self.is_empty:
            return ""
        return self._url({self.prefixed_order_by_field: str(column.order_by_alias.next), self.prefixed_page_field: ""})

    def _url(self, changes: dict[str, str]) -> str:
        query = self._query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


def _own(column: Any, kind: str) -> dict[str, Any]:
    return {name: value for name, value in column.attrs[kind].items() if name != "_ordering"}


def _classes(base: str, column: Any, kind: str) -> str:
    # The library marks headings as orderable, asc and desc; aria-sort says so here, and nothing is styled by them.
    own = set((column.attrs[kind].get("class") or "").split()) - {"orderable", "asc", "desc"}
    if getattr(column.column, "is_numeric", False):
        own.add(f"{base}--numeric")
    return " ".join([base, *sorted(own)])


def _attrs(attrs: dict[str, Any]) -> str:
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in attrs.items() if value is not None))


def _cell_writer(column: Any, *, is_header: bool) -> Callable[[Any], str]:
    """The function that writes this column's cell of a row; its attributes are worked out once unless rows differ."""
    opening, closing = ('<th scope="row"', "</th>") if is_header else ("<td", "</td>")
    base = "govuk-table__header" if is_header else "govuk-table__cell"
    read = _cell_reader(column)
    context = Context({}, autoescape=True)

    def attrs() -> str:
        return _attrs({**_own(column, "td"), "class": _classes(base, column, "td")})

    settled = None if _depends_on_row(column) else f"{opening}{attrs()}>"

    def write(row: Any) -> str:
        value = read(row)
        if settled is None:
            column.current_value, column.current_record = value, row.record
        text = conditional_escape(value) if isinstance(value, str) else render_value_in_context(value, context)
        return f"{settled or f'{opening}{attrs()}>'}{text}{closing}"

    return write


def _cell_reader(column: Any) -> Callable[[Any], Any]:
    """What `row.get_cell` gives, half as dear: the library looks up what render() wants anew for every single cell."""
    wanted, takes_all = signature(column.render)

    def read(row: Any) -> Any:
        def render(_column: Any, value: Any = None) -> Any:
            offered = row._optional_cell_arguments(column, value)
            content = column.render(**(offered if takes_all else {name: offered[name] for name in wanted}))
            return column.link(content, **offered) if column.link else content

        return row._get_and_render_with(column, render_func=render, default=column.default)

    return read


def _plain_reader(column: Any) -> Callable[[Any], Any]:
    """The function that reads this column's cell of a row for a file."""
    read = _cell_reader(column)
    is_figure = getattr(column.column, "is_numeric", False)

    def plain(row: Any) -> Any:
        raw = column.accessor.resolve(row.record, quiet=True) if column.accessor else None
        if isinstance(raw, dt.date) or (is_figure and isinstance(raw, int | float | Decimal)):
            return raw
        shown = read(row)
        return plain_words(shown) if isinstance(shown, SafeString) else str(shown)

    return plain


def plain_words(markup: str) -> str:
    """What a cell says to the eye: without markup, and without what only a screen reader is told."""
    seen = _BREAK.sub("; ", _UNSEEN.sub("", markup))
    return " ".join(html.unescape(strip_tags(seen)).split())


def _depends_on_row(column: Any) -> bool:
    own = column.column.attrs.get("td", column.column.attrs.get("cell", {}))
    return callable(own) or any(callable(value) for value in own.values())
