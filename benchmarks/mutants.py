"""Do the tests notice? Small changes to the code (mutants), one at a time, each tried on the tests of its group: killed or survived.

    python benchmarks/mutants.py [GROUP …] [--most 150] [--seed 1] [--jobs 2] [--only SUBSTRING]

cosmic-ray makes the mutants: another comparison, another operator, `and` for `or`, a number more or less by one, not before a
condition, a loop that never runs, a decorator gone, an exception not caught. At each place of the code one of them is drawn, and of
those `--most` a group (0: all); the same seed draws the same while the code is the same. Mutants of annotations, caches and slots change
nothing and are not counted. Patterns and words live in tables, whose examples are tests. Each mutant is loaded in a process of its own,
forked from one that has every library loaded; the tests that ran its line before come first, and where there are several they are enough.
Prints the survivors with their lines and, for each group, the share killed. Leave the code and the tests alone while it runs.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import importlib
import os
import pickle
import random
import resource
import signal
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not benchmarks/, whose docx.py would hide the library
_CHECKS = ["tests/test_checks_cases.py", "tests/test_checks.py", "tests/test_checks_content.py", "tests/test_checks_wording.py"]
_SWAPS = {"ReplaceComparisonOperator": "Eq_NotEq NotEq_Eq Lt_LtE Lt_GtE LtE_Lt LtE_Gt Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is",
          "ReplaceBinaryOperator": "Add_Sub Sub_Add Mul_Div Div_Mul FloorDiv_Mul Mod_Mul Pow_Mul BitOr_BitAnd BitAnd_BitOr",
          "ReplaceUnaryOperator": "Delete_Not Delete_USub"}
# The operators of cosmic-ray that are used; what it has besides mostly ends in a TypeError, which any test notices.
CHANGES = ("NumberReplacer", "AddNot", "ReplaceTrueWithFalse", "ReplaceFalseWithTrue", "ReplaceAndWithOr", "ReplaceOrWithAnd",
           "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ExceptionReplacer", "RemoveDecorator", "ZeroIterationForLoop",
           *(f"{family}_{swap}" for family, swaps in _SWAPS.items() for swap in swaps.split()))
# A group: its code, and the tests that are about it and start no other program.
GROUPS: dict[str, tuple[list[str], list[str]]] = {
    "cleaning": (["drafter/cleaning/*.py"], ["tests/test_cleaning.py", "tests/test_cleaning_edges.py",
                                                "tests/test_cleaning_properties.py"]),
    "numbering": (["drafter/numbering.py"], ["tests/test_numbering.py", "tests/test_cleaning.py"]),
    "facts": (["drafter/figures.py", "drafter/composing/facts.py"], ["tests/test_figures.py", "tests/test_facts.py"]),
    "checks": (["drafter/checks/*.py"], _CHECKS),
}
SURE = 3  # a line that so many tests ran is tried on those; what fewer ran may be kept from them by a cache, and is tried on all
CPU, WALL = 60, 600  # seconds a mutant may take; the tests of a group take some ten: what runs on is a loop without end
MEMORY = 4 << 30
_CACHES = {"cache", "lru_cache", "cached_property"}


class Mutant(NamedTuple):
    """One change: the file, its line, what was done, and the changed source."""

    file: str
    line: int
    done: str
    source: str


class _Plain(ast.NodeTransformer):
    """What a change must touch to count: the code without annotations, caches and slots."""

    def _thin(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        for call in node.decorator_list:
            if isinstance(call, ast.Call):
                call.keywords = [k for k in call.keywords if k.arg != "slots"]

    def visit_ClassDef(self, node: ast.ClassDef) -> Any:
        self._thin(node)
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> Any:
        node.annotation = ast.Constant(0)
        return self.generic_visit(node)

    def visit_arg(self, node: ast.arg) -> Any:
        node.annotation = None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> Any:
        node.returns = None
        node.decorator_list = [d for d in node.decorator_list if getattr(d.func if isinstance(d, ast.Call) else d, "id", "") not in _CACHES]
        return self.generic_visit(node)


def _plain(source: str) -> str:
    return ast.dump(_Plain().visit(ast.parse(source)))


def places(file: str) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """(file, line, the changes possible: operator and which of its occurrences) of each place and sort of change, line by line."""
    from cosmic_ray import plugins
    from cosmic_ray.ast import ast_nodes, get_ast

    nodes = list(ast_nodes(get_ast((ROOT / file).read_text(encoding="utf-8"))))
    found: dict[tuple[Any, str], list[tuple[str, int]]] = defaultdict(list)
    for name in CHANGES:
        operator = plugins.get_operator(f"core/{name}")()
        for occurrence, at in enumerate(at for node in nodes for at in operator.mutation_positions(node)):
            found[at, name.partition("_")[0]].append((name, occurrence))
    return [(file, at[0][0], changes) for (at, _), changes in sorted(found.items())]


def mutant(file: str, line: int, changes: list[tuple[str, int]], draw: random.Random) -> Mutant | None:
    """One of the changes that are possible at a place; None where none of them does anything."""
    from cosmic_ray import plugins
    from cosmic_ray.mutating import mutate_code

    source, plain = _read(file)
    for name, occurrence in draw.sample(changes, len(changes)):
        changed = mutate_code(source, plugins.get_operator(f"core/{name}")(), occurrence)
        try:
            if changed is not None and _plain(changed) != plain:
                return Mutant(file, line, name, changed)
        except SyntaxError:
            continue
    return None


@cache
def _read(file: str) -> tuple[str, str]:
    """(source, what of it counts)."""
    source = (ROOT / file).read_text(encoding="utf-8")
    return source, _plain(source)


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads the mutant in place of the file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> Any:
        return compile(self.source, self.path, "exec")


class _Finder:
    """Finds one module: the mutant's."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant
        self.name = mutant.file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        if name != self.name:
            return None
        file = str(ROOT / self.mutant.file)
        folder = [str(Path(file).parent)] if file.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(name, file, loader=_Loader(name, file, self.mutant.source),
                                                      submodule_search_locations=folder)


class Watch:
    """A pytest plugin: which tests ran which lines, how long each took; or, with an order, those first."""

    def __init__(self, order: dict[str, float] | None = None) -> None:
        self.order, self.seconds, self.failed = order, {}, ""  # type: ignore[var-annotated]
        self.coverage: Any = None

    def pytest_configure(self) -> None:
        from hypothesis import HealthCheck, Phase, settings

        settings.register_profile("mutants", phases=[Phase.explicit, Phase.generate], database=None, derandomize=True,
                                  suppress_health_check=list(HealthCheck))  # a busy machine is no finding
        settings.load_profile("mutants")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        order = self.order or {}
        if len(order) >= SURE and "" not in order:
            items[:] = [item for item in items if item.nodeid in order]
        items.sort(key=lambda item: order.get(item.nodeid, 1e9))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.monotonic()
        if self.coverage is not None:
            self.coverage.switch_context(nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.monotonic() - self.seconds[nodeid]

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: Any) -> None:
        if report.failed:
            self.failed = f"{report.nodeid} (collection)"


def _pytest(tests: list[str], watch: Watch) -> int:
    """The exit status of the tests, run in this process, without shrinking what hypothesis finds."""
    import pytest

    os.chdir(ROOT)
    options = ["-x", "--assert=plain", "-p", "no:cacheprovider", "-o", "tmp_path_retention_policy=none"]
    return int(pytest.main([*options, *tests], plugins=[watch]))


def forked(work: Callable[[], Any], folder: Path) -> tuple[int, Path]:
    """(the process that does the work, the file that will hold what came of it); its output is thrown away."""
    handle, name = tempfile.mkstemp(dir=folder)
    os.close(handle)
    process = os.fork()
    if process:
        return process, Path(name)
    try:
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        signal.alarm(WALL)
        result = work()
        Path(name).write_bytes(pickle.dumps(result))
    except BaseException as problem:
        Path(name).write_bytes(pickle.dumps([(None, f"{type(problem).__name__}: {problem}")]))
    finally:
        os._exit(0)


def known(files: list[str], tests: list[str]) -> tuple[int | str, dict[tuple[str, int], set[str]], dict[str, float], list[str]]:
    """(exit status, tests that ran each line, seconds of each test, libraries loaded) of the tests with the code as it is."""
    import coverage

    watch = Watch()
    watch.coverage = coverage.Coverage(data_file=None, include=[str(ROOT / f) for f in files], config_file=False)
    watch.coverage.start()
    status = _pytest(tests, watch)
    watch.coverage.stop()
    data = watch.coverage.get_data()
    ran = {(file, line): set(contexts) for file in files for line, contexts in data.contexts_by_lineno(str(ROOT / file)).items()}
    libraries = [name for name in sys.modules if not name.startswith(("drafter", "tests", "__"))]
    return watch.failed or status, ran, watch.seconds, libraries


def tried(mutant: Mutant, tests: list[str], order: dict[str, float]) -> str:
    """The test that failed on the mutant; empty where none did."""
    sys.meta_path.insert(0, _Finder(mutant))  # type: ignore[arg-type]
    watch = Watch(order)
    status = _pytest(tests, watch)
    return watch.failed or (f"exit status {status}" if status else "")


def group(name: str, wanted: argparse.Namespace, folder: Path) -> Iterator[tuple[Mutant | None, str]]:
    """Each mutant of a group (None for one that never came to an end), with the test that killed it or an empty string."""
    patterns, tests = GROUPS[name]
    files = sorted(str(p.relative_to(ROOT)) for pattern in patterns for p in ROOT.glob(pattern))
    process, result = forked(lambda: known(files, tests), folder)
    os.waitpid(process, 0)
    told = pickle.loads(result.read_bytes())
    if told[0]:
        raise SystemExit(f"{name}: the tests fail on the code as it is ({told[0]})")
    _, ran, seconds, libraries = told
    print(f"{name}: {len(files)} files, {len(seconds)} tests, {sum(seconds.values()):.0f} s", file=sys.stderr)
    for library in libraries:
        with contextlib.suppress(Exception):  # some names only look like modules
            importlib.import_module(library)
    same = Mutant(files[0], 0, "", _read(files[0])[0])
    process, result = forked(lambda: tried(same, tests, {}), folder)
    os.waitpid(process, 0)
    if told := pickle.loads(result.read_bytes()):
        raise SystemExit(f"{name}: the code as it is would be killed too ({told})")
    found = [place for file in files for place in places(file) if not wanted.only or wanted.only in f"{place[0]}:{place[1]}"]
    waiting = random.Random(wanted.seed).sample(found, len(found))
    print(f"{name}: {len(found)} places", file=sys.stderr)
    running: dict[int, Path] = {}
    done = 0
    while running or (waiting and done < (wanted.most or len(found))):
        if waiting and len(running) < wanted.jobs and done + len(running) < (wanted.most or len(found)):
            place = waiting.pop()
            order = {test: seconds.get(test, 0.0) for test in ran.get(place[:2], ())}
            process, result = forked(lambda p=place, o=order: changed(p, wanted.seed, tests, o), folder)  # type: ignore[misc]
            running[process] = result
            continue
        process, status = os.wait()
        result = running.pop(process)
        if data := result.read_bytes():
            done += len(told := pickle.loads(data))
            yield from told
        else:
            done += 1
            yield None, f"ended without a word ({status})"  # a loop without end, or all the memory
        result.unlink()


def changed(place: tuple[str, int, list[tuple[str, int]]], seed: int, tests: list[str],
            order: dict[str, float]) -> list[tuple[Mutant, str]]:
    """[(the mutant of a place, the test that killed it or an empty string)]; empty where no change does anything there."""
    one = mutant(*place, random.Random(f"{seed} {place}"))
    return [(one, tried(one, tests, order))] if one else []


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("groups", nargs="*", default=list(GROUPS), metavar="GROUP", help=" ".join(GROUPS))
    parser.add_argument("--most", type=int, default=150, help="mutants a group; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--only", default="", help="only where file:line holds this")
    parser.add_argument("--killed", action="store_true", help="show the killed ones too, with the test")
    wanted = parser.parse_args()
    summary = []
    with tempfile.TemporaryDirectory(prefix="drafter-mutants-") as folder:
        os.environ["TMPDIR"] = os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = tempfile.tempdir = folder
        for name in wanted.groups or GROUPS:
            start, killed, survived = time.monotonic(), 0, 0
            for made, test in group(name, wanted, Path(folder)):
                killed += bool(test)
                survived += not test
                if made is None or (test and not wanted.killed):
                    continue
                old, new = _read(made.file)[0].split("\n"), made.source.split("\n")
                at = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), made.line - 1)
                print(f"{made.file}:{at + 1} {made.done}\n  - {old[at].strip()}\n  + {new[at].strip()}"
                      + (f"\n  killed by {test}" if test else ""), flush=True)
            share = 100 * killed / max(1, killed + survived)
            summary.append(f"{name}: {killed} of {killed + survived} killed, {share:.1f} % ({time.monotonic() - start:.0f} s)")
            print(summary[-1], flush=True)
    print("\n".join(["", *summary]))


if __name__ == "__main__":
    main()
