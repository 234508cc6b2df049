"""The editors' form of a version says what is missing and leads to the guided form."""

import pytest
from django.urls import reverse

from cms.snippets.models import IspVersion
from tests.factories import admin as make

pytestmark = pytest.mark.django_db


def test_the_form_of_a_draft_names_what_is_missing_and_leads_to_the_guided_form(settings):
    editor = make.signed_in(make.staff(superuser=False))
    version = make.isp(state="draft").versions.get()
    IspVersion.objects.filter(pk=version.pk).update(purpose="To help [whom].")
    shown = editor.get(reverse("wagtailsnippets_snippets_ispversion:edit", args=[version.pk])).content.decode()
    assert "Missing before it can be sent out" in shown
    assert "Replace “[whom]” in “Purpose”." in shown
    assert f"{settings.FRONTEND_ORIGIN}/drafts/{version.isp.reference}" in shown
    IspVersion.objects.filter(pk=version.pk).update(state="in_force")
    shown = editor.get(reverse("wagtailsnippets_snippets_ispversion:edit", args=[version.pk])).content.decode()
    assert "Missing before it can be sent out" not in shown
