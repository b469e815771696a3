"""Lint over many texts: on one core or several, on many machines, and again after a few have changed."""
