"""From files to accepted activities: what is rejected, quarantined, in conflict, repeated, and the report."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from gmg.exchange.iati import kept
from gmg.exchange.iati.staging import Staged, stage
from gmg.exchange.iati.standard import NoStandard, Standard, find_standard
from gmg.exchange.iati.store import Imported, imported, staged_files
from gmg.exchange.iati.write import write_activities
from gmg.records.activity import COLUMNS
from gmg.sources.forms.iati import activities_frame
from iati_files import IOM, activity, document, small_standard, written

TODAY = date(2024, 6, 30)
UNHCR = "XM-DAC-41121"
OTHER = f'<reporting-org ref="{UNHCR}" type="40"><narrative>UNHCR</narrative></reporting-org>'


@pytest.fixture
def standard(data: Path) -> Standard:
    return Standard(data / "iati")


def run(base: Path, standard: Standard, *paths: Path, **more: Any) -> Staged:
    staged = stage(paths, base, lambda: standard, today=TODAY, **more)
    assert all(one.balance() == 0 for one in staged.files)
    return staged


def states(one: Imported) -> dict[str, int]:
    names = ("activities", "accepted", "rejected", "quarantined", "conflicting", "repeated")
    return {name: getattr(one, name) for name in names if getattr(one, name)}


def accepted(base: Path) -> list[str]:
    return [
        identifier
        for path in staged_files(base)
        for identifier in pl.read_parquet(path)["identifier"].to_list()
    ]


def said(base: Path, one: Imported) -> set[tuple[str, str]]:
    return {(remark.level, remark.rule) for remark in kept.remarks(base, one)}


def test_sound_activities_are_accepted_as_they_stood(tmp_path: Path, standard: Standard) -> None:
    texts = [activity(1), activity(2)]
    staged = run(tmp_path, standard, written(tmp_path / "in", document(*texts)))
    assert states(staged.files[0]) == {"activities": 2, "accepted": 2}
    assert (staged.files[0].publisher, staged.files[0].agency) == (IOM, "IOM")
    frame = pl.read_parquet(staged_files(tmp_path)[0])
    assert frame.columns == list(COLUMNS)
    assert frame["xml"].to_list() == texts
    assert frame["column"].to_list() == [f"/iati-activities/iati-activity[{n}]" for n in (1, 2)]
    assert list(kept.remarks(tmp_path, staged.files[0])) == []


def test_the_same_bytes_again_change_nothing(tmp_path: Path, standard: Standard) -> None:
    path = written(tmp_path / "in", document(activity(1)))
    run(tmp_path, standard, path)
    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "activities").rglob("*")}
    again = run(tmp_path, standard, path)
    assert again.files[0].was_here
    assert {
        file: file.stat().st_mtime_ns for file in (tmp_path / "activities").rglob("*")
    } == before


def test_a_new_version_shows_what_changed(tmp_path: Path, standard: Standard) -> None:
    first = document(activity(1), activity(2), activity(3), activity(4))
    phone = "<contact-info><telephone>1</telephone></contact-info>"
    second = document(
        activity(2, activity_status='<activity-status code="4"/>'),
        activity(3),
        activity(4, activity_date='<activity-date iso-date="2020-01-01" type="2"/>' + phone),
        activity(5),
    )
    run(tmp_path, standard, written(tmp_path / "in", first))
    now = run(tmp_path, standard, written(tmp_path / "in", second)).files[0]
    assert (now.new, now.gone, now.changed) == (1, 1, 2)
    assert [tuple(one.values()) for one in kept.changes(tmp_path, now)] == [
        (f"{IOM}-1", "gone", []),
        (f"{IOM}-2", "changed", ["status"]),
        (f"{IOM}-4", "changed", []),
        (f"{IOM}-5", "new", []),
    ]
    assert accepted(tmp_path) == [f"{IOM}-{n}" for n in (2, 3, 4, 5)]


def test_an_activity_against_the_schema_is_rejected_and_kept(
    tmp_path: Path, standard: Standard
) -> None:
    wrong = activity(2, activity_status="<activity-status/>")
    staged = run(tmp_path, standard, written(tmp_path / "in", document(activity(1), wrong)))
    assert states(staged.files[0]) == {"activities": 2, "accepted": 1, "rejected": 1}
    folder = tmp_path / "activities" / staged.files[0].key
    assert pl.read_parquet(folder / "rejected.parquet").to_dicts() == [
        {
            "identifier": f"{IOM}-2",
            "reporter": IOM,
            "row": 14,
            "column": "/iati-activities/iati-activity[2]",
            "xml": wrong,
        }
    ]
    (remark,) = kept.remarks(tmp_path, staged.files[0])
    assert (remark.level, remark.rule) == ("error", "structure")
    assert remark.message == "<activity-status> has no @code"
    assert remark.xpath == "/iati-activities/iati-activity[2]/activity-status"
    assert remark.line == 20
    assert remark.identifier == f"{IOM}-2"


def test_an_error_of_the_list_does_not_hide_those_of_its_activities(
    tmp_path: Path, standard: Standard
) -> None:
    text = document("<stray/>", activity(1), activity(2, activity_status=""), activity(3))
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 3, "accepted": 2, "rejected": 1}
    remarks = list(kept.remarks(tmp_path, one))
    assert [(remark.identifier, remark.line) for remark in remarks] == [(None, 3), (f"{IOM}-2", 22)]


def test_no_version_is_an_error_of_the_file_alone(tmp_path: Path, standard: Standard) -> None:
    text = document(activity(1), root="")
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 1, "accepted": 1}
    assert said(tmp_path, one) == {("error", "structure")}
    odd = run(
        tmp_path, standard, written(tmp_path / "in", document(activity(1), root='version="2.9"'))
    )
    assert said(tmp_path, odd.files[0]) == {("error", "version")}


def test_the_same_identifier_twice_in_a_file_is_a_conflict(
    tmp_path: Path, standard: Standard
) -> None:
    text = document(activity(1), activity(2), activity(2, sector='<sector code="72010"/>'))
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 3, "accepted": 1, "conflicting": 2}
    assert accepted(tmp_path) == [f"{IOM}-1"]
    assert said(tmp_path, one) == {("error", "conflicting")}
    assert [len(row["others"]) for row in kept.withheld(tmp_path, "conflicting")] == [1, 1]


def test_the_same_identifier_in_two_files_is_nobodys_win(
    tmp_path: Path, standard: Standard
) -> None:
    first = written(tmp_path / "in", document(activity(1), activity(2)), "a.xml")
    second = written(
        tmp_path / "in",
        document(activity(2, sector='<sector code="72010"/>'), activity(3)),
        "b.xml",
    )
    run(tmp_path, standard, first)
    assert accepted(tmp_path) == [f"{IOM}-1", f"{IOM}-2"]
    run(tmp_path, standard, second)
    assert accepted(tmp_path) == [f"{IOM}-1", f"{IOM}-3"]
    assert [states(one) for one in imported(tmp_path)] == [
        {"activities": 2, "accepted": 1, "conflicting": 1}
    ] * 2
    settled = written(tmp_path / "in", document(activity(3)), "b.xml")
    run(tmp_path, standard, settled)
    assert accepted(tmp_path) == [f"{IOM}-1", f"{IOM}-2", f"{IOM}-3"]


def test_the_very_same_activity_in_two_files_is_here_once(
    tmp_path: Path, standard: Standard
) -> None:
    first = written(tmp_path / "in", document(activity(1)), "a.xml")
    second = written(tmp_path / "in", document(activity(1), activity(2)), "b.xml")
    run(tmp_path, standard, first, second)
    assert [states(one) for one in imported(tmp_path)] == [
        {"activities": 1, "accepted": 1},
        {"activities": 2, "accepted": 1, "repeated": 1},
    ]
    assert accepted(tmp_path) == [f"{IOM}-1", f"{IOM}-2"]


def test_another_reporter_is_quarantined_and_makes_no_conflict(
    tmp_path: Path, standard: Standard
) -> None:
    text = document(activity(1), activity(1, reporting_org=OTHER.replace(UNHCR, "XX-9")))
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 2, "accepted": 1, "quarantined": 1}
    (row,) = kept.withheld(tmp_path, "quarantined")
    assert (row["reporter"], row["row"]) == ("XX-9", 14)


def test_the_publisher_is_stated_or_the_one_known_agency(
    tmp_path: Path, standard: Standard
) -> None:
    both = written(
        tmp_path / "in", document(activity(1), activity(2), activity(3, reporting_org=OTHER))
    )
    staged = run(tmp_path, standard, both)
    assert staged.files == ()
    assert (
        "2 known agencies among its reporters: XM-DAC-47066 (2), XM-DAC-41121 (1)"
        in staged.refused[0]
    )
    assert not (tmp_path / "activities").exists() or not list((tmp_path / "activities").iterdir())
    named = run(tmp_path, standard, both, publisher="UNHCR").files[0]
    assert states(named) == {"activities": 3, "accepted": 1, "quarantined": 2}
    by_ref = run(tmp_path / "b", standard, both, publisher="xm-dac-47066").files[0]
    assert states(by_ref) == {"activities": 3, "accepted": 2, "quarantined": 1}


def test_former_identifiers_of_an_agency_are_its_own(tmp_path: Path, standard: Standard) -> None:
    of = '<reporting-org ref="{}" type="40"><narrative>UNDP</narrative></reporting-org>'.format
    text = document(
        activity(1, reporting_org=of("XM-DAC-41114")), activity(2, reporting_org=of("41114"))
    )
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 2, "accepted": 2}


def test_codes_are_checked_against_their_lists(tmp_path: Path, data: Path) -> None:
    regions = (
        '<codelist name="Region" complete="1"><codelist-items>'
        "<codelist-item><code>298</code></codelist-item>"
        '<codelist-item status="withdrawn" withdrawal-date="2020-05-04"><code>380</code>'
        "</codelist-item></codelist-items></codelist>"
    )
    standard = Standard(small_standard(tmp_path / "standard", data, Region=regions))
    region = '<recipient-region code="{}" percentage="100"/>'.format
    text = document(
        activity(1, recipient_country=region(298)),
        activity(2, recipient_country=region(380)),
        activity(3, recipient_country=region(999)),
        activity(4, recipient_country='<recipient-region code="999" vocabulary="2"/>'),
        activity(5, activity_status='<activity-status code="77"/>'),
        activity(6, recipient_country='<recipient-country code="ZZ"/>'),
        activity(7, attributes='xml:lang="qqq" default-currency="USD"'),
        activity(8, attributes='xml:lang="EN" default-currency="USD"'),
    )
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert one.accepted == 8
    found = {(r.identifier, r.level, r.rule, r.message) for r in kept.remarks(tmp_path, one)}
    assert found == {
        (
            f"{IOM}-2",
            "warning",
            "code-withdrawn",
            "'380' was withdrawn from the list Region on 2020-05-04",
        ),
        (f"{IOM}-3", "error", "code-unknown", "'999' is not in the list Region"),
        (f"{IOM}-5", "error", "code-unknown", "'77' is not in the list ActivityStatus"),
        (
            f"{IOM}-6",
            "warning",
            "code-unknown",
            "'ZZ' is not in the list Country (the list is not complete: the code may be right)",
        ),
        (
            f"{IOM}-7",
            "warning",
            "code-unknown",
            "'qqq' is not in the list Language (the list is not complete: the code may be right)",
        ),
    }


def test_rules_are_remarks_and_the_activity_is_accepted(tmp_path: Path, standard: Standard) -> None:
    text = document(
        activity(1, activity_date='<activity-date iso-date="2030-01-01" type="2"/>'),
        activity(2, recipient_country='<recipient-country code="KE" percentage="120"/>'),
    )
    one = run(tmp_path, standard, written(tmp_path / "in", text)).files[0]
    assert states(one) == {"activities": 2, "accepted": 2}
    remarks = list(kept.remarks(tmp_path, one))
    assert [(r.rule, r.line) for r in remarks] == [
        ("actual-dates-past", 10),
        ("place-percentages", 22),
        ("place-percentages", 22),
    ]
    assert (one.errors, one.warnings, one.advice) == (3, 0, 0)


def test_a_day_that_no_calendar_holds_is_rejected(tmp_path: Path, standard: Standard) -> None:
    text = document(activity(1, activity_date='<activity-date iso-date="12020-01-01" type="2"/>'))
    one = run(tmp_path, standard, written(tmp_path / "in", text), publisher="IOM").files[0]
    assert states(one) == {"activities": 1, "rejected": 1}
    assert said(tmp_path, one) == {("error", "value")}


def test_a_file_that_is_cut_off_leaves_no_trace(tmp_path: Path, standard: Standard) -> None:
    text = document(activity(1), activity(2))
    staged = run(tmp_path, standard, written(tmp_path / "in", text[:-60]))
    assert staged.files == () and "is cut off" in staged.refused[0]
    assert list((tmp_path / "activities").iterdir()) == []


def test_organisations_are_checked_and_not_staged(data: Path, tmp_path: Path) -> None:
    path = data / "iati" / "examples" / "organisation-standard-example-2.03.xml"
    one = run(tmp_path, Standard(data / "iati"), path, anyone=True).files[0]
    assert (one.activities, one.errors) == (0, 0)
    wrong = path.read_text(encoding="utf-8").replace(
        "<organisation-identifier>", "<x/><organisation-identifier>"
    )
    one = run(
        tmp_path, Standard(data / "iati"), written(tmp_path / "in", wrong), anyone=True
    ).files[0]
    assert one.errors == 1


def test_without_the_standard_it_says_what_to_get(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GMG_IATI_STANDARD", raising=False)
    with pytest.raises(NoStandard, match=r"https://github\.com/IATI/IATI-Schemas"):
        find_standard(tmp_path)
    monkeypatch.setenv("GMG_IATI_STANDARD", str(tmp_path / "none"))
    with pytest.raises(
        NoStandard, match=r"none: the schemas and code lists of IATI 2\.03 are not here"
    ):
        find_standard()


def test_the_standard_is_found_where_it_is_named(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GMG_IATI_STANDARD", str(data / "iati"))
    assert find_standard().folder == data / "iati"
    monkeypatch.delenv("GMG_IATI_STANDARD")
    monkeypatch.setenv("GMG_DATA", str(data))
    assert find_standard().folder == data / "iati"


def test_processes_say_what_one_process_says(tmp_path: Path, standard: Standard) -> None:
    texts = [activity(n, description="<description/>" if n % 7 == 0 else "") for n in range(40)]
    texts += [
        activity(n, activity_date=f'<activity-date iso-date="203{n % 9}-01-01" type="2"/>')
        for n in range(100, 900)
    ]
    path = written(tmp_path / "in", document(*texts))
    alone = run(tmp_path / "a", standard, path, workers=1).files[0]
    shared = run(tmp_path / "b", standard, path, workers=2).files[0]
    assert alone == shared
    for name in ("activities", "rejected", "remarks"):
        files = [tmp_path / base / "activities" / alone.key / f"{name}.parquet" for base in "ab"]
        assert files[0].read_bytes() == files[1].read_bytes()


def test_real_files_come_in_and_go_out_equal(
    data: Path, tmp_path: Path, standard: Standard
) -> None:
    from lxml import etree

    paths = sorted((data / "iati" / "activities").glob("*.xml"))
    staged = run(tmp_path, standard, *paths)
    assert [states(one) for one in staged.files] == [
        {"activities": 277, "accepted": 277},
        {"activities": 68, "accepted": 68},
    ]
    for path, file in zip(paths, staged_files(tmp_path), strict=True):
        read, kept_rows = activities_frame(path.read_bytes()), pl.read_parquet(file)
        same = [name for name in COLUMNS if name not in ("tier", "xml")]
        assert kept_rows.select(same).equals(read.select(same)), (
            "the reader of sources says the same"
        )
    out = tmp_path / "out.xml"
    written_out = write_activities(kept.activities(tmp_path), out)
    assert (written_out.activities, written_out.left_out) == (345, ())
    originals = [item for path in paths for item in etree.parse(path).getroot()]
    copies = list(etree.parse(out).getroot())
    assert len(copies) == len(originals)
    for original, copy in zip(originals, copies, strict=True):
        forms = [etree.tostring(one, method="c14n", with_tail=False) for one in (original, copy)]
        assert forms[0] == forms[1]
    assert standard.schema().validate(etree.parse(out))
    again = run(tmp_path / "again", standard, out, publisher="IOM").files[0]
    assert states(again) == {"activities": 345, "accepted": 277, "quarantined": 68}


def test_a_record_says_all_that_was_counted(tmp_path: Path, standard: Standard) -> None:
    one = run(tmp_path, standard, written(tmp_path / "in", document(activity(1)))).files[0]
    kept_record = json.loads((tmp_path / "activities" / one.key / "file.json").read_text())
    assert Imported(**{**kept_record, "refs": tuple(kept_record["refs"])}) == one


@pytest.mark.parametrize("seed", range(60))
def test_damaged_bytes_end_in_a_report_or_a_named_refusal(
    seed: int, tmp_path: Path, standard: Standard
) -> None:
    rng = random.Random(seed)
    content = bytearray(document(*(activity(n) for n in range(4))).encode())
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content))
        kind = rng.randrange(4)
        if kind == 0:
            content[at] = rng.randrange(256)
        elif kind == 1:
            del content[at : at + rng.randint(1, 40)]
        elif kind == 2:
            content[at:at] = rng.choice(
                [b"<", b">", b"&", b'"', b"]]>", b"<!--", b"\0", b"</iati-activity>"]
            )
        else:
            start = rng.randrange(len(content))
            content[at:at] = content[start : start + rng.randint(1, 300)]
    path = written(tmp_path / "in", bytes(content))
    staged = run(tmp_path, standard, path, anyone=True)
    assert len(staged.files) + len(staged.refused) == 1
    if staged.refused:
        assert staged.refused[0].startswith("iom.xml")
    else:
        one = staged.files[0]
        levels = Counter(remark.level for remark in kept.remarks(tmp_path, one))
        assert levels["error"] >= one.errors
        assert one.rejected == 0 or one.errors > 0
