"""Texts in the room: the list, the page of a document, remarks in its margin, freezing."""

from __future__ import annotations

from gmg.group.acts import clock
from gmg.group.store.models import Document, Remark, Version
from room_made import NOON
from room_people import Group, drafted
from room_site import signed_in


def test_from_a_title_to_a_remark_taken_over_and_a_redline(room: Group) -> None:
    with clock.standing_at(NOON):
        ilo = signed_in(room.speaks["ILO"])
        answer = ilo.post(
            "/en/room/documents",
            {"do": "start", "title": "On Sudan", "kind": "statement", "where": "GMG ILO"},
        )
        assert answer.status_code == 302, answer.content.decode()
        document = Document.objects.get()
        path = f"/en/room/document/{document.key}"
        assert answer.headers["Location"] == f"{path}/edit"
        assert ilo.get(f"{path}/edit").status_code == 200
        form = {"language": "en", "title": "On Sudan", "num-p1": "1", "text-p1": "We act now."}
        answer = ilo.post(f"{path}/edit", form | {"do": "save", "on": "", "base": ""})
        assert answer.status_code == 302, answer.content.decode()
        first = Version.objects.get()
        page = ilo.get(path).content.decode()
        assert "We act now." in page
        iom = signed_in(room.speaks["IOM"])
        answer = iom.post(
            path,
            {
                "do": "remark",
                "agency": "IOM",
                "kind": "proposed wording",
                "paragraph": "p1",
                "quote": "now",
                "wording": "together, now",
                "text": "Not alone.",
                "visibility": "all",
            },
        )
        assert answer.status_code == 302, answer.content.decode()
        remark = Remark.objects.get()
        assert "Not alone." in ilo.get(path).content.decode()
        answer = ilo.post(path, {"do": "take", "remark": remark.key, "on": first.key, "words": ""})
        assert answer.status_code == 302, answer.content.decode()
        second = Version.objects.get(number=2)
        page = ilo.get(path).content.decode()
        assert "We act together, now." in page
        assert "Wording of IOM" in page
        page = ilo.get(f"{path}/redline").content.decode()
        assert "<ins>" in page
        assert "together," in page
        assert ilo.get("/en/room/documents").content.decode().count("On Sudan") == 1
        answer = signed_in(room.chair).post(path, {"do": "freeze"})
        assert answer.status_code == 302, answer.content.decode()
        second.refresh_from_db()
        assert second.frozen == NOON


def test_a_document_with_a_figure_is_drawn(room: Group) -> None:
    version = drafted(room)
    with clock.standing_at(NOON):
        for lang in ("en", "ar"):
            page = signed_in(room.observer).get(f"/{lang}/room/document/{version.document.key}")
            assert page.status_code == 200
