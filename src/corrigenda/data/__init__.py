"""Tables that are data, not code: each says where its numbers come from."""

from pkgutil import get_data


def read(name: str) -> bytes:
    """Return a file of this folder; importlib.resources, which can do more, takes a tenth of a start to load.

    Raises:
        OSError: there is none of that name.
    """
    data = get_data(__name__, name)
    if data is None:
        raise FileNotFoundError(name)
    return data
