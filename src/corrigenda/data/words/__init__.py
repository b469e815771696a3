"""Word lists; README.md beside this file tells their sources and licences."""
