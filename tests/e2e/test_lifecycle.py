"""One agreement from an idea and one from a drawer, to signed, reviewed, amended and superseded, by four people."""

from __future__ import annotations

import datetime
import io
import re
import time
from collections.abc import Callable

import docx
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE = "Addresses of people who need help in a power cut"
LEAD, OTHER = "chelmsford-city-council", "colchester-city-council"
WORDS = {
    "summary": "We share who needs help in a power cut, so that they are visited first.",
    "purpose": "To visit people who depend on electrical equipment.",
    "necessity": "Without it nobody knows whom to visit.",
    "benefit": "People are visited within an hour.",
    "people": "Adults in the city who depend on powered equipment.",
    "keeping": "One year after the last visit, then deleted.",
    "security": "Only the duty team opens it.",
    "rights": "People are told in the privacy notice, and may object.",
    "may-share": "Name and address",
    "do-not-share": "Anything about others in the home",
    "how-to-share": "By secure e-mail. Ring the duty officer first.",
}


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.locator("main").get_by_role("button", name=name).first.click()
    assert not page.title().startswith(("Error:", "Sorry")), (page.url, page.locator("main").inner_text()[:600])


def write_the_law(page: Page, reference: str, party: str, direction: str) -> None:
    page.goto(f"/drafts/{reference}/law/{party}/new/purpose")
    page.locator("input[name=text]").fill("Visiting people in a power cut")
    page.locator(f"input[value={direction}]").check()
    press(page, "Save and continue")
    page.locator("input[value=e]").check()
    press(page, "Save and continue")
    page.locator("main input[type=checkbox]").first.check()
    press(page, "Save and continue")
    page.locator("main textarea").fill("It is a public task.")
    press(page, "Save and continue")


def begin(page: Page) -> str:
    """A draft of an idea, with another partner. Returns the reference."""
    page.goto("/drafts/new")
    page.locator("input[name=title]").fill(TITLE)
    press(page, "Start")
    reference = page.url.rsplit("/", 1)[-1].split("?")[0]
    page.goto(f"/drafts/{reference}/partners?find=Colchester&partner={OTHER}")
    for box in ("input[value=recipient]", "input[value=independent]", "input[name=essential]"):
        page.locator(box).check()
    press(page, "Save this part")
    return reference


def write(page: Page, reference: str, other: str, readers: str) -> None:
    """Everything that a draft needs, until nothing is missing."""
    page.goto(f"/drafts/{reference}/title")
    page.locator("select[name=theme]").select_option(index=1)
    press(page, "Save and go to the list")
    for step, text in WORDS.items():
        page.goto(f"/drafts/{reference}/{step}")
        page.locator("textarea[name=text]").fill(text)
        press(page, "Save and go to the list")
    page.goto(f"/drafts/{reference}/information")
    page.locator("input[name=name]").fill("Name and address")
    press(page, "Add it")
    write_the_law(page, reference, LEAD, "gives")
    write_the_law(page, reference, other, "receives")
    page.goto(f"/drafts/{reference}/flows")
    page.locator("select[name=sender]").select_option(index=1)
    page.locator("select[name=recipient]").select_option(index=2)
    for name, text in {"items": "Addresses", "method": "Secure e-mail", "frequency": "Once a month"}.items():
        page.locator(f"input[name={name}]").fill(text)
    press(page, "Add it")
    page.goto(f"/drafts/{reference}/contacts")
    page.locator("input[name=role]").fill("Duty officer")
    page.locator("input[name=phone]").fill("01632 960001")
    press(page, "Add it")
    page.goto(f"/drafts/{reference}/visibility")
    page.locator(f"input[value={readers}]").check()
    press(page, "Save and go to the list")
    page.goto(f"/drafts/{reference}/ready")
    expect(page.locator("main")).to_contain_text("Nothing is missing")


def review(page: Page, reference: str, changed: dict[str, tuple[str, str]], days: int = 400) -> str:
    """Every question of a review, all well but what `changed` says. Returns what the page says will follow."""
    page.goto(f"/isps/{reference}/review")
    if page.get_by_role("button", name=re.compile("begin again")).count():
        page.get_by_role("button", name=re.compile("begin again")).click()
    page.get_by_role("link", name="Start the review").click()
    for _ in range(24):
        step = page.url.split("?")[0].rsplit("/", 1)[-1]
        main = page.locator("main")
        if step == "check":
            break
        if step in changed:
            value, why = changed[step]
            main.locator(f"input[value={value}]").check()
            main.locator("textarea[name=why]").fill(why)
        elif step == "words":
            main.locator("textarea[name=how_to_share]").fill("By secure e-mail. Ring the duty officer, day and night.")
            main.locator("textarea[name=reason]").fill("The duty officer answers at night now.")
        elif step == "next":
            day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)
            for part in ("day", "month", "year"):
                main.locator(f"#on_{part}").fill(str(getattr(day, part)))
        else:
            main.locator("input[type=radio]").first.check()
        press(page, "Save and continue")
    said = page.locator("main").inner_text()
    press(page, "Finish the review")
    return said


def sign_here(page: Page, reference: str) -> None:
    page.goto(f"/isps/{reference}/sign")
    page.locator("input[value=sign]").check()
    for box in page.locator("input[name^=box_]").all():
        assert not box.is_checked()
        box.check()
    press(page, "Submit my decision")


def sign_on_paper(page: Page, reference: str, name: str) -> None:
    """What the last partner of the sheet signed on paper today."""
    page.goto(f"/isps/{reference}/sign/paper")
    today = datetime.datetime.now(datetime.UTC).date()
    for field, text in {"name_": name, "job_": "Chief executive", "on_": f"{today:%d %m %Y}"}.items():
        page.locator(f"input[name^={field}]").last.fill(text)
    press(page, re.compile("^Save version"))


def test_an_agreement_from_an_idea_to_signed_reviewed_amended_and_superseded(visit: Visit) -> None:
    lead, editor = visit("lead", javascript=False), visit("core editor", javascript=False)
    reader, stranger = visit("head of service", width=375), visit("charity", javascript=False)
    reference = begin(lead)
    write(lead, reference, OTHER, "members")
    assert stranger.goto(f"/drafts/{reference}").status == 404  # type: ignore[union-attr]
    lead.goto(f"/isps/{reference}/send-out")
    press(lead, "Send it out")
    sign_here(lead, reference)
    sign_on_paper(editor, reference, "Avery Officer (example)")
    reader.goto(f"/isps/{reference}")
    expect(reader.locator("main")).to_contain_text("2 of 2 partners covered")

    said = review(lead, reference, {"flows": ("words", "The duty officer answers at night.")})
    assert "28 days" in said
    reader.goto(f"/isps/{reference}/amendments/1")
    expect(reader.locator("main")).to_contain_text("day and night")

    review(lead, reference, {"data": ("more", "The equipment too.")}, days=500)
    lead.goto(f"/drafts/{reference}/information")
    lead.locator("input[name=name]").fill("Equipment at home")
    press(lead, "Add it")
    lead.goto(f"/isps/{reference}/send-out")
    fill_cut_off(lead)
    press(lead, "Send it out")
    sign_here(lead, reference)
    reader.goto(f"/isps/{reference}")
    expect(reader.locator("main")).to_contain_text(
        "2 of 2 partners covered"
    )  # the old words count until all have signed
    sign_on_paper(editor, reference, "Avery Officer (example)")
    reader.goto(f"/isps/{reference}/versions/1")
    expect(reader.locator("main")).to_contain_text("This version was replaced")
    reader.goto(f"/isps/{reference}/compare/1/2")
    expect(reader.locator("main")).to_contain_text("Equipment at home")
    reader.goto(f"/isps/{reference}/versions/2/template")
    expect(reader.locator("main")).to_contain_text("beside the template")


def fill_cut_off(page: Page) -> None:
    """The last day of the old words, in three boxes where they are asked for."""
    day = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=60)
    for part in ("day", "month", "year"):
        box = page.locator(f"main input[name$=_{part}]")
        if box.count():
            box.fill(str(getattr(day, part)))


def old_paper() -> bytes:
    paper = docx.Document()
    paper.add_heading("Information sharing agreement: Winter fuel help", 0)
    for line in (
        *("Parties to this agreement", "Chelmsford City Council", "Essex County Council"),
        *("Date of agreement: 3 March 2024", "Review date: 3 March 2027"),
        "Purpose: so that people who cannot heat their home get help.",
    ):
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def own_name(page: Page) -> str:
    return page.locator(".app-header__account a[href*='/account/']").first.inner_text().strip()


def bring_in(page: Page) -> str:
    """From the paper in the drawer to the register. Returns the reference."""
    page.goto("/organisation/add")
    press(page, "Begin")
    batch = page.url.split("?")[0]
    press(page, "Add files")
    file = {"name": "winter fuel.docx", "mimeType": WORD, "buffer": old_paper()}
    page.locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    page.locator("main button").first.click()
    until = time.monotonic() + 60
    while "Ready" not in page.locator("main").inner_text() and time.monotonic() < until:
        time.sleep(1)  # a job reads it
        page.goto(batch)
    page.goto(f"{batch}/1")
    expect(page.locator("main")).to_contain_text("Guessed")
    page.locator("input[name=lead]").fill("Chelmsford City Council")
    page.locator("input[name=kind][value=new]").check()
    press(page, "Accept and go on")
    page.goto(batch)
    link = page.locator("main a[href*='/isps/ISP-']").first.get_attribute("href")
    assert link
    return link.rsplit("/", 1)[-1]


def test_an_agreement_from_a_drawer_to_signed_reviewed_amended_and_superseded(visit: Visit) -> None:
    lead, editor = visit("lead", javascript=False), visit("core editor", javascript=False)
    stranger = visit("charity", width=375)
    reference = bring_in(lead)
    assert stranger.goto(f"/isps/{reference}").status == 404  # type: ignore[union-attr]
    lead.goto("/organisation/owners")  # it needs an owner: the partner lead takes it
    lead.locator(f"#owner-{reference}").select_option(label=own_name(lead))
    lead.locator(f"form:has(#owner-{reference}) button").click()
    review(lead, reference, {"data": ("more", "Nobody ever wrote down what.")})
    write(lead, reference, "essex-county-council", "parties")
    lead.goto(f"/isps/{reference}/send-out")
    fill_cut_off(lead)
    press(lead, "Send it out")
    sign_here(lead, reference)
    sign_on_paper(editor, reference, "Avery Officer (example)")
    lead.goto(f"/isps/{reference}/versions/1")
    expect(lead.locator("main")).to_contain_text("This version was replaced")
    said = review(lead, reference, {"flows": ("words", "The duty officer answers at night.")}, days=500)
    assert "28 days" in said
    lead.goto(f"/isps/{reference}/amendments/1")
    expect(lead.locator("main")).to_contain_text("day and night")
    assert stranger.goto(f"/isps/{reference}").status == 404  # type: ignore[union-attr]
