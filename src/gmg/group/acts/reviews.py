"""Reviews of signed figures: computed on reading, answered by signatories, in the way of what is blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gmg.group.acts import cite, notices
from gmg.group.acts.hand import Hand, allow
from gmg.group.acts.log import write, writing
from gmg.group.acts.outcomes import come_to
from gmg.group.acts.refusals import Conflict
from gmg.group.rules import reviews
from gmg.group.rules.citations import State
from gmg.group.rules.permissions import Action
from gmg.group.rules.texts import UNSEEN
from gmg.group.store.models import Publication, Review

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from gmg.evidence.base import Base
    from gmg.group.rules import texts
    from gmg.group.rules.citations import Standing
    from gmg.group.store.models import Document, Round


def moved(base: Base, version: texts.Version) -> tuple[reviews.Moved, ...]:
    """The citations of a text that the newest edition has otherwise, beyond their tolerance."""
    return moved_in(version, cite.standings(base, cited_in(version)))


def cited_in(version: texts.Version) -> list[texts.Citation]:
    """The citations of a text."""
    return [citation for paragraph in version.paragraphs for citation in paragraph.citations]


def moved_in(
    version: texts.Version, found: Mapping[texts.Citation, Standing]
) -> tuple[reviews.Moved, ...]:
    """The same, of what has become of citations; of those that nothing is known of, nothing."""
    rows = []
    for paragraph in version.paragraphs:
        for citation in paragraph.citations:
            now = found.get(citation)
            if now is None or now.state not in (State.CHANGED, State.WITHDRAWN):
                continue
            gone = now.state is State.WITHDRAWN
            rows.append(
                reviews.Moved(
                    paragraph=paragraph.uid,
                    citation=citation.key,
                    signed=citation.value,
                    value=None if gone else now.value,
                    edition=now.by if gone else now.edition,
                    figure="" if gone else now.figure,
                    tolerance=citation.tolerance,
                )
            )
    return tuple(rows)


def of(
    publication: Publication,
    found: Iterable[reviews.Moved],
    signatories: tuple[str, ...] | None = None,
) -> tuple[reviews.Review, ...]:
    """The reviews of a published text whose figures moved as `found` says."""
    known = tuple(found)
    if not known:
        return ()
    signed = come_to(publication.round).signatories if signatories is None else signatories
    answers = answers_of(publication)
    return tuple(reviews.review(signed, each, answers) for each in known)


def answers_of(publication: Publication) -> tuple[reviews.Answer, ...]:
    """All that signatories ever said of the figures of a text."""
    return tuple(
        reviews.Answer(
            row.agency,
            row.paragraph,
            row.citation,
            row.edition,
            row.value,
            reviews.Verdict(row.verdict),
            row.at,
            row.pk,
            row.words,
        )
        for row in publication.reviews.all()
    )


def answer(
    hand: Hand,
    publication: Publication,
    agency: str,
    about: reviews.Moved,
    verdict: reviews.Verdict,
    words: str = "",
) -> Review:
    """What a signatory says of a figure that moved. An answer is never changed: another follows it.

    Raises Conflict for an agency that did not sign, and where nothing is said for asking to reopen.
    """
    if verdict is reviews.Verdict.REOPEN and not words.strip():
        raise Conflict("Say why the text should be reopened")
    if UNSEEN & set(words):
        raise Conflict("This text holds a character that no text has")
    with writing() as at:
        by = allow(hand, publication.round.body, Action.REVIEW, agency)
        if agency not in come_to(publication.round, at).signatories:
            raise Conflict("{agency} did not sign this text", agency=agency)
        row = Review.objects.create(
            publication=publication,
            paragraph=about.paragraph,
            citation=about.citation,
            edition=about.edition,
            value=about.said,
            agency=agency,
            verdict=verdict.value,
            words=words.strip(),
            at=at,
        )
        write(Action.REVIEW, row, at, hand, by)
        if verdict is reviews.Verdict.REOPEN:
            facts = facts_of(publication) | {"agency": agency}
            notices.tell(
                at, publication.round.body, notices.Kind.REOPEN, publication, facts, [agency]
            )
    return row


def refuse_reopened(base: Base, round_: Round, at: datetime) -> None:
    """Raise Conflict where a text repeats a figure that is re-opened in a text published before.

    Texts before are those of the same document, and those that it corrects. A text with the figure of
    the newer edition repeats nothing.
    """
    version = round_.version.as_rule()
    cited = {(c.figure, c.value) for p in version.paragraphs for c in p.citations}
    for publication in before(round_):
        words = publication.round.version.as_rule()
        signed = {
            (p.uid, c.key): (c.figure, c.value) for p in words.paragraphs for c in p.citations
        }
        signatories = come_to(publication.round, at).signatories
        for review in of(publication, moved(base, words), signatories):
            name = (review.moved.paragraph, review.moved.citation)
            if review.state in reviews.BLOCKS and signed[name] in cited:
                raise Conflict(
                    "{symbol} is re-opened: its signatories review a figure that this text repeats, "
                    "and that edition {edition} has otherwise",
                    symbol=publication.symbol,
                    edition=review.moved.edition or "—",
                )


def before(round_: Round) -> list[Publication]:
    """What was published of the document of a round, and of those that it corrects."""
    documents: list[int] = []
    document: Document | None = round_.version.document
    while document is not None and document.pk not in documents:
        documents.append(document.pk)
        document = document.corrects
    rows = Publication.objects.select_related("round__body", "round__version")
    return list(rows.filter(round__version__document__in=documents).exclude(round=round_))


def facts_of(publication: Publication) -> dict[str, str]:
    """What a notice says of a published text."""
    return {"symbol": publication.symbol, "title": publication.round.version.document.title}


def key_of(moved: reviews.Moved) -> dict[str, str]:
    """By what a notice of a figure is known: each edition of each figure is told once."""
    return {"paragraph": moved.paragraph, "citation": moved.citation, "edition": moved.edition}


def figures_of(moved: reviews.Moved) -> dict[str, str]:
    """What a notice says of a figure: as it was signed, and as it is."""
    return {"signed": "" if moved.signed is None else str(moved.signed), "value": moved.said}


def tell_moved(release: str, publication: Publication, found: Iterable[reviews.Moved]) -> int:
    """Tell the signatories of figures that moved, each edition of each once; how many notices."""
    told = 0
    with writing() as at:
        signed = come_to(publication.round, at).signatories
        for each in found:
            key = key_of(each)
            if notices.told_already(notices.Kind.MOVED, publication, **key):
                continue
            facts = facts_of(publication) | key | figures_of(each) | {"release": release}
            told += notices.tell(
                at, publication.round.body, notices.Kind.MOVED, publication, facts, signed
            )
    return told
