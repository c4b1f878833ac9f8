"""The answers of a draft: which of the clerk's facts tells what is wrong where, and the sentences that answer just that."""

from __future__ import annotations

from collections import Counter, defaultdict

from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import answers, matters
from drafter.composing import facts as placing
from drafter.composing.candidates import Candidate, Group
from drafter.composing.scheme import Plan
from drafter.composing.selection import Pool
from drafter.composing.uses import use_of

OVER = 22  # so many characters may a sentence go over the room
# Sentences that the table gives to a problem which no thread answers, as many as a thread would: whatever the room, and with room.
AS_A_THREAD = {"问题": (1, 3), "原因": (2, 4), "acts": (3, 5), "对策": (1, 4), "今后": (1, 3)}
AS_UNKNOWN = {"问题": (1, 2), "原因": (2, 4), "acts": (2, 4), "对策": (1, 3), "今后": (1, 2)}  # what would do for any lapse is soon enough
OF_HIMSELF = frozenset(("述职报告", "心得体会"))
WORN = 2  # so often are a problem's own words taken up in the sentences that answer it, as long as there are others


class Answering:
    """What the table of answers says in one draft, each sentence once."""

    def __init__(self, brief: Brief, plan: Plan, pool: Pool, seed: int) -> None:
        """Every problem among the brief's facts is read for the aspect that it answers to."""
        self._brief, self._plan, self._pool = brief, plan, pool
        self._drawn_by = f"{seed}{brief.subject}"
        self.said: set[str] = set()  # what the table has said in this draft
        self._owned: set[tuple[str, str]] = set()  # the facts whose words a sentence of that sort takes up
        self._worn: Counter[str] = Counter()  # how often the words of each problem have been taken up
        self._readings = self._read()

    def knows(self, aspect: Aspect) -> bool:
        """True where the table knows how a problem of the aspect shows, comes about and is put right."""
        return bool(self._readings.get(aspect.name))

    def _read(self) -> dict[str, list[answers.Reading]]:
        """For each aspect what the problems among the facts say, so that cause and measure can answer them.

        A fact answers to the item it stands in; one that stands in a chapter's opening, to the aspect its words speak of most.
        """
        found: dict[str, list[answers.Reading]] = defaultdict(list)
        named = self._plan.named()
        homes = {p.fact.text: e.aspect.name for c in self._plan.chapters for e in c.entries if e.aspect for p in e.facts}
        uses = {p.fact.text: p.use for c in self._plan.chapters for p in (*c.facts, *(p for e in c.entries for p in e.facts))}
        elsewhere = {p.fact.text: name for name, rows in self._plan.elsewhere.items() for p in rows}
        told = (*self._plan.facts, *(p for rows in self._plan.elsewhere.values() for p in rows))
        for fact in {p.fact.text: p.fact for p in told}.values():
            sure = use_of(fact, self._brief) == "问题" and any(p.use == "问题" for p in told if p.fact is fact)
            if not named or not (sure or uses.get(fact.text) == "问题"):
                continue
            reading = answers.read(fact.text, wrong=True) or (answers.unknown(fact.text) if sure or answers.wanting(fact.text) else None)
            if reading is None:  # a neutral fact may stand among the problems: 党员去年下企业指导填报143人次
                continue
            worth = {n: placing.fit(fact.text, a, self._brief.subject, wrong=True) - 2.0 * len(found[n]) for n, a in named.items()}
            found[homes.get(fact.text) or elsewhere.get(fact.text) or max(worth, key=lambda n: worth[n])].append(reading)
        return found

    def thread(self, aspect: Aspect) -> Group | None:
        """The passage whose own thread answers the clerk's problem, or where he tells none the aspect's first; None where none does."""
        return self._pool.points.thread(aspect.name, self._plan.problem(aspect.name))

    def alone(self, aspect: Aspect) -> bool:
        """True where the table of answers, and no passage's own thread, answers the clerk's problem."""
        return bool(self._plan.problem(aspect.name)) and self.knows(aspect) and self.thread(aspect) is None

    def threaded(self, sort: str, aspect: Aspect) -> bool:
        """True where a passage's own thread answers the clerk's problem: nothing more general is wanted."""
        best = self.thread(aspect) if self._plan.problem(aspect.name) else None
        return best is not None and any(c.group == best and self._pool.taken.fits(c) for c in self._pool.by_sort[sort])

    def say(self, sort: str, aspect: Aspect, room: float) -> list[Candidate]:
        """What the table has to say of that sort to the facts of the aspect; nothing where it has nothing new.

        A sentence a fact; where the aspect has but one fact two acts, and where no thread answers it as much as a thread would say.
        No thread answers a fact that tells its own reason (因维修资金不足).
        """
        made: list[Candidate] = []
        thread = self.thread(aspect) if self.threaded(sort, aspect) else None
        readings = [r for r in self._readings.get(aspect.name, ())
                    if thread is None or "why" in r.slots or not self._pool.points.tells(aspect.name, thread, r.fact)]
        least = most = 1
        if len(readings) == 1:
            whole = thread is None or "why" in readings[0].slots
            bounds = AS_UNKNOWN if readings[0].fault == answers.UNKNOWN else AS_A_THREAD
            least, most = (bounds if whole else {"acts": (2, 2)}).get(sort, (1, 1))
        if sort == "要求":  # what is asked for any lapse says less than what the page asks
            readings = [r for r in readings if r.fault != answers.UNKNOWN]
        for reading in readings:
            begun = len(made)
            told = answers.say(reading, sort, self._drawn_by, of_himself=self._brief.kind in OF_HIMSELF)
            said = [c for c in told if not self._pool.avoids(c.said)]
            worn = bool(reading.wrong) and self._worn[reading.fact] >= WORN
            for candidate in sorted(said, key=lambda c: (worn and reading.wrong in c.text, c.phrase.original in self._pool.shun)):
                if len(made) - begun >= least and sum(c.length for c in made) + candidate.length > room + OVER:
                    break
                if (candidate.phrase.original not in self.said and not candidate.grams & self._pool.taken.grams
                        and not self._pool.taken.led(candidate.phrase.lead)):
                    self.said.add(candidate.phrase.original)
                    self._pool.taken.take(candidate)
                    self._worn[reading.fact] += bool(reading.wrong) and reading.wrong in candidate.text
                    made.append(candidate)
                    if len(made) - begun == most:
                        break
            own = self._own(reading, sort)
            made[begun:] = [*own, *sorted(made[begun:], key=lambda c: c.phrase.origin.paragraph)[:most - (len(own) and most > 1)]]
        return made

    def _own(self, reading: answers.Reading, sort: str) -> list[Candidate]:
        """The one sentence that takes up the words of a fact of which only the kind is known; none where it has none, or another does."""
        if reading.wrong or (reading.fact, sort) in self._owned:
            return []
        rows = [c for c in matters.say(reading.fact, reading.slots.get("u", "个"), sort, self._drawn_by)
                if c.phrase.original not in self.said and not self._pool.avoids(c.said) and not self._pool.taken.led(c.phrase.lead)][:1]
        for candidate in rows:
            self._owned.add((reading.fact, sort))
            self.said.add(candidate.phrase.original)
            self._pool.taken.take(candidate)
        return rows

    def remarks(self, told: str, sight: str) -> list[Candidate]:
        """What the table says of a fact just told, or in a speech of what is to be seen in it (`sight`), the first one taken."""
        known = answers.remark(sight, told, self._drawn_by) if sight else answers.comment(told, self._drawn_by)
        rows = [c for c in sorted(known, key=lambda c: c.phrase.original in self._pool.shun)
                if c.phrase.original not in self.said and not c.grams & self._pool.taken.grams and not self._pool.avoids(c.said)]
        if rows:
            self.said.add(rows[0].phrase.original)
            self._pool.taken.take(rows[0])
        return rows
