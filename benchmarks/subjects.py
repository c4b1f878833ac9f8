"""For every trade a 调研报告 of 2,000 characters with three facts: how much of its length the tables and the corpus give.

    python benchmarks/subjects.py [FOLDER]      drafts are written there as Markdown, to be read
"""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from drafter import aspects, pipeline  # noqa: E402
from drafter.brief import Brief, Fact  # noqa: E402
from drafter.composing.realization import body_length  # noqa: E402

LENGTH = 2000


def brief_of(trade: aspects.Trade) -> Brief:
    """A made-up brief on the trade's first subject, its first four aspects stressed."""
    names = [a.name for a in trade.aspects[:4]]
    told = (f"走访的40个点位中，有11个{names[0]}不到位", f"问卷中，46.5%的受访者最关心{names[1]}",
            f"负责{names[2]}的人员36名，参加过培训的只有14名")
    return Brief(kind="调研报告", subject=trade.subjects[0], org="云岭县人民政府办公室", author="云岭县政府办调研组", audience="县政府",
                 occasion="决策参考", date=datetime.date(2026, 9, 18), length=LENGTH, stress=names,
                 facts=[Fact(text=text, use="问题") for text in told])


def main() -> None:
    """Print for each trade the share of the length that its draft reaches, the poorest first, and how many reach 85 %."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    shares = []
    for trade in aspects.trades().values():
        if trade.subjects:
            draft = pipeline.draft(brief_of(trade))
            shares.append((body_length(draft.document) / LENGTH, trade.trade))
            if folder:
                pipeline.write(draft.document, folder / f"{trade.trade}.md", force=True)
    for share, name in sorted(shares)[:8]:
        print(f"{name}: {share:.0%}")
    print(f"{sum(share >= 0.85 for share, _ in shares)} of {len(shares)} subjects reach 85 %")


if __name__ == "__main__":
    main()
