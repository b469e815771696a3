"""What a user is told when something is wrong: what, where, and what to do."""


class CorrigendaError(Exception):
    """An error the user can act on; the command line prints it and exits with 2.

    Args:
        message: what is wrong, in one sentence without a final stop.
        where: the place, as ``file:line:column`` or a file name; may be empty.
        help: what to do about it; may be empty.
    """

    def __init__(self, message: str, *, where: str = "", help: str = "") -> None:  # noqa: A002 - the word users read
        super().__init__(message)
        self.message = message
        self.where = where
        self.help = help

    def __reduce__(self) -> tuple[object, ...]:
        """Keep place and help when a worker process sends the error home."""
        return (_rebuild, (type(self), self.message, self.where, self.help))

    def __str__(self) -> str:
        """Return the lines that are printed.

        >>> print(CorrigendaError("no such file", where="a.txt", help="give a file that exists"))
        error: no such file
          --> a.txt
        help: give a file that exists
        """
        lines = [f"error: {self.message}"]
        if self.where:
            lines.append(f"  --> {self.where}")
        if self.help:
            lines.append(f"help: {self.help}")
        return "\n".join(lines)


def _rebuild(kind: type[CorrigendaError], message: str, where: str, advice: str) -> CorrigendaError:
    return kind(message, where=where, help=advice)


class InputError(CorrigendaError):
    """A file that cannot be read as what it should be."""


class UsageError(CorrigendaError):
    """A command that cannot be meant so: options that exclude each other, or something that an option cannot be."""


class ConfigError(CorrigendaError):
    """A setting that is unknown or has the wrong type."""


class ConflictError(CorrigendaError):
    """Decisions that cannot both be carried out, or do not fit the text."""
