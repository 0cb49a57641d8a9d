"""Names of the activity standard: which element goes where, and which words name a target group."""

from __future__ import annotations

import re
from typing import Final

TAKEN: Final = {
    "iati-identifier": "identifier",
    "reporting-org": "reporter, reporter_name, agency, secondary",
    "title": "title, language",
    "description": "description, target_groups",
    "participating-org": "partners",
    "other-identifier": "aliases",
    "activity-status": "status",
    "activity-date": "the six dates",
    "activity-scope": "scope",
    "recipient-country": "places",
    "recipient-region": "places",
    "location": "admin",
    "sector": "sectors",
    "budget": "budgets",
    "transaction": "transactions",
    "related-activity": "related",
}
"""Children of an activity that are read, and the columns of the contract they stand in."""

LEFT: Final = {
    "contact-info": "how to reach the reporter",
    "tag": "read by no column yet",
    "country-budget-items": "the partner government's own budget lines",
    "humanitarian-scope": "emergencies and appeals; read by no column yet",
    "policy-marker": "policy objectives; read by no column yet",
    "collaboration-type": "terms of finance",
    "default-flow-type": "terms of finance",
    "default-finance-type": "terms of finance",
    "default-aid-type": "terms of finance",
    "default-tied-status": "terms of finance",
    "planned-disbursement": "money to come",
    "capital-spend": "terms of finance",
    "document-link": "addresses of documents",
    "legacy-data": "fields of the reporter's own system",
    "conditions": "conditions of the grant",
    "result": "results and indicators",
    "crs-add": "additions for OECD reporting",
    "fss": "additions for OECD reporting",
}
"""Children of an activity that stay in the column `xml` alone, and what they are."""

TARGET_GROUPS: Final = {
    group: re.compile(rf"\b(?:{words})\b")
    for group, words in {
        "refugees": r"refugees?",
        "asylum-seekers": r"asylum[- ]seekers?",
        "internally displaced": r"internally displaced|idps?",
        "displaced": r"(?<!internally )displaced",
        "returnees": r"returnees?|returning migrants?",
        "stateless": r"stateless(?:ness)?",
        "migrants": r"migrants?|migrant workers?",
        "victims of trafficking": r"(?:victims?|survivors?) of (?:human )?trafficking|trafficked",
        "host communities": r"host(?:ing)? (?:communities|community|populations?)",
        "unaccompanied children": r"unaccompanied (?:and separated )?(?:children|minors?)",
        "diaspora": r"diasporas?",
    }.items()
}
"""Words by which a description of target groups names a group, in English."""
