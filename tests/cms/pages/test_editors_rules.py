"""What an editor meets in the form: rules as clear errors, two approvals, previews on the real site."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Workflow, WorkflowPage
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.core import clock
from cms.core.errors import NotFound
from cms.jobs.services import run_waiting
from cms.members.models import SiteRole
from cms.pages.models import GuidancePage, HorizonPage, NewsPage, PagePreview
from cms.pages.models.preview import make_token
from cms.pages.preview import preview_for
from cms.pages.setup import ensure_workflows
from cms.pages.tasks import publish_scheduled
from tests.factories import admin as make
from tests.factories.files import pdf_document

pytestmark = pytest.mark.django_db
NATIONAL, LOCAL = GuidancePage.Authority.NATIONAL, GuidancePage.Authority.LOCAL
GROUP = SiteRole.Role.MANAGEMENT_GROUP


@pytest.fixture
def tree():
    return make.site_tree()


@pytest.fixture
def author():
    return make.staff()


@pytest.fixture
def national(tree):
    return tree["guidance"].add_child(
        instance=GuidancePage(title="National", slug="national", summary="By the regulator.", authority=NATIONAL)
    )


def form(**fields):
    given = {
        "title": "A page",
        "slug": "a-page",
        "summary": "What it is.",
        "body": streamfield([]),
        "audience": "members",
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
        **fields,
    }
    return nested_form_data(given)


def guidance(**fields):
    return form(**{"authority": NATIONAL, "support_level": "guidance", **fields})


def add(client, kind, parent, data):
    return client.post(reverse("wagtailadmin_pages:add", args=["pages", kind, parent.pk]), data)


def edit(client, page, data):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)


def errors_of(response):
    """Errors of the form, its formsets aside: {field: [message]}."""
    return {name: [str(message) for message in found] for name, found in response.context["form"].errors.items()}


def test_local_guidance_names_the_national_guidance_it_interprets(tree, author, national):
    client = make.signed_in(author)
    refused = add(client, "guidancepage", tree["guidance"], guidance(authority=LOCAL, **{"action-submit": "1"}))
    assert errors_of(refused) == {"interprets": ["Local guidance names the national guidance that it interprets."]}
    assert not GuidancePage.objects.filter(slug="a-page").exists()
    kept = add(client, "guidancepage", tree["guidance"], guidance(authority=LOCAL, interprets=national.pk))
    assert kept.status_code == 302
    local = GuidancePage.objects.get(slug="a-page")
    assert not local.live
    second = add(client, "guidancepage", tree["guidance"], guidance(slug="b", authority=LOCAL, interprets=local.pk))
    assert "cannot rest on local guidance" in errors_of(second)["interprets"][0]


def test_a_horizon_item_past_its_key_date_asks_for_its_next_stage(tree, author, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00")
    client = make.signed_in(author)
    late = form(stage="consultation", key_date="2026-01", **{"action-publish": "1"})
    refused = add(client, "horizonpage", tree["horizon"], late)
    assert errors_of(refused)["stage"] == [
        "The key date, January 2026, has passed. Choose the next stage or the next date."
    ]
    saved = add(client, "horizonpage", tree["horizon"], {**late, "key_date": "2026-04"})
    assert saved.status_code == 302
    page = HorizonPage.objects.get()
    time_machine.move_to("2026-05-02 12:00:00+00:00")
    assert page.needs_next_stage
    client = make.signed_in(author)
    assert "stage" in errors_of(edit(client, page, {**late, "key_date": "2026-04"}))
    assert edit(client, page, {**late, "key_date": "2026-04", "stage": "passed"}).status_code == 302


def test_a_picture_needs_words_unless_it_only_decorates(tree, author):
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    image = get_image_model().objects.create(title="Bridge", file=get_test_image_file())
    client = make.signed_in(author)

    def news(**picture):
        block = {"image": image.pk, "alt": "", "caption": "", **picture}
        return form(body=streamfield([("picture", block)]), published_on="2026-03-02", **{"action-publish": "1"})

    refused = add(client, "newspage", tree["news"], news())
    assert "Describe the picture, or say that it is decorative." in refused.content.decode()
    assert not NewsPage.objects.exists()
    assert add(client, "newspage", tree["news"], news(alt="A bridge over a river")).status_code == 302
    assert add(client, "newspage", tree["news"], {**news(decorative="on"), "slug": "two"}).status_code == 302
    assert NewsPage.objects.live().count() == 2


def test_what_a_public_page_opens_to_everybody_is_said_and_not_refused(tree, author, tmp_path, settings):
    settings.MEDIA_ROOT, settings.STORE_DIR = str(tmp_path / "media"), tmp_path / "store"
    document = pdf_document("Old agreement", "Signed by: Jane Sample, jane@example.org")
    run_waiting()
    client = make.signed_in(author)
    body = streamfield([("document", {"document": document.pk, "note": ""})])
    sent = form(body=body, published_on="2026-03-02", **{"action-publish": "1"})
    told = "Everybody can open “Old agreement” now. Look for what to black out: 1 place for a signature and 1 e-mail"
    for audience, says in (("members", False), ("public", True)):
        answer = add(client, "newspage", tree["news"], {**sent, "slug": audience, "audience": audience})
        assert answer.status_code == 302
        assert (told in client.get(answer["Location"]).content.decode()) is says
    assert NewsPage.objects.live().count() == 2


def test_every_part_of_the_shared_body_is_saved_and_opened_again(tree, author):
    client = make.signed_in(author)
    body = streamfield(
        [
            ("heading", {"text": "Start here"}),
            ("prose", {"html": rich_text("<p>Plain words.</p>")}),
            ("quote", {"text": "It helped.", "person": "A social worker", "role": "Children's services"}),
            ("callout", {"kind": "note", "title": "Mind", "html": rich_text("<p>This.</p>")}),
            ("details", {"summary": "More", "html": rich_text("<p>And more.</p>")}),
        ]
    )
    sent = form(body=body, published_on="2026-03-02", **{"action-publish": "1"})
    assert add(client, "newspage", tree["news"], sent).status_code == 302
    page = NewsPage.objects.get()
    assert [block.block_type for block in page.body] == ["heading", "prose", "quote", "callout", "details"]
    assert "Start here" in client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()


class TestTwoApprovals:
    @pytest.fixture(autouse=True)
    def setting(self, tree, author, national):
        ensure_workflows()
        self.tree, self.author, self.national = tree, author, national
        self.client = make.signed_in(author)
        self.colleague = make.signed_in(make.staff("second-editor@example.org"))
        self.member = make.staff("chair@example.org", GROUP, superuser=False)

    def submitted(self):
        sent = guidance(authority=LOCAL, interprets=self.national.pk, **{"action-submit": "1"})
        assert add(self.client, "guidancepage", self.tree["guidance"], sent).status_code == 302
        return GuidancePage.objects.get(slug="a-page")

    def decide(self, client, page, action="approve"):
        page = GuidancePage.objects.get(pk=page.pk)
        state = page.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
        return client.post(url, {"comment": ""})

    def test_publishing_it_at_once_is_refused_with_the_reason_even_to_a_superuser(self):
        sent = guidance(authority=LOCAL, interprets=self.national.pk, **{"action-publish": "1"})
        refused = add(self.client, "guidancepage", self.tree["guidance"], sent)
        assert "second approval by the management group" in errors_of(refused)["authority"][0]
        assert not GuidancePage.objects.filter(slug="a-page").exists()
        page = self.submitted()
        assert "second approval" in errors_of(edit(self.client, page, sent))["authority"][0]
        with pytest.raises(PermissionDenied):
            page.latest_revision.publish(user=self.author)
        assert not GuidancePage.objects.get(pk=page.pk).live

    def test_the_button_is_not_offered_for_it(self):
        page = self.submitted()
        shown = self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
        assert 'name="action-publish"' not in shown
        other = self.client.get(reverse("wagtailadmin_pages:edit", args=[self.national.pk])).content.decode()
        assert 'name="action-publish"' in other

    def test_it_is_published_after_the_core_team_and_the_management_group_approved(self):
        page = self.submitted()
        assert self.decide(self.colleague, page).status_code == 302
        page.refresh_from_db()
        assert not page.live
        assert page.current_workflow_task.name == "Management group approval"
        chair = make.signed_in(self.member)
        assert chair.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        assert page.title in chair.get(reverse("wagtailadmin_home")).content.decode()
        self.decide(chair, page)
        page.refresh_from_db()
        assert page.live

    def test_an_approval_waits_only_for_those_who_may_give_it(self):
        """On the admin's home: the core team's list counts its own step, the management group sees its step alone."""
        page, chair = self.submitted(), make.signed_in(self.member)

        def home(client):
            return client.get(reverse("wagtailadmin_home")).content.decode()

        assert "1 page waits for an approval" in home(self.colleague)
        assert page.title not in home(chair)
        self.decide(self.colleague, page)
        assert "waits for an approval" not in home(self.colleague)
        assert page.title in home(chair)
        assert "What waits for you" not in home(chair)

    def test_nobody_gives_the_second_approval_to_their_own_words(self):
        SiteRole.objects.create(user=self.author, role=GROUP)
        page = self.submitted()
        self.decide(self.colleague, page)
        self.decide(self.client, page)
        page.refresh_from_db()
        assert not page.live

    def test_one_person_does_not_give_both_approvals(self):
        both = make.staff("both@example.org")
        SiteRole.objects.create(user=both, role=GROUP)
        page = self.submitted()
        client = make.signed_in(both)
        self.decide(client, page)
        self.decide(client, page)
        page.refresh_from_db()
        assert not page.live
        assert page.current_workflow_task.name == "Management group approval"

    def test_a_seat_that_has_ended_approves_nothing(self):
        page = self.submitted()
        self.decide(self.colleague, page)
        self.member.site_roles.update(ends_on=clock.today() - datetime.timedelta(days=1))
        assert self.decide(make.signed_in(self.member), page).status_code in (302, 403)
        page.refresh_from_db()
        assert not page.live

    def test_a_change_after_the_first_approval_goes_back_to_the_first_step(self):
        page = self.submitted()
        self.decide(self.colleague, page)
        page = GuidancePage.objects.get(pk=page.pk)
        page.summary = "Other words."
        page.save_revision(user=self.author)
        self.decide(make.signed_in(self.member), page)
        page = GuidancePage.objects.get(pk=page.pk)
        assert not page.live
        assert page.current_workflow_task.name == "Core team approval"

    def test_national_guidance_passes_the_second_step_by_itself(self):
        sent = guidance(slug="nat", **{"action-submit": "1"})
        add(self.client, "guidancepage", self.tree["guidance"], sent)
        page = GuidancePage.objects.get(slug="nat")
        self.decide(self.colleague, page)
        page.refresh_from_db()
        assert page.live

    def test_approvers_are_told_and_the_author_is_not(self):
        from cms.notifications.models import Notification

        page = self.submitted()
        told = set(Notification.objects.values_list("user__email", flat=True))
        assert told == {"second-editor@example.org"}
        self.decide(self.colleague, page)
        assert Notification.objects.filter(user=self.member, title__contains=page.title).count() == 1

    def test_setting_up_twice_makes_one_of_each(self):
        ensure_workflows()
        call_command("ensure_editorial_setup", verbosity=0)
        assert Workflow.objects.filter(name="Approval").count() == 1
        assert WorkflowPage.objects.count() == 1
        names = [task.name for task in Workflow.objects.get(name="Approval").tasks]
        assert names == ["Core team approval", "Management group approval"]


def test_superseding_shows_on_both_pages(tree, author, national):
    newer = tree["guidance"].add_child(instance=GuidancePage(title="Edition two", slug="two", summary="Newer."))
    national.superseded_by = newer
    national.save()
    client = make.signed_in(author)
    old = client.get(reverse("wagtailadmin_pages:edit", args=[national.pk])).content.decode()
    new = client.get(reverse("wagtailadmin_pages:edit", args=[newer.pk])).content.decode()
    assert "Edition two" in old
    assert "This page replaces:" in new
    assert "National" in new
    circle = edit(client, newer, guidance(title="Edition two", slug="two", superseded_by=national.pk))
    assert errors_of(circle)["superseded_by"] == ["These pages would replace each other in a circle."]


def test_addresses_in_the_admin_are_the_members_sites(tree, author, national, settings):
    national.save_revision().publish()
    assert national.full_url == f"{settings.FRONTEND_ORIGIN}/guidance/national"
    assert tree["home"].full_url == f"{settings.FRONTEND_ORIGIN}/"
    page = make.signed_in(author).get(reverse("wagtailadmin_pages:edit", args=[national.pk])).content.decode()
    assert f'href="{settings.FRONTEND_ORIGIN}/guidance/national"' in page


class TestPreview:
    def test_a_draft_is_shown_on_the_real_site_with_a_token(self, tree, author, national, settings):
        client = make.signed_in(author)
        url = reverse("wagtailadmin_pages:preview_on_edit", args=[national.pk])
        sent = guidance(title="National, redrafted", slug="national", summary="Not saved yet.")
        assert client.post(url, sent).json() == {"is_valid": True, "is_available": True}
        shown = client.get(url)
        assert shown.status_code == 302
        assert shown.url.startswith(f"{settings.FRONTEND_ORIGIN}/preview?token=")
        page = preview_for(shown.url.split("token=")[1], author)
        assert (page.pk, page.title, page.summary) == (national.pk, "National, redrafted", "Not saved yet.")
        assert GuidancePage.objects.get(pk=national.pk).title == "National"

    def test_a_page_that_was_never_saved_is_shown_too(self, tree, author):
        client = make.signed_in(author)
        url = reverse("wagtailadmin_pages:preview_on_add", args=["pages", "newspage", tree["news"].pk])
        sent = form(title="Not saved", published_on="2026-03-02", body=streamfield([("heading", {"text": "Big"})]))
        assert client.post(url, sent).json()["is_valid"]
        page = preview_for(client.get(url).url.split("token=")[1], author)
        assert (page.pk or None, page.title, page.body[0].value["text"]) == (None, "Not saved", "Big")
        assert not NewsPage.objects.exists()

    def test_the_token_is_one_persons_expires_and_cannot_be_made_up(self, author, national, time_machine):
        time_machine.move_to("2026-03-02 12:00:00+00:00")
        token = make_token(national, author)
        assert preview_for(token, author).pk == national.pk
        for wrong in (token + "x", "", "a:b:c"):
            with pytest.raises(NotFound):
                preview_for(wrong, author)
        with pytest.raises(NotFound):
            preview_for(token, make.staff("other@example.org"))
        time_machine.move_to("2026-03-02 13:00:02+00:00")
        with pytest.raises(NotFound):
            preview_for(token, author)
        make_token(national, make.staff("third@example.org"))
        assert PagePreview.objects.count() == 1  # the expired one is swept

    def test_it_ends_with_the_right_to_edit(self, author, national):
        token = make_token(national, author)
        author.is_superuser = False
        author.save()
        with pytest.raises(NotFound):
            preview_for(token, type(author).objects.get(pk=author.pk))


def test_pages_are_published_and_taken_down_on_time(tree, author, time_machine):
    time_machine.move_to("2026-03-02 12:00:00+00:00")
    client = make.signed_in(author)
    times = {"go_live_at": "2026-03-03 09:00", "expire_at": "2026-03-05 09:00"}
    sent = form(published_on="2026-03-03", **times, **{"action-publish": "1"})
    assert add(client, "newspage", tree["news"], sent).status_code == 302
    page = NewsPage.objects.get()
    publish_scheduled()
    page.refresh_from_db()
    assert not page.live
    time_machine.move_to("2026-03-03 09:05:00+00:00")
    publish_scheduled()
    page.refresh_from_db()
    assert page.live
    time_machine.move_to("2026-03-05 09:05:00+00:00")
    publish_scheduled()
    page.refresh_from_db()
    assert not page.live
    assert page.expired


def test_revisions_are_compared_and_privacy_is_set(tree, author, national):
    client = make.signed_in(author)
    first = national.save_revision(user=author)
    national.summary = "Clearer words."
    second = national.save_revision(user=author)
    compared = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[national.pk, first.pk, second.pk]))
    assert "Clearer words" in compared.content.decode()
    url = reverse("wagtailadmin_pages:set_privacy", args=[national.pk])
    assert client.post(url, {"restriction_type": "login", "password": "", "groups": []}).status_code == 200
    assert national.get_view_restrictions().get().restriction_type == "login"
