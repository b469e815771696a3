"""A text with its apparatus, for readers: as a page, as TEI, as CriticMarkup, as a document with tracked changes."""
