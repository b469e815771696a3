"""Run the command line by ``python -m corrigenda``, and as the program ``corrigenda``."""

import signal


def main() -> None:
    """Run the command line and exit, see `corrigenda.cli.main`; who stops it while it loads sees no Python."""
    is_usual = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # else it is to be ignored
    if is_usual:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from corrigenda import cli  # noqa: PLC0415 - this is what takes its time

    if is_usual:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    cli.main()


if __name__ == "__main__":
    main()
