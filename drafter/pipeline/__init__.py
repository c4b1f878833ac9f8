"""The only folder that joins the stages: read → clean → label → mine → bank, and brief → compose → write → why."""

from drafter.composing import Draft
from drafter.pipeline.banks import Banks, builtin_bank, default_bank, own_bank, phrases, sync, written_folder
from drafter.pipeline.drafting import check_output, draft, why, write_trace
from drafter.pipeline.ingest import Mined, Stopped, mine, rules
from drafter.pipeline.labelling import explain, label
from drafter.pipeline.materials import check_report, clean, clean_files, walk, write_report
from drafter.readers import read
from drafter.writers import write

__all__ = ["Banks", "Draft", "Mined", "Stopped", "builtin_bank", "check_output", "check_report", "clean", "clean_files",
           "default_bank", "draft", "explain", "label", "mine", "own_bank", "phrases", "read", "rules", "sync", "walk", "why", "write",
           "write_report", "write_trace", "written_folder"]
