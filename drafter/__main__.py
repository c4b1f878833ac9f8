"""Run drafter as a program, or as a module: python -m drafter draft …"""

import sys


def main() -> None:
    """Nothing; the command line has run. Ctrl-C is answered in one line from here on, while the rest is still being loaded."""
    try:
        from drafter.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("drafter：已中断\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
