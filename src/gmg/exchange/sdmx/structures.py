"""Structures as SDMX-ML 2.1 (https://sdmx.org/?page_id=5008): code lists, concepts, structure, flows."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from gmg.axes import what
from gmg.exchange.sdmx.codes import (
    ATTRIBUTES,
    DIMENSIONS,
    MAKER,
    MEASURE,
    STRUCTURE,
    TIME,
    VERSION,
    codelists,
    concepts,
    flow_of,
)

ROOT = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1"
URN = "urn:sdmx:org.sdmx.infomodel"
SCHEME = "CS_FIGURES"
PREPARED = "2007-01-01T00:00:00"
"""Answers of a release are the same whenever they are asked for, so the header has no clock."""


def head(kind: str, inside: str = "") -> str:
    """The beginning of a message of that kind."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<message:{kind} xmlns:message="{ROOT}/message" xmlns:str="{ROOT}/structure" '
        f'xmlns:com="{ROOT}/common" xmlns:ss="{ROOT}/data/structurespecific" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<message:Header><message:ID>GMG</message:ID><message:Test>false</message:Test>"
        f"<message:Prepared>{PREPARED}</message:Prepared>"
        f'<message:Sender id="{MAKER}"/>{inside}</message:Header>'
    )


def names(of: dict[str, str]) -> str:
    """Names by language."""
    return "".join(
        f'<com:Name xml:lang="{lang}">{escape(name)}</com:Name>' for lang, name in of.items()
    )


def maintained(kind: str, code: str, inside: str) -> str:
    """A maintainable thing of ours."""
    return (
        f'<str:{kind} id="{code}" agencyID="{MAKER}" version="{VERSION}" isFinal="true">'
        f"{inside}</str:{kind}>"
    )


def reference(kind: str, package: str, code: str, item: str = "") -> str:
    """A reference to a thing of ours, or to an item of it."""
    if item:
        return (
            f'<Ref maintainableParentID="{code}" maintainableParentVersion="{VERSION}" '
            f'agencyID="{MAKER}" id="{item}" class="{kind}" package="{package}"/>'
        )
    return (
        f'<Ref id="{code}" version="{VERSION}" agencyID="{MAKER}" class="{kind}" '
        f'package="{package}"/>'
    )


def code_lists(wanted: Iterable[str] | None = None) -> str:
    """Code lists, all or some."""
    chosen = None if wanted is None else set(wanted)
    lists = "".join(
        maintained(
            "Codelist",
            name,
            names({"en": name})
            + "".join(
                f"<str:Code id={quoteattr(code)}>{names(of)}</str:Code>" for code, of in codes
            ),
        )
        for name, codes in codelists().items()
        if chosen is None or name in chosen
    )
    return f"<str:Codelists>{lists}</str:Codelists>"


def concept_schemes() -> str:
    """The concepts that dimensions, attributes and the measure stand for."""
    ids = [*(one.id for one in DIMENSIONS), TIME, MEASURE, *ATTRIBUTES]
    inside = "".join(f'<str:Concept id="{one}">{names({"en": one})}</str:Concept>' for one in ids)
    scheme = maintained("ConceptScheme", SCHEME, names({"en": "Concepts of gmg"}) + inside)
    return f"<str:Concepts>{scheme}</str:Concepts>"


def identity(code: str) -> str:
    """What a component stands for."""
    return f"<str:ConceptIdentity>{reference('Concept', 'conceptscheme', SCHEME, code)}</str:ConceptIdentity>"


def local(codelist: str | None) -> str:
    """The values a component takes."""
    if codelist is None:
        return (
            '<str:LocalRepresentation><str:TextFormat textType="String"/></str:LocalRepresentation>'
        )
    found = reference("Codelist", "codelist", codelist)
    return f"<str:LocalRepresentation><str:Enumeration>{found}</str:Enumeration></str:LocalRepresentation>"


def data_structures() -> str:
    """The one data structure."""
    dimensions = "".join(
        f'<str:Dimension id="{one.id}" position="{at}">{identity(one.id)}{local(one.codelist)}'
        "</str:Dimension>"
        for at, one in enumerate(DIMENSIONS, start=1)
    )
    time = (
        f'<str:TimeDimension id="{TIME}" position="{len(DIMENSIONS) + 1}">{identity(TIME)}'
        '<str:LocalRepresentation><str:TextFormat textType="ObservationalTimePeriod"/>'
        "</str:LocalRepresentation></str:TimeDimension>"
    )
    attributes = "".join(
        f'<str:Attribute id="{one}" assignmentStatus="Conditional">{identity(one)}'
        f"{local('CL_OBS_STATUS' if one == 'OBS_STATUS' else None)}<str:AttributeRelationship>"
        f'<str:PrimaryMeasure><Ref id="{MEASURE}"/></str:PrimaryMeasure></str:AttributeRelationship>'
        "</str:Attribute>"
        for one in ATTRIBUTES
    )
    measure = (
        f'<str:PrimaryMeasure id="{MEASURE}">{identity(MEASURE)}<str:LocalRepresentation>'
        '<str:TextFormat textType="Double"/></str:LocalRepresentation></str:PrimaryMeasure>'
    )
    inside = (
        names({"en": "Published figures on migration"})
        + '<str:DataStructureComponents><str:DimensionList id="DimensionDescriptor">'
        + dimensions
        + time
        + '</str:DimensionList><str:AttributeList id="AttributeDescriptor">'
        + attributes
        + '</str:AttributeList><str:MeasureList id="MeasureDescriptor">'
        + measure
        + "</str:MeasureList></str:DataStructureComponents>"
    )
    return (
        f"<str:DataStructures>{maintained('DataStructure', STRUCTURE, inside)}</str:DataStructures>"
    )


def dataflows(wanted: Iterable[str] | None = None) -> str:
    """Dataflows, all or some: one a concept."""
    chosen = None if wanted is None else set(wanted)
    flows = "".join(
        maintained(
            "Dataflow",
            flow,
            names({"en": what.concept(code).label})
            + f"<str:Structure>{reference('DataStructure', 'datastructure', STRUCTURE)}</str:Structure>",
        )
        for flow, code in concepts().items()
        if chosen is None or flow in chosen
    )
    return f"<str:Dataflows>{flows}</str:Dataflows>"


def message(*parts: str) -> bytes:
    """A message of structures, in the order that the schema wants."""
    return (
        f"{head('Structure')}<message:Structures>{''.join(parts)}</message:Structures></message:Structure>"
    ).encode()


__all__ = [
    "URN",
    "code_lists",
    "concept_schemes",
    "data_structures",
    "dataflows",
    "flow_of",
    "head",
    "message",
]
