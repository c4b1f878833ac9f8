"""The only folder that joins the stages: read → clean → label → mine → bank, and brief → compose → write → why."""

from drafter.composing import Draft
from drafter.pipeline.banks import Banks, builtin_bank, default_bank, own_bank, phrases, sync, written_folder
from drafter.pipeline.drafting import check_output, draft, why, write_alternatives, write_trace
from drafter.pipeline.formatting import Formatted, check_formatted, explain_style, formatted
from drafter.pipeline.ingest import Mined, Stopped, mine, rules
from drafter.pipeline.labelling import explain, label
from drafter.pipeline.materials import check_report, clean, clean_files, walk, write_report
from drafter.pipeline.revising import Revision, options, revise, strip
from drafter.pipeline.similar import similar
from drafter.readers import read
from drafter.writers import write

__all__ = ["Banks", "Draft", "Formatted", "Mined", "Revision", "Stopped", "builtin_bank", "check_formatted", "check_output",
           "check_report", "clean", "clean_files", "default_bank", "draft", "explain", "explain_style", "formatted", "label",
           "mine", "options", "own_bank", "phrases", "read", "revise", "rules", "similar", "strip", "sync", "walk", "why",
           "write", "write_alternatives", "write_report", "write_trace", "written_folder"]
