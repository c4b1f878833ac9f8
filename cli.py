"""Run drafter from a checkout: python cli.py draft …"""

from drafter.__main__ import main

if __name__ == "__main__":
    main()
