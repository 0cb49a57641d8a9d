"""What people of a place are called, made from the name of the place by the habits of a language.

Made forms are asked for only where no name matches, and a form that several places would share
goes to the one whose name it is nearest to. What no habit makes stands in `IRREGULAR`.
"""

from __future__ import annotations

from collections.abc import Iterator

_ENGLISH = ("ese", "ian", "an", "n", "i", "ean")
_FRENCH = "ais aise ois oise ien ienne en enne n nne ain aine an ane in ine i ie".split()
_SPANISH = "es esa eses esas ano ana eno ena i ense o a".split()
# As folded: the short i is an i.
_RUSSIAN = "ец цы цев ка ки скии ские ских ицы ицев иискии ииские ииских".split()

IRREGULAR: dict[str, str] = {
    "AFG": "afghan afghane afgano afgana афганец афганцы афганцев афганский афганские",
    "BFA": "burkinabe burkinabè burkinais буркинийцы",
    "BGD": "bangladeshi bangladais bangladesi бангладешцы",
    "CAF": "centrafricain centrafricaine centroafricano",
    "CHE": "swiss suisse suizo suiza швейцарцы",
    "CHN": "chinese chinois chinoise chino китаец китайцы китайский",
    "CIV": "ivorian ivoirien ivoirienne marfileño ивуарийцы",
    "COD": "congolese congolais congolaise congoleño конголезец конголезцы конголезские",
    "DEU": "german germans allemand allemande alemán alemana немец немцы немецкий",
    "DNK": "danish dane danois danés датчане",
    "DOM": "dominican dominicain dominicano",
    "ECU": "ecuadorian équatorien ecuatoriano эквадорцы",
    "ESP": "spanish espagnol espagnole español española испанец испанцы",
    "ETH": "ethiopian éthiopien etíope эфиоп эфиопы эфиопские",
    "FRA": "french français française francés francesa француз французы французский",
    "GBR": "british britannique británico британец британцы британский",
    "GRC": "greek grec grecque griego griega грек греки греческий",
    "GTM": "guatemalan guatémaltèque guatemalteco гватемальцы",
    "HUN": "hungarian hongrois húngaro венгр венгры",
    "IND": "indian indien indienne indio indien индиец индийцы",
    "IRL": "irish irlandais irlandés ирландцы",
    "IRN": "iranian iranien iranienne iraní иранец иранцы иранские",
    "IRQ": "iraqi irakien irakienne iraquí иракец иракцы иракские",
    "ISR": "israeli israélien israelí израильтяне",
    "ITA": "italian italien italiano итальянец итальянцы",
    "JOR": "jordanian jordanien jordano иорданец иорданцы",
    "JPN": "japanese japonais japonés японец японцы",
    "LAO": "lao laotian laotien laosiano лаосцы",
    "LBN": "lebanese libanais libanaise libanés ливанец ливанцы ливанские",
    "MAR": "moroccan marocain marocaine marroquí марокканец марокканцы",
    "MDG": "malagasy malgache мальгаш",
    "MEX": "mexican mexicain mexicano мексиканец мексиканцы",
    "MMR": "burmese birman birmane birmano myanmarese бирманец бирманцы",
    "NER": "nigerien nigérien nigérienne nigerino нигерец нигерцы",
    "NGA": "nigerian nigérian nigériane nigeriano нигериец нигерийцы",
    "NLD": "dutch néerlandais holandés neerlandés голландцы",
    "NPL": "nepali nepalese népalais nepalí непальцы",
    "PAK": "pakistani pakistanais pakistaní пакистанец пакистанцы",
    "PHL": "filipino filipina philippin philippine филиппинец филиппинцы",
    "POL": "polish pole polonais polaco поляк поляки польские",
    "PRT": "portuguese portugais portugués португальцы",
    "PSE": "palestinian palestinien palestinienne palestino палестинец палестинцы палестинские",
    "ROU": "romanian roumain rumano румын румыны",
    "RUS": "russian russe ruso rusa русский россиянин россияне российский",
    "SLV": "salvadoran salvadorian salvadorien salvadoreño сальвадорцы",
    "SOM": "somali somalian somalien somalí сомалиец сомалийцы",
    "SWE": "swedish swede suédois sueco швед шведы",
    "SYR": "syrian syrien syrienne sirio siria сириец сирийцы сирийский سوريين سوريون",
    "THA": "thai thaïlandais tailandés таец тайцы",
    "TUR": "turkish turk turc turque turco турок турки турецкий أتراك",
    "UKR": "ukrainian ukrainien ukrainienne ucraniano украинец украинцы украинские",
    "USA": "american américain américaine estadounidense американец американцы أمريكيين",
    "VEN": "venezuelan vénézuélien vénézuélienne venezolano венесуэлец венесуэльцы",
    "VNM": "vietnamese vietnamien vietnamita вьетнамец вьетнамцы",
    "YEM": "yemeni yéménite yemení йеменец йеменцы",
}
"""What no habit makes, or makes of another place's name as well."""


def made(name: str, lang: str) -> Iterator[tuple[int, str]]:
    """How far from the folded name, and a form that the language may make of it.

    The last word takes the ending: South Sudanese. Chinese and Arabic need nothing here: one adds
    a word, the other an ending that stems lose.
    """
    before, _, last = name.rpartition(" ")
    if len(last) < 4:
        return
    for cost, form in _forms(last, lang):
        yield cost, f"{before} {form}".strip()


def _forms(word: str, lang: str) -> Iterator[tuple[int, str]]:
    endings = {"en": _ENGLISH, "fr": _FRENCH, "es": _SPANISH, "ru": _RUSSIAN}.get(lang, ())
    for stump in _stumps(word, lang):
        for ending in endings:
            yield len(word) - len(stump) + len(ending), stump + ending


def _stumps(word: str, lang: str) -> Iterator[str]:
    yield word
    vowels = "аяоеиыь" if lang == "ru" else "aeiouy"
    for length in (1, 2):
        if all(char in vowels for char in word[-length:]) and len(word) - length >= 3:
            yield word[:-length]
    tail = {"en": "istan", "fr": "istan", "es": "istan", "ru": "истан"}.get(lang, "-")
    if word.endswith(tail) and len(word) > len(tail) + 3:
        yield word.removesuffix(tail)
