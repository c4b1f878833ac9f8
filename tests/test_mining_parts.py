"""Slots, threads, frames, quality, mottoes and clause marks: what the miner makes of a sentence beside its role."""

from __future__ import annotations

import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from drafter import mining, patterns, words
from drafter.mining import clauses, cutting, frames, quality, roles, slogans, slots, threads
from drafter.phrases import Phrase, Thread, Unit

FOLDER = __import__("pathlib").Path(mining.__file__).parent


def rows(name: str) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return found


# --- slots ---

@pytest.mark.parametrize("name", ["number", "date", "limit", "brand"])
def test_a_slot_rule_finds_its_right_example_and_not_the_wrong_one(name: str) -> None:
    row = rows("slots.yaml")[name]
    pattern = re.compile(row["pattern"])
    known = rows("slots.yaml")["known"]["words"].split()

    def finds(text: str) -> bool:
        return any(name != "brand" or match["name"] not in known for match in pattern.finditer(text))

    assert finds(row["right"])
    if name != "number":  # 24小时 is told apart before (specifics.SET_NAMES)
        assert not finds(row["wrong"])


@pytest.mark.parametrize("rule", yaml.safe_load((FOLDER / "slots.yaml").read_text(encoding="utf-8"))["matter"], ids=lambda r: r["right"])
def test_a_title_rule_cuts_its_example(rule: dict[str, str]) -> None:
    assert re.sub(rule["pattern"], "", rule["right"]) != rule["right"]
    assert re.sub(rule["pattern"], "", rule["wrong"]) == rule["wrong"]


@pytest.mark.parametrize(("title", "matter"), [
    ("关于社区食堂运营情况的调研报告", "社区食堂"),
    ("浅谈如何加强班组安全管理", "班组安全管理"),
    ("工作总结", ""),
    ("禾泽县防汛工作总结", ""),
])
def test_a_title_tells_what_an_article_is_about(title: str, matter: str) -> None:
    assert slots.matter(title) == matter


@pytest.mark.parametrize(("text", "role", "filled", "kinds"), [
    ("对社区食堂重视不够，有的单位一放了之。", "problem", "对{subject}重视不够，有的单位一放了之。", ["subject"]),
    ("每年培训不少于24学时，考核不合格的不得上岗。", "measure", "每年培训{number}，考核不合格的不得上岗。", ["number"]),
    ("12月底前完成整改，逐项销号。", "measure", "{date}完成整改，逐项销号。", ["date"]),
    ("按照《细则》逐条对照，缺项的补齐。", "measure", "按照{document}逐条对照，缺项的补齐。", ["document"]),
    ("打造“红石榴”服务队，上门听意见。", "measure", "打造“{brand}”服务队，上门听意见。", ["brand"]),
    ("我局要把清单贴在墙上，办结一项划掉一项。", "measure", "{org}要把清单贴在墙上，办结一项划掉一项。", ["org"]),
])
def test_what_another_office_would_fill_in_becomes_a_slot(text: str, role: str, filled: str, kinds: list[str]) -> None:
    found, places, hangs = slots.fill(text, role, "社区食堂")
    assert (found, [p.kind for p in places], hangs) == (filled, kinds, False)
    for place in places:  # what stood there can be put back
        found = found.replace(f"{{{place.kind}}}", place.words, 1)
    assert found == text


@pytest.mark.parametrize(("text", "role"), [
    ("去年共投入3万元，改造点位12处。", "achievement"),
    ("禾泽县的台账写得不全，查起来没有依据。", "problem"),
    ("落实“三会一课”制度，投入86万元修缮阵地。", "measure"),
])
def test_a_sense_that_hangs_on_its_figure_or_name_is_marked_not_slotted(text: str, role: str) -> None:
    assert slots.fill(text, role, "") == (text, (), True)


# --- clauses ---

@pytest.mark.parametrize("name", list(rows("clauses.yaml")))
def test_a_clause_mark_is_found_in_its_right_example_only(name: str) -> None:
    row = rows("clauses.yaml")[name]

    def marks(text: str) -> set[str]:
        return {mark for clause in clauses.analyse([text])[0] for mark in clause.marks}

    if name == "nothing":
        assert "modal" not in marks(row["right"])
        assert "modal" in marks(row["wrong"])
        return
    assert name in marks(row["right"])
    assert name not in marks(row["wrong"])


@pytest.mark.parametrize(("text", "stance"), [
    ("要把台账建到户，每月核对一遍。", "demand"),
    ("台账是摸清底数的根基。", "define"),
    ("台账是摸清底数的根基，必须建到户。", "define, demand"),
    ("台账按月送到窗口核对。", "neither"),
    ("抓“台账是根基”的教育，逐户核对。", "neither"),
])
def test_the_main_clause_tells_what_a_sentence_does(text: str, stance: str) -> None:
    assert clauses.STANCES[clauses.analyse([text]).stances[0]] == stance


@settings(deadline=None)
@given(st.lists(st.text(alphabet="要是把台账建到户，。“”（）《》\n\x00重要", max_size=30), max_size=6))
def test_clauses_are_found_for_every_text_in_order(texts: list[str]) -> None:
    found = clauses.analyse(texts)
    assert len(found) == len(texts)
    assert list(found) == [clauses.analyse([text])[0] for text in texts]


# --- patterns ---

PATTERNS = ["要(?!求)", "(?:有的|一些).{0,4}不", "台账|清单", "^把", "[一二三]是", "不?够", "(?<!重)要把", "[^，]{4,9}。", "建+好",
            "够$|^(?:求|台账)不", "[，。]$", "^重$", "(?:^|，)清单?(?:的|不)", "[不，。要是把重够求]", "(?:要|求){2}", "(是|把)\\1"]


@settings(deadline=None)
@given(st.lists(st.text(alphabet="要求有的一些不台账清单把三是够重，。建好\n\x00", max_size=20), max_size=8))
def test_filtered_patterns_match_where_plain_search_does(texts: list[str]) -> None:
    compiled = [re.compile(p) for p in PATTERNS]
    assert patterns.Filtered(compiled).which(texts) == [[i for i, p in enumerate(compiled) if p.search(t)] for t in texts]


@pytest.mark.parametrize(("pattern", "decided"), [("台账|清单", True), ("^把|好$", True), ("要(?!求)", False), ("不.{0,4}够", False)])
def test_a_literal_alone_needs_no_expression(pattern: str, decided: bool) -> None:
    literals = patterns.needed(re.compile(pattern))
    assert literals is not None
    assert all(literal.decides is decided for literal in literals)


@given(st.lists(st.text(alphabet="切实进一步不断充分，。", max_size=20), max_size=8))
def test_literals_are_counted_as_findall_counts_them(texts: list[str]) -> None:
    pattern = "切实|进一步|一步|不断|断(?:充|不)|充分"
    assert patterns.Counted(pattern).count(texts) == [len(re.findall(pattern, text)) for text in texts]


@pytest.mark.parametrize("engine", ["rjieba", "jieba"])
@settings(deadline=None)  # jieba loads its dictionary
@given(texts=st.lists(st.text(alphabet="切实进一步 a1把台账建到户，。\r\n、", max_size=20), max_size=5))
def test_texts_cut_together_are_cut_as_alone(engine: str, texts: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "segmenter", lambda segmenter=words.segmenter: segmenter(engine))
        assert words.cut_all(texts) == [words.cut(text) for text in texts]
        assert words.tag_all(texts) == [words.segmenter().tag(text) for text in texts]


def test_cues_are_found_with_and_without_the_filter() -> None:
    texts = [t for cue in roles.cues() for t in (cue.right, cue.wrong)]
    plain = [[sum(cue.weight for cue in roles.cues() if cue.role == role and cue.pattern.search(text)) for role in roles.TOLD]
             for text in texts]
    assert roles.scores(texts).tolist() == plain


# --- mottoes ---

@pytest.mark.parametrize("shape", slogans.shapes(), ids=lambda s: s.right)
def test_a_shape_of_mottoes_finds_its_right_example_and_not_the_wrong_one(shape: slogans.Shape) -> None:
    assert shape.pattern.search(shape.right)
    assert not shape.pattern.search(shape.wrong)


@pytest.mark.parametrize(("text", "motto", "firm"), [
    ("要用心听、用心记、用心办，把小事办好。", "用心听、用心记、用心办", True),
    ("做到底数清、责任明、措施实，不留空白。", "底数清、责任明、措施实", True),
    ("广泛开展讲卫生、树新风活动，人人动手。", "讲卫生、树新风", True),
    ("一名党员就是一面旗帜。", "一名党员就是一面旗帜", True),
    ("由财务科室、资产科室分别登记，账实核对。", "", False),
])
def test_well_made_mottoes_are_firm(text: str, motto: str, firm: bool) -> None:
    found = {m.text: m.firm for m in slogans.of([Unit("", 1, "sentence", text, role="measure")])[0]}
    if motto:
        assert found.get(motto) is firm
    else:
        assert not any(found.values())


@pytest.mark.parametrize("text", ["要抓好5G建设、抓好云上办公，逐户核对。", "要核对台账、、核对清单，逐户核对。", "要用情、、用心、用力。"])
def test_a_list_with_letters_or_a_mark_too_many_is_read(text: str) -> None:
    assert all(motto.text in text for motto in slogans.of([Unit("", 1, "sentence", text, role="measure")])[0])


# --- threads ---

def phrase(text: str, role: str, item: int = 0, above: str = "", order: int = 0) -> Phrase:
    return Phrase(text, role, chapter=role if item else "", item=item, above=above, order=order)


def threads_of(phrases: list[Phrase]) -> list[Thread]:
    return threads.find(phrases, [words.cut(p.text) for p in phrases])


def test_parallel_chapters_give_a_thread_an_item() -> None:
    found = threads_of([
        phrase("有的单位台账写得齐整，现场却找不到人。", "problem", 1, order=1),
        phrase("一些窗口中午没有人，群众白跑一趟。", "problem", 2, order=2),
        phrase("任务分到科室就算完，没有落到人头和日子上。", "cause", 1, order=3),
        phrase("排班只按上班时间排，没有想到谁会在中午来。", "cause", 2, order=4),
        phrase("逐项写明谁来办、哪天交，现场对着台账核人。", "measure", 1, order=5),
        phrase("把窗口排班改成两班，中午留人值守。", "measure", 2, order=6)])
    assert [t.how for t in found] == ["ordinal", "ordinal"]
    assert len({key for t in found for key in (t.problem, t.cause, t.measure)}) == 6


def test_without_parallel_chapters_shared_words_tie_a_thread() -> None:
    problem = phrase("有的窗口叫号器坏了，老人不知道排到第几位。", "problem", above="叫号不畅", order=1)
    cause = phrase("由于叫号器归物业管，窗口报修没有人接单。", "cause", above="叫号不畅", order=2)
    other = phrase("部分村级账目公开得晚，村民看不懂。", "problem", above="账目公开", order=3)
    measure = phrase("把叫号器交给窗口管，老人到号由专人去请。", "measure", above="改好窗口叫号", order=4)
    rest = phrase("按季公开村级账目，用大白话写清每笔钱。", "measure", above="公开账目", order=5)
    assert threads_of([problem, cause, other, measure, rest]) == [
        Thread(problem.key, cause.key, measure.key, "words", pytest.approx(0.6, abs=0.25))]


# --- frames ---

@pytest.mark.parametrize(("heading", "frame"), [
    ("在作风建设上下功夫", "在[名4]上下功夫"),
    ("健全考核机制", "健全[名2]机制"),
])
def test_a_headings_frame_keeps_its_function_words(heading: str, frame: str) -> None:
    kept = {re.sub(r"\[[^\]]*\]", "[]", f) for f in frames.of_heading(frames.clauses([heading])[0])}
    assert re.sub(r"\[[^\]]*\]", "[]", frame) in kept


def test_a_sentences_frame_is_its_pair_of_function_words() -> None:
    assert "把[…]作为[…]" in frames.of_sentence(words.cut("把群众满意作为检验标准。"))
    assert frames.of_sentence(words.cut("群众在窗口里等候。")) == []


def test_headings_feed_the_tables_of_parallel_headings() -> None:
    assert frames.Piece("verb_object", "拧紧–链条") in frames.pieces(frames.clauses(["拧紧责任链条"])[0], "measure")
    assert frames.Piece("tail", "不够深") in frames.pieces(frames.clauses(["思想认识不够深"])[0], "problem")
    assert frames.Piece("noun", "思想认识") in frames.pieces(frames.clauses(["思想认识不够深"])[0], "problem")


# --- quality ---

def test_a_failed_gate_keeps_a_phrase_under_the_middle() -> None:
    text = "逐项写明谁来办、哪天交，现场对着台账核人。"
    good, bad = Phrase(text, "measure"), Phrase(text, "measure", flags=("specific",))
    for p in (good, bad):
        quality.weigh([p], 1.0)
    assert bad.quality < 0.5 < good.quality
    assert bad.parts["general"] == 0.0
    assert good.worth(3) > good.worth(1)


def test_padding_pushes_the_register_down() -> None:
    texts = ["窗口中午留人值守，群众随到随办。", "进一步切实有效地加强对于相关工作的全面推动，从而不断提升服务水平。"]
    plain, padded = quality.parts(texts, ["sentence"] * 2, [(), ()], 1.0)
    assert padded["register"] < 0.3 < plain["register"]


def test_a_lead_is_a_phrase_of_its_own_and_stays_with_its_body() -> None:
    unit = Unit("", 1, "sentence", "一是列单明责。逐项写明谁来办、哪天交，办结的划掉。", role="measure")
    found = {(p.kind, p.lead, p.text) for p in cutting.cut([unit], year=2026)}
    assert found >= {("lead", "", "列单明责"), ("act", "列单明责", "逐项写明谁来办、哪天交，办结的划掉。")}
