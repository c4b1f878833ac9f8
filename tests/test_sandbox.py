"""A template is data from a colleague: whatever he writes, nothing runs, nothing is read, nothing hangs, and one Chinese line says so."""

from __future__ import annotations

import re
import threading
from pathlib import Path
from typing import Any

import pytest

from drafter import outlines
from drafter.brief import USES
from drafter.composing.facts import Stage
from drafter.errors import TemplateError
from drafter.outlines import sandbox
from drafter.pipeline import templates


def slogan(subject: str = "", **_: str) -> str:
    """A stand-in for the writer's function of that name."""
    return "口号"


def phrase(role: str, aspect: str = "") -> str:
    """A stand-in for the writer's function of that name."""
    return "句子"


SCOPE: dict[str, Any] = dict.fromkeys(sandbox.VARIABLES, "甲") | {
    "facts": {use: ["一件事", "又一件"] for use in USES}, "has": dict.fromkeys(USES, True), "aspects": ["甲", "乙"], "chapters": ["甲"],
    "reports": True, "stage": Stage("动员", "三月"), "year": 2026, "next_year": 2027, "index": 0, "audience": "",
    "slogan": slogan, "phrase": phrase}

ESCAPES = [
    # the class of anything, and on to the interpreter
    "{{ ''.__class__.__mro__[1].__subclasses__() }}", "{{ ''['__class__'] }}", "{{ ''|attr('__class__') }}", "{{ [].__class__ }}",
    "{{ (1).__class__ }}", "{{ subject.__class__ }}", "{{ facts['__class__'] }}", "{{ stage.__class__ }}", "{{ stage.__slots__ }}",
    "{{ subject['\\x5f\\x5fclass\\x5f\\x5f'] }}", "{{ subject['_' ~ '_class_' ~ '_'] }}", "{{ facts[['__cla', 'ss__']|join] }}",
    "{{ subject.＿＿class＿＿ }}", "{{ ''.__ｃlass__ }}", "{{ ｓubject }}",
    # functions and what hangs on them
    "{{ self.__init__ }}", "{{ self }}", "{{ slogan.__globals__ }}", "{{ slogan|attr('__globals__') }}", "{{ slogan.__func__.__code__ }}",
    "{{ phrase('问题').__class__ }}", "{{ cycler('a', 'b') }}", "{{ cycler.__init__.__globals__.os }}", "{{ joiner() }}",
    "{{ namespace(a=1) }}", "{{ lipsum(99999) }}", "{{ lipsum.__globals__ }}", "{{ dict(a=1) }}", "{{ range(10) }}",
    "{{ request.application }}", "{{ config }}", "{{ g }}", "{{ get_flashed_messages }}", "{{ loop.__class__ }}", "{{ slogan(*aspects) }}",
    "{{ slogan(**facts) }}", "{{ slogan }}",
    # str.format: CVE-2016-10745, format_map: CVE-2019-10906, by way of a filter: CVE-2024-56326, |attr: CVE-2025-27516
    "{{ '{0.__class__}'.format(1) }}", "{{ '{a.__class__}'.format_map({'a': 1}) }}", "{{ ('{0.__class__}'|attr('format'))(1) }}",
    "{{ ['{0.__class__}'.format]|map('first') }}", "{{ '%s'|format(1) }}", "{{ '%999999999d' % 1 }}",
    "{% set f = '{0}'.format %}{{ f(1) }}",
    "{{ aspects|map('attr', '__class__')|join }}", "{{ aspects|select('callable')|join }}", "{{ aspects|groupby('__class__') }}",
    "{{ aspects|sum(attribute='__class__') }}", "{{ aspects|join(attribute='__class__') }}", "{{ subject|tojson }}", "{{ subject|pprint }}",
    "{{ aspects|sort(attribute='__class__')|first }}", "{{ subject|xmlattr }}", "{{ subject is callable }}", "{{ subject is filter }}",
    # other files and blocks (CVE-2024-56201 needs a file's name from the writer)
    "{% include '/etc/passwd' %}", "{% import 'os' as os %}", "{% from 'os' import system %}", "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "{% call slogan() %}{% endcall %}", "{% filter upper %}a{% endfilter %}",
    "{% raw %}{{ subject }}{% endraw %}", "{% set ns.a = 1 %}", "{% set subject = 'x' %}{{ subject }}", "{% set _x = 1 %}{{ _x }}",
    "{% autoescape false %}{% endautoescape %}", "{% do aspects.append(1) %}", "{% for a in facts recursive %}{{ loop(a) }}{% endfor %}",
    # changing what is given
    "{{ aspects.append('x') }}", "{{ facts.update({}) }}", "{{ facts.clear() }}", "{{ aspects.sort() }}", "{{ facts.pop('目标') }}",
    # growing
    "{{ 'a' * 1000000000 }}", "{{ [1] * 1000000000 }}", "{{ 2 ** 1000000 }}", "{{ 999999999 * 999999999 * 999999999 * 999999999 }}",
    "{{ 99999999999999999999999999 }}", "{{ subject|replace('', 'x') }}", "{{ subject|center(1000000000) }}",
    "{{ subject|indent(1000000000) }}",
    "{{ subject|wordwrap(1) }}", "{{ subject|ljust(1000000000) }}", "{{ '%*d' % (1000000000, 1) }}",
    "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a ~ a ~ a ~ a %}" * 20 + "{{ a }}",
    "{% set a = 'aaaaaaaaaa' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "{% set a = '甲' * 1 %}",
    "{% set a = subject|replace('甲', 'aaaaaaaaaaaaaaaaaaaaa') %}" + "{% set a = a|replace('a', a) %}" * 9 + "{{ a }}",
    "{% set a = aspects|join('aaaaaaaaaaaaaaaaaaaaaaaaaaaaa') %}" + "{% set a = [a, a, a, a, a, a, a, a]|join(a) %}" * 9 + "{{ a }}",
    "{% for a in aspects %}{% for b in aspects %}{% for c in aspects %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in [" + "1," * 900 + "] %}{% for b in [" + "1," * 900 + "] %}x{% endfor %}{% endfor %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "{{ " + "-" * 9000 + "1 }}", "{{ " + "not " * 4000 + "1 }}",
    "{{ " + "[" * 3000 + "]" * 3000 + " }}",
    "{{ subject" + "|trim" * 3500 + " }}", "x" * 30_000 + "{{ subject }}",
]


@pytest.mark.parametrize("escape", ESCAPES, ids=lambda e: e[:40])
def test_an_escape_does_nothing_and_says_so_in_one_line(escape: str) -> None:
    with pytest.raises(TemplateError) as caught:
        sandbox.render(escape, SCOPE)
    line = caught.value.line()
    assert "\n" not in line
    assert re.search("[\u4e00-\u9fff]", line)
    assert not re.search(r"Error|Traceback|object at 0x|<class|root:", line)
    assert SCOPE["aspects"] == ["甲", "乙"]
    assert SCOPE["facts"]["目标"] == ["一件事", "又一件"]


def test_at_least_thirty_escapes_are_tried() -> None:
    assert len(set(ESCAPES)) >= 30


@pytest.mark.parametrize(("text", "wanted"), [
    ("{{ aspects|join('、') }}等{{ n }}项", "甲、乙等甲项"), ("{% if reports %}是{% else %}否{% endif %}", "是"),
    ("{{ ['一', '二'][index % 2] }}", "一"),
    ("{% for f in facts.目标 %}{{ f }}；{% endfor %}", "一件事；又一件；"), ("{{ stage.name }}", "动员"), ("{{ subject ~ '工作' }}",
    "甲工作"),
    ("{{ year + 1 }}", "2027"), ("{{ audience }}：", "【待填：受众】："), ("{{ audience or '领导' }}", "领导"), ("{{ '好' if has.问题 }}",
    "好"),
    ("{% set pair = slogan(subject, syllables='6+6') %}{{ pair }}", "口号"), ("{{ facts.目标|first|replace('一', '1') }}", "1件事"),
    ("{{ facts.目标|length }}", "2"), ("{{ 3|cn_number }}", "三"), ("{{ subject[:1] }}", "甲"),
])
def test_what_an_outline_needs_is_there(text: str, wanted: str) -> None:
    assert sandbox.render(text, SCOPE) == wanted


def test_a_rendering_that_takes_too_long_is_stopped_in_any_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "SECONDS", 0.0)
    said: list[str] = []

    def work() -> None:
        try:
            sandbox.render("{% for f in facts.目标 %}{{ f|replace('一', '二') }}{% endfor %}", SCOPE)
        except TemplateError as error:
            said.append(error.line())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert len(said) == 1
    assert "太久" in said[0]


def test_two_threads_do_not_share_a_budget() -> None:
    done: list[str] = []
    threads = [threading.Thread(target=lambda: done.append(sandbox.render("{% for a in aspects %}{{ a }}{% endfor %}", SCOPE)))
        for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == ["甲乙"] * 8


GOOD = "kind: 简报\ntitle: 好\nsections:\n  - name: 正文\n    share: 100\n    steps:\n      - text: 好。\n"


def fault(path: Path) -> str:
    """What is said of the outline in that file."""
    with pytest.raises(TemplateError) as caught:
        outlines.load(path)
    return caught.value.line()


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\Windows\\x", "..\\x", "~/x", "a/b", "http://x/y", "x\0y",
    "长" * 300])
def test_extends_takes_a_name_and_no_path(tmp_path: Path, name: str) -> None:
    path = tmp_path / "模板.yaml"
    path.write_text("extends: " + '"' + name.replace("\\", "\\\\").replace("\0", "\\0") + '"\n', encoding="utf-8")
    assert "不在模板文件夹里" in fault(path)
    assert "第1行" in fault(path)


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "elsewhere" / "secret.yaml"
    secret.parent.mkdir()
    secret.write_text("password: x\n", encoding="utf-8")
    folder = tmp_path / "templates"
    folder.mkdir()
    try:
        (folder / "底稿.yaml").symlink_to(secret)
    except OSError:
        pytest.skip("this system lets ordinary users make no links")
    (folder / "模板.yaml").write_text("extends: 底稿\n", encoding="utf-8")
    assert "链接" in fault(folder / "模板.yaml")
    assert "password" not in fault(folder / "模板.yaml")
    assert "链接" in fault(folder / "底稿.yaml")
    assert templates.check(folder / "底稿.yaml").errors


@pytest.mark.parametrize("bomb", [
    "a: &a [哈, 哈]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n" for i in range(9)),
    "a: &a [哈, 哈]\n" + "".join(f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 4)}]\n" for i in range(11)),
    "a: &a {<<: *a}\n", "a: &a [*a]\n", "[" * 5000, "{a: " * 3000, "- " * 3000 + "a\n", "a: !!python/object/apply:os.system [ls]\n",
    "a: !!python/name:os.system\n", "? [a, b]\n: c\n", "x: " + "a" * 1_100_000, "a: \"\\u0000\"\n", "a: \x00\n", "a: \x07\n",
    "%YAML 9.9\n---\na: 1\n",
    "a: 1e999999\n", "a: 2026-13-45\n", "<<: [1, 2]\n", "<<: 3\na: 1\n", "a: 0x" + "f" * 9000 + "\n", "1: 2\n2: 3\n", "null: 1\n",
    "a: &x\nb: *y\n",
])
def test_a_yaml_bomb_is_refused_in_one_line(tmp_path: Path, bomb: str) -> None:
    path = tmp_path / "模板.yaml"
    path.write_text(bomb, encoding="utf-8")
    line = fault(path)
    assert "\n" not in line
    assert re.search("[\u4e00-\u9fff]", line)


def test_a_brief_that_says_nothing_of_the_audience_leaves_a_gap_and_no_blank(tmp_path: Path) -> None:
    path = tmp_path / "模板.yaml"
    path.write_text(GOOD.replace("title: 好", "title: 好\naddress: \"{{ audience }}：\""), encoding="utf-8")
    assert outlines.load(path).kind == "简报"
    assert sandbox.render("{{ occasion }}", SCOPE | {"occasion": ""}) == "【待填：场合】"
