"""Where templates/, phrasebank/ and corpus/ are, and where the user keeps his own."""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path

from drafter.errors import InputError


@cache
def folder(name: str) -> Path:
    """The shipped folder of that name: inside the package (wheel) or beside it (checkout, editable)."""
    package = Path(__file__).resolve().parent
    for place in (package / name, package.parent / name):
        if place.is_dir():
            return place
    raise InputError(f"找不到随程序带的文件夹 {name}", file=package, cure="请重新安装 drafter")


def user_folder(name: str) -> Path:
    """The user's own folder of that name: $DRAFTER_HOME, else the platform's place for settings."""
    home = os.environ.get("DRAFTER_HOME")
    if home:
        return Path(home) / name
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or _home()) / "drafter" / name
    return Path(os.environ.get("XDG_CONFIG_HOME") or _home() / ".config") / "drafter" / name


def table(name: str) -> Path:
    """The file of that name in phrasebank/: the user's own if he has one, else ours."""
    own = user_folder("phrasebank") / name
    return own if own.is_file() else folder("phrasebank") / name


def cache_folder() -> Path:
    """The user's cache folder for drafter: $DRAFTER_CACHE, else the platform's place for caches."""
    cache_home = os.environ.get("DRAFTER_CACHE")
    if cache_home:
        return Path(cache_home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or _home()) / "drafter"
    return Path(os.environ.get("XDG_CACHE_HOME") or _home() / ".cache") / "drafter"


def _home() -> Path:
    """The user's own folder; for one who has none (a service, a container's bare number) a name under which nothing is found or kept."""
    try:
        return Path.home()
    except RuntimeError:
        return Path(os.devnull)
