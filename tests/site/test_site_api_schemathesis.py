"""The API against its own description: bounded, and the same cases in every run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gmg.evidence.base import Base
from gmg.site.application.middleware import limits
from site_base import client_of

SEED = 20241210
EXAMPLES = 25
OURS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
def test_every_operation_keeps_its_word(
    norms_base: Base,
    monkeypatch: pytest.MonkeyPatch,
    record_property: Callable[[str, object], None],
    mode: schemathesis.GenerationMode,
) -> None:
    monkeypatch.setattr(limits, "BURST", 1e9)
    monkeypatch.setattr(limits.Buckets.__init__, "__defaults__", (1e9, 1e9))
    client_of(norms_base.folder)
    from django.core.wsgi import get_wsgi_application

    schema = schemathesis.openapi.from_wsgi("/openapi.json", get_wsgi_application())
    counts: Counter[int] = Counter()
    operations = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        operations += 1

        @seed(SEED)
        @settings(
            max_examples=EXAMPLES,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: schemathesis.Case) -> None:
            if mode.is_positive and case.query:
                case.query.pop("release", None)  # any text may be a release; hardly one is
            response = case.call_and_validate(checks=OURS, headers={"Accept-Encoding": "identity"})
            counts[response.status_code] += 1

        asked()
    assert operations > 25
    assert counts.total() > 5 * operations
    assert set(counts) <= {200, 400, 404, 414}
    assert counts[200] >= operations
    record_property("cases", f"{counts.total()} of {operations} operations: {dict(counts)}")
