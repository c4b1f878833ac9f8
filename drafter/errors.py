"""Every error that a user can put right.

DrafterError
├── InputError        a file that is missing, unreadable or not what it says it is
├── BriefError        a brief with a wrong field or value
├── TemplateError     an outline or a table with a wrong field or value
├── BankError         a bank that is missing, damaged, empty or of a newer version
├── JobError          workers that died, or a cluster that cannot be reached or runs another drafter
└── OutputError       a target that exists or cannot be written

Each is one line in Chinese (file, place, cause, cure) and exit status 2; below it may stand an excerpt of the file and the other
faults of the same file.
"""

from __future__ import annotations

import unicodedata


class DrafterError(Exception):
    """One line for the user: where, what is wrong, and what to do about it."""

    exit_code = 2

    def __init__(self, cause: str, *, file: object = None, place: str = "", cure: str = "", excerpt: str = "") -> None:
        self.cause, self.file, self.place, self.cure, self.excerpt = cause, file, place, cure, excerpt
        self.others: list[DrafterError] = []  # the file's other faults
        super().__init__(self.line())

    def line(self) -> str:
        """The message as one line: `文件：位置：原因。办法。`"""
        where = "：".join(str(part) for part in (self.file, self.place) if part)
        text = f"{where}：{self.cause}" if where else self.cause
        return visible(" ".join(f"{text}。{self.cure}".split()) if self.cure else text)

    def told(self) -> str:
        """The message as printed: the line, the excerpt below it, then the same for the file's other faults."""
        text = "\n".join(part for part in (self.line(), self.excerpt) if part)
        more = [f"还有 {len(self.others)} 处："] if self.others else []
        return "\n".join((text, *more, *(other.told() for other in self.others)))

    def all(self) -> list[DrafterError]:
        """This fault and the file's others."""
        return [self, *self.others]


class InputError(DrafterError):
    """A file that is missing, unreadable or not what it says it is."""


class BriefError(DrafterError):
    """A brief with a wrong field or value."""


class TemplateError(DrafterError):
    """An outline, style or table with a wrong field or value; one of an outline's strings is `source`, its fault `bare` at `offset`."""

    source, bare, offset = "", "", 0


class BankError(DrafterError):
    """A bank that is missing, damaged, empty or of a newer version."""


class JobError(DrafterError):
    """Workers that died, or a cluster that cannot be reached or runs another drafter."""


class OutputError(DrafterError):
    """A target that exists already or cannot be written."""


def visible(text: str) -> str:
    """The text on one line as any terminal and file takes it: a sign that steers (a line end, a turn to the left) as `\\n` or `\\u202e`.

    A byte of a file's name that is no character, which Python holds as half a surrogate pair, becomes `\\xff`.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(char: str) -> str:
    if "\udc80" <= char <= "\udcff":
        return f"\\x{ord(char) - 0xDC00:02x}"
    return repr(char)[1:-1] if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") else char


def nearest(word: str, known: object, cutoff: float = 0.5) -> str:
    """The known word most like this one, as `是不是“…”？`, or an empty string."""
    from difflib import get_close_matches

    names = [str(name) for name in known]  # type: ignore[attr-defined]
    match = get_close_matches(word, names, n=1, cutoff=cutoff)
    return f"是不是“{match[0]}”？" if match else ""


_REASONS = {"ENOENT": "文件不存在", "EACCES": "没有权限", "EPERM": "没有权限", "ENOSPC": "磁盘满了", "EROFS": "所在的盘只能读",
            "EISDIR": "这是文件夹", "ENOTDIR": "路径里有一段不是文件夹", "ENAMETOOLONG": "文件名太长", "EIO": "磁盘读写出错",
            "ELOOP": "链接绕成了圈", "EMFILE": "打开的文件太多", "EDQUOT": "磁盘配额用完了"}


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese."""
    import errno

    return _REASONS.get(errno.errorcode.get(error.errno or 0, ""), error.strerror or str(error))
