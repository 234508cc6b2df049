"""The guided form: every page with every shape of answer, what is refused, and what was typed comes back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.frontend import samples
from tests.frontend.conftest import Site
from tests.frontend.test_pages import BRAND

START = "/drafts/ISP-0001"
TEXTS = ("title", "summary", "partners", "information", "flows", "contacts", "review", "visibility")
QUESTIONS = (
    *("regime", "article6", "override", "article9", "article10", "schedule1", "policy", "part3", "gateways"),
    *("confidentiality", "rationale", "purpose"),
)
PAGES = (
    *("/drafts", "/drafts/new", "/drafts/new?case=7", START, f"{START}/ready", f"{START}/helps", f"{START}/read"),
    *(f"{START}/{key}" for key in TEXTS),
    *(f"{START}/partners?find=pol&partner=thing-1", f"{START}/flows?row=1"),
    *(f"{START}/law", f"{START}/law/PARTNER", f"{START}/law/PARTNER/new/purpose"),
    *(f"{START}/law/PARTNER/BASIS/{question}" for question in QUESTIONS),
    *(f"{START}/comments/STEP", f"{START}/ask", f"{START}/ask?find=pol", f"{START}/view"),
)
WRITER = {"canWrite": True, "canComment": True, "isOpen": True}
NAMED = {"partner": {"name": "A council", "slug": "a-council", "sector": {"code": "police", "label": "Police"}}}


def prepare(site: Site, mode: str) -> dict[str, str]:
    """A draft that the reader writes, whatever else the sample holds. Gives what stands for PARTNER, BASIS and STEP."""
    site.api.mode = mode
    for name in ("DraftPage", "DraftHelpsPage", "DraftLawPage", "DraftReadPage", "DraftViewsPage"):
        whole = samples.answer(name, mode)["draft"] or samples.answer(name, samples.SHORT)["draft"]
        site.api.changes[name] = {"draft": {**whole, **WRITER}}
    law = samples.answer("DraftLawPage", samples.SHORT)["draft"]["law"][0] | NAMED
    law["bases"] = law["bases"][:1]
    held = law["bases"][0]
    shape = samples.answer("DraftLawPage", mode)["draft"]
    if shape and shape["law"] and shape["law"][0]["bases"] and shape["law"][0]["bases"][0]["basis"]:
        held["basis"] = shape["law"][0]["bases"][0]["basis"]
    site.api.changes["DraftLawPage"]["draft"]["law"] = [law]
    read = samples.answer("DraftReadPage", samples.SHORT)["draft"]
    site.api.changes["DraftReadPage"]["draft"] |= {"steps": read["steps"], "ownReview": read["ownReview"]}
    return {"PARTNER": "a-council", "BASIS": held["basis"]["id"], "STEP": read["steps"][0]["key"]}


def step_sample(site: Site, mode: str, key: str) -> None:
    found = samples.answer("DraftStepForm", mode)["draftStep"]
    short = samples.answer("DraftStepForm", samples.SHORT)["draftStep"]
    found = found if found and found["state"] and found["draft"] else short
    found["state"] |= {"key": key, "isText": key == "summary"}
    found["draft"] |= WRITER
    for name in ("agreement", "words", "isp"):
        found["draft"][name] = found["draft"][name] or short["draft"][name]
    site.api.changes["DraftStepForm"] = {"draftStep": found}


@pytest.mark.parametrize("mode", samples.MODES)
def test_each_page_renders_whatever_the_answer_holds(site: Site, mode: str) -> None:
    stands_for = prepare(site, mode)
    with site.browser() as b:
        for pattern in PAGES:
            path = pattern
            for word, value in stands_for.items():
                path = path.replace(word, value)
            key = path.removeprefix(f"{START}/").split("?")[0]
            if key in TEXTS:
                step_sample(site, mode, key)
            r = b.get(path)
            assert r.status_code == 200, (path, r.text[-1500:])
            html = r.text
            assert html.count("<h1") == 1, path
            assert samples.MARKUP not in html, path
            assert not BRAND.search(html)
            assert not re.search(r'\sstyle="|\son[a-z]+="', html), path
            assert not re.search(r">\s*None\s*<|, None\b", html), path
            ids = re.findall(r'\sid="([^"]+)"', html)
            assert len(ids) == len(set(ids)) or mode == samples.LONG, (path, [i for i in ids if ids.count(i) > 1])
            levels = [int(n) for n in re.findall(r"<h([1-6])", html)]
            assert all(b - a <= 1 for a, b in zip(levels, levels[1:], strict=False)), (path, levels)
            assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids), path
            assert set(re.findall(r'aria-labelledby="([^"]+)"', html)) <= set(ids), path
            assert set(" ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()) <= set(ids), path


def fields(html: str) -> dict[str, str]:
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return dict(hidden)


def typed(html: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>([^<]*)</textarea>', html)
    return found[1] if found else ""


def test_an_answer_is_saved_and_the_next_question_comes(site: Site) -> None:
    step_sample(site, samples.SHORT, "summary")
    site.api.changes["DraftStepForm"]["draftStep"]["draft"]["steps"] = [
        {"key": "summary", "name": "x"},
        {"key": "purpose", "name": "y"},
    ]
    with site.browser() as b:
        page = b.get(f"{START}/summary").text
        r = b.post(f"{START}/summary", data={**fields(page), "text": "Mine."})
        assert (r.status_code, r.headers["location"]) == (303, f"{START}/purpose")
        r = b.post(f"{START}/summary", data={**fields(page), "text": "Mine.", "list": "1"})
        assert r.headers["location"] == START
    sent = site.api.called("SaveDraftText")[0]["variables"]["input"]
    assert (sent["text"], sent["step"], sent["reference"]) == ("Mine.", "summary", "ISP-0001")
    assert sent["expectedRevision"] == fields(page)["revision"]


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        ({"code": "CONFLICT"}, 409, "What is there now"),
        ({"code": "BAD_USER_INPUT", "fields": {"text": ["Make this shorter."]}}, 422, "Make this shorter."),
        ({"code": "UNAUTHENTICATED", "http": 401}, 401, "signed out"),
        ({"code": "RATE_LIMITED", "http": 429}, 429, "a lot in a short time"),
    ],
)
def test_what_was_typed_comes_back_when_it_is_refused(
    site: Site, error: dict[str, Any], status: int, words: str
) -> None:
    step_sample(site, samples.SHORT, "summary")
    with site.browser() as b:
        page = b.get(f"{START}/summary").text
        site.api.errors["SaveDraftText"] = error
        if status == 401:
            site.api.changes["DraftStepForm"] = {"draftStep": None}
        text = "What I have written at some length, and do not want to write again."
        r = b.post(f"{START}/summary", data={**fields(page), "text": text})
    assert r.status_code == status
    assert words in r.text
    assert text in r.text.replace("&#39;", "'")


def test_each_answer_about_the_law_leads_to_the_question_that_it_opens(site: Site) -> None:
    stands_for = prepare(site, samples.SHORT)
    key = stands_for["BASIS"]
    site.api.changes["SaveDraftBasis"] = {
        "saveDraftBasis": {"id": key, "revision": "r", "questions": ["purpose", "article6", "override", "gateways"]}
    }
    start = f"{START}/law/a-council"
    with site.browser() as b:
        page = b.get(f"{start}/new/purpose").text
        r = b.post(f"{start}/new/purpose", data={**fields(page), "text": "", "direction": ""})
        assert r.status_code == 422
        assert site.api.called("SaveDraftBasis") == []
        r = b.post(f"{start}/new/purpose", data={**fields(page), "text": "Safety", "direction": "both"})
        assert r.headers["location"] == f"{start}/{key}/article6"
        r = b.post(f"{start}/{key}/article6", data={**fields(page), "code": "f"})
        assert r.headers["location"] == f"{start}/{key}/override"
        r = b.post(f"{start}/{key}/gateways", data={**fields(page), "gateway-cda-115": "1", "gateway-other": "1"})
        assert r.headers["location"] == f"{start}?done=saved"
        assert b.get(f"{start}/{key}/nothing").status_code == 404
        assert b.get(f"{start}/999/article6").status_code == 404
    sent = [one["variables"]["input"] for one in site.api.called("SaveDraftBasis")]
    assert sent[0]["direction"] == "BOTH"
    assert sent[1]["article6"] == "f"
    assert sent[2]["gateways"] == ["cda-115", "other"]


def test_nothing_is_sent_without_the_forms_own_token(site: Site) -> None:
    step_sample(site, samples.SHORT, "partners")
    prepare(site, samples.SHORT)
    with site.browser() as b:
        for path in (
            "partners/remove",
            "law/a-council/check",
            "law/a-council/1/remove",
            "ask/stop",
            "comments/x/resolve",
        ):
            assert b.post(f"{START}/{path}", data={"csrf": "forged"}).status_code == 303, path
        assert b.post("/drafts/next", data={"csrf": "forged", "reference": "ISP-0001"}).status_code == 303
        r = b.post(f"{START}/ask", data={"csrf": "forged", "partner": "x"})
        assert r.status_code == 422
    assert [one["operation"] for one in site.api.seen if one["method"] == "POST"] == []


def test_a_reader_is_led_to_the_draft_as_a_whole(site: Site) -> None:
    prepare(site, samples.SHORT)
    site.api.changes["DraftPage"]["draft"]["canWrite"] = False
    with site.browser() as b:
        r = b.get(START)
        assert (r.status_code, r.headers["location"]) == (303, f"{START}/read")
        site.api.changes["DraftPage"]["draft"] = None
        assert b.get(START).status_code == 404
    with site.browser(session=None) as b:
        assert b.get(START).status_code == 303  # to sign-in
        assert b.get("/drafts").status_code == 303
