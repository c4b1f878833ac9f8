"""The command line: parse, make one call, print. Imports stand inside the commands, so that --help is quick."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import signal
import sys
from types import FrameType

import click

from drafter.cli import bank, brief, check, desk, draft, materials, revise, template, why
from drafter.cli import format as format_
from drafter.cli.chinese import Group, usage
from drafter.errors import DrafterError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Group, context_settings=CONTEXT, help="从本单位的材料里挖词句，起草公文初稿。不联网，不用大模型，不编造事实。")
@click.version_option(package_name="drafter", message="drafter %(version)s", help="显示版本号")
def drafter() -> None:
    """The command line."""


for command in (draft.draft_command, format_.format_command,
                materials.mine_command, materials.clean_command, materials.label_command, bank.bank_group,
                template.template_group, brief.brief_group, why.why_command, revise.revise_command, revise.similar_command,
                revise.strip_command, check.check_command):
    drafter.add_command(command)

for command in desk.COMMANDS:
    bank.bank_group.add_command(command)


_interrupts: list[int] = []


def _interrupted(number: int, frame: FrameType | None) -> None:
    """Never returns: Ctrl-C is noted, for libraries make other errors of it (pydantic a SchemaError, one time in some hundreds)."""
    _interrupts.append(number)
    signal.default_int_handler(number, frame)


def _called() -> object:
    """What the called command gives back; Ctrl-C of which a library made another error is Ctrl-C again."""
    try:
        return drafter.main(standalone_mode=False, prog_name="drafter")
    except Exception:
        if _interrupts:
            raise KeyboardInterrupt from None
        raise


def main() -> None:
    """Run the command line; never a traceback for what a user can put right."""
    _connect()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    try:
        status = _called()
        sys.stdout.flush()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: the interpreter's way out is not to be broken into
        sys.exit(status if isinstance(status, int) else 0)
    except DrafterError as error:
        _fail(error.told(), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(0)
    except (click.exceptions.Abort, KeyboardInterrupt):
        _fail("已中断", 130)
    except click.ClickException as error:
        _fail(usage(error), 2)
    except BrokenPipeError:
        _quiet()
        sys.exit(0)
    except UnicodeEncodeError as error:  # the words of the call hold bytes that are no characters
        from drafter.errors import visible

        _fail(f"“{visible(error.object)[:40]}”里有不是文字的字节。请检查命令里的字，或换一个名字", 2)
    except MemoryError:
        _fail("内存不够。请关掉别的程序，或把材料分成几批", 2)
    except OSError as error:
        from drafter.errors import reason

        if error.errno == errno.ENAMETOOLONG:
            _fail(f"文件名太长：{str(error.filename)[:20]}…。请换一个短的", 2)
        _quiet()
        _fail(f"输出写不进去（{reason(error)}）。请检查磁盘空间", 2)


def _connect() -> None:
    """Nothing; input and output lead somewhere, and whatever is to be printed can be printed.

    Under a character set that knows no Chinese (LC_ALL=C with PYTHONUTF8=0) the program starts again in Python's UTF-8 mode (PEP 540).
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115
    if os.name == "posix" and not sys.flags.utf8_mode and os.environ.get("PYTHONUTF8") != "1":
        try:
            "公文".encode(sys.getfilesystemencoding())
        except UnicodeEncodeError:
            os.environ["PYTHONUTF8"] = "1"
            os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _quiet() -> None:
    """Nothing more goes to standard output: its reader is gone or its disk is full."""
    with contextlib.suppress(io.UnsupportedOperation):  # a stream that is no file of the system
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, status: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever presses Ctrl-C twice has been heard
    try:
        sys.stdout.flush()
    except OSError:
        _quiet()
    with contextlib.suppress(OSError):
        click.echo(f"drafter：{line}", err=True)
    sys.exit(status)
