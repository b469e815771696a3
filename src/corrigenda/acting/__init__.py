"""What commands, the language server and programs do alike: read what was given, lint, tell, and record answers."""
