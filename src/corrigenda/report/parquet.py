"""Findings as Parquet, for what reads tables larger than memory (polars, DuckDB, pandas)."""

import json
from collections.abc import Iterable
from importlib import import_module
from io import BytesIO
from typing import Any

from corrigenda.errors import CorrigendaError


def write(lines: Iterable[str]) -> bytes:
    """Return the file that holds findings given as lines of JSON; readings are lists of records.

    Raises:
        CorrigendaError: pyarrow is not installed.
    """
    try:
        arrow: Any = import_module("pyarrow")
        parquet: Any = import_module("pyarrow.parquet")
    except ImportError as error:
        raise CorrigendaError("Parquet needs pyarrow", help="pip install 'corrigenda[dask]'") from error
    text, number = arrow.string(), arrow.int64()
    reading = arrow.struct([("text", text), ("score", arrow.float64()), ("basis", text)])
    kinds = dict.fromkeys(("line", "column", "end_line", "end_column", "start", "end"), number)
    names = (
        *("id", "witness", "code", "rule", "severity", "safety", "state", "line", "column", "end_line", "end_column"),
        *("start", "end", "sic", "before", "after", "readings", "message", "note"),
    )
    schema = arrow.schema(
        [(name, arrow.list_(reading) if name == "readings" else kinds.get(name, text)) for name in names]
    )
    kept = BytesIO()
    parquet.write_table(arrow.Table.from_pylist([json.loads(line) for line in lines], schema=schema), kept)
    return kept.getvalue()
