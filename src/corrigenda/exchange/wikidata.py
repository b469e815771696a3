"""Results of the Wikidata Query Service, as “CSV file” saves them: a row for each answer, items as addresses.

The columns are called as in the query. One holds the items (``http://www.wikidata.org/entity/Q855``); for
``?item`` its label, other names and description are ``itemLabel``, ``itemAltLabel`` and ``itemDescription``, as the
label service calls them, or plainly ``label``, ``aliases`` (also ``alias``, ``altLabel``) and ``description``.
``label_ru`` and ``aliases_ru`` are names in another language. A ``kind`` or ``type`` (or ``kindLabel``,
``typeLabel``) becomes the kind. The label service joins other names by “, ”; a query of one's own had better join
them by “|”, as a name may hold a comma. Several rows of one item are one term; the note gets the item.

Source: the manual of the query service, https://www.wikidata.org/wiki/Wikidata:SPARQL_query_service/Wikidata_Query_Help
(“Label service”), and the CSV of SPARQL 1.1 (https://www.w3.org/TR/sparql11-results-csv-tsv/).
"""

import re

from corrigenda.exchange.base import Collector, Draft, Options, Parsed, Place, damaged, decode
from corrigenda.storage import csvfile
from corrigenda.storage.csvfile import Record, Sheet
from corrigenda.terminology.terms import DIVIDER
from corrigenda.texts.visible import visible

_ITEM = re.compile(r"<?(?:https?://www\.wikidata\.org/(?:entity|wiki)/)?(Q[1-9]\d*)>?")
_PLAIN = {"label": "Label", "name": "Label", "description": "Description"} | dict.fromkeys(
    ("alias", "aliases", "altlabel", "altlabels"), "AltLabel"
)
"""What columns may be called instead of item and suffix."""
_KINDS = ("kind", "type", "kindlabel", "typelabel")
_HUMAN = {"human": "person"}
_JOINED = ", "


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return each item with a label as a term.

    Raises:
        InputError: it is not in its encoding, no well-formed CSV, or has no column of items or none of labels.
    """
    sheet = csvfile.scan(decode(data, path, options.encoding))
    if csvfile.is_divided_by_tabs(sheet.text):
        advice = "the cells seem to be divided by tabs: save the file with commas or semicolons"
        raise damaged("no column holds Wikidata items", path, (1, 1), advice)
    for fault in sheet.faults:
        raise damaged(fault.message, path, sheet.place(fault.offset), fault.help)
    collector = Collector(path)
    if len(sheet.records) == 1 and is_result(sheet.text):
        return collector.parsed()
    table = _Table(sheet, path)
    for name in table.unknown:
        collector.left[f"column {name}"] += 1
    for row in sheet.records[1:]:
        _read_row(row, sheet.place(row.start), table, collector)
    return collector.parsed()


def is_result(text: str) -> bool:
    """Say whether a CSV file looks like such results: its second record names an item by its address.

    A result without answers is known by its header, which has a column and another one for its labels.
    """
    header, *rows = csvfile.scan(text).records or (Record(0, 1, (), ""),)
    if not rows:
        names = list(map(csvfile.content, header.raws))
        return any(f"{name}Label" in names for name in names)
    return any("wikidata.org/" in raw and _ITEM.fullmatch(csvfile.content(raw)) for raw in rows[0].raws)


class _Table:
    """The columns by what they hold."""

    def __init__(self, sheet: Sheet, path: str) -> None:
        header, *rows = sheet.records or (Record(0, 1, (), ""),)
        names = [header.text(number).strip().removeprefix("?") for number in range(len(header.raws))]
        twice = next((number for number, name in enumerate(names) if name in names[:number]), None)
        if twice is not None:
            message = f"two columns are called “{visible(names[twice])}”"
            raise damaged(message, path, sheet.place(header.cell(twice)), "rename one of them, or take it out")
        items = [n for n in range(len(names)) if rows and all(_ITEM.fullmatch(row.text(n).strip()) for row in rows)]
        if not items:
            advice = "the query has to select the items, such as ?item"
            raise damaged("no column holds Wikidata items", path, (1, 1), advice)
        self.item = items[0]
        self.columns: dict[str, int] = {}
        self.kind = -1
        self.names: list[tuple[int, str, bool]] = []
        """Columns of names in other languages: (number, language, whether several may stand in a cell)."""
        self.unknown: list[str] = []
        for number, name in enumerate(names):
            if number != self.item:
                self._take(number, name, names[self.item])
        if "Label" not in self.columns:
            advice = f"the query has to select ?{visible(names[self.item])}Label, or name a column “label”"
            raise damaged("no column holds the items' labels", path, (1, 1), advice)

    def _take(self, number: int, name: str, item: str) -> None:
        own = name.removeprefix(item)
        base, _, language = name.removeprefix(item).lower().rpartition("_")
        if own != name and own in _PLAIN.values():
            self.columns.setdefault(own, number)
        elif name.lower() in _PLAIN:
            self.columns.setdefault(_PLAIN[name.lower()], number)
        elif name.lower() in _KINDS:
            self.kind = number
        elif _PLAIN.get(base) in ("Label", "AltLabel") and language:
            self.names.append((number, language, _PLAIN[base] == "AltLabel"))
        else:
            self.unknown.append(name)


def _read_row(row: Record, place: Place, table: _Table, collector: Collector) -> None:
    item = _ITEM.fullmatch(row.text(table.item).strip())
    key = item[1] if item else ""
    label = row.text(table.columns["Label"]).strip()
    if not label or label == key:  # the service gives the item's number where there is no label
        collector.left["items without a label"] += 1
        return
    draft = collector.term(label, place, key)
    if draft is None:
        return
    draft.admit(label, place)
    _fill(row, place, table, draft)
    description = row.text(table.columns["Description"]) if "Description" in table.columns else ""
    draft.annotate(f"Wikidata {key}: {description}" if description.strip() else f"Wikidata {key}")


def _fill(row: Record, place: Place, table: _Table, draft: Draft) -> None:
    for alias in _split(row.text(table.columns["AltLabel"])) if "AltLabel" in table.columns else ():
        draft.admit(alias, place)
    for number, language, is_several in table.names:
        cell = row.text(number)
        for name in _split(cell) if is_several else [cell]:
            draft.translate(language, name)
    kind = row.text(table.kind).strip() if table.kind >= 0 else ""
    if kind and not _ITEM.fullmatch(kind):
        kind = _HUMAN.get(kind, kind)
        if draft.kind and draft.kind != kind:
            draft.left["further kinds of an item"] += 1
        draft.kind = draft.kind or kind


def _split(cell: str) -> list[str]:
    return cell.split(DIVIDER if DIVIDER in cell else _JOINED)
