"""Another glossary of our own, or one of OmegaT's with commas: as `corrigenda.terminology.glossary` reads it."""

from corrigenda.exchange.base import Options, Parsed, decode
from corrigenda.storage import csvfile
from corrigenda.terminology import glossary
from corrigenda.terminology.glossary import Table


def read(data: bytes, path: str, options: Options) -> Parsed:
    """Return the terms of a glossary; its columns that have no meaning are named.

    Raises:
        InputError: the first thing that makes it unreadable.
    """
    text = decode(data, path, options.encoding)
    terms = tuple(glossary.read(text.encode(), path).terms)
    table = Table(csvfile.scan(text), path)
    names = [] if table.header is None else list(map(csvfile.content, table.header.raws))
    unknown = [name.strip() for number, name in enumerate(names) if number not in table.columns.values()]
    return Parsed(terms, (), {f"column {name}": 1 for name in unknown})
