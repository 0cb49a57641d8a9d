"""What readers write in place of our names, in six languages: concepts, instruments, agencies.

Titles stand in the tables of the axes; here are the words that people type. Each line is a code and
phrases parted by semicolons; phrases are compared by their stems, so one number and one gender of a
word will do. Words of everyday use, written down from general knowledge of the languages.
"""

from __future__ import annotations

from collections.abc import Iterator


def _phrases(text: str) -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        code, _, said = line.strip().partition(": ")
        found = tuple(phrase.strip() for phrase in said.split(";") if phrase.strip())
        table[code] = table.get(code, ()) + found
    return table


CONCEPTS = _phrases("""
migrant-stock: migrant; migrants; immigrant; migration; foreign-born; born abroad; diaspora; people from
migrant-stock: immigré; migrants internationaux; nés à l'étranger
migrant-stock: migrante; inmigrante; migración; nacidos en el extranjero
migrant-stock: мигрант; мигранты; иммигранты; миграция
migrant-stock: 移民; 国际移民; 移徙者; 移徙
migrant-stock: مهاجر; مهاجرين; مهاجرون; المهاجرين الدوليين; الهجرة
refugees: refugee; refugees; réfugié; réfugiée; refugiado; refugiada
refugees: беженец; беженцы; беженцев; беженка; 难民; 難民
refugees: لاجئ; لاجئين; لاجئون; لاجئة; لاجئات; اللجوء
asylum-seekers: asylum seeker; asylum seekers; asylum; demandeur d'asile; demandeurs d'asile; asile
asylum-seekers: solicitante de asilo; solicitantes de asilo; asilo; просители убежища; убежище
asylum-seekers: 寻求庇护者; 庇护; 庇护申请人; طالبي اللجوء; طالبو اللجوء; طالب لجوء
asylum-applications: asylum application; asylum applications; asylum claim; demande d'asile; demandes d'asile
asylum-applications: solicitud de asilo; solicitudes de asilo; ходатайство об убежище; 庇护申请; طلبات اللجوء; طلب لجوء
asylum-decisions: asylum decision; asylum decisions; recognition rate; décision d'asile; décisions d'asile
asylum-decisions: decisiones de asilo; решения об убежище; 庇护决定; قرارات اللجوء
internally-displaced: internally displaced; internally displaced people; internally displaced persons; idp; idps; displaced
internally-displaced: déplacés internes; personnes déplacées; déplacé; pdi; desplazados internos; desplazado
internally-displaced: внутренне перемещённые лица; внутренне перемещенные; перемещенные лица; впл
internally-displaced: 境内流离失所者; 流离失所者; 国内流离失所者; النازحين; نازحون; النازحون داخليا; المشردين داخليا
stateless: stateless; stateless people; statelessness; apatride; apatridie; apátrida; apatridia
stateless: без гражданства; апатрид; апатриды; безгражданство; 无国籍; 无国籍人; 无国籍者; عديمي الجنسية; عديمو الجنسية; انعدام الجنسية
returned-refugees: returned refugees; returnee; returnees; réfugiés rapatriés; rapatrié; refugiados retornados; retornado
returned-refugees: репатрианты; вернувшиеся беженцы; 回返者; 回返难民; العائدين; العائدون
palestine-refugees: palestine refugees; réfugiés de palestine; refugiados de palestina; палестинские беженцы; 巴勒斯坦难民; لاجئي فلسطين; لاجئو فلسطين
resettlement: resettlement; resettled; réinstallation; reasentamiento; переселение; 重新安置; اعادة التوطين; إعادة توطين
remittances-received: remittance; remittances; money sent home; transferts de fonds; envois de fonds; remesa; remesas
remittances-received: денежные переводы; переводы мигрантов; 汇款; 侨汇; تحويلات; التحويلات المالية; تحويلات المهاجرين
trafficking-victims: trafficking; trafficking victims; human trafficking; victims of trafficking; traite; traite des personnes; victimes de la traite
trafficking-victims: trata; trata de personas; víctimas de trata; торговля людьми; жертвы торговли людьми; 人口贩运; 贩运人口; 贩运受害者
trafficking-victims: الاتجار; الاتجار بالبشر; ضحايا الاتجار
migrant-deaths: migrant deaths; dead and missing migrants; missing migrants; dead migrants; morts et disparus; migrants disparus; décès de migrants
migrant-deaths: migrantes desaparecidos; muertes de migrantes; migrantes muertos; пропавшие мигранты; погибшие мигранты; гибель мигрантов
migrant-deaths: 失踪移民; 移民死亡; المهاجرين المفقودين; وفيات المهاجرين
arrivals: arrivals; boat arrivals; sea arrivals; arrivées; llegadas; прибытия; 抵达; الوافدين; الوصول
net-migration: net migration; solde migratoire; migration nette; migración neta; saldo migratorio; чистая миграция; 净移民; 净迁移; صافي الهجرة
population: population; inhabitants; población; habitants; habitantes; население; 人口; السكان; عدد السكان
host-community: host community; communauté d'accueil; comunidad de acogida; принимающее население; 收容社区; المجتمع المضيف
naturalisation: naturalisation; naturalization; naturalisés; naturalización; натурализация; 入籍; التجنس
hdi: human development index; hdi; indice de développement humain; idh; índice de desarrollo humano; ичр; индекс человеческого развития; 人类发展指数; مؤشر التنمية البشرية; دليل التنمية البشرية
unemployment-rate: unemployment; chômage; desempleo; безработица; 失业率; 失业; البطالة
gdp: gdp; pib; produit intérieur brut; producto interno bruto; ввп; 国内生产总值; الناتج المحلي الاجمالي
""")

INSTRUMENTS = _phrases("""
CSR51: 1951 convention; convention 1951; 1951 refugee convention; refugee convention; refugee convention 1951; geneva refugee convention; convention of 1951
CSR51: convention de 1951; convention sur les réfugiés; convention des réfugiés; convention relative au statut des réfugiés; convention de genève de 1951
CSR51: convención de 1951; convención sobre los refugiados; convención sobre el estatuto de los refugiados
CSR51: конвенция 1951; конвенция 1951 года; конвенция о статусе беженцев; конвенция о беженцах
CSR51: 1951年公约; 1951 公约; 难民公约; 关于难民地位的公约; 难民地位公约
CSR51: اتفاقية 1951; اتفاقية عام 1951; اتفاقية اللاجئين; الاتفاقية الخاصة بوضع اللاجئين; اتفاقية جنيف 1951
CSR67: 1967 protocol; protocol 1967; refugee protocol; protocole de 1967; protocolo de 1967; протокол 1967; протокол 1967 года; 1967年议定书; بروتوكول 1967; بروتوكول عام 1967
CSSP54: 1954 convention; stateless convention; statelessness convention; convention de 1954; convention sur les apatrides; convención de 1954; convención sobre los apátridas; конвенция 1954 года; конвенция об апатридах; 1954年公约; 无国籍人地位公约; اتفاقية 1954; اتفاقية عام 1954
CRS61: 1961 convention; convention on reduction of statelessness; convention de 1961; convención de 1961; конвенция 1961 года; конвенция о сокращении безгражданства; 1961年公约; 减少无国籍状态公约; اتفاقية 1961; اتفاقية خفض حالات انعدام الجنسية
ICRMW: migrant workers convention; convention on migrant workers; cmw; convention sur les travailleurs migrants; convención sobre los trabajadores migratorios; конвенция о трудящихся-мигрантах; конвенция о правах трудящихся-мигрантов; 移徙工人公约; 移徙工人权利公约; اتفاقية العمال المهاجرين; اتفاقية حماية العمال المهاجرين
TIP: trafficking protocol; palermo protocol; protocole de palerme; protocolo de palermo; палермский протокол; протокол о торговле людьми; 巴勒莫议定书; 贩运议定书; بروتوكول باليرمو
SOM: smuggling protocol; protocole contre le trafic illicite de migrants; protocolo contra el tráfico ilícito de migrantes; протокол против незаконного ввоза мигрантов; 偷运移民议定书; بروتوكول تهريب المهاجرين
KAMPALA09: kampala convention; convention de kampala; convención de kampala; кампальская конвенция; 坎帕拉公约; اتفاقية كمبالا
OAU69: oau convention; oau refugee convention; convention de l'oua; convención de la oua; конвенция оае; 非统组织难民公约; اتفاقية منظمة الوحدة الافريقية
CARTAGENA84: cartagena declaration; déclaration de carthagène; declaración de cartagena; картахенская декларация; 卡塔赫纳宣言; اعلان قرطاجنة; اعلان كارتاخينا
GCM18: global compact for migration; gcm; pacte mondial pour les migrations; pacte de marrakech; pacto mundial para la migración; глобальный договор о миграции; 移民全球契约; 全球移民契约; الميثاق العالمي للهجرة
GCR18: global compact on refugees; gcr; pacte mondial sur les réfugiés; pacto mundial sobre los refugiados; глобальный договор о беженцах; 难民全球契约; 全球难民契约; الميثاق العالمي للاجئين
CRC: rights of the child; child rights convention; droits de l'enfant; derechos del niño; права ребенка; конвенция о правах ребенка; 儿童权利公约; اتفاقية حقوق الطفل
C189: domestic workers convention; travailleurs domestiques; trabajadores domésticos; домашние работники; 家庭工人公约; العمال المنزليين
""")

AGENCIES = _phrases("""
UNHCR: refugee agency; agence pour les réfugiés; agencia para los refugiados; увкб; увкб оон; 难民署; 联合国难民署; المفوضية; مفوضية اللاجئين
IOM: мом; 移民组织; 移民署
ILO: мот; 劳工组织; منظمة العمل
UNICEF: юнисеф; 儿基会; 联合国儿童基金会; اليونيسف
UNDP: прооон; проон; 开发署; 开发计划署; البرنامج الانمائي
UNESCO: юнеско; 教科文组织; اليونسكو
UNRWA: бапор; 近东救济工程处; الاونروا; أونروا
UNODC: юнодк; унп оон; 毒罪办; 毒品和犯罪问题办公室
UNFPA: юнфпа; 人口基金; صندوق السكان
OHCHR: увкпч; 人权高专办; مفوضية حقوق الانسان
WB: world bank; banque mondiale; banco mundial; всемирный банк; 世行; 世界银行; البنك الدولي
UNDESA: дэсв; 经社部
WHO: воз; 世卫组织; الصحة العالمية
UNCTAD: юнктад; 贸发会议; الاونكتاد
""")

PARTY = (
    "party; parties; ratified; ratification; ratify; signatory; signed; acceded; bound; treaties; "
    "partie; ratifié; signé; signataire; traités; parte; partes; ratificado; ratificó; firmado; firmó; "
    "tratados; участник; участница; ратифицировал; ратификация; подписал; договоры; "
    "缔约国; 缔约方; 批准; 签署; 条约; طرف; أطراف; صادق; صادقت; وقعت; تصديق; معاهدات"
).split("; ")
"""Words that ask whether a State is bound."""

FROM = (
    "from; of; born in; leaving; de; du; des; d'; originaire de; venant de; nés en; desde; del; "
    "procedentes de; nacidos en; из; от; с; со; 来自; 从; 由; 出生于; من; عن"
).split("; ")
"""Words before the place that people come from."""

TO = (
    "to; in; into; at; towards; within; inside; living in; hosted by; en; au; aux; à; dans; vers; "
    "chez; a; al; hacia; hasta; в; во; на; к; до; 在; 到; 至; 去; 赴; 前往; 往; في; إلى; الى; نحو; داخل; لدى"
).split("; ")
"""Words before the place where people are or go."""

THERE = "境内; 里; 的".split("; ")
"""Chinese words after the place where people are: Libya's Sudanese refugees are in Libya."""

BETWEEN = (
    "how; many; much; what; which; who; where; are; is; there; the; an; and; or; by; on; for; with; "
    "number; total; totals; same; people; persons; do; does; did; has; have; live; lives; living; it; its; was; were; year; "
    "combien; quel; quelle; quels; est; sont; les; le; la; un; une; et; ou; y; il; par; pour; sur; que; qui; "
    "nombre; personnes; vivent; année; cuánto; cuántos; cuántas; hay; número; personas; el; los; las; "
    "una; por; para; con; sobre; viven; qué; año; son; "
    "сколько; число; количество; человек; людей; и; или; о; об; по; для; живут; живет; год; году; года; "
    "多少; 人数; 有; 和; 与; 及; 年; 人; 数; 数量; 几; 吗; "
    "كم; عدد; هم; هو; هي; ما; و; أو; على; مع; عام; سنة; يوجد; يعيشون; الذين"
).split("; ")
"""Words that say nothing a search could use."""


NO_PEOPLE = frozenset("pero male males same island islands micron human humans mane manes".split())
"""Words that look like a people's name or like an ending of a place's name, and are none."""


def phrases() -> Iterator[tuple[str, str, str]]:
    """Kind, code and phrase of all that stands here."""
    for kind, table in (
        ("concept", CONCEPTS),
        ("instrument", INSTRUMENTS),
        ("agency", AGENCIES),
    ):
        for code, said in table.items():
            for phrase in said:
                yield kind, code, phrase
