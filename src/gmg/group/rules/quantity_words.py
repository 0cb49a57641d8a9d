"""Words of quantity in six languages, as patterns; `gmg.group.rules.quantities` says what they claim.

English is thorough, French and Spanish hold what drafts of the United Nations use, Arabic, Russian
and Chinese the core. A blank in a pattern stands for any run of blanks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache


class Relation(StrEnum):
    """How the true number stands to the one that is said."""

    PLAIN = "is"
    MORE = "more than"
    AT_LEAST = "at least"
    LESS = "less than"
    AT_MOST = "at most"
    NEARLY = "nearly"
    ABOUT = "about"
    JUST_OVER = "just over"


@dataclass(frozen=True)
class Lexicon:
    """The words of one language.

    `before` and `after` stand around a number. `scales` multiply it, `numbers` are small numbers in
    words. `orders` are orders of magnitude (tens of millions): from one power of ten up to another.
    `shares` are parts of one, `one_in` has the groups n and m (m in n; m may be missing), `times` are
    changes. `of` leads from a share to its whole. A range is `joins` (5 to 6 million) without `starts`
    before it (from 5 to 6 is a change), or `between` (between 5 and 6). `references` name a number that
    is no figure (article 13), `per` a rate (per 1,000). `spoken` are numbers of `one_in`. `bounded`:
    blanks stand between words; `attached` is what is written onto the front of one.
    """

    before: dict[Relation, str]
    after: dict[Relation, str]
    scales: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[str, str], ...]
    orders: tuple[tuple[str, int, int], ...]
    shares: tuple[tuple[str, str], ...]
    one_in: tuple[str, ...]
    times: tuple[tuple[str, str], ...]
    percent: str
    of: str
    joins: str
    starts: str
    between: tuple[str, str]
    references: str
    per: str
    bounded: bool = True
    attached: str = ""
    spoken: dict[str, int] = field(default_factory=dict)

    def pattern(self, words: str) -> str:
        """A pattern that does not begin or end within a word."""
        spaced = words.replace(" ", r"\s+")
        if not self.bounded:
            return rf"(?:{spaced})"
        return rf"(?<![^\W_])(?:{self.attached})(?:{spaced})(?:(?<=['’])|(?![^\W_]))"


SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
ENGLISH = Lexicon(
    before={
        Relation.AT_LEAST: "at least|no fewer than|not fewer than|no less than|not less than|"
        "a minimum of|minimum of",
        Relation.AT_MOST: "up to|at most|no more than|not more than|a maximum of|as many as|"
        "as much as|as few as",
        Relation.JUST_OVER: "just over|just above|slightly more than|slightly over|"
        "little more than|a little over|just more than",
        Relation.NEARLY: "just under|just below|slightly less than|slightly fewer than|"
        "slightly under|nearly|almost|close to|approaching|just short of|little less than|"
        "not quite",
        Relation.MORE: "well over|far more than|many more than|more than|over|above|exceeding|"
        "exceeds|exceeded|exceed|in excess of|upwards of|greater than|higher than|larger than",
        Relation.LESS: "well under|far fewer than|fewer than|less than|under|below|lower than|"
        "smaller than",
        Relation.ABOUT: "about|around|some|approximately|roughly|circa|an estimated|"
        "in the order of|on the order of|in the region of|or so",
    },
    after={
        Relation.AT_LEAST: "or more|and more|or over|or above",
        Relation.AT_MOST: "or less|or fewer|or under|or below",
        Relation.ABOUT: "or so|approximately|or thereabouts",
    },
    scales=(
        ("hundred", 10**2),
        ("thousand", 10**3),
        ("million|mn", 10**6),
        ("billion|bn", 10**9),
        ("trillion", 10**12),
    ),
    numbers=(
        ("half a|one half|half", "0.5"),
        ("a quarter of a", "0.25"),
        ("three quarters of a", "0.75"),
        ("one and a half", "1.5"),
        ("two and a half", "2.5"),
        ("a hundred|one hundred", "100"),
        ("two hundred", "200"),
        ("three hundred", "300"),
        ("four hundred", "400"),
        ("five hundred", "500"),
        ("an?|one", "1"),
        *((word, str(number)) for number, word in enumerate(SMALL[1:], 2)),
        ("fifteen", "15"),
        ("twenty", "20"),
        ("thirty", "30"),
        ("forty", "40"),
        ("fifty", "50"),
        ("sixty", "60"),
        ("seventy", "70"),
        ("eighty", "80"),
        ("ninety", "90"),
    ),
    orders=(
        ("hundreds of billions", 11, 12),
        ("tens of billions", 10, 11),
        ("billions", 9, 12),
        ("hundreds of millions", 8, 9),
        ("tens of millions", 7, 8),
        ("millions", 6, 9),
        ("hundreds of thousands", 5, 6),
        ("tens of thousands", 4, 5),
        ("thousands", 3, 6),
        ("hundreds", 2, 3),
    ),
    shares=(
        ("two[- ]thirds", "2/3"),
        ("three[- ]quarters|three[- ]fourths", "3/4"),
        ("two[- ]fifths", "2/5"),
        ("three[- ]fifths", "3/5"),
        ("four[- ]fifths", "4/5"),
        ("nine[- ]tenths", "9/10"),
        ("one[- ]half|(?<!first\\s)(?<!second\\s)(?<!latter\\s)(?<!former\\s)half(?! a |-| year)", "1/2"),
        ("one[- ]third|a third(?= of| are| were| is| was| live| have|\\s*[(,.;:]|$)", "1/3"),
        ("one[- ]quarter|one[- ]fourth|a quarter(?= of(?! a )| are| were| is| was|\\s*[(,.;:]|$)", "1/4"),
        ("one[- ]fifth|a fifth(?= of| are| were| is| was|\\s*[(,.;:]|$)", "1/5"),
        ("one[- ]sixth|a sixth(?= of)", "1/6"),
        ("one[- ]eighth|an eighth(?= of)", "1/8"),
        ("one[- ]tenth|a tenth(?= of| are| were| is| was|\\s*[(,.;:]|$)", "1/10"),
    ),
    one_in=(
        "(?P<m>1|one|two|three|four|five|seven|nine) in (?:every )?(?P<n>{small})"
        "(?! years?| months?| days?| times| hundred| thousand| million)",
        "(?P<m>{small}) out of (?:every )?(?P<n>{small})",
        "every (?P<n>second|third|fourth|fifth|tenth|twentieth) "
        "(?:person|migrant|refugee|woman|man|child|worker|household)",
    ),
    times=(
        ("doubled|doubling|twofold|two-fold|twice as many|twice as much", "2"),
        ("tripled|tripling|trebled|threefold|three-fold|three times as many", "3"),
        ("quadrupled|quadrupling|fourfold|four-fold|four times as many", "4"),
        ("fivefold|five-fold|five times as many", "5"),
        ("tenfold|ten-fold|ten times as many", "10"),
        ("halved|halving", "1/2"),
    ),
    percent="per cent|percent|percentage points?",
    of="of|among",
    joins="to",
    starts="from",
    between=("between", "and"),
    references="articles?|art\\.|paragraphs?|paras?\\.?|resolutions?|conventions?|protocols?|"
    "decisions?|sections?|chapters?|objectives?|targets?|goals?|indicators?|annex(?:es)?|pages?|"
    "p\\.|pp\\.|notes?|nos?\\.?|numbers?|recommendations?|regulations?|SDGs?|principles?|items?|"
    "tables?|figures?|version|edition|law|act|directive",
    per="per|of every|in every|for every",
    spoken={
        **{word: number for number, word in enumerate(SMALL, 1)},
        "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "hundred": 100,
        "a hundred": 100, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10,
        "twentieth": 20,
    },
)  # fmt: skip
FRENCH = Lexicon(
    before={
        Relation.AT_LEAST: "au moins|au minimum|pas moins de|pas moins d['’]|un minimum de",
        Relation.AT_MOST: "jusqu['’]à|au plus|au maximum|tout au plus|pas plus de|pas plus d['’]",
        Relation.JUST_OVER: "un peu plus de|un peu plus d['’]|à peine plus de|légèrement plus de",
        Relation.NEARLY: "un peu moins de|un peu moins d['’]|près de|près d['’]|presque|quasiment|"
        "pas loin de|à peine moins de",
        Relation.MORE: "bien plus de|plus de|plus d['’]|au-delà de|supérieure? à|dépasse|"
        "dépassent|dépassant|excède|excédant",
        Relation.LESS: "bien moins de|moins de|moins d['’]|inférieure? à|en deçà de",
        Relation.ABOUT: "environ|quelque|approximativement|à peu près|autour de|aux alentours de|"
        "de l['’]ordre de|avoisine|avoisinant|une estimation de",
    },
    after={
        Relation.AT_LEAST: "ou plus|au moins|au minimum",
        Relation.AT_MOST: "ou moins|au plus|au maximum|tout au plus",
        Relation.ABOUT: "environ|à peu près",
    },
    scales=(
        ("cents?", 10**2),
        ("mille|milliers?", 10**3),
        ("millions?", 10**6),
        ("milliards?", 10**9),
        ("billions?", 10**12),
    ),
    numbers=(
        ("un demi|demi", "0.5"),
        ("une?", "1"),
        ("deux", "2"),
        ("trois", "3"),
        ("quatre", "4"),
        ("cinq", "5"),
        ("six", "6"),
        ("sept", "7"),
        ("huit", "8"),
        ("neuf", "9"),
        ("dix", "10"),
        ("vingt", "20"),
        ("trente", "30"),
        ("quarante", "40"),
        ("cinquante", "50"),
        ("soixante", "60"),
        ("soixante-dix", "70"),
        ("quatre-vingts?", "80"),
        ("cent", "100"),
        ("deux cents", "200"),
    ),
    orders=(
        ("centaines de milliards", 11, 12),
        ("dizaines de milliards", 10, 11),
        ("(?<!de\\s)des milliards", 9, 12),
        ("centaines de millions", 8, 9),
        ("dizaines de millions", 7, 8),
        ("(?<!de\\s)des millions|plusieurs millions", 6, 9),
        ("centaines de milliers", 5, 6),
        ("dizaines de milliers", 4, 5),
        ("(?<!de\\s)des milliers|plusieurs milliers", 3, 6),
        ("(?<!de\\s)des centaines(?! de mil)|plusieurs centaines(?! de mil)", 2, 3),
    ),
    shares=(
        ("deux tiers", "2/3"),
        ("trois quarts", "3/4"),
        ("deux cinquièmes", "2/5"),
        ("trois cinquièmes", "3/5"),
        ("quatre cinquièmes", "4/5"),
        ("(?:la |une )?moitié", "1/2"),
        ("(?:un|le) tiers(?! pays| État)", "1/3"),
        ("(?:un|le) quart", "1/4"),
        ("(?:un|le) cinquième", "1/5"),
        ("(?:un|le) dixième", "1/10"),
    ),
    one_in=("(?P<m>{small})(?: \\w+)? sur (?P<n>{small})",),
    times=(
        ("doublée?s?|doublement|deux fois plus", "2"),
        ("triplée?s?|triplement|trois fois plus", "3"),
        ("quadruplée?s?|quatre fois plus", "4"),
        ("quintuplée?s?|cinq fois plus", "5"),
        ("décuplée?s?|dix fois plus", "10"),
        ("diminuée?s? de moitié|réduite?s? de moitié|deux fois moins", "1/2"),
    ),
    percent="pour cent|pour 100|points? de pourcentage",
    of="de|des|du|parmi",
    joins="à",
    starts="de|d['’]",
    between=("entre", "et"),
    references="articles?|art\\.|paragraphes?|par\\.|résolutions?|conventions?|protocoles?|décisions?|"
    "sections?|chapitres?|objectifs?|cibles?|annexes?|pages?|p\\.|notes?|numéros?|n[°º]|n[°º]s|"
    "recommandations?|règlements?|ODD|principes?|points?|tableaux?|loi",
    per="pour|sur",
    spoken={
        "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8, "neuf": 9, "dix": 10, "vingt": 20, "trente": 30, "cent": 100,
    },
)  # fmt: skip
SPANISH = Lexicon(
    before={
        Relation.AT_LEAST: "al menos|por lo menos|como mínimo|no menos de|un mínimo de",
        Relation.AT_MOST: "hasta|como máximo|a lo sumo|no más de|un máximo de",
        Relation.JUST_OVER: "poco más de|algo más de|ligeramente superior a",
        Relation.NEARLY: "poco menos de|algo menos de|casi|cerca de|prácticamente",
        Relation.MORE: "bastante más de|más de|superior a|superiores a|por encima de|supera|superan|"
        "superó|superaron|excede|exceden",
        Relation.LESS: "menos de|inferior a|inferiores a|por debajo de",
        Relation.ABOUT: "alrededor de|unos|unas|aproximadamente|en torno a|cerca de los|"
        "del orden de|se estima en|una estimación de",
    },
    after={
        Relation.AT_LEAST: "o más|como mínimo|por lo menos|al menos",
        Relation.AT_MOST: "o menos|como máximo|a lo sumo",
        Relation.ABOUT: "aproximadamente|más o menos",
    },
    scales=(
        ("mil millones", 10**9),
        ("mil", 10**3),
        ("mill[oó]n|millones", 10**6),
        ("bill[oó]n|billones", 10**12),
        ("cient?o?s", 10**2),
    ),
    numbers=(
        ("medio", "0.5"),
        ("un cuarto de", "0.25"),
        ("un|una|uno", "1"),
        ("dos", "2"),
        ("tres", "3"),
        ("cuatro", "4"),
        ("cinco", "5"),
        ("seis", "6"),
        ("siete", "7"),
        ("ocho", "8"),
        ("nueve", "9"),
        ("diez", "10"),
        ("veinte", "20"),
        ("treinta", "30"),
        ("cuarenta", "40"),
        ("cincuenta", "50"),
        ("cien", "100"),
        ("doscient[oa]s", "200"),
    ),
    orders=(
        ("(?:centenares|cientos) de miles de millones", 11, 12),
        ("(?:decenas) de miles de millones", 10, 11),
        ("miles de millones", 9, 12),
        ("(?:centenares|cientos) de millones", 8, 9),
        ("decenas de millones", 7, 8),
        ("(?<!mil\\s)(?<!de\\s)millones de (?:personas|migrantes|refugiad|trabajador|niñ|mujer)\\w*", 6, 9),
        ("(?:centenares|cientos) de miles", 5, 6),
        ("decenas de miles", 4, 5),
        ("(?<!de\\s)miles de", 3, 6),
        ("(?:centenares|cientos) de(?! mil)", 2, 3),
    ),
    shares=(
        ("dos tercios|dos terceras partes", "2/3"),
        ("tres cuartos|tres cuartas partes", "3/4"),
        ("dos quintos|dos quintas partes", "2/5"),
        ("tres quintos|tres quintas partes", "3/5"),
        ("cuatro quintos|cuatro quintas partes", "4/5"),
        ("(?:la )?mitad", "1/2"),
        ("un tercio|(?:la|una) tercera parte", "1/3"),
        ("un cuarto(?! de mill)|(?:la|una) cuarta parte", "1/4"),
        ("un quinto|(?:la|una) quinta parte", "1/5"),
        ("un décimo|(?:la|una) décima parte", "1/10"),
    ),
    one_in=("(?P<m>{small})(?: \\w+)? de cada (?P<n>{small})",),
    times=(
        ("duplicado|duplicada|duplicó|duplicaron|duplicarse|el doble", "2"),
        ("triplicado|triplicada|triplicó|triplicaron|el triple", "3"),
        ("cuadruplicado|cuadruplicó|cuadruplicaron|el cuádruple", "4"),
        ("quintuplicado|quintuplicó|quintuplicaron", "5"),
        ("reducido a la mitad|redujo a la mitad", "1/2"),
    ),
    percent="por ciento|por 100|puntos? porcentuale?s?",
    of="de|del|entre",
    joins="a",
    starts="de|desde",
    between=("entre", "y"),
    references="artículos?|art\\.|párrafos?|párr\\.|resolución|resoluciones|convenios?|convención|"
    "protocolos?|decisión|secciones|sección|capítulos?|objetivos?|metas?|anexos?|páginas?|pág\\.|"
    "notas?|números?|núm\\.|n[°º]|recomendación|reglamento|ODS|principios?|cuadros?|ley",
    per="por|por cada|de cada",
    spoken={
        "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6,
        "siete": 7, "ocho": 8, "nueve": 9, "diez": 10, "veinte": 20, "treinta": 30, "cien": 100,
    },
)  # fmt: skip
ARABIC = Lexicon(
    before={
        Relation.AT_LEAST: "ما لا يقل عن|بما لا يقل عن|لا يقل عن|لا تقل عن|على الأقل",
        Relation.AT_MOST: "ما لا يزيد على|ما لا يزيد عن|ما لا يتجاوز|لا يتجاوز|ما يصل إلى|"
        "يصل إلى|على الأكثر",
        Relation.JUST_OVER: "ما يزيد قليلا على|أكثر قليلا من",
        Relation.NEARLY: "ما يقرب من|ما يقارب|يقارب|قرابة|أقل بقليل من",
        Relation.MORE: "أكثر من|ما يزيد على|ما يزيد عن|يزيد على|يزيد عن|تزيد على|يتجاوز|تجاوز|"
        "ما يتجاوز|يفوق|ما يربو على",
        Relation.LESS: "أقل من|ما يقل عن|يقل عن|دون",
        Relation.ABOUT: "نحو|حوالي|زهاء|تقريبا|ما يناهز|في حدود",
    },
    after={
        Relation.AT_LEAST: "على الأقل|أو أكثر|فأكثر",
        Relation.AT_MOST: "على الأكثر|أو أقل|فأقل",
        Relation.ABOUT: "تقريبا|تقريباً",
    },
    scales=(
        ("ألف|ألفا|ألفاً|آلاف", 10**3),
        ("مليون|مليونا|مليوناً|ملايين", 10**6),
        ("مليار|مليارا|ملياراً|مليارات|بليون|بليونا|بلايين", 10**9),
    ),
    numbers=(("نصف", "0.5"), ("ربع", "0.25"), ("مئة|مائة", "100")),
    orders=(
        ("مئات الملايين", 8, 9),
        ("عشرات الملايين", 7, 8),
        ("مئات الآلاف", 5, 6),
        ("عشرات الآلاف", 4, 5),
        ("الملايين من|ملايين الأشخاص|ملايين المهاجرين|ملايين اللاجئين|ملايين الناس", 6, 9),
        ("الآلاف من|آلاف الأشخاص|آلاف المهاجرين|آلاف اللاجئين|آلاف الناس", 3, 6),
    ),
    shares=(
        ("ثلثا|ثلثي|الثلثين|الثلثان", "2/3"),
        ("ثلاثة أرباع", "3/4"),
        ("ثلاثة أخماس", "3/5"),
        ("أربعة أخماس", "4/5"),
        ("نصف(?! مليون| مليار| سنوي| السنة)", "1/2"),
        ("ثلث", "1/3"),
        ("ربع(?! مليون| مليار)", "1/4"),
        ("خمس(?= عدد| مجموع| السكان| المهاجرين| اللاجئين)", "1/5"),
        ("عشر(?= عدد| مجموع| السكان| المهاجرين| اللاجئين)", "1/10"),
    ),
    one_in=("(?P<m>واحد|واحدة|شخص|شخص واحد|مهاجر|مهاجر واحد|[0-9]+) من (?:بين )?كل (?P<n>{small})",),
    times=(
        ("تضاعف|تضاعفت|يتضاعف|ضعفين", "2"),
        ("ثلاثة أضعاف", "3"),
        ("أربعة أضعاف", "4"),
        ("خمسة أضعاف", "5"),
        ("عشرة أضعاف", "10"),
    ),
    percent="في المائة|في المئة|بالمائة|بالمئة",
    of="من|بين|عدد|مجموع",
    joins="إلى",
    starts="من",
    between=("بين|ما بين", "و"),
    references="المادة|المواد|الفقرة|الفقرات|القرار|قرار|الاتفاقية|اتفاقية|رقم|الهدف|الغاية|المرفق|"
    "الصفحة|البند|التوصية|المبدأ|الجدول|الفصل",
    per="لكل|من كل",
    attached="و|ف|ب|ل|",
    spoken={
        "واحد": 1, "واحدة": 1, "شخص": 1, "شخص واحد": 1, "مهاجر": 1, "مهاجر واحد": 1, "اثنين": 2,
        "ثلاثة": 3, "أربعة": 4, "خمسة": 5, "ستة": 6, "سبعة": 7, "ثمانية": 8, "تسعة": 9, "عشرة": 10,
        "عشرين": 20, "ثلاثين": 30, "مئة": 100, "مائة": 100,
    },
)  # fmt: skip
RUSSIAN = Lexicon(
    before={
        Relation.AT_LEAST: "по меньшей мере|по крайней мере|не менее|не меньше|как минимум|минимум",
        Relation.AT_MOST: "не более|не больше|не свыше|максимум|до",
        Relation.JUST_OVER: "чуть более|чуть больше|немногим более|немногим больше",
        Relation.NEARLY: "чуть менее|чуть меньше|немногим менее|почти|едва ли не",
        Relation.MORE: "более чем|более|больше|свыше|превыша(?:ет|ют|л|ло|ла|ли)|превысил[аои]?",
        Relation.LESS: "менее чем|менее|меньше|ниже",
        Relation.ABOUT: "около|примерно|приблизительно|порядка|ориентировочно|где-то",
    },
    after={
        Relation.AT_LEAST: "или более|и более|или больше",
        Relation.AT_MOST: "или менее|и менее|или меньше",
        Relation.ABOUT: "примерно|приблизительно",
    },
    scales=(
        ("тыс\\.?|тысяч[аиу]?", 10**3),
        ("млн\\.?|миллион(?:а|ов)?", 10**6),
        ("млрд\\.?|миллиард(?:а|ов)?", 10**9),
        ("трлн\\.?|триллион(?:а|ов)?", 10**12),
    ),
    numbers=(
        ("полтора|полутора", "1.5"),
        ("пол", "0.5"),
        ("один|одна|одного", "1"),
        ("два|две|двух", "2"),
        ("три|трех|трёх", "3"),
        ("четыре|четырех|четырёх", "4"),
        ("пять|пяти", "5"),
        ("десять|десяти", "10"),
        ("двадцать|двадцати", "20"),
        ("сто|ста", "100"),
    ),
    orders=(
        ("сотн(?:и|ями|ях|ям) миллионов", 8, 9),
        ("десятк(?:и|ами|ах|ам) миллионов", 7, 8),
        ("(?<!сотни\\s)(?<!десятки\\s)миллион(?:ы|ами|ах|ам)", 6, 9),
        ("сотн(?:и|ями|ях|ям) тысяч", 5, 6),
        ("десятк(?:и|ами|ах|ам) тысяч", 4, 5),
        ("тысяч(?:ами|ах|ам)|тысячи (?=людей|мигрант|бежен|человек)", 3, 6),
    ),
    shares=(
        ("две трети|двух третей", "2/3"),
        ("три четверти|трех четвертей|трёх четвертей", "3/4"),
        ("половин(?:а|ы|у|ой|е)", "1/2"),
        ("одна треть|треть|одной трети", "1/3"),
        ("четверть|одна четверть|одной четверти", "1/4"),
        ("одна пятая|одной пятой|пятая часть", "1/5"),
        ("одна десятая|одной десятой|десятая часть", "1/10"),
    ),
    one_in=(
        "(?P<m>{small})(?: \\w+)? (?:из|на)(?: каждых| каждые)? (?P<n>{small})",
        "кажд(?:ый|ая|ое|ого|ой) (?P<n>втор(?:ой|ая|ого)|трет(?:ий|ья|ьего|ьей)|четв[её]рт(?:ый|ая)|"
        "пят(?:ый|ая)|десят(?:ый|ая))",
    ),
    times=(
        ("удвои(?:лось|лся|лась|лись)|вдвое больше|в два раза больше", "2"),
        ("утрои(?:лось|лся|лась|лись)|втрое больше|в три раза больше", "3"),
        ("вдвое меньше|в два раза меньше|сократил(?:ось|ся|ась|ись) вдвое", "1/2"),
    ),
    percent="процент(?:а|ов)?|процентн(?:ых|ого) пункт(?:а|ов)",
    of="от|из|всех",
    joins="до",
    starts="с|со",
    between=("между", "и"),
    references="стат(?:ья|ьи|ье|ей|ью)|ст\\.|пункт(?:а|ы|е|ом)?|п\\.|резолюци(?:я|и|ю|ей)|"
    "конвенци(?:я|и|ю|ей)|протокол(?:а|ы|ом)?|решени(?:е|я|ю|ем)|раздел(?:а|е)?|цел(?:ь|и|ью)|"
    "задач(?:а|и|у)|приложени(?:е|я|и)|стр\\.|№|рекомендаци(?:я|и|ю)|таблиц(?:а|ы|е)|закон(?:а|у|ом)?",
    per="на|на каждые",
    spoken={
        "один": 1, "одна": 1, "одного": 1, "каждый": 1, "два": 2, "двух": 2, "три": 3, "трех": 3,
        "трёх": 3, "четырех": 4, "четырёх": 4, "пять": 5, "пяти": 5, "десять": 10, "десяти": 10,
        "двадцати": 20, "тридцати": 30, "ста": 100, "второй": 2, "вторая": 2, "второго": 2,
        "третий": 3, "третья": 3, "третьего": 3, "третьей": 3, "четвертый": 4, "четвертая": 4,
        "четвёртый": 4, "четвёртая": 4, "пятый": 5, "пятая": 5, "десятый": 10, "десятая": 10,
    },
)  # fmt: skip
CHINESE = Lexicon(
    before={
        Relation.AT_LEAST: "至少|不少于|不低于|最少",
        Relation.AT_MOST: "多达|最多|至多|不超过|不多于|高达",
        Relation.JUST_OVER: "略多于|略高于|刚刚超过|刚超过",
        Relation.NEARLY: "将近|接近|几乎|(?<![最附将接])近|略低于|略少于",
        Relation.MORE: "超过|多于|高于|逾|大于",
        Relation.LESS: "不到|少于|低于|不足|小于",
        Relation.ABOUT: "大约|大概|(?<![公条大])约|(?<![公条大])约为|估计",
    },
    after={
        Relation.AT_LEAST: "以上|或以上|或更多",
        Relation.AT_MOST: "以下|或以下|以内",
        Relation.MORE: "多|余",
        Relation.ABOUT: "左右|上下",
    },
    scales=(
        ("千万", 10**7),
        ("百万", 10**6),
        ("万亿", 10**12),
        ("十亿", 10**9),
        ("亿", 10**8),
        ("万", 10**4),
        ("千", 10**3),
    ),
    numbers=(
        ("一", "1"),
        ("两|二", "2"),
        ("三", "3"),
        ("四", "4"),
        ("五", "5"),
        ("六", "6"),
        ("七", "7"),
        ("八", "8"),
        ("九", "9"),
        ("十", "10"),
        ("半", "0.5"),
    ),
    orders=(
        ("数亿|几亿", 8, 9),
        ("数千万|几千万", 7, 8),
        ("数百万|几百万", 6, 7),
        ("数十万|几十万", 5, 6),
        ("数万|几万|成千上万", 4, 5),
        ("数千|几千", 3, 4),
    ),
    shares=(
        ("三分之二", "2/3"),
        ("四分之三", "3/4"),
        ("五分之二", "2/5"),
        ("五分之三", "3/5"),
        ("五分之四", "4/5"),
        ("一半|半数|二分之一", "1/2"),
        ("三分之一", "1/3"),
        ("四分之一", "1/4"),
        ("五分之一", "1/5"),
        ("十分之一", "1/10"),
    ),
    one_in=("每\\s*(?P<n>{small})\\s*[名个位]?人中(?:就|便)?有\\s*(?P<m>{small})",),
    times=(
        ("翻了一番|翻一番|增加了一倍|增加一倍|增长了一倍", "2"),
        ("增加了两倍|翻了两番", "3"),
        ("减少了一半|减半", "1/2"),
    ),
    percent="个百分点",
    of="的|占",
    joins="至|到",
    starts="从|由",
    between=("介于", "和|与"),
    references="第|目标|公约|决议",
    per="每",
    bounded=False,
    spoken={
        "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
        "十": 10, "二十": 20, "三十": 30,
    },
)  # fmt: skip

LEXICONS = {
    "en": ENGLISH,
    "fr": FRENCH,
    "es": SPANISH,
    "ar": ARABIC,
    "ru": RUSSIAN,
    "zh": CHINESE,
}


@dataclass(frozen=True)
class Patterns:
    """A lexicon compiled. `before` and `after` hold one group a relation, named by the relation."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    scale: re.Pattern[str]
    scales: tuple[tuple[re.Pattern[str], int], ...]
    worded: re.Pattern[str]
    numbers: tuple[tuple[re.Pattern[str], Decimal], ...]
    orders: tuple[tuple[re.Pattern[str], int, int], ...]
    shares: tuple[tuple[re.Pattern[str], Decimal], ...]
    one_in: tuple[re.Pattern[str], ...]
    times: tuple[tuple[re.Pattern[str], Decimal], ...]
    percent: re.Pattern[str]
    whole: re.Pattern[str]
    joins: re.Pattern[str]
    starts: re.Pattern[str]
    between: re.Pattern[str]
    pairs: re.Pattern[str]
    references: re.Pattern[str]
    listed: re.Pattern[str]
    per: re.Pattern[str]
    spoken: dict[str, int]


MONEY = r"(?:(?:US|CHF|USD|EUR)?\s*[$€]?\s*)"


@lru_cache(maxsize=8)
def patterns(lang: str) -> Patterns:
    """The patterns of a language."""
    words = LEXICONS[lang]
    around = words.pattern
    scale = "|".join(pattern for pattern, _ in words.scales)
    numbers = "|".join(pattern for pattern, _ in words.numbers)
    small = "|".join(["[0-9]{1,4}", *sorted(words.spoken, key=len, reverse=True)])
    gap = r"\s+" if words.bounded else r"\s*"
    return Patterns(
        before=compiled(f"{named(words, words.before)}{elided(words)}{MONEY}$"),
        after=compiled(rf"\s*{'' if words.bounded else '[人名个位]?'}{named(words, words.after)}"),
        scale=compiled(rf"\s*(?P<odd>[多余])?(?P<scale>{scale})(?![^\W_])" if words.bounded
                       else rf"\s*(?P<odd>[多余])?(?P<scale>{scale})"),
        scales=tuple((compiled(pattern), factor) for pattern, factor in words.scales),
        worded=compiled(around(f"(?P<number>{numbers})") + rf"{gap}(?P<scale>{scale})"
                        + (r"(?![^\W_])" if words.bounded else "")),
        numbers=tuple((compiled(pattern), Decimal(value)) for pattern, value in words.numbers),
        orders=tuple((compiled(around(p)), low, high) for p, low, high in words.orders),
        shares=tuple((compiled(around(p)), part(value)) for p, value in words.shares),
        one_in=tuple(compiled(around(p.replace("{small}", f"(?:{small})"))) for p in words.one_in),
        times=tuple((compiled(around(p)), part(value)) for p, value in words.times),
        percent=compiled(rf"\s*(?:[%٪％]|(?:{words.percent.replace(' ', BLANK)})"
                         + (r"(?![^\W_]))" if words.bounded else ")")),
        whole=compiled(rf"\s*(?:{words.of})\s*(?:[^\W\d_]+\s+){{0,3}}$"),
        joins=compiled(rf"\s*(?:[-–—~～]|{around(words.joins)})\s*"),
        starts=compiled(rf"{around(words.starts)}{MONEY}$"),
        between=compiled(rf"{around(words.between[0])}{MONEY}$"),
        pairs=compiled(rf"\s*(?<![^\W_])(?:{words.between[1]})\s*"),
        references=compiled(rf"(?<![^\W_])(?:{words.references})(?:\s|\(|no\.|n[°º])*$"),
        listed=compiled(
            rf"(?<![^\W_])(?:{words.references})\s*[0-9]{{1,3}}(?:[\s,،、;]|[0-9]{{1,3}}|{words.between[1]})*$"
        ),
        per=compiled(rf"{around(words.per)}\s*$"),
        spoken=words.spoken,
    )  # fmt: skip


BLANK = r"\s+"


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern that asks neither for capitals nor for one kind of blank."""
    return re.compile(pattern.replace(" ", BLANK), re.IGNORECASE)


def named(words: Lexicon, relations: dict[Relation, str]) -> str:
    """One alternative a relation, each a group of its name."""
    alternatives = (
        f"(?P<{relation.name}>{words.pattern(pattern)})" for relation, pattern in relations.items()
    )
    return f"(?:{'|'.join(alternatives)})"


def elided(words: Lexicon) -> str:
    """What stands between a qualifier and its number: blanks, and what an estimate adds."""
    if words is ENGLISH:
        return r"\s*(?:the\s+|an\s+estimated\s+|estimated\s+|a\s+total\s+of\s+)?"
    return r"\s*"


def part(text: str) -> Decimal:
    """A fraction as a decimal."""
    above, _, below = text.partition("/")
    return Decimal(above) / Decimal(below or 1)
