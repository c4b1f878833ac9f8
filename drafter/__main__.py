"""Run drafter as a module: python -m drafter draft …"""

from drafter.cli import main

main()
