"""The command line: parse, make one call, print. Imports stand inside the commands, so that --help is quick."""

from __future__ import annotations

import os
import sys

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


def main() -> None:
    """Run the command line; never a traceback for what a user can put right."""
    try:
        status = drafter.main(standalone_mode=False, prog_name="drafter")
        sys.stdout.flush()
        sys.exit(status if isinstance(status, int) else 0)
    except DrafterError as error:
        _fail(error.told(), error.exit_code)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "")
        sys.exit(0)
    except click.exceptions.Abort:
        _fail("已中断", 130)
    except click.ClickException as error:
        _fail(usage(error), 2)
    except KeyboardInterrupt:
        _fail("已中断", 130)
    except BrokenPipeError:
        _quiet()
        sys.exit(0)
    except OSError as error:
        from drafter.errors import reason

        _quiet()
        _fail(f"输出写不进去（{reason(error)}）。请检查磁盘空间", 2)


def _quiet() -> None:
    """Nothing more goes to standard output: its reader is gone or its disk is full."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _fail(line: str, status: int) -> None:
    click.echo(f"drafter：{line}", err=True)
    sys.exit(status)
