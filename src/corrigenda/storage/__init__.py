"""Files as bytes: read and written whole, taken apart into records with their places, compared, and locked."""
