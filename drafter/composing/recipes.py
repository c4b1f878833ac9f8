"""Paragraphs by recipe: each step of an outline becomes sentences, within the room that the paragraph has."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from drafter import aspects, meaning, numbering, words, yamlfile
from drafter.aspects import Aspect
from drafter.brief import Brief
from drafter.composing import answers, of_the_subject, plain
from drafter.composing import facts as placing
from drafter.composing.answering import AS_A_THREAD, OVER, Answering
from drafter.composing.candidates import Candidate, Group
from drafter.composing.facts import Placed
from drafter.composing.scheme import Chapter, Entry, Plan
from drafter.composing.selection import Pool, class_of
from drafter.document import Document, Paragraph, Sentence, Trace
from drafter.outlines import Items, Outline, Step
from drafter.outlines.sandbox import holds, render
from drafter.phrases import ROLES

GAP_EVERY = 420  # at most one gap in so many characters (RUBRIC, criterion 8)
ACTS = 5
AN_ACT = 52  # characters of an act with its lead, as they run in the corpus
USUAL = 30  # characters of a sentence, before one is chosen
ENOUGH = 2  # so many sentences of a thread are enough: cause and measure of the aspect's other points stay out (docs/decisions/0033)
SCARCE = 14  # characters under which no further sentence is begun
WHOLE = 60  # so many characters may a sentence of a passage go over the room (OVER: any other), which is told in its order
OUTSIDE = 50.0  # what it costs not to be of the thread that is told: such a phrase is drawn for no place, but may be swapped in
BESIDE = 2.0  # the same in a draft that would else be short
ANSWERED = 9.0  # what a sentence is worth that speaks of the clerk's own fact: more than any from a bank
PLAIN = 0.5  # what a sentence is worth that would do for any aspect: less than any from a bank
# So near to the clerk's problem lies an attitude that would claim what he says is wanting (read off 60 pairs); to one of another aspect:
# of 40 pairs up to 0.66 two claimed it.
WANTING, WANTING_ELSEWHERE = 0.54, 0.68
DONE = 0.68  # so near to a practice that was told lies what would call it wanting (read off 45 pairs of 24 reports, nearly all did)
OF_IT = 2.5  # a problem told elsewhere that says so much of the aspect is one of it too
# Maxims of one sort that may stand one after the other: more are a heap, in any order (RUBRIC, criterion 7).
HEAP = {"问题": 3, "原因": 3, "道理": 2, "取向": 4, "体会": 3, "感悟": 3, "要领": 3, "变化": 2, "承诺": 3}
NEAREST = 3  # couplets of a line of work among which chance chooses: those nearest to what the brief is about
STANCE_EVERY = 450  # at most one 坚持 or 注重 in so many characters
THREADED = ("问题", "原因", "对策")
OURS = ("我们", "我局")  # kinds in which a body speaks of itself
STANCES = ("坚持", "注重", "力求", "提倡")
_STANCES = re.compile("|".join(STANCES))
OF_DEEDS = ("注重", "力求")  # those that take a verb; 坚持 takes 按, 先, 不 too
TAKES_SUBJECT = re.compile(f"^(?:{'|'.join(STANCES)}|围绕)")
_LOOKS_FIRST = re.compile("看[^，]{2,}[先要]")  # 看分区漏损先核边界: who looks is to do something else first
# What is spoken of and then what is done about it (编目录先看基层病人吃什么, 互认由医生判断, 操作时拉好帘子): no deed to be set on
_TOPIC = re.compile("^[^，]{2,}(?:先|由|从|按|以|有|就|都|再|只|少|多|占|分出|随)[^，]|^[^，]{1,5}(?:时|之?前|之?后)|^[能可]"
                    "|的(?:不|就|照|先|再|并)")
_COMPUTED = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_MINE = re.compile("(?<=[听看查写改])本人(?=[^的自，。；])")  # 回听本人录音: what stands after is his
_STOPS = ("。", "！", "？", "”", "：", "；")


def slogans() -> list[dict[str, Any]]:
    """The rows of the slogan table: text, subjects, build, use."""
    return list(yamlfile.table("slogans.yaml"))


@dataclass(slots=True)
class Drawn:
    """A sentence of the draft with the phrase it is, where it stands for what, and the others that were ranked for the place."""

    sentence: Sentence
    sort: str
    aspect: str
    candidate: Candidate
    ranked: list[tuple[float, Candidate]]


class Writer:
    """Writes the paragraphs of one draft, keeping count of facts, gaps and threads."""

    def __init__(self, outline: Outline, brief: Brief, plan: Plan, pool: Pool, scope: dict[str, Any], seed: int) -> None:
        self.outline, self.brief, self.plan, self.pool, self.scope = outline, brief, plan, pool, scope
        self._seed = seed
        self._carriers: set[str] = set()
        self._gaps = max(1, brief.length // GAP_EVERY)
        self._written: set[int] = set()
        self._borrowed: list[str] = []
        self.drawn: list[Drawn] = []
        self._tail: tuple[tuple[str, str], int] = (("", ""), 0)  # the document that the last sentences are from, and how many
        self._said: set[str] = set()
        self._thread: dict[str, set[str]] = {name: set() for name in plan.named()}
        self._stances = 0
        self._measures = False  # whether the item that is being written says what is to be done
        self._title = ""  # the heading itself
        self.heading: frozenset[str] = frozenset()  # the pairs of characters of the heading and the facts that the body is to take up
        for chapter in plan.chapters:  # what the clerk's facts show, cause and measure must take up
            for entry in chapter.entries:
                if entry.aspect:
                    self._thread[entry.aspect.name] |= {w for p in entry.facts for w in words.content(p.text)}
        self._themes()
        self._groups = self._items()
        praised = [words.content(p.text) for p in plan.facts if p.use == "成效"]
        self._praised = frozenset(w for told in praised for w in told if len(w) > 2) - pool.own_words
        self._wanting = list(dict.fromkeys(p.text for p in plan.facts if p.use == "问题"))
        self.answers = Answering(brief, plan, pool, seed)
        for text in (brief.subject, *(f.text for f in brief.facts)):
            pool.taken.note(text)

    def _themes(self, chapter: int | None = None) -> None:
        """Nothing; the pool knows what the clerk tells of each aspect, in the whole or as it matters in one chapter."""
        self.pool.themes.update({name: self.plan.theme(aspect, chapter) for name, aspect in self.plan.named().items()})

    def _ranked(self, sort: str, aspect: Aspect, rivals: list[Aspect], tie: frozenset[str] = frozenset(), groups: tuple[Group, ...] = (),
                heading: frozenset[str] = frozenset(), now: str = "") -> list[tuple[float, Candidate]]:
        """The bank's candidates for a place, best first; where none fits, or no table knows the aspect, a few plain ones after them.

        `now` is the fact told just before it: a passage that it calls goes on from there.
        """
        rows = self.pool.ranked(sort, aspect, rivals, tie, groups, heading, self.pool.points.of(aspect.name, now))
        if sort in (*THREADED, "acts", "今后"):
            problem = self.plan.problem(aspect.name)
            thread = self.answers.thread(aspect)
            strange = thread is None  # its points are other ones than the clerk's
            known = self.answers.knows(aspect)  # the table of answers knows how it shows, comes about and is put right
            beside = not (strange and known) and (strange or sort == "acts")
            of_it = sum(c.group == thread and c.phrase.original not in self.pool.shun and self.pool.taken.fits(c) for _, c in rows)
            alone = bool(problem) and (sort in ("问题", "今后") or of_it >= ENOUGH)
            told = [row for row in rows if row[1].own or (beside and self.pool.close(row[1], aspect))
                    or (row[1].of_passage and not strange and (not alone or row[1].group == thread))]
            if alone or (strange and problem and sort in (*answers.SORTS, "对策")) or any(self.pool.taken.fits(c) for _, c in told):
                inside = {id(row[1]) for row in told}  # one thread or the office's own words; what crosses over is but an alternative
                # A draft that would be short says more of the aspect's own page, but shows no other shortfall than the clerk's.
                apart = OUTSIDE if self.plan.plain == 1 or sort == "问题" else BESIDE
                return [*told, *((score - apart, c) for score, c in rows if id(c) not in inside)]
        if (not aspect.bare or self.pool.points.of(aspect.name)) and any(self.pool.taken.fits(c) for _, c in rows):
            return rows
        wanted = sort in ("acts", "对策", "要求", "感悟", "今后", "倡议")
        if self.plan.told(aspect.name) and self.pool.points.of(aspect.name) and not wanted:
            return rows  # a fact with a page of its own needs no sentence beside it that would fit any other
        said = sum(d.aspect == aspect.name and d.sort == sort and d.candidate.names_aspect for d in self.drawn)
        left = self.plan.plain * plain.MOST.get(sort, plain.MOST_ELSE) - said
        more = [c for c in plain.say(aspect, sort, f"{self._seed}{self.brief.subject}", self.pool.shun, frozenset(self.answers.said),
                                     self.brief.kind)
                if self.pool.addressed(sort, c.text) and not self.pool.avoids(c.said)]
        return [*rows, *((PLAIN - 0.01 * i, c) for i, c in enumerate(more[:max(0, left)]))]

    def _comment(self, before: list[Sentence], room: float, sight: str) -> list[Sentence]:
        """What the table says of the fact just told; nothing where it knows nothing of it."""
        told = _last_fact(before[-1:])
        rows = self.answers.remarks(told, sight) if told and (sight or room >= SCARCE) else []
        return [self._keep(rows[0], answers.COMMENT, "", [(ANSWERED - i, c) for i, c in enumerate(rows)])] if rows else []

    def _items(self) -> dict[str, tuple[Group, ...]]:
        """For each aspect the source items that its problem, cause and measure are drawn from."""
        wanted: dict[str, dict[str, None]] = {}
        for chapter in self.plan.chapters:
            items = chapter.section.items
            for entry in chapter.entries:
                if entry.aspect and isinstance(items, Items):
                    sorts = wanted.setdefault(entry.aspect.name, {})
                    for step in items.recipe:
                        sorts |= {"acts": None} if step.acts else {step.phrase: None} if step.phrase in THREADED else {}
        used: Counter[str] = Counter()
        found: dict[str, tuple[Group, ...]] = {}
        named = self.plan.named()
        for name, sorts in wanted.items():
            groups = self.pool.items_for(named[name], list(named.values()), tuple(sorts), frozenset(self._thread[name]),
                                         used) if len(sorts) > 1 else ()
            used.update(group[1] for group in groups[:1])
            found[name] = groups
        return found

    def write(self, steps: list[Step], facts: list[Placed], scope: dict[str, Any], room: float, *, aspect: Aspect | None = None,
              rivals: list[Aspect] | None = None, first: Sentence | None = None, titled: bool = True) -> list[Paragraph]:
        """The paragraphs of the steps, about `room` characters; `first` is a run-in heading that opens them.

        An item that has nothing to say gets a gap, but one without a heading of its own (`titled`) nothing.
        """
        live = [step for step in steps if holds(step.when, scope)]
        fixed = sum(len(p.text) for p in facts if id(p) not in self._written) + sum(_expected(step.text[0]) for step in live if step.text)
        left = room - fixed
        waiting = sum(self._asked(step) * USUAL for step in live if step.phrase)
        pages: list[list[Sentence]] = [[first] if first else []]
        told = 0
        for index, step in enumerate(live):
            if step.paragraph and pages[-1]:
                pages.append([])
            if step.phrase and step.sentences:
                waiting -= self._asked(step) * USUAL
            made = self._step(step, index, facts, scope, left - waiting, aspect, rivals or [], pages[-1])
            told += sum(bool(s.trace and s.trace.made in ("mined", "written", "fact")) for s in made)
            if made and not (step.phrase or step.acts):
                self._tail = (("", ""), 0)
            if step.phrase or step.acts:
                left -= sum(len(s.text) for s in made)
            pages[-1].extend(made)
        if aspect is not None and titled and not told and not any(s.trace and s.trace.made == "gap" for page in pages for s in page):
            pages[-1].append(self._gap(f"“{aspect.name}”的具体情况和做法", "填"))
        return [Paragraph(page) for page in pages if page]

    def _step(self, step: Step, index: int, facts: list[Placed], scope: dict[str, Any], room: float, aspect: Aspect | None,
              rivals: list[Aspect], before: list[Sentence]) -> list[Sentence]:
        """The sentences of one step."""
        if step.text:
            text = render(step.text[self._draw(f"{step.text[0]}{index}", len(step.text))], scope)
            crowded = aspect is not None and "【待" in text and self._gaps <= 0 and not step.paragraph
            return [] if crowded else self._text(text, facts)
        if step.facts:
            waiting = [p for p in facts if p.use in step.facts and id(p) not in self._written]
            return [self._fact(p) for p in waiting]
        if step.gap or step.settle:
            wanted = render(step.gap or step.settle, scope)
            return [self._gap(wanted, "填" if step.gap else "定")] if self._gaps > 0 else []
        if step.acts:
            return self._acts(aspect, rivals, room) if aspect else []
        sort = str(step.phrase)
        if sort == answers.COMMENT:
            sight = str(scope.get("sight", ""))
            told = aspect is not None and not sight and self.pool.points.of(aspect.name)  # what a passage says of the fact is enough
            return [] if told else self._comment(before, room, sight)
        if step.about == "主题" or aspect is None:
            return self._about_subject(sort, step.sentences or 1, room)
        if sort == "取向" and self._measures and self.answers.alone(aspect):
            return []  # the attitude that opens a measure is of the thread that is told
        made = self._sentences(sort, aspect, rivals, room, self._asked(step), before, practice=bool(step.opens))
        for number in range(min(len(step.opens), len(made))):
            word = step.opens[(int(scope.get("index", 0)) + number) % len(step.opens)]
            for sentence in made[number:]:
                if _open(sentence, word, before + made):
                    break
        if sort == "对策" and self.outline.person == "我":
            for number, sentence in enumerate(made):
                _as_mine(sentence, number)
        if sort == "取向":
            for number, sentence in enumerate(made):
                self._stance(sentence, [*before, *made[:number]])
        return made

    def _asked(self, step: Step) -> int:
        """How many sentences the step is to have (0: as many as there is room for).

        Of the reasons that open an item one in a lean plan, and one more than asked for in a draft that would else be short.
        """
        if step.phrase != "道理" or not step.sentences:
            return step.sentences
        return 1 if self.plan.lean else step.sentences + self.plan.plain - 1

    def _draw(self, name: str, n: int) -> int:
        """Which of n wordings to take; the first for seed 0 in a brief's first draft, another one for another seed or subject."""
        if n < 2:
            return 0
        first = random.Random(f"{self.brief.subject}{name}").randrange(n)
        return (first + self._seed) % n if self._seed < n else random.Random(f"{self._seed}{self.brief.subject}{name}").randrange(n)

    def slogan(self, subject: str = "", *, syllables: str = "", use: str = "结尾") -> str:
        """A couplet of the slogan table for the subject's trade and that use, its halves of so many characters (6+6); empty where none."""
        trade = aspects.trade_of(subject) if subject else self.plan.trade
        rows = [r for r in slogans() if r["use"] == use and (not syllables or r["build"] == syllables) and r["text"] not in self._said]
        rows = [r for r in rows if not self.pool.bars(str(r["text"]))]  # no 旧地膜 at the end of a speech on straw
        own = [r for r in rows if trade in r["subjects"]] or [r for r in rows if aspects.GENERAL in r["subjects"]]
        if not own:
            return ""
        theme = "，".join((self.brief.subject, *self.brief.stress))  # 同桌莫相欺 closes no appeal to parents on the way to school
        own = sorted(own, key=lambda r: -meaning.nearness(theme, r["text"]))[:NEAREST]
        row = own[self._draw(f"slogan{use}", len(own))]
        self._borrowed.append(f"口号“{row['text']}”出自 phrasebank/slogans.yaml")
        self._said.add(row["text"])
        return str(row["text"]).rstrip("。！")

    def borrowed(self, role: str, aspect: str = "") -> str:
        """The words of the best phrase of a sort for an aspect, for use inside a text; empty where none fits."""
        found = self.plan.named().get(aspect)
        rows = [c for _, c in self.pool.ranked(role, found, list(self.plan.named().values()))] if found else self.pool.whole(role)
        chosen = next((c for c in rows if self.pool.taken.fits(c)), None)
        if chosen is None:
            return ""
        self.pool.taken.take(chosen)
        self._borrowed.append(f"“{chosen.text}”出自 {chosen.found.sources[0].place()}")
        return chosen.text.rstrip("。")

    def _text(self, text: str, facts: list[Placed]) -> list[Sentence]:
        fills, self._borrowed = tuple(self._borrowed), []
        if not text.strip():
            return []
        whole = next((p for p in facts if text.strip() == f"{p.text}。"), None)  # {{ fact }}: the outline sets a fact down itself
        if whole is not None:
            return [fact_sentence(whole, text.strip())]
        text = text.replace("工作工作", "工作")  # …提升工作 + 工作时参考
        self._gaps -= text.count("【")
        self.pool.taken.note(text)
        return [Sentence(text.strip(), "background", Trace("joint", fills=fills))]

    def _fact(self, placed: Placed) -> Sentence:
        self._written.add(id(placed))
        text = placing.carry(placed, self._carriers, {self.outline.kind, self.outline.subkind} - {""})
        if self.outline.person == "我":
            text = _MINE.sub("我的", text).replace("本人", "我")
        return fact_sentence(placed, text)

    def _gap(self, wanted: str, what: str) -> Sentence:
        self._gaps -= 1
        inside = re.sub("“([^“”]*)“([^“”]*)”([^“”]*)”", r"“\1‘\2’\3”", wanted)  # the clerk's own word may stand in quotation marks
        return Sentence(f"【待{what}：{inside}】。", None, Trace("gap", original=inside))

    def _stance(self, sentence: Sentence, before: list[Sentence]) -> None:
        """Nothing; of all attitudes few say 坚持 and whose they are, the others are set down as plain norms."""
        own = str(self.scope["org_short"])
        opening = TAKES_SUBJECT.match(sentence.text)
        if not opening:
            return
        if self._stances >= max(2, self.brief.length // STANCE_EVERY) or any(_STANCES.search(s.text) for s in before):
            if opening[0] != "围绕" and _stands_alone(sentence.text[len(opening[0]):]):
                sentence.text = sentence.text[len(opening[0]):]
                if sentence.trace:
                    sentence.trace = replace(sentence.trace, edits=(*sentence.trace.edits, f"去掉开头的“{opening[0]}”"))
            return
        self._stances += 1
        if self.outline.person != "我" or any(own in s.text for s in before[-1:]):  # 我镇坚持 claims a deed that nobody supplied
            return
        sentence.text = own + sentence.text
        if sentence.trace:
            sentence.trace = replace(sentence.trace, edits=(*sentence.trace.edits, f"前面加了“{own}”"))

    def _about_subject(self, sort: str, number: int, room: float) -> list[Sentence]:
        """Sentences that speak of the whole subject."""
        made: list[Sentence] = []
        ruled = of_the_subject.made(sort, {self.outline.kind, self.outline.subkind}, self.brief.subject, str(self.scope["people"]),
                                    str(self.scope["org_short"]), self.brief.occasion)
        told = bool(ruled) or sort in of_the_subject.OR_NOTHING
        if sort in of_the_subject.OPENINGS and of_the_subject.names(self.plan.trade, self.brief.subject):
            told = False
        rows = [c for c in self.pool.whole(sort) if not told or c.own or of_the_subject.names(c.text, self.brief.subject)]
        for candidate in rows:
            if len(made) >= number:
                break
            if self.pool.taken.fits(candidate) and (candidate.length <= room + 30 or not made):
                self.pool.taken.take(candidate)
                made.append(self._keep(candidate, sort, "", [(2.0 - (c.phrase.trade == aspects.GENERAL), c) for c in rows]))
                room -= candidate.length
        return made or (self._text(ruled[self._draw(f"{sort}{ruled[0]}", len(ruled))], []) if ruled else [])

    def _sentences(self, sort: str, aspect: Aspect, rivals: list[Aspect], room: float, number: int,
                   before: list[Sentence], *, practice: bool = False) -> list[Sentence]:
        """That many sentences of a sort, or with 0 as many as the room holds, in the order of their sources.

        What stands as the office's `practice` is not what the clerk says is wanting (RUBRIC, criterion 7).
        """
        own = self.answers.say(sort, aspect, room) if sort in answers.SORTS else []
        room -= sum(c.length for c in own)
        tie = frozenset(self._thread[aspect.name]) if sort != "问题" else frozenset()
        groups = self._groups.get(aspect.name, ())
        now = self.plan.problem(aspect.name) if sort in THREADED else _last_fact(before)
        ranked = self._ranked(sort, aspect, rivals, tie, groups, self.heading, now)
        if practice:
            here = {p.text for p in self.plan.told(aspect.name)}
            here |= {told for told in self._wanting if placing.fit(told, aspect, self.brief.subject, wrong=True) >= OF_IT}
            wanting = [(told, WANTING if told in here else WANTING_ELSEWHERE) for told in self._wanting]
            ranked = [row for row in ranked if all(meaning.nearness(row[1].text, told) < most for told, most in wanting)]
        if sort == "问题":  # what a fact praises is not blamed in the next chapter
            ranked = [row for row in ranked if not row[1].words & self._praised]
        if sort in ("问题", "原因"):  # nor is what stands as the office's practice found wanting
            done = [d.sentence.text for d in self.drawn if d.aspect == aspect.name and d.sort == "取向"]
            near = {id(row): max((meaning.nearness(row[1].text, text) for text in done), default=0.0) for row in ranked}
            far = [row for row in ranked if near[id(row)] < DONE]
            ranked = far if any(self.pool.taken.fits(c) for _, c in far) else sorted(ranked, key=lambda row: near[id(row)])
        told_of = [self._keep(c, sort, aspect.name, [(ANSWERED, c), *ranked]) for c in own]
        if (room < SCARCE and (own or number)) or (number and number <= len(own)):
            return told_of
        if sort == "变化":  # only what the figure before it lets one see
            told = words.bigrams("".join(s.text for s in before)) - words.bigrams(self.brief.subject)
            ranked = [row for row in ranked if len(told & words.bigrams(row[1].text)) >= 1]
        begun = number or own or any(s.trace and s.trace.made in ("mined", "written") for s in before)
        least = 0 if begun else 2 if sort in THREADED and not (sort == "问题" and now) else 1  # of the clerk's own problem one is enough
        spare = [c for c in self.pool.by_sort[sort] if c.group in groups] if least > 1 else []
        used = self._plain(sort, ranked, room, max(0, number - len(own)), frozenset(s.text[:2] for s in before), least, spare)
        self._remember(aspect, used)
        rest = [self._keep(c, sort, aspect.name, ranked) for c in used]
        return [*rest, *told_of] if number else [*told_of, *rest]

    def _keep(self, candidate: Candidate, sort: str, about: str, ranked: list[tuple[float, Candidate]]) -> Sentence:
        """The phrase as the next sentence of the draft; what else was ranked for its place is remembered."""
        sentence = sentence_of(candidate)
        if candidate.by_hand and candidate.phrase.role == "measure" and self.outline.person in OURS:
            word = "我们" if self.outline.person == "我们" else str(self.scope["org_short"])
            reworded(sentence, as_ours(sentence.text, self.brief.org, word), f"做事的是本单位，说成“{word}”")
        if candidate.by_hand and candidate.phrase.trade in ("", aspects.GENERAL):
            reworded(sentence, called_within(sentence.text, class_of(self.brief.org)), "换成本单位里的叫法")
        if candidate.names_aspect:
            self.answers.said.add(candidate.phrase.original)
        self.drawn.append(Drawn(sentence, sort, about, candidate, ranked))
        document = candidate.document
        self._tail = (document, self._tail[1] + 1 if document == self._tail[0] else 1)
        return sentence

    def _crowded(self, candidate: Candidate, used: list[Candidate]) -> bool:
        """True where the phrase might be the third sentence running from one document."""
        document = candidate.document
        before = self._tail[1] if self._tail[0] == document else 0
        return self.pool.many and any(document) and before + sum(c.document == document for c in used) >= 2

    def _remember(self, aspect: Aspect, used: list[Candidate]) -> None:
        for candidate in used:
            self._thread[aspect.name] |= candidate.words

    def _plain(self, sort: str, ranked: list[tuple[float, Candidate]], room: float, number: int,
               begun: frozenset[str] = frozenset(), least: int = 0, spare: Iterable[Candidate] = ()) -> list[Candidate]:
        """The phrases that fill the room best, so many at least, or just that many; neighbours of one source item stay together."""
        used: list[Candidate] = []
        spent = 0
        queue = list(ranked)
        while queue and (len(used) < number if number else spent < room - SCARCE or len(used) < least):
            group = Counter(c.group for c in used)
            best = None
            if len(used) >= HEAP.get(sort, len(ranked)):
                break
            for score, candidate in queue[:60]:
                if score < 0:
                    break
                over = WHOLE if candidate.of_passage else OVER
                if (spent + candidate.length > room + over and (len(used) >= least or number)) or self._crowded(candidate, used):
                    continue
                bonus = 0.8 if 0 < group[candidate.group] < 3 else -0.6 if group[candidate.group] >= 3 else 0.0
                bonus -= sum(c.text[:2] == candidate.text[:2] for c in used) + (candidate.text[:2] in begun)
                if ((best is None or score + bonus > best[0]) and self.pool.taken.fits(candidate)
                        and not any(candidate.runs_on(c) for c in used)):
                    best = (score + bonus, candidate)
            if best is None:
                break
            queue = [q for q in queue if q[1] is not best[1]]
            self.pool.taken.take(best[1])
            used.append(best[1])
            spent += best[1].length
        for candidate in spare if len(used) < least else ():  # too little: what the thread's own items hold besides
            if len(used) >= least:
                break
            if (candidate not in used and self.pool.taken.fits(candidate) and not self._crowded(candidate, used)
                    and not any(candidate.runs_on(c) for c in used)):
                self.pool.taken.take(candidate)
                used.append(candidate)
        order = {c.group: i for i, c in reversed(list(enumerate(used)))}
        used.sort(key=lambda c: (order[c.group], c.phrase.order))
        return used

    def _acts(self, aspect: Aspect, rivals: list[Aspect], room: float) -> list[Sentence]:
        """Two to four acts whose leads are of one length, numbered 一是、二是; plain measures where there are none."""
        tie, near = frozenset(self._thread[aspect.name]), self._groups.get(aspect.name, ())
        ranked = self._ranked("acts", aspect, rivals, tie, near, self.heading, self.plan.problem(aspect.name))
        # What the heading promises is told first: 在同编计划上下功夫.
        ranked.sort(key=lambda row: not row[1].phrase.lead or row[1].phrase.lead not in self._title)
        chosen = self.answers.say("acts", aspect, room)
        size = len(chosen[0].phrase.lead) if chosen else self._lead_size(ranked)
        ranked = [*((ANSWERED, c) for c in chosen), *ranked]
        spent = sum(c.length for c in chosen)
        sizes = [c.length for _, c in ranked[:8]] or [AN_ACT]
        own = len(chosen) + (len(chosen) < AS_A_THREAD["acts"][0])  # a full answer needs no act of another matter beside it
        wanted = max(2, own, min(ACTS, round(room * len(sizes) / sum(sizes))))
        for score, candidate in ranked if size else []:
            if score < 0 or len(candidate.phrase.lead) != size or self._crowded(candidate, chosen):
                continue
            if self.pool.taken.fits(candidate) and candidate.phrase.lead[0] not in {c.phrase.lead[0] for c in chosen}:
                self.pool.taken.take(candidate)
                chosen.append(candidate)
                spent += candidate.length
            if len(chosen) == wanted:
                break
        self._remember(aspect, chosen)
        chosen.sort(key=lambda c: (0, c.phrase.order) if c.of_passage else (1, _phase(c.phrase.lead)))
        if len(chosen) < 2:
            others = [r for r in self._ranked("对策", aspect, rivals, tie, near) if r[1] not in chosen]
            kept = [self._keep(c, "对策", aspect.name, others) for c in chosen]
            unled = self._plain("对策", others, room - spent, 0)
            self._remember(aspect, unled)
            return [*kept, *(self._keep(c, "对策", aspect.name, others) for c in unled)]
        sentences = []
        for index, candidate in enumerate(chosen, 1):
            body = self._keep(candidate, "acts", aspect.name, ranked)
            body.text = f"{numbering.cn_number(index)}是{candidate.phrase.lead}。{body.text}"
            if body.trace:
                edits = tuple(e for e in body.trace.edits if not e.startswith("删去引语"))
                body.trace = replace(body.trace, edits=(*edits, f"编为第{numbering.cn_number(index)}条"))
            sentences.append(body)
        return sentences

    def _lead_size(self, acts: list[tuple[float, Candidate]]) -> int:
        """The length of lead that the best acts have most of, or 0 where no two agree."""
        sizes = Counter(len(c.phrase.lead) for score, c in acts[:16] if score >= 0 and self.pool.taken.fits(c))
        if not sizes:
            return 0
        size, n = max(sizes.items(), key=lambda item: (item[1], -abs(item[0] - 4)))
        return size if n >= 2 else 0

    def chapter(self, chapter: Chapter, scope: dict[str, Any], room: float, *, closing: bool = False) -> list[Paragraph]:
        """The paragraphs that open a chapter, or with `closing` those that close it."""
        if not closing:
            self.pool.taken.settle()
        steps = chapter.section.closing if closing else chapter.section.steps
        told = {placed.use for placed in chapter.facts}
        return self.write(steps, chapter.facts, scope | {"has": {use: use in told for use in scope["has"]}}, room)

    def entry(self, chapter: Chapter, entry: Entry, recipe: list[Step], scope: dict[str, Any], room: float,
              first: Sentence | None = None) -> list[Paragraph]:
        """The paragraphs of one item."""
        for placed in entry.facts:
            if placed.use == "阶段" or entry.values.get("fact") == placed.text:  # told by the recipe's own text
                self._written.add(id(placed))
        rivals = [e.aspect for e in chapter.entries if e.aspect]
        self._themes(self.plan.chapters.index(chapter))
        told = "，".join(p.text for p in self.plan.told(entry.name))
        self._title = str(scope.get("item", ""))
        self.heading = words.bigrams(f"{scope.get('item', '')}，{told}") - words.bigrams(self.brief.subject)
        self._measures = any(step.acts for step in recipe)
        pages = self.write(recipe, entry.facts, scope, room, aspect=entry.aspect, rivals=rivals, first=first,
                           titled=bool(self._title))
        if entry.aspect is not None:
            named = entry.aspect.name in self._title
            for sentence in (s for page in pages for s in page.sentences):
                if named and sentence.trace and sentence.trace.made == "written":
                    sentence.text = plain.opened(sentence.text, entry.aspect)
                named = named or entry.aspect.name in sentence.text
        return pages

    def resume(self, text: str, gaps: int) -> None:
        """Nothing; the carriers and slogans of what is written already count as used, and so many gaps may be added."""
        self._carriers |= placing.spent(text)
        self._said |= {row["text"] for row in slogans() if str(row["text"]).rstrip("。！") in text}
        self._gaps = gaps

    def finish(self, document: Document) -> None:
        """Nothing; facts that found no place are set after the opening, so that none is lost."""
        left = [p for c in self.plan.chapters for p in (*c.facts, *(f for e in c.entries for f in e.facts))
                if id(p) not in self._written]
        target = next((b for b in document.blocks if isinstance(b, Paragraph) and b.style == "body"), None)
        if left and target is not None:
            target.sentences[-1:-1] = [self._fact(p) for p in left]


def _open(sentence: Sentence, word: str, beside: list[Sentence]) -> bool:
    """Whether the sentence now begins with a word of attitude (坚持), which none beside it has, so that a norm is not read as a deed.

    It takes a deed, not a clause: 注重农户先管住泼水, 坚持主讲人少讲道理 are no Chinese.
    """
    flags = [flag for _, flag in words.segmenter().tag(sentence.text.partition("，")[0])]
    deed = flags[0].startswith("v") if word in OF_DEEDS else flags[0].startswith(("v", "p", "d", "l", "i"))
    taken = any(word in s.text for s in beside) or TAKES_SUBJECT.match(sentence.text) or _LOOKS_FIRST.match(sentence.text)
    taken = taken or _TOPIC.search(sentence.text.partition("，")[0])
    # 审批看资金来源, 家长先教: what is done has its own doer
    clause = flags[1:2] == ["v"] or "dv" in "".join(flag[:1] for flag in flags[1:])
    if not deed or clause or "uj" in flags or flags[1:2] == ["c"] or not sentence.trace or taken or "，" not in sentence.text:
        return False
    sentence.text = word + sentence.text
    sentence.trace = replace(sentence.trace, edits=(*sentence.trace.edits, f"前面加了“{word}”"))
    return True


def _as_mine(sentence: Sentence, number: int) -> None:
    """Nothing; what others are to do is what the speaker has done (phrasebank/first-person.yaml): 我安排管理单位… for 由管理单位…."""
    reworded(sentence, as_mine(sentence.text, number), "改成第一人称")


def reworded(sentence: Sentence, text: str, why: str) -> None:
    """Nothing; the sentence has those words, and its trace says why, where they are other ones."""
    if text != sentence.text:
        sentence.text = text
        if sentence.trace:
            sentence.trace = replace(sentence.trace, edits=(*sentence.trace.edits, why))


def as_ours(text: str, org: str, word: str) -> str:
    """The sentence as the body says it of itself that it names as another would: 燃气企业 in the mouth of a 燃气集团 is `word`."""
    found = re.match(f"由?({yamlfile.table('first-person.yaml')['body']})(?![的、和及或与担])", text)
    return word + text[found.end():] if found and found[1][:2] in org else text


def called_within(text: str, body: str) -> str:
    """The sentence with the parts of a body called as one of that class calls them: 承办处室 in a school for 承办单位."""
    rows = [row for row in yamlfile.table("called-within.yaml") if row["class"] == body]
    for row in sorted(rows, key=lambda row: -len(row["from"])):
        text = text.replace(row["from"], row["to"])
    return text


def as_mine(text: str, number: int = 0) -> str:
    """The sentence as somebody says it of himself, the number-th of several; as it was where others do not begin it."""
    table = yamlfile.table("first-person.yaml")
    if re.match(f"由?(?:{table['unless']})", text):
        return text
    if own := re.match(f"由?(?:{table['self']})(?!的)", text):
        return "我" + text[own.end():]
    asked = re.match(f"由?({table['others']})(?![的、和及])", text)
    return f"{table['asks'][number % len(table['asks'])]}{asked[1]}{text[asked.end():]}" if asked else text


def _expected(text: str) -> int:
    """About how many characters a text of the outline comes to: what it computes counts as a word or two, not as it is written."""
    return len(_COMPUTED.sub("某某某某", text))


def _last_fact(before: list[Sentence]) -> str:
    """The fact that was told last; empty where none was."""
    return next((s.trace.original for s in reversed(before) if s.trace and s.trace.made == "fact"), "")


def _stands_alone(text: str) -> bool:
    """True where a text begins with a verb or with a clause of its own, so that it stands without 注重 before it."""
    flags = [flag for _, flag in words.segmenter().tag(text.partition("，")[0])]
    thing = "uj" in flags and flags[-1].startswith(("n", "v", "a"))
    return not thing and any(flag.startswith(("v", "p", "d", "c", "r")) for flag in flags)


PHASES = ("摸底", "分工", "", "核验", "长效")


def _phase(lead: str) -> int:
    """Which step an act is: what is found out comes first, what is checked and kept comes last (phrasebank/phases.yaml)."""
    row = next((r for r in yamlfile.table("phases.yaml") if any(word in lead for word in r["words"])), None)
    return PHASES.index(row["phase"] if row else "")


def fact_sentence(placed: Placed, text: str) -> Sentence:
    """The sentence that carries a fact in those words, with its trace."""
    cut = placed.text == placing.on_its_own(placed.fact.text) != placed.fact.text
    why = "加了承接的话" if placed.text == placed.fact.text else "删去开头承接的话" if cut else "一条事实分在两处写"
    return Sentence(text, "background", Trace("fact", original=placed.fact.text, edits=() if text == placed.fact.text + "。" else (why,)))


def sentence_of(candidate: Candidate) -> Sentence:
    """The phrase as a sentence of the draft, with its trace."""
    phrase = candidate.phrase
    text = candidate.text if candidate.text.endswith(_STOPS) else candidate.text + "。"
    edits = (*phrase.edits, *candidate.edits, *((f"删去引语“{phrase.lead}”",) if phrase.lead else ()))
    row = candidate.found
    if candidate.by_hand:
        return Sentence(text, phrase.role, Trace("written", "", phrase.original, row.sources, edits, row.fills, row.bank))
    key = f"{ROLES.get(phrase.role, phrase.role)}-{row.key or phrase.key}"
    return Sentence(text, phrase.role, Trace("mined", key, phrase.original, row.sources, edits, row.fills, row.bank))
