"""The pages about the site: the accessibility statement says what the law asks and what the tests do; the record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.frontend import samples
from tests.frontend.conftest import Site

WALK = (Path(__file__).resolve().parents[1] / "e2e" / "test_accessibility.py").read_text()
ASKED = (  # of the model statement of the 2018 Regulations
    "Accessibility statement for",
    "committed to making it accessible, in accordance with the accessibility regulations",
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
    "partially compliant",
    "Web Content Accessibility Guidelines version 2.2",
    "it does not meet the regulations",
    "1.1.1 (non-text content)",
    "Disproportionate burden",
    "What the regulations do not cover",
    "This statement was prepared on",
    "It was last reviewed on",
    "Tell us about a problem",
    "Equality and Human Rights Commission (EHRC) is responsible for enforcing",
    "Equality Advisory and Support Service (EASS)",
)
DONE = {  # what the statement says was tested: where the walk does it
    "axe finds no fault": "def test_axe_finds_nothing",
    "in light and dark": '("light", "dark")',
    "1,280 and 375 pixels wide": '"width", [1280, 375]',
    "scrolled sideways at 320 pixels": "width=320",
    "on three busy pages the keyboard alone": '"path", ["/", "/isps", "/organisation"]',
}


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_the_accessibility_statement_says_what_the_law_asks(site: Site) -> None:
    with site.browser(session=None) as b:
        said = words(b.get("/accessibility").text)
    assert [part for part in ASKED if part not in said] == []


def test_it_claims_the_tests_that_there_are_and_no_other(site: Site) -> None:
    with site.browser(session=None) as b:
        said = words(b.get("/accessibility").text)
    assert {claim for claim, test in DONE.items() if (claim in said) != (test in WALK)} == set()
    assert all(claim in said for claim in DONE)
    assert "There is no day of a test by hand to give" in said
    assert not re.search(r"(was|were) (last )?tested (on|with|by)", said)


def test_asking_for_another_format_stands_beside_documents(site: Site) -> None:
    with site.browser() as b:
        for path in ("/guidance/x", "/events/x", "/isps/ISP-0001"):
            page = b.get(path).text
            files = len(re.findall(r'href="http://localhost:18000/documents/\d+/"', page))
            assert page.count('href="/accessibility/format?of=') >= 1, path
            assert files >= 1


@pytest.mark.parametrize(("total", "status"), [(10_000, 200), (10_001, 422)])
def test_a_record_too_long_for_a_file_is_a_message_and_never_a_part(site: Site, total: int, status: int) -> None:
    entries = samples.answer("OurRecord", samples.SHORT)["ourRecord"]["entries"] * 5000
    site.api.changes["OurRecord"] = {"ourRecord": {"totalCount": total, "entries": entries}}
    with site.browser() as b:
        r = b.get("/organisation/record.csv?kind=members.partnerrole&since=2026-01-01")
    assert r.status_code == status
    if status == 200:
        assert r.text.count("\n") == total + 1
    else:
        assert "A file holds 10,000 entries, and these are 10,001" in words(r.text)
        assert 'value="2026-01-01"' in r.text  # the filters stay
        assert "/organisation/record.csv?page" not in r.text
    assert len(site.api.called("OurRecord")) == 1


@pytest.mark.parametrize("scanned", [True, False])
def test_the_privacy_notice_says_whether_files_are_checked_for_viruses(site: Site, scanned: bool) -> None:
    site.api.changes["PrivacyPage"] = {"site": {"filesAreScanned": scanned}}
    with site.browser() as browser:
        html = browser.get("/privacy").text
    assert ("and for viruses before anybody can open them" in html) is scanned
    assert ("but not for viruses" in html) is not scanned
