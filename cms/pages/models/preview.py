"""What an editor is looking at before it is published: the words of the form, kept for an hour."""

import datetime
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from cms.core import clock

SALT = "cms.pages.preview"
MAX_AGE_S = 3600


class PagePreview(models.Model):
    """One row for each person and page; the next preview replaces it. `page` is empty for one that was never saved."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", models.CASCADE, null=True, related_name="+")
    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE, related_name="+")
    content = models.JSONField(encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"Preview {self.pk}"


def make_token(page: Any, user: Any) -> str:
    """Keep these words, saved or not, and give a token that shows them to `user` for an hour."""
    PagePreview.objects.filter(made_at__lt=clock.now() - datetime.timedelta(seconds=MAX_AGE_S)).delete()
    kept, _ = PagePreview.objects.update_or_create(
        user=user,
        page_id=page.pk,
        content_type=ContentType.objects.get_for_model(page),
        defaults={"content": page.serializable_data(), "made_at": clock.now()},
    )
    return signing.dumps({"preview": kept.pk, "user": user.pk}, salt=SALT)


def preview_address(page: Any, user: Any) -> str:
    """Where the preview is shown: the members' site, with a token."""
    return f"{settings.FRONTEND_ORIGIN}/preview?token={make_token(page, user)}"
