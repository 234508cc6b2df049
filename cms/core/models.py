from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


class ContentVersion(models.Model):
    """One row. Read and replaced through cms.core.content_version."""

    value = models.CharField(max_length=32)


class Counter(models.Model):
    """Numbers that are given once and never again, such as ISP references and index sequences."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.PositiveBigIntegerField(default=0)


@register_setting(icon="site")
class CommunitySettings(BaseGenericSetting):
    """What makes this installation one county's: its name, its contacts, what it shows to the public."""

    name = models.CharField("name of the community", max_length=120, default="Information Sharing Network")
    area = models.CharField(max_length=120, default="Essex", help_text="The county or area, as people say it.")
    purpose = models.CharField(
        "one line about the community",
        max_length=250,
        default="Public, voluntary and community organisations that share personal information lawfully, safely "
        "and for good reason.",
    )
    logo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="Shown to the left of the name. Without one, a plain mark is drawn.",
    )
    contact_email = models.EmailField(blank=True, help_text="Where members and the public can write to the core team.")
    contact_phone = models.CharField(max_length=40, blank=True)
    contact_hours = models.CharField(max_length=80, default="weekdays 9am to 5pm")
    urgent_line = models.CharField(
        max_length=200, blank=True, help_text="Whom to ring at once if a child or an adult is at risk: name and number."
    )
    help_text = models.TextField(blank=True, help_text="Shown on the help page, in plain English.")
    public_partner_list = models.BooleanField("the public may see the list of partners", default=True)
    public_register = models.BooleanField("the public may see the public part of the ISP register", default=True)
    public_help_form = models.BooleanField("the public may ask for help with sharing", default=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("area"), FieldPanel("purpose"), FieldPanel("logo")], "Community"
        ),
        MultiFieldPanel(
            [
                FieldPanel("contact_email"),
                FieldPanel("contact_phone"),
                FieldPanel("contact_hours"),
                FieldPanel("urgent_line"),
            ],
            "Contacts",
        ),
        FieldPanel("help_text"),
        MultiFieldPanel(
            [FieldPanel("public_partner_list"), FieldPanel("public_register"), FieldPanel("public_help_form")],
            "What the public may see",
        ),
    ]

    class Meta:
        verbose_name = "community settings"
