"""Run drafter from a checkout: python cli.py draft …"""

from drafter.cli import main

if __name__ == "__main__":
    main()
