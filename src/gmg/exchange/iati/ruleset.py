"""The rules of IATI 2.03 beyond the schema: one small pure function each over an opened activity.

Source: the ruleset of the standard, https://iatistandard.org/en/iati-standard/203/rulesets/standard-ruleset/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from gmg.exchange.iati.remark import Level
from gmg.exchange.iati.survey import Survey
from gmg.sources.forms.iati import (
    LANG,
    OWN_VOCABULARIES,
    Element,
    Stated,
    Unreadable,
    all_text,
    day_of,
)

WHOLE = Decimal(100)
ROUNDING = Decimal("0.01")
"""How far percentages may miss 100 by having been rounded."""
OTHERS_WITH_CODES = ("policy-marker", "tag", "recipient-region")
BLANK = " \t\r\n"
FORBIDDEN = re.compile(r"[/&|?]")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that an activity breaks: at which element, in which words, and what to do."""

    at: Element
    message: str
    to_do: str


Check = Callable[[Stated, date], Iterable[Broken]]
Idle = Callable[[Survey, date], bool]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with its name in reports and how bad it is to break it.

    `idle` says of many activities at once that none of them can break it; it may miss, never mislead.
    """

    name: str
    level: Level
    check: Check
    idle: Idle | None = None

    @property
    def says(self) -> str:
        """What the rule asks, in one sentence."""
        return (self.check.__doc__ or "").strip().splitlines()[0]


def start_date(activity: Stated, _today: date) -> Iterator[Broken]:
    """There is a planned start (type 1) or an actual start (type 2)."""
    if not any(item.get("type") in ("1", "2") for item in activity.all("activity-date")):
        yield Broken(
            activity.element,
            "no date of type 1 (planned start) or 2 (actual start)",
            "add an activity-date of type 1 or 2",
        )


def sector_stated(activity: Stated, _today: date) -> Iterator[Broken]:
    """A sector stands on the activity, or on every transaction."""
    if activity.all("sector"):
        return
    transactions = activity.all("transaction")
    without = [item for item in transactions if item.find("sector") is None]
    if not transactions:
        yield Broken(activity.element, "no sector", "add a sector with its vocabulary")
    elif without:
        yield Broken(
            without[0],
            f"no sector on the activity, and none on {len(without)} of {len(transactions)} transactions",
            "state sectors on the activity, or on every transaction",
        )


def sector_once(activity: Stated, _today: date) -> Iterator[Broken]:
    """Sectors stand on the activity or on its transactions, not on both."""
    if not activity.all("sector"):
        return
    twice = [item for item in activity.all("transaction") if item.find("sector") is not None]
    if twice:
        yield Broken(
            twice[0],
            f"sectors stand on the activity and on {len(twice)} transactions",
            "keep them in one of the two places",
        )


def place_stated(activity: Stated, _today: date) -> Iterator[Broken]:
    """A country or region stands on the activity, or on every transaction."""
    if activity.all("recipient-country") or activity.all("recipient-region"):
        return
    transactions = activity.all("transaction")
    names = ("recipient-country", "recipient-region")
    if transactions and all(any(True for _ in item.iterchildren(*names)) for item in transactions):
        return
    yield Broken(
        activity.element,
        "no recipient country or region: nobody can find it by place",
        "add recipient-country or recipient-region with percentages",
    )


def place_percentages(activity: Stated, _today: date) -> Iterator[Broken]:
    """Percentages of all countries and regions sum to 100, or those within each vocabulary do."""
    countries = activity.all("recipient-country")
    regions = activity.all("recipient-region")
    together = [*countries, *regions]
    wrong = list(_not_whole(together, "recipient countries and regions")) if together else []
    if not wrong or not regions:
        yield from wrong
        return
    each = _by_vocabulary(regions).values()
    if len(each) < 2 or any(_is_broken([*countries, *items]) for items in each):
        yield from wrong


def _is_broken(items: Sequence[Element]) -> bool:
    return next(iter(_not_whole(items, "")), None) is not None


def sector_percentages(activity: Stated, _today: date) -> Iterator[Broken]:
    """Percentages of the sectors of one vocabulary sum to 100."""
    for vocabulary, items in _by_vocabulary(activity.all("sector")).items():
        yield from _not_whole(items, f"sectors of vocabulary {vocabulary}")


def planned_order(activity: Stated, _today: date) -> Iterator[Broken]:
    """The planned start (1) is not after the planned end (3)."""
    yield from _backwards(activity, "1", "3", "planned")


def actual_order(activity: Stated, _today: date) -> Iterator[Broken]:
    """The actual start (2) is not after the actual end (4)."""
    yield from _backwards(activity, "2", "4", "actual")


def actual_dates_past(activity: Stated, today: date) -> Iterator[Broken]:
    """Actual dates (types 2 and 4) are not in the future."""
    for item in activity.all("activity-date"):
        if item.get("type") in ("2", "4"):
            yield from _in_future(item, today, "actual date")


def transaction_dates_past(activity: Stated, today: date) -> Iterator[Broken]:
    """Transactions are not in the future."""
    for transaction in activity.all("transaction"):
        for item in transaction.iterchildren("transaction-date"):
            yield from _in_future(item, today, "transaction")


def budget_period(activity: Stated, _today: date) -> Iterator[Broken]:
    """A budget ends after it begins, and is of one year at most."""
    for budget in activity.all("budget"):
        days = {item.tag: _day(item) for item in budget.iterchildren("period-start", "period-end")}
        start, end = days.get("period-start"), days.get("period-end")
        if start is None or end is None:
            continue
        if end < start:
            yield Broken(
                budget, f"the budget ends on {end}, before it begins on {start}", "mend a date"
            )
        elif end > a_year_after(start):
            yield Broken(
                budget,
                f"the budget runs from {start} to {end}, more than a year",
                "part it into budgets of at most a year",
            )


def budget_not_provided(activity: Stated, _today: date) -> Iterator[Broken]:
    """`budget-not-provided` stands only where there is no budget."""
    if activity.element.get("budget-not-provided") is not None and activity.all("budget"):
        yield Broken(
            activity.element,
            "says that no budget is provided, and has one",
            "take the attribute out",
        )


def currency_known(activity: Stated, _today: date) -> Iterator[Broken]:
    """Every value has a currency, its own or the activity's default."""
    if activity.currency:
        return
    for name in ("budget", "planned-disbursement", "transaction"):
        for item in activity.all(name):
            for value in item.iterchildren("value"):
                if not value.get("currency"):
                    yield Broken(
                        value,
                        "a value without a currency, and the activity has no default",
                        "add @currency, or @default-currency on the activity",
                    )


def language_known(activity: Stated, _today: date) -> Iterator[Broken]:
    """Every narrative has a language, its own or the activity's."""
    if activity.language:
        return
    without = [item for item in activity.element.iter("narrative") if not item.get(LANG)]
    if without:
        yield Broken(
            without[0],
            f"{len(without)} narratives without a language, and the activity states none",
            "add xml:lang on the activity, or on each narrative",
        )


def identifier_signs(activity: Stated, _today: date) -> Iterator[Broken]:
    """Identifiers hold no slash, ampersand, pipe or question mark."""
    for item in activity.all("iati-identifier"):
        if FORBIDDEN.search(item.text or ""):
            yield Broken(
                item,
                f"the identifier {(item.text or '').strip()!r} holds one of / & | ?",
                "the identifier may not change once published: ask the publisher for an other-identifier",
            )
    organisations = (*activity.all("reporting-org"), *activity.all("participating-org"))
    refs = [item.get("ref") or "" for item in organisations]
    if FORBIDDEN.search(" ".join(refs)):
        for item, ref in zip(organisations, refs, strict=True):
            if FORBIDDEN.search(ref):
                yield Broken(
                    item,
                    f"the reference {item.get('ref')!r} holds one of / & | ?",
                    "mend the reference",
                )


def identifier_prefix(activity: Stated, _today: date) -> Iterator[Broken]:
    """The identifier begins with that of the reporter, or with one the reporter had before (B1)."""
    identifier = activity.identifier
    refs = [item.get("ref") for item in activity.all("reporting-org")]
    refs += [
        item.get("ref") for item in activity.all("other-identifier") if item.get("type") == "B1"
    ]
    known = [ref.strip() for ref in refs if ref and ref.strip()]
    if not any(identifier.startswith(f"{ref}-") for ref in known):
        yield Broken(
            next(iter(activity.all("iati-identifier")), activity.element),
            f"the identifier {identifier!r} does not begin with that of its reporter ({', '.join(known)})",
            "begin it with the reporter's identifier and a hyphen, or name the former one (B1)",
        )


def own_codes_named(activity: Stated, _today: date) -> Iterator[Broken]:
    """A sector of the reporter's own vocabulary (98 or 99) comes with a narrative."""
    yield from _unnamed(activity.all("sector"))


def own_codes_named_below(activity: Stated, _today: date) -> Iterator[Broken]:
    """A sector of such a vocabulary on a transaction comes with one too."""
    for transaction in activity.all("transaction"):
        yield from _unnamed(transaction.iterchildren("sector"))


def other_own_codes_named(activity: Stated, _today: date) -> Iterator[Broken]:
    """A marker, tag or region of the reporter's own vocabulary comes with a narrative."""
    for name in OTHERS_WITH_CODES:
        yield from _unnamed(activity.all(name))


def _unnamed(items: Iterable[Element]) -> Iterator[Broken]:
    for item in items:
        if item.get("vocabulary") in OWN_VOCABULARIES and not _named(item):
            yield Broken(
                item,
                f"the {item.tag} {item.get('code')!r} of the reporter's own vocabulary has no name",
                "add a narrative that says what the code means",
            )


def partner_named(activity: Stated, _today: date) -> Iterator[Broken]:
    """A participating organisation has an identifier or a name."""
    for item in activity.all("participating-org"):
        if not item.get("ref") and not _named(item):
            yield Broken(
                item, "an organisation without @ref and without a name", "add one of the two"
            )


def title_said(activity: Stated, _today: date) -> Iterator[Broken]:
    """The title and the description say something."""
    for name in ("title", "description"):
        items = activity.all(name)
        if items and not any(_named(item) for item in items):
            yield Broken(items[0], f"the {name} is empty", f"write a {name}")


def _without(*steps: str) -> Idle:
    """Idle where nothing stands at a path."""
    return lambda survey, _today: not survey.at(*steps)


def _all_past(*steps: str) -> Idle:
    """Idle where every day at a path is written plainly and is not after today."""

    def idle(survey: Survey, today: date) -> bool:
        days = {item.get("iso-date") or "" for item in survey.at(*steps)}
        return all(len(day) == 10 and day <= today.isoformat() for day in days)

    return idle


def _no_own_codes(*names: str) -> Idle:
    """Idle where nothing of these names is of the reporter's own vocabulary."""
    return lambda survey, _today: (
        not any(
            item.get("vocabulary") in OWN_VOCABULARIES for name in names for item in survey.at(name)
        )
    )


RULES: tuple[Rule, ...] = (
    Rule("start-date", "error", start_date),
    Rule("sector-stated", "error", sector_stated),
    Rule("sector-once", "warning", sector_once, _without("transaction", "sector")),
    Rule("place-stated", "warning", place_stated),
    Rule("place-percentages", "error", place_percentages),
    Rule("sector-percentages", "error", sector_percentages),
    Rule("planned-order", "error", planned_order),
    Rule("actual-order", "error", actual_order),
    Rule(
        "actual-dates-past",
        "error",
        actual_dates_past,
        _all_past("activity-date"),
    ),
    Rule(
        "transaction-dates-past",
        "error",
        transaction_dates_past,
        _all_past("transaction", "transaction-date"),
    ),
    Rule("budget-period", "error", budget_period),
    Rule("budget-not-provided", "error", budget_not_provided),
    Rule("currency-known", "error", currency_known),
    Rule("language-known", "error", language_known),
    Rule("identifier-signs", "error", identifier_signs),
    Rule("identifier-prefix", "warning", identifier_prefix),
    Rule("own-codes-named", "error", own_codes_named),
    Rule(
        "own-codes-named-below",
        "error",
        own_codes_named_below,
        _without("transaction", "sector"),
    ),
    Rule(
        "other-own-codes-named", "advice", other_own_codes_named, _no_own_codes(*OTHERS_WITH_CODES)
    ),
    Rule("partner-named", "error", partner_named),
    Rule(
        "title-said",
        "error",
        title_said,
    ),
)


def rules_at_work(survey: Survey, today: date) -> list[Rule]:
    """The rules that an activity of the survey may break, in the order of `RULES`."""
    return [rule for rule in RULES if rule.idle is None or not rule.idle(survey, today)]


def broken(
    activity: Stated, today: date, rules: Iterable[Rule] = RULES
) -> Iterator[tuple[Rule, Broken]]:
    """Every rule that the activity breaks, in their order."""
    for rule in rules:
        for found in rule.check(activity, today):
            yield rule, found


def a_year_after(day: date) -> date:
    """The same day of the next year; 1 March for 29 February."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(month=2, day=28, year=day.year + 1) + timedelta(days=1)


def _day(item: Element) -> date | None:
    """The day, None where there is none that can be read (the row reader says so)."""
    try:
        return day_of(item)
    except Unreadable:
        return None


def _in_future(item: Element, today: date, what: str) -> Iterator[Broken]:
    if (item.get("iso-date") or "") <= today.isoformat():
        return  # days written as the schema asks compare as text
    day = _day(item)
    if day is not None and day > today:
        yield Broken(item, f"the {what} {day} lies after {today}", "mend the date")


def _backwards(activity: Stated, first: str, second: str, name: str) -> Iterator[Broken]:
    kinds = [item.get("type") for item in activity.all("activity-date")]
    if first not in kinds or second not in kinds:
        return
    starts = _days(activity, first)
    ends = _days(activity, second)
    if not starts or not ends:
        return
    (_, start), (at, end) = (
        max(starts, key=lambda pair: pair[1]),
        min(ends, key=lambda pair: pair[1]),
    )
    if start > end:
        yield Broken(
            at, f"the {name} end {end} lies before the {name} start {start}", "mend a date"
        )


def _days(activity: Stated, kind: str) -> list[tuple[Element, date]]:
    return [
        (item, day)
        for item in activity.all("activity-date")
        if item.get("type") == kind and (day := _day(item)) is not None
    ]


def _by_vocabulary(items: Sequence[Element]) -> dict[str, list[Element]]:
    groups: dict[str, list[Element]] = {}
    for item in items:
        groups.setdefault(item.get("vocabulary") or "1", []).append(item)
    return groups


def _not_whole(items: Sequence[Element], name: str) -> Iterator[Broken]:
    """The items where their percentages are not whole; one alone may omit it."""
    written = [item.get("percentage") for item in items]
    if len(items) == 1 and written[0] is None:
        return
    if _plainly_whole(written):
        return
    found = [(item, _decimal(text)) for item, text in zip(items, written, strict=True)]
    without = [item for item, value in found if value is None]
    if without:
        yield Broken(
            without[0],
            f"{len(without)} of {len(items)} {name} have no percentage",
            "state a percentage on each: one alone may omit it",
        )
        return
    outside = [item for item, value in found if value is not None and not 0 <= value <= WHOLE]
    if outside:
        yield Broken(
            outside[0],
            f"{outside[0].get('percentage')} is no percentage of {name}",
            "state a number from 0 to 100",
        )
    total = sum((value for _, value in found if value is not None), Decimal(0))
    if abs(total - WHOLE) > ROUNDING:
        yield Broken(
            items[0],
            f"percentages of {name} sum to {total.normalize():f}, not 100",
            "mend the percentages",
        )


def _plainly_whole(written: Sequence[str | None]) -> bool:
    """True where no exact sum is needed to see that the percentages are whole."""
    if len(written) == 1:
        return written[0] == "100"
    try:
        values = [float(text or "nan") for text in written]
    except ValueError:
        return False
    return min(values) >= 0 and max(values) <= 100 and abs(sum(values) - 100) < 0.005


def _decimal(text: str | None) -> Decimal | None:
    try:
        return None if text is None else Decimal(text.strip())
    except InvalidOperation:
        return None


def _named(item: Element) -> bool:
    if len(item) and item[0].tag == "narrative" and (item[0].text or "").strip(BLANK):
        return True
    return any(
        (narrative.text or "").strip(BLANK) or all_text(narrative)
        for narrative in item.iterchildren("narrative")
    )
