"""A glossary for texts that have none: what in them may be names, and which spellings are one."""
