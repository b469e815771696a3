"""The glossary: its terms and forms, its file, and what the matcher asks of it."""
