"""click's own words in Chinese: groups and commands with Chinese help, and its complaints translated."""

from __future__ import annotations

import re

import click

from drafter.errors import DrafterError


class _Chinese:
    """Help texts in Chinese for click's own words."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = self.collect_usage_pieces(ctx)  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix="用法：")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示这份说明"
        return option  # type: ignore[no-any-return]

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [r for p in self.get_params(ctx) if (r := p.get_help_record(ctx)) is not None]  # type: ignore[attr-defined]
        if rows:
            with formatter.section("选项"):
                formatter.write_dl(rows)


class Command(_Chinese, click.Command):
    """A command whose help is Chinese."""


class Group(_Chinese, click.Group):
    """A group whose help is Chinese and whose errors are one line."""

    command_class = Command

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Chinese.format_options(self, ctx, formatter)
        rows = [(name, self.commands[name].get_short_help_str(60)) for name in self.list_commands(ctx)]
        if rows:
            with formatter.section("命令"):
                formatter.write_dl(rows)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order of the work, not of the alphabet."""
        return list(self.commands)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name, or an error that names the nearest."""
        command = super().get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            from drafter.errors import nearest

            raise DrafterError(f"没有“{name}”这个命令", cure=nearest(name, self.commands) or "运行 drafter --help 看有哪些命令")
        return command


Group.group_class = Group


def usage(error: click.ClickException) -> str:
    """click's complaint about the words of a call, in Chinese."""
    from drafter.errors import nearest

    context = getattr(error, "ctx", None)
    options = [o for p in context.command.params for o in p.opts] if context else []
    help_hint = f"运行 {context.command_path} --help 看用法" if context else "运行 drafter --help 看用法"
    if isinstance(error, click.NoSuchOption):
        return f"没有“{error.option_name}”这个选项。{nearest(error.option_name, options) or help_hint}"
    if isinstance(error, click.MissingParameter):
        name = error.param.human_readable_name if error.param else ""
        if error.param is not None and error.param.opts and error.param.opts[0].startswith("-"):
            name = " / ".join(error.param.opts)
        return f"缺少“{name}”。{help_hint}"
    if isinstance(error, click.BadParameter):
        name = " / ".join(error.param.opts) if error.param and error.param.opts else ""
        return f"“{name}”的值不对：{_chinese(error.message, _VALUES)}。{help_hint}"
    return f"{_chinese(error.format_message(), _CALLS)}。{help_hint}"


# click's complaints and what we say instead; the groups are filled in.
_CALLS = ((r"Got unexpected extra arguments? \((.*)\)", r"多给了“\1”"),
          (r"Option '(.*)' requires an argument\.?", r"“\1”后面要跟一个值"),
          (r"Option '(.*)' does not take a value\.?", r"“\1”后面不带值"))
_VALUES = ((r"'(.*)' is not a valid integer.*", r"“\1”不是整数"),
           (r"(\S+) is not in the range (\S+)\.", r"\1 不在 \2 之内"),
           (r"'(.*)' is not one of (.*)\.", r"“\1”不行，可以是 \2"))


def _chinese(message: str, table: tuple[tuple[str, str], ...]) -> str:
    """click's words in Chinese, where the table knows them."""
    return next((re.sub(pattern, words, message) for pattern, words in table if re.fullmatch(pattern, message)), message.rstrip("."))
