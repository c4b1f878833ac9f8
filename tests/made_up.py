"""Made-up documents of six kinds, with everything that a layout has to place; the gallery and the tests of the layout take them."""

from __future__ import annotations

import struct
import zlib

from drafter.document import Document, Head, Heading, Imprint, Paragraph, Picture, Sentence, Table


def words(text: str, style: str = "body", footnote: str = "") -> Paragraph:
    """A paragraph of one sentence."""
    return Paragraph([Sentence(text, footnote=footnote)], style)


def chart(values: list[int], wide: int = 480, high: int = 200) -> bytes:
    """A PNG with a bar for each value, on white."""
    bars, most = len(values), max(values)
    rows = []
    for y in range(high):
        row = bytearray()
        for x in range(wide):
            number, inside = divmod(x * bars, wide)
            tall = high - values[number] * (high - 16) // most
            row.append(90 if wide // 5 < inside * 1 < wide * 4 // 5 and y >= tall else 120 if y == high - 1 else 255)
        rows.append(b"\0" + bytes(row))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"".join(rows), 9)) + chunk(b"IEND", b"")


def notice() -> Document:
    """A notice (通知) with 版头, attachments, tables upright and across, a picture, a footnote, a gap and 版记."""
    return Document("槿川区人民政府关于做好2026年社区养老服务设施补短板工作的通知", [
        words("各镇人民政府，各街道办事处，区政府各部门：", "salutation"),
        words("为补齐社区养老服务设施短板，方便老年人就近用餐、看护和康复，经区政府同意，现就有关工作通知如下。"),
        Heading("一、工作目标", 1),
        words("到2026年底，全区新增社区养老服务站12个，改造二楼以上且没有电梯的服务站7个，城区步行十五分钟服务圈基本建成。",
              footnote="新增和改造的服务站名单以附件1为准。"),
        Heading("二、主要任务", 1),
        Heading("（一）抓好设施建设", 2),
        words("新建住宅小区按每百户不少于30平方米配建养老服务用房，与住宅同步规划、同步建设、同步验收、同步交付。已建成小区通过置换、租赁、"
              "改造等办法逐步补足。闲置的校舍、厂房、招待所，经评估符合条件的，优先改为养老服务用房。"),
        Heading("（二）抓好队伍建设", 2),
        words("区民政局会同区人力资源社会保障局办好护理员培训班，年内培训护理员不少于300人次。各服务站至少配备1名持证护理员，"
              "护理员与失能老年人的比例不低于【待填：护理员配备比例】。"),
        Heading("（三）抓好运营监管", 2),
        words("建立服务质量按季评估、按年公布的办法，评估结果与运营补助挂钩。对连续两次评估不合格的，由镇、街道依照协议另行选定运营单位。"),
        Heading("三、工作要求", 1),
        words("各镇、街道对本辖区工作负总责，要在4月底前排出项目清单，明确建设地点、资金来源和完成时限。区民政局每季度通报一次进展，"
              "年底组织验收。工作中遇到的问题，请及时报告区民政局。"),
        words("附件：1.2026年社区养老服务设施建设任务表", "attachments"),
        words("2.社区养老服务站建设和改造有关技术要点、竣工验收办法和日常管理说明", "attachments"),
        words("槿川区人民政府", "signature"), words("2026年3月9日", "date"), words("（此件公开发布）", "note"),
        words("附件1", "attachment"), words("2026年社区养老服务设施建设任务表", "attachment-title"),
        Table([["序号", "镇、街道", "新建（个）", "改造（个）", "完成时限"], ["1", "榆荫街道", "3", "2", "2026年9月"],
               ["2", "柳坝街道", "4", "1", "2026年10月"], ["3", "石桥镇", "2", "3", "2026年11月"], ["4", "青岗镇", "3", "1", "2026年12月"],
               ["", "合计", "12", "7", ""]], caption="表1　建设任务"),
        Table([["序号", "服务站", "现有条件", "改造内容", "责任单位", "资金来源"],
               ["1", "榆荫一村站", "二楼，无电梯，面积210平方米", "加装电梯，增设助浴间，通道改为无障碍坡道", "榆荫街道办事处",
                "区级补助和自筹"],
               ["2", "石桥站", "一楼，面积130平方米，无厨房", "增设助餐点，改造电路和排烟", "石桥镇人民政府", "区级补助"]],
              caption="表2　改造明细", landscape=True),
        words("附件2", "attachment"), words("社区养老服务站建设和改造技术要点", "attachment-title"),
        words("服务站宜设在首层；设在二层以上的，应当设电梯或者无障碍坡道。走道净宽不小于1.8米，两侧设扶手。各站近三年服务人次见图1。"),
        Picture(chart([31, 46, 62, 88]), "图1　近四年日均服务人次", 120),
    ], head=Head(("槿川区人民政府",), number="槿政发〔2026〕12号"),
        imprint=Imprint("区委各部门，区人大常委会办公室，区政协办公室，区人武部，区法院，区检察院，各人民团体",
                        "槿川区人民政府办公室", "2026年3月10日"))


def request() -> Document:
    """A request upward (请示) of three bodies, with secrecy, urgency and three signers."""
    return Document("关于解决社区养老服务设施用房问题的请示", [
        words("槿川区人民政府：", "salutation"),
        words("近年来，我区社区养老服务站由19个增加到31个，但设施用房不足的问题仍然突出。现将有关情况和意见报告如下。"),
        Heading("一、存在的问题", 1),
        words("31个服务站中，设在二楼以上且没有电梯的有7个，面积不足150平方米的有9个。老城区可用的公房少，租金高，镇、街道难以自行解决。"),
        Heading("二、几点建议", 1),
        words("建议将区属闲置公房6处、共2400平方米无偿划转用于养老服务；建议把养老服务用房列入新建小区规划条件；"
              "建议区财政安排改造补助资金180万元。"),
        words("妥否，请批示。"),
        words("槿川区民政局", "signature"), words("槿川区财政局", "signature"), words("槿川区住房和城乡建设局", "signature"),
        words("2026年3月16日", "date"), words("（联系人：某某，电话：0000-0000000）", "note"),
    ], head=Head(("槿川区民政局", "槿川区财政局", "槿川区住房和城乡建设局"), number="槿民〔2026〕31号",
                 signers=("甲某某", "乙某", "丙某某"), copy_number="000006", secrecy="秘密★1年", urgency="加急"),
        imprint=Imprint(office="槿川区民政局办公室", date="2026年3月16日"))


def letter() -> Document:
    """A letter (信函格式) with secrecy and copies."""
    return Document("关于商请支持社区养老服务站电梯加装工作的函", [
        words("槿川区住房和城乡建设局：", "salutation"),
        words("我局拟于今年对7个设在二楼以上的社区养老服务站加装电梯，因涉及房屋结构安全，请贵局派员参加现场踏勘，提出意见。"),
        words("专此函达，盼予支持并函复。"),
        words("槿川区民政局", "signature"), words("2026年4月2日", "date"), words("（联系人：某某，电话：0000-0000000）", "note"),
    ], head=Head(("槿川区民政局",), "", "槿民函〔2026〕8号", letter=True), imprint=Imprint("区发展和改革局，区财政局"))


def order() -> Document:
    """An order (命令格式)."""
    return Document("", [
        words("《槿川区社区养老服务设施管理办法》已经2026年5月8日区人民政府第21次常务会议通过，现予公布，自2026年7月1日起施行。"),
        words("区长　某某某", "signature"), words("2026年5月12日", "date"),
        words("槿川区社区养老服务设施管理办法", "attachment-title"),
        words("第一条　为了规范社区养老服务设施的建设、使用和管理，制定本办法。"),
        words("第二条　本区行政区域内社区养老服务设施的建设、使用和管理，适用本办法。"),
    ], head=Head(("槿川区人民政府",), "令", "第3号"))


def minutes() -> Document:
    """Minutes (纪要格式) with those present."""
    return Document("研究社区养老服务工作专题会议纪要", [
        words("2026年6月3日上午，副区长某某某主持召开专题会议，听取区民政局关于社区养老服务工作情况的汇报，研究下一步工作。现将议定事项纪要如下："),
        words("会议指出，补齐社区养老服务短板是今年区政府为民办实事项目之一，各有关部门要按照职责分工抓紧落实。"),
        words("会议议定：一、由区民政局牵头，6月底前完成7个服务站的改造设计。二、由区财政局安排改造补助资金180万元，纳入年度预算调整方案。"
              "三、由区住房和城乡建设局负责电梯加装的技术指导。"),
        words("出席：某某某　某某某　某某某　某某某　某某某　某某某　某某某　某某某", "attendance"),
        words("请假：某某某", "attendance"), words("列席：某某某　某某某　某某某", "attendance"),
    ], head=Head(("槿川区人民政府专题会议纪要",), "", "〔2026〕第6期"),
        imprint=Imprint("区政府各部门，榆荫街道、柳坝街道办事处，石桥镇、青岗镇人民政府", "槿川区人民政府办公室", "2026年6月5日"))


def report() -> Document:
    """A survey report (调研报告) without 版头, of an office's study group."""
    return Document("关于补齐社区养老服务短板的调研报告", [
        words("槿川区民政局调研组", "byline"),
        words("按照区委、区政府关于办好民生实事的部署，我局组成调研组，于今年3月至4月走访31个社区养老服务站，召开座谈会9场，"
              "发放问卷1200份，形成如下报告。"),
        Heading("一、基本情况", 1),
        words("全区现有社区养老服务站31个，在岗护理员118名。榆荫社区开办助餐点后，日均就餐由35人次增至92人次，群众反映较好。"),
        Heading("二、主要问题", 1),
        Heading("（一）设施布局不够均衡", 2),
        words("31个服务站中，设在二楼以上且没有电梯的有7个，行动不便的老年人上下困难。老城区服务站少、面积小，新城区用房有余、服务没有跟上。"),
        Heading("（二）护理队伍不够稳定", 2),
        words("在岗护理员118名，持证的占41.5%。护理员年龄偏大，平均每年离岗【待填：近三年护理员年均离岗人数】人，新人招不进、留不住。"),
        Heading("三、对策建议", 1),
        words("补设施，把新建小区配建用房的要求落到规划条件里；强队伍，把持证上岗同岗位津贴挂起钩来；优运营，"
              "让有经验的机构连片承接几个服务站，降低成本。"),
        words("槿川区民政局", "signature"), words("2026年5月6日", "date"),
    ])


KINDS = {"notice": notice, "request": request, "letter": letter, "order": order, "minutes": minutes, "report": report}
