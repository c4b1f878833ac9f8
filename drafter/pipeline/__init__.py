"""The only folder that joins the stages: read → clean → label → mine → bank, and brief → compose → write → why.

What is named here is loaded when it is first asked for: a draft need not wait for the readers and the miner.
"""

from importlib import import_module
from typing import Any

_HOMES = {
    "drafter.composing": ("Draft",),
    "drafter.pipeline.banks": ("Banks", "builtin_bank", "default_bank", "own_bank", "phrases", "sync", "written_folder"),
    "drafter.pipeline.comparing": ("similar",),
    "drafter.pipeline.drafting": ("check_output", "draft", "why", "write_alternatives", "write_trace"),
    "drafter.pipeline.formatting": ("Formatted", "check_formatted", "explain_style", "formatted"),
    "drafter.pipeline.ingest": ("Mined", "Stopped", "mine"),
    "drafter.pipeline.labelling": ("explain", "label"),
    "drafter.pipeline.materials": ("check_report", "clean", "clean_files", "walk", "write_report"),
    "drafter.pipeline.revising": ("Revision", "options", "revise", "strip"),
    "drafter.pipeline.version": ("rules",),
    "drafter.readers": ("read",),
    "drafter.writers": ("write",),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME)


def __getattr__(name: str) -> Any:
    """What bears that name, from the module that has it."""
    if name not in _HOME:
        raise AttributeError(name)
    found = globals()[name] = getattr(import_module(_HOME[name]), name)
    return found
