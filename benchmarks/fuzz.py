"""Feed broken files to one reader for some minutes, led by coverage (atheris), and keep the smallest of each sort that breaks it.

    pip install -e '.[fuzz]'
    python benchmarks/fuzz.py docx --minutes 10 [--seed 1] [--keep FOLDER]      or html, pdf, template, brief

Whatever is no DrafterError is a fault, and so is a refusal of more than a line, more than SLOW seconds for one file, or more than
MEMORY MB. The exit status is 1 where there was one. The same seed tries the same files as long as the machine is as fast.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # not this folder, whose docx.py would stand before python-docx

SLOW, MEMORY = 20, 2048
LONGEST = {"pdf": 60_000, "html": 20_000, "template": 8_000, "brief": 6_000, "docx": 200_000}
SUFFIX = {"template": ".yaml", "brief": ".yaml"}
WORDS = {  # what a reader looks for: libFuzzer puts these in
    "docx": ["<w:p>", "</w:p>", "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", "<w:txbxContent>", "w:val=", '"1"', '"-1"',
             '"99999999999"', '"²"', "<w:numPr>", "<w:outlineLvl", "<w:del>", "<w:basedOn",
             "<!DOCTYPE a [<!ENTITY b 'c'>]>", "&b;", "&#x1F600;", "<w:br/>"],
    "html": ["<div>", "</div>", "<table>", "<p>", "<form>", "<h1>", "<template>", "<svg>", "charset=", "utf-16", "utf-7", "base64", "idna",
             "&#55296;", "&#0;", "<!--", "<![CDATA[", "<body>", "<title>", "。", "，"],
    "pdf": ["obj", "endobj", "stream", "endstream", "/Type/Page", "/Kids[", "/Count", "-1", "99999999999", "/Encrypt", "BT", "ET", "Tj",
            "/ToUnicode", "/Length", "xref", "trailer", "startxref", "/Parent", "<</", ">>"],
    "template": ["extends: ", "include: ", "sections:", "steps:", "{{ ", " }}", "{% if ", "{% endif %}", "|join", "- ", "\n  ", "&a", "*a",
                 "<<: *a", "!!set", "!!binary", "? ", "0x", "1e9", "2026-13-01", "null", "~", "\t", "：", "share: "],
    "brief": ["facts:", "- text: ", "use: 问题", "date: 2026-02-30", "length: ", "stress: [", "]", "&a", "*a", "<<: *a", "!!set",
              "!!python/name:os", "? ", "%", "亿", "增长", "比上年", "：", "\t", "null", "0x", "1_0", "12:30:45", "½", "①", "一百"],
}


def seeds(target: str) -> list[bytes]:
    """Sound files to begin with."""
    from drafter import pipeline, writers
    from drafter.writers import style

    if target == "template":
        return [p.read_bytes() for p in sorted((ROOT / "templates").rglob("*.yaml")) if p.stat().st_size < LONGEST[target]]
    if target == "brief":
        return [p.read_bytes() for folder in ("examples", "tests/briefs") for p in sorted((ROOT / folder).glob("*.yaml"))]
    texts = [p.read_bytes()[:2400].decode("utf-8", "ignore") for p in sorted((ROOT / "tests" / "golden").glob("*.txt"))[:6]]
    texts.append("# 通知\n\n各科室：\n\n| 甲 | 乙 |\n| --- | --- |\n| 一 | 二 |\n\n表[^1]。\n\n[^1]: 注。\n\n一、要求\n\n1. 甲\n\n"
                 "附件：表\n")
    documents = [pipeline.formatted(text.encode(), toc=n == 0).document for n, text in enumerate(texts)]
    if target == "pdf":
        from drafter.writers import pdf

        made = [_plain_pdf()]
        try:
            pdf.check(Path("a.pdf"))
            made.append(writers.WRITERS[".pdf"](documents[-1], style.load("gb9704")))
        except Exception as error:  # no LibreOffice: the page by hand does
            print(error)
        return [data for data in made if len(data) < LONGEST[target]]
    made = [writers.WRITERS[f".{target}"](document, style.load("gb9704")) for document in documents]
    if target == "docx":
        drawn = pipeline.draft(ROOT / "examples" / "survey-report.yaml")
        drawn.document.meta["comments"] = True
        made = [_stored(data) for data in [*made, writers.WRITERS[".docx"](drawn.document, style.load("gb9704"))]]
    return made


def _plain_pdf() -> bytes:
    """A page with a line of text, not packed, so that what it says can be changed."""
    rows = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
            b"<</Length 60>>stream\nBT /F 12 Tf 20 200 Td (A line.) Tj 0 -20 Td (Another.) Tj ET\nendstream",
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    data, places = b"%PDF-1.4\n", []
    for number, row in enumerate(rows, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, row)
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)


def _stored(data: bytes, part: str = "", content: bytes = b"") -> bytes:
    """The package unpacked, one of its parts replaced."""
    source, buffer = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for info in source.infolist():
            made.writestr(info.filename, content if info.filename == part else source.read(info))
    return buffer.getvalue()


def within_a_part(data: bytes, size: int, seed: int) -> bytes:
    """The package with one of its parts changed, or now and then the package itself: most changes to a zip only say that it is broken."""
    import atheris

    draw = random.Random(seed)
    try:
        infos = [i for i in zipfile.ZipFile(io.BytesIO(data)).infolist() if i.file_size < LONGEST["html"] * 3]
        if draw.random() < 0.1 or not infos:
            return bytes(atheris.Mutate(data, size))
        part = draw.choice(infos).filename
        content = zipfile.ZipFile(io.BytesIO(data)).read(part)
        tags = content.split(b"<")
        way = draw.randrange(4)
        if way and len(tags) > 3:  # whole elements move, double and go, so that the part stays XML now and then
            a, b = sorted(draw.sample(range(1, len(tags)), 2))
            b = min(b, a + draw.choice((1, 2, 3, 8, 30)))
            at = draw.randrange(1, len(tags))
            piece = tags[a:b]
            tags[a:b] = {1: [], 2: piece * draw.choice((2, 3, 50)), 3: piece}[way]
            content = b"<".join(tags if way < 3 else [*tags[:at], *piece, *tags[at:]])
        else:
            content = bytes(atheris.Mutate(content, len(content) + 400))
        made = _stored(data, part, content)
        return made if len(made) <= size else data
    except Exception:  # the package cannot be opened any more
        return bytes(atheris.Mutate(data, size))


def reader(target: str, folder: Path) -> Callable[[bytes], object]:
    """What is called with each file's bytes."""
    from drafter import brief, outlines
    from drafter.pipeline import briefs, templates
    from drafter.readers import docx, formats, html, pdf, trace
    from drafter.writers import amending

    path = folder / f"一份{SUFFIX.get(target, '.' + target)}"

    def of_docx(data: bytes) -> None:
        docx.read(data, "一份.docx")
        formats.formats(data)
        amending.texts(data)
        record = trace.held(data)
        if record is not None:
            trace.match(data, record.rows, "一份.docx")

    def of_yaml(data: bytes, check: Callable[[Path], Any], load: Callable[[Path], object]) -> None:
        path.write_bytes(data)
        checked = check(path)
        if checked.errors:
            raise checked.errors[0]
        load(path)

    return {"docx": of_docx, "html": lambda data: html.read(data, "一份.html"), "pdf": lambda data: pdf.read(data, "一份.pdf"),
            "template": lambda data: of_yaml(data, templates.check, outlines.load),
            "brief": lambda data: of_yaml(data, briefs.check, brief.load)}[target]


def child(target: str, seconds: float, seed: int, keep: Path, folder: Path) -> None:
    """Never returns: feeds files for so many seconds, then ends this process; what happened stands in the folder."""
    import atheris

    with atheris.instrument_imports(include=["drafter.readers", "drafter.outlines", "drafter.yamlfile", "drafter.brief", "drafter.figures",
                                             "drafter.pipeline.briefs", "drafter.pipeline.templates", "drafter.writers.amending"]):
        import drafter.pipeline.templates  # noqa: F401
    from drafter.errors import DrafterError

    read = reader(target, folder)
    smallest: dict[str, int] = {}
    count, told, begun = 0, 0.0, 0.0

    def one(data: bytes) -> None:
        nonlocal count, told, begun
        count += 1
        begun = begun or time.monotonic()
        problem = ""
        start = time.monotonic()
        try:
            read(data)
        except DrafterError as error:
            if "\n" in error.line() or error.exit_code != 2:
                problem = f"a refusal of more than a line: {error.line()!r}"
        except BaseException as error:
            where = [f for f in traceback.extract_tb(error.__traceback__) if "/drafter/" in f.filename]
            place = f"{Path(where[-1].filename).name}:{where[-1].lineno}" if where else "nowhere in drafter"
            problem = f"{type(error).__name__}: {str(error)[:80]} at {place}"
        now = time.monotonic()
        if now - start > SLOW:
            problem = f"slow: {now - start:.0f} s"
        kind = problem.partition(" at ")[2] or problem
        if problem and len(data) < smallest.get(kind, 1 << 40):
            smallest[kind] = len(data)
            name = f"{target}-{abs(hash(kind)) % 10**8}"
            (keep / f"{name}{SUFFIX.get(target, '.' + target)}").write_bytes(data)
            (keep / f"{name}.why").write_text(f"{problem}\n", encoding="utf-8")
        if now - told > 1 or now - begun > seconds:
            told = now
            (folder / "count").write_text(json.dumps({"count": count, "faults": sorted(smallest), "s": now - begun}), encoding="utf-8")
        if now - begun > seconds:
            os._exit(0)

    words = folder / "words"
    words.write_text("".join('"' + "".join(f"\\x{b:02x}" for b in word.encode()) + '"\n' for word in WORDS[target]), encoding="utf-8")
    options = [f"-seed={seed}", f"-timeout={SLOW * 2}", f"-rss_limit_mb={MEMORY}", f"-max_len={LONGEST[target]}", f"-dict={words}",
               f"-artifact_prefix={keep}/{target}-", "-verbosity=0", str(folder / "corpus")]
    atheris.Setup([sys.argv[0], *options], one, **({"custom_mutator": within_a_part} if target == "docx" else {}))
    atheris.Fuzz()


def main() -> int:
    """1 where a fault was found; prints how many files were tried and what broke."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(LONGEST))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "drafter-fuzz", help="where what breaks it is kept")
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    given.keep.mkdir(parents=True, exist_ok=True)
    if given.child:
        child(given.target, float(given.child[0]), given.seed, given.keep, Path(given.child[1]))
    count, faults, broken, fed = 0, set[str](), 0, 0.0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "corpus").mkdir()
        for number, data in enumerate(seeds(given.target)):
            (folder / "corpus" / f"{number:03}").write_bytes(data)
        while given.minutes * 60 - fed > 1:
            (folder / "count").unlink(missing_ok=True)
            run = subprocess.run([sys.executable, __file__, given.target, "--seed", str(given.seed + broken), "--keep", str(given.keep),
                                  "--child", str(given.minutes * 60 - fed), name], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                 check=False, env={**os.environ, "PYTHONHASHSEED": "0"})
            told = json.loads((folder / "count").read_text(encoding="utf-8")) if (folder / "count").is_file() else {}
            count, fed = count + told.get("count", 0), fed + told.get("s", 0)
            faults.update(told.get("faults", ()))
            if run.returncode:  # the process itself went down: too slow, too large, or broken in C
                broken += 1
                last = [line for line in run.stderr.decode(errors="replace").splitlines() if "ERROR" in line or "Error" in line]
                faults.add(f"the process ended with {run.returncode}: {last[-1] if last else ''}")
            if not told:
                print(run.stderr.decode(errors="replace")[-2000:])
                break
    print(f"{given.target}: {count} files in {fed:.0f} s, {len(faults)} faults" + (f", kept in {given.keep}" if faults else ""))
    for fault in sorted(faults):
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
