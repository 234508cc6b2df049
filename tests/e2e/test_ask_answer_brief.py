"""A member asks on a phone, another answers by e-mail, the asker marks it; it becomes guidance and goes out to all."""

import email
import email.policy
import email.utils
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from email.message import EmailMessage

from playwright.sync_api import Page, expect

from tests.e2e.conftest import ROOT, Site

Visit = Callable[..., Page]
TITLE = "Who tells the landlord when a tenant moves into care?"
ANSWER = "Our hospital discharge team does, the same day, with a form of one page."
PATIENCE_S = 120


def mail_to(site: Site, person: str, word: str) -> EmailMessage:
    """The newest mail to this person that holds the word; waits until the worker has written it."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        for path in sorted((site.data / "mail").glob("*"), key=lambda path: path.stat().st_mtime, reverse=True):
            for part in re.split(rb"\n-{20,}\n", path.read_bytes()):
                found = email.message_from_bytes(part.strip(), policy=email.policy.default)
                assert isinstance(found, EmailMessage)
                body = found.get_body(("plain",))
                if person in str(found["To"]) and body and word in f"{found['Subject']} {body.get_content()}":
                    return found
        time.sleep(0.5)
    raise AssertionError(f"no mail about {word!r} to {person}")


def answer_by_mail(site: Site, notice: EmailMessage, sender: str) -> None:
    """As a mail program writes it: the words above, what was answered quoted below. It comes in by the mail server's
    pipe."""
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = sender, notice["Reply-To"], f"Re: {notice['Subject']}"
    letter["Message-ID"], letter["In-Reply-To"] = "<answer-1@mail.example>", notice["Message-ID"]
    letter["Date"] = email.utils.localtime()
    quoted = "".join(f"> {line}\n" for line in notice.get_body(("plain",)).get_content().splitlines())  # type: ignore[union-attr]
    letter.set_content(f"{ANSWER}\n\nOn Mon, 23 Nov 2026 at 10:15, Community <{sender}> wrote:\n{quoted}")
    environment = os.environ | {"DATA_DIR": str(site.data), "DJANGO_SETTINGS_MODULE": "cms.settings.dev"}
    for name in ("DATABASE_URL", "ELASTICSEARCH_URL"):
        environment.pop(name, None)
    command = [sys.executable, "manage.py", "receive_mail"]
    subprocess.run(command, cwd=ROOT, env=environment, input=letter.as_bytes(), check=True, timeout=120)


def ask(page: Page) -> str:
    """The address of the new thread."""
    page.goto("/community/ask")
    page.get_by_label("In one line").fill(TITLE)
    page.get_by_label("Tell a little more").fill("The landlord of ours heard after six weeks, and rent ran on.")
    page.get_by_label("Tell me of replies").check()
    page.get_by_role("button", name="Look for answers, then post").click()
    if page.get_by_role("heading", level=1).inner_text() == "Is it one of these?":
        page.get_by_role("button", name="Post it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    return page.url.split("?")[0]


def make_guidance(editor: Page, approver: Page, site: Site, thread: str) -> None:
    editor.goto(thread)
    editor.get_by_role("link", name="Make guidance of it").click()
    basis = editor.get_by_label("The national guidance on which it rests")
    if not basis.input_value():
        basis.select_option(index=1)
    editor.get_by_role("button", name="Begin the page").click()
    expect(editor.get_by_text("The draft is here.")).to_be_visible()
    number = re.search(r"/pages/(\d+)/", editor.url)
    assert number
    page_of_it = f"{site.cms}/admin/pages/{number[1]}/edit/"
    editor.get_by_role("button", name="More actions").last.click()
    editor.get_by_role("button", name=re.compile("^Submit to")).first.click()
    expect(editor.get_by_text(re.compile("submitted")).first).to_be_visible()
    for page in (editor, approver):  # the core team, then the management group, by another person
        page.goto(page_of_it)
        page.get_by_role("button", name="More actions").last.click()
        page.get_by_role("button", name=re.compile("^Approve")).first.click()
        expect(page.get_by_text(re.compile("has been (updated|approved|published)")).first).to_be_visible()


def test_a_question_from_a_phone_is_answered_by_mail_becomes_guidance_and_goes_out(visit: Visit, site: Site) -> None:
    asker = visit("head of service", width=375)
    thread = ask(asker)

    helper = visit("member of two", javascript=False)
    helper.goto(thread)
    helper.get_by_role("button", name="Follow this").click()
    asker.get_by_label("Your reply").fill("Does anybody have a form for it?")
    asker.get_by_role("button", name="Post reply").click()
    address = site.account("member of two")["email"]
    answer_by_mail(site, mail_to(site, address, "Does anybody have a form"), address)

    mail_to(site, site.account("head of service")["email"], ANSWER)
    asker.goto(thread)
    reply = asker.get_by_role("article").filter(has_text=ANSWER)
    expect(reply.get_by_text("by e-mail")).to_be_visible()
    expect(reply).not_to_contain_text("wrote:")
    reply.get_by_role("button", name="Mark as the answer").click()
    expect(asker.get_by_role("article").nth(1)).to_contain_text(ANSWER)

    editor, approver = visit("core editor"), visit("management group")
    make_guidance(editor, approver, site, thread)
    asker.goto(thread)
    asker.get_by_role("region", name="This became guidance").get_by_role("link").click()
    expect(asker.get_by_role("main")).to_contain_text(ANSWER)

    editor.goto(f"{site.cms}/admin/snippets/briefings/edition/add/")
    editor.get_by_role("textbox", name="Title").first.fill("What members found out in November")
    editor.get_by_role("button", name="Save").first.click()
    editor.get_by_label(TITLE).first.check()
    editor.get_by_role("button", name="Put them into the briefing").click()
    editor.get_by_role("link", name="Preview and send").first.click()
    editor.get_by_role("button", name="Send at this time").press(
        "Enter"
    )  # a click may meet the admin's smooth scrolling
    expect(editor.get_by_text("It goes now.")).to_be_visible()
    briefing = mail_to(site, address, "What members found out").get_body(("plain",))
    assert briefing is not None
    assert TITLE in briefing.get_content()
