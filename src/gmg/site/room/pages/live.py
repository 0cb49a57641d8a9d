"""What has become of cited figures, asked of the newest release once for each of them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from gmg.evidence.base import NoBase
from gmg.group.acts import cite
from gmg.group.rules.citations import Found, Standing, standing
from gmg.site.application.releases import releases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gmg.group.rules.texts import Citation

KEPT = 8_192
_found: OrderedDict[tuple[str, Citation], Found] = OrderedDict()
_lock = threading.Lock()


def standings(citations: Iterable[Citation]) -> dict[Citation, Standing]:
    """What has become of each citation by the release that is served now; none where there is none.

    A release never changes, so what it says of a figure is asked once; the keys of the text, its
    roundings and its tolerances play no part in that.
    """
    given = list(dict.fromkeys(citations))
    if not given:
        return {}
    try:
        opened = releases().get()
    except NoBase:
        return {}
    release = opened.base.release.id
    bare = {citation: figure_of(citation) for citation in given}
    with _lock:
        known = {one: _found[release, one] for one in bare.values() if (release, one) in _found}
        for one in known:
            _found.move_to_end((release, one))
    absent = [one for one in dict.fromkeys(bare.values()) if one not in known]
    if absent:
        new = cite.found_of(opened.own(), absent)
        with _lock:
            _found.update({(release, one): said for one, said in new.items()})
            while len(_found) > KEPT:
                _found.popitem(last=False)
        known |= new
    return {citation: standing(citation, known[one]) for citation, one in bare.items()}


def figure_of(citation: Citation) -> Citation:
    """What a citation asks of a release: without what only its text knows."""
    return replace(citation, key="", value=None, rounding=0, tolerance=cite.exact(0), release="")
