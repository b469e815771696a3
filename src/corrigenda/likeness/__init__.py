"""How like two words are: what scanners and transliteration do to letters, one pair at a time and by the million."""
