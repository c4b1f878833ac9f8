"""Runs the commands a page shows, from top to bottom in one fresh folder, as its reader would; holds what is printed against what is shown.

```console        `$ ` before a command, below it what is printed. … is any words; alone on a line, any number of lines, also none.
                  「words」 are typed when asked, then Enter; 「k」 alone on a line is a key, without Enter.
`file`：          the block that follows is saved under this name
<!-- 改 file -->  of the two blocks that follow, the first is replaced by the second in that file
<!-- 动手：… -->  a command for what the text tells the reader to do by hand; `word in out old new` is an edit made in Word,
                  `cell table column words new` one made in Excel, in the row that holds the words
"""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0  # seconds that a program which asks may be silent; a bank of the shipped corpus is made in 60
STEPS = re.compile(r"^```console\n(?P<console>.*?)^```$|`(?P<file>[^`\n]+)`：\n\n```\w*\n(?P<text>.*?)^```$|<!-- 动手：(?P<hand>.*?) -->|"
                   r"<!-- 改 (?P<changed>\S+) -->\n```\w*\n(?P<old>.*?)^```\n```\w*\n(?P<new>.*?)^```$", re.M | re.S)
COMMANDS = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.M)
TYPED = re.compile(r"^「(?P<key>.)」\n|「(?P<line>.*?)」\n", re.M)
WORD = """import sys, docx
source, target, old, new = sys.argv[1:]
if source.endswith(".txt"):  # its lines pasted into an empty document
    document = docx.Document()
    for line in open(source, encoding="utf-8"):
        document.add_paragraph(line.rstrip())
else:
    document = docx.Document(source)
    if not old:
        document.add_paragraph(new)
for paragraph in document.paragraphs if old else ():
    if old in paragraph.text:
        paragraph.runs[0].text = paragraph.text.replace(old, new)
        for run in paragraph.runs[1:]:
            run.text = ""
        break
else:
    assert not old, old
document.save(target)
"""

CELL = """import sys, openpyxl
path, column, words, new = sys.argv[1:]
book = openpyxl.load_workbook(path)
head, *rows = book.active.iter_rows()
place = [cell.value for cell in head].index(column)
next(row for row in rows if any(words in str(cell.value) for cell in row))[place].value = new
book.save(path)
"""


@dataclass
class Step:
    """One command of a page: where its shown output begins in the page, what is shown and what was printed."""

    command: str
    at: int
    shown: str
    printed: str

    @property
    def agrees(self) -> bool:
        """True where the page tells the truth."""
        return re.fullmatch(pattern(self.shown), self.printed) is not None

    def told(self) -> str:
        """Command, page and truth, to be read by whoever mends the page."""
        return f"$ {self.command}\n--- shown\n{self.shown}--- printed\n{self.printed}"


def pattern(shown: str) -> str:
    """A regular expression for what a page shows."""
    lines = (r"(?:.*\n)*?" if line.strip() == "…" else re.escape(line).replace("…", ".*?") for line in shown.splitlines(keepends=True))
    return "".join(lines)


class Reader:
    """Somebody with a folder, a home of his own, the examples and `drafter` in his path; no bank is named in his environment."""

    def __init__(self, scratch: Path, **environment: str) -> None:
        self.folder, home, programs = scratch / "drafter", scratch / "home", scratch / "bin"
        for made in (self.folder, home, programs):
            made.mkdir(parents=True, exist_ok=True)
        shutil.copytree(ROOT / "examples", self.folder / "examples", dirs_exist_ok=True)
        calls = {"drafter": "-m drafter"}
        for name, code in (("word", WORD), ("cell", CELL)):
            (scratch / f"{name}.py").write_text(code, encoding="utf-8")
            calls[name] = f"'{scratch / name}.py'"
        for name, call in calls.items():
            (programs / name).write_text(f"#!/bin/sh\nexec '{sys.executable}' {call} \"$@\"\n", encoding="utf-8")
            (programs / name).chmod(stat.S_IRWXU)
        kept = {name: value for name, value in os.environ.items() if name not in ("DRAFTER_BANK", "DRAFTER_HOME", "XDG_CONFIG_HOME")}
        self.environment = {**kept, "HOME": str(home), "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT),
                            "COLUMNS": "100", "LINES": "40", "PYTHONIOENCODING": "utf-8", **environment}

    def run(self, command: str) -> str:
        """What the command prints, on both channels, in order."""
        done = subprocess.run(["bash", "-c", command], cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False)
        assert "Traceback" not in done.stdout, done.stdout
        return done.stdout

    def talk(self, command: str, shown: str) -> str:
        """The screen of a command that asks on a terminal: what it prints, with what was typed where the page says so."""
        import pty
        import termios

        master, slave = pty.openpty()
        mode = termios.tcgetattr(slave)
        mode[3] &= ~termios.ECHO  # what is typed is put on the screen below, in the page's marks
        termios.tcsetattr(slave, termios.TCSANOW, mode)
        program = subprocess.Popen(["bash", "-c", command], cwd=self.folder, env=self.environment, stdin=slave, stdout=slave, stderr=slave)
        screen = ""
        try:
            start = 0
            for typed in TYPED.finditer(shown):
                new = _heard(master, program, screen, pattern(shown[start:typed.start()]))
                key = typed["key"]
                while key and termios.tcgetattr(slave)[3] & termios.ICANON and program.poll() is None:
                    time.sleep(0.01)  # keys typed before the program wants a key are thrown away
                os.write(master, (key or f"{typed['line']}\n").encode())
                screen += new + typed[0]
                start = typed.end()
            os.close(slave)
            slave = -1
            return screen + _heard(master, program, screen)
        finally:
            program.kill()
            program.wait()
            os.close(master)
            if slave >= 0:
                os.close(slave)

    def walk(self, page: str) -> list[Step]:
        """Every command of the page, run; files saved and changed on the way."""
        steps = []
        for match in STEPS.finditer(page):
            if match["file"]:
                path = self.folder / match["file"]
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(match["text"], encoding="utf-8")
            elif match["changed"]:
                path = self.folder / match["changed"]
                text = path.read_text(encoding="utf-8")
                assert text.count(match["old"]) == 1, f"{path.name}: {match['old']}"
                path.write_text(text.replace(match["old"], match["new"]), encoding="utf-8")
            elif match["hand"]:
                done = subprocess.run(["bash", "-c", match["hand"]], cwd=self.folder, env=self.environment, capture_output=True, text=True,
                                      check=False)
                assert done.returncode == 0, match["hand"] + done.stderr
            for told in COMMANDS.finditer(match["console"] or ""):
                command, shown = told[1], told[2]
                printed = self.talk(command, shown) if TYPED.search(shown) else self.run(command)
                steps.append(Step(command, match.start("console") + told.start(2), shown, printed))
        return steps


def _heard(master: int, program: subprocess.Popen[bytes], before: str, until: str = "") -> str:
    """What the program prints until it matches, or else until its end. Raises AssertionError where it never does, with the screen."""
    import select

    heard, quiet = b"", time.monotonic()
    while True:
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", heard.decode("utf-8", "ignore").replace("\r\n", "\n"))
        text = re.sub(r"(^|\r).*?\[[#-]+\] .*(\n|$)", "", text)  # a bar of progress is there only while the shipped corpus is prepared
        if until and re.fullmatch(until, text):
            return text
        ready = select.select([master], [], [], 0.05)[0]
        try:
            piece = os.read(master, 65536) if ready else b""
        except OSError:  # Linux tells the end of a terminal so
            piece = b""
        if piece:
            heard, quiet = heard + piece, time.monotonic()
        elif program.poll() is not None:
            assert not until, f"ended before it asked:\n{before}{text}"
            return text
        assert time.monotonic() - quiet < PATIENCE, f"waits, and the page does not say for what:\n{before}{text}"


def renewed(page: str, steps: list[Step]) -> str:
    """The page with what was printed in place of what is no longer true; what a lone … leaves out stays left out where it can."""
    for step in sorted((s for s in steps if not s.agrees), key=lambda s: -s.at):
        page = page[:step.at] + _shortened(step.shown, step.printed) + page[step.at + len(step.shown):]
    return page


def _shortened(shown: str, printed: str) -> str:
    """What was printed, as many lines of it as the page shows at its beginning and end where it elides what is between."""
    parts = re.split(r"^ *…\n", shown, flags=re.M)
    lines = printed.splitlines(keepends=True)
    first, last = parts[0].count("\n"), parts[-1].count("\n")
    if len(parts) != 2 or first + last >= len(lines):
        return printed
    return "".join([*lines[:first], "…\n", *lines[len(lines) - last:]])
