"""The schema asked: what stands where it may not, with XPath, line and plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from gmg.exchange.iati.standard import Kind, Standard

ACTIVITY = re.compile(r"^/iati-activities/iati-activity(?:\[(\d+)\])?")
VALUE_OF_ATTRIBUTE = re.compile(r"Element '([^']+)', attribute '([^']+)': (.*)", re.DOTALL)
OF_ELEMENT = re.compile(r"Element '([^']+)'(?: \[[^\]]*\])?: (.*)", re.DOTALL)
TYPES = {
    "xs:date": "a day like 2024-12-31",
    "xs:dateTime": "a day and time like 2024-12-31T12:00:00Z",
    "xs:decimal": "a number like 1234.5",
    "xs:int": "a whole number",
    "xs:integer": "a whole number",
    "xs:positiveInteger": "a whole number above zero",
    "xs:nonNegativeInteger": "a whole number, zero or more",
    "xs:boolean": "1, 0, true or false",
    "xs:anyURI": "an address (URI)",
    "xs:language": "a code of a language",
    "xs:string": "text",
}


@dataclass(frozen=True, slots=True)
class StructureError:
    """One error of structure. `activity` counts from 0 within the tree; None for the root itself."""

    activity: int | None
    path: str
    line: int
    message: str


def structure_errors(tree: etree._ElementTree, schema: etree.XMLSchema) -> list[StructureError]:
    """What the schema finds wrong in a tree, in document order; nothing for a valid one."""
    if schema.validate(tree):
        return []
    return list(_errors(schema))


def errors_of_file(
    tree: etree._ElementTree, standard: Standard, kind: Kind
) -> list[StructureError]:
    """What is wrong in a file that is parsed whole: of organisations, or of the registry."""
    return structure_errors(tree, standard.schema(kind))


def _errors(schema: etree.XMLSchema) -> Iterator[StructureError]:
    for entry in schema.error_log:  # type: ignore[attr-defined]  # the stubs do not know that it can
        path = entry.path or "/"
        found = ACTIVITY.match(path)
        number = int(found.group(1) or 1) - 1 if found else None
        yield StructureError(number, path, entry.line, plain(entry.message))


def plain(message: str) -> str:
    """A message of libxml2 in plain words; one that is not known stays as it is."""
    of_attribute = VALUE_OF_ATTRIBUTE.match(message)
    if of_attribute:
        name, attribute, rest = of_attribute.groups()
        if rest.startswith("The attribute '"):
            return _of_element(name, rest)
        return f"@{attribute} of <{name}>: {_value(rest)}"
    of_element = OF_ELEMENT.match(message)
    if of_element:
        return _of_element(*of_element.groups())
    return message


def _of_element(name: str, rest: str) -> str:
    element = f"<{name}>"
    if found := re.match(r"The attribute '([^']+)' is required but missing", rest):
        return f"{element} has no @{found.group(1)}"
    if found := re.match(r"The attribute '([^']+)' is not allowed", rest):
        return f"{element} has @{found.group(1)}, which the standard does not know there"
    if found := re.match(r"This element is not expected\.(?: Expected is (.*))?", rest, re.DOTALL):
        return f"{element} may not stand here{_expected(found.group(1))}"
    if found := re.match(r"Missing child element\(s\)\.(?: Expected is (.*))?", rest, re.DOTALL):
        return f"{element} is not complete{_expected(found.group(1))}"
    if "content type is empty" in rest or "Element content is not allowed" in rest:
        return f"{element} may hold nothing"
    if rest.startswith("Character content"):
        return f"{element} holds text where only elements may stand"
    if rest.startswith("No matching global declaration"):
        return f"{element} is not known to the standard"
    return f"{element}: {_value(rest)}"


def _expected(names: str | None) -> str:
    if not names:
        return "; nothing more may follow"
    found = re.findall(r"[{}\w:/.#*-]+", names.strip(" .()"))
    known = [name for name in found if not name.startswith("##")]
    own = [name for name in known if not name.startswith(("{", "*"))]
    return f": here stands {_or([f'<{name}>' for name in own])}" if own else ""


def _or(names: list[str]) -> str:
    shown = names if len(names) <= 6 else [*names[:6], "…"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


def _value(rest: str) -> str:
    if found := re.match(
        r"'(.*)' is not a valid value of the (?:atomic|local atomic|union|list) type(?: '([^']+)')?",
        rest,
        re.DOTALL,
    ):
        text, kind = found.groups()
        return f"{text!r} is not {TYPES.get(kind or '', kind or 'a value that may stand there')}"
    return rest.strip()
