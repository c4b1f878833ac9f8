"""Find names, places, dates and figures: what cannot be reused without changing facts."""

from __future__ import annotations

import re

# Figures and dates. Chinese numerals count only before a measure word that makes them a claim of fact.
FIGURE = re.compile(
    r"[0-9０-９]|[一二三四五六七八九十百千万两]{1,4}(?:余|多)?(?:人次|名|家|户|处|亩|公里|万元|亿元|周年|岁|元|场次|公斤|吨)"
    r"|百分之[一二三四五六七八九十百]+|二[〇○零]")
# Set phrases whose digits are a name, not a figure.
SET_NAMES = re.compile(r"24小时|12345|1\+[NX]|\+[NX]|“[^”]{0,6}[0-9０-９+]+[^”]{0,8}”|[0-9]+\.0版?|365天|7×24|5G|4G|A[IPI]+|3D")
_TAIL = (r"(?:省|自治区|自治州|自治县|地区|市|州|县|区|镇|乡|街道|社区|村|屯|集团|公司|有限公司|大学|学院|中学|小学|医院|"
         r"卫生院|水库|煤矿|电厂|烟厂|卷烟厂|书记处|研究院|供电局|高速|铁路局)")
# Words before a tail that make it a class, not a name: 各县, 基层医院, 全市 …
_CLASS = re.compile(
    r"(?:各|全|本|某|该|我|我们|每个?|有的|一些|部分|个别|多个|几个|基层|上级|下级|所在|所属|周边|相邻|偏远|山区|农村|城市|"
    r"行政|自然|中心|居民|国有|民营|市|县|区|镇|乡|街|村|社|省|和|与|及|或|、|对|到|向|由|在|从|为|把|给|让|的|进|出|入|下|"
    r"试点|示范|重点|薄弱|先进|后进|乡镇|直属|大型|小型|中小|供电|施工|物业|建筑|企业|投资|运营|公立|二级|三级|一级|"
    r"管理|服务|商业|住宅|老旧|新建|安置|电梯|保险|燃气|自来水|回收|城乡|综合|社会|学校|高等|职业|普通|独立|党|校)$")
_NAME = re.compile(rf"[\u4e00-\u9fff]{{2,6}}?{_TAIL}")
# 区 and 村 end common words too: 社区, 小区, 园区, 厂区, 辖区, 片区 …
_COMMON = re.compile(
    r"(?:社区|小区|园区|厂区|辖区|片区|景区|库区|林区|校区|城区|市区|山区|库区|责任区|网格区|示范区|服务区|开发区|牧区|灾区|院区|"
    r"病区|协作区|误区|禁区|盲区|地区|县区|街区|乡村|农村|城市|都市|超市|菜市|股市|上市|全市|州县|门市|城镇|乡镇|集镇|村镇|"
    r"本村|驻村|入村|包村|下村|整村|邻村|联村|城乡|下乡|返乡|家乡|住院|出院|入院|法院|研究院|学院|医学院|省市县区?|县乡|市县)$")
# Public places and bodies of the whole country, as in 国家级, 中国 — general, so not listed here.
PERSON = re.compile(
    r"[\u4e00-\u9fff]{1,2}(?:某某?|××)|(?:书记|主任|局长|处长|校长|院长|县长|镇长|同志)"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]"
    r"[\u4e00-\u9fff]{1,2}(?=[，、。在说介表])|"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗]"
    r"[\u4e00-\u9fff]{1,2}(?:同志|校长|院长|局长|书记|主任)")
OWN = re.compile(r"[我本该](?:局|院|校|厂|县|镇|乡|市|区|省|街道|社区|村|公司|集团|中心|支部|单位|部门|所|站|行|馆|办|委|处|科|队|司|企业)"
                 r"|某[市县省局镇村区厂校院单]|[XＸ×]{1,3}[市县省局镇村区]|我们[局院校厂县镇]")
DOCUMENT = re.compile(r"《[^》]+》")
ATTRIBUTED = re.compile(
    r"(?:总书记|主席|总理|书记|会议|全会|大会|报告|同志|领导|讲话|文件|《[^》]+》)[^。，；]{0,12}?"
    r"(?:强调|指出|明确提出|提出|要求|说过|讲过|说)(?:[，,：:]|的?“|过)|(?:强调|指出|明确提出)[，,：:]|曾(?:经)?(?:说|指出)|指出的?“"
    r"|习近平|毛泽东|邓小平|江泽民|胡锦涛|马克思|列宁")


def figures(text: str) -> list[str]:
    """The figures as they stand, set names such as 1+N left out."""
    return FIGURE.findall(SET_NAMES.sub("", text))


def names(text: str) -> list[str]:
    """The names of places and bodies that a text holds, by their endings."""
    found = []
    for match in _NAME.finditer(text):
        word = match[0]
        stem = re.sub(rf"{_TAIL}$", "", word)
        if not _CLASS.search(stem) and not _COMMON.search(word):
            found.append(word)
    return found


def is_specific(text: str) -> bool:
    """True where the text holds a figure, a date, a particular body, place or person, or speaks of 我局."""
    return bool(figures(text) or OWN.search(text) or PERSON.search(text) or _long_name(text))


def _long_name(text: str) -> bool:
    """True for names that no class word explains: two or more characters before 市 县 镇 集团 公司 …"""
    strict = re.compile(r"(?:^|[，。、；：（“\s在到从由对向和与])"
                        r"(?P<name>[\u4e00-\u9fff]{2,5}(?:市|县|镇|街道办事处|集团|有限公司|大学|水库))")
    return any(not _CLASS.search(m["name"][:-1]) and not _COMMON.search(m["name"])
               and not re.search(r"城市|集市|超市|全市|全县|全镇|乡镇|城镇|企业集团|门市|各县|州县|党建|跨", m["name"])
               for m in strict.finditer(text))


def is_attributed(text: str) -> bool:
    """True where the words are credited to a leader, a meeting or a document."""
    return bool(ATTRIBUTED.search(text))
