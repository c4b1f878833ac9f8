"""drafter drafts Chinese official reports and speeches from an office's own documents, offline.

The verbs of the command line are the Python interface: read, clean, label, mine, draft, write, why, revise, strip, similar.
"""

from typing import Any

__version__ = "0.1.0"
__all__ = ["clean", "draft", "label", "mine", "read", "revise", "similar", "strip", "why", "write"]


def __getattr__(name: str) -> Any:
    """The verb of that name; modules are loaded when a verb is first used, so that --help stays quick."""
    if name in __all__:
        from drafter import pipeline

        return getattr(pipeline, name)
    raise AttributeError(name)
