"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
"""A property that takes long on a busy machine is not broken."""
settings.load_profile("untimed")
