"""Sign-in through an organisation's own directory (OpenID Connect)."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.db import models

from cms.core import clock
from cms.members.models.dated import Dated
from cms.members.models.people import User
from cms.members.sealed import seal, unseal

FIXED = ("key", "issuer")  # an account is known by both: changing either would hand it to somebody else
DOMAIN = RegexValidator(r"\A(?=.{4,120}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\Z", "Like example.gov.uk.")


class SignInProvider(Dated):
    """One directory of one organisation. Who signs in there is known by this row's key and the directory's own number
    for them (`sub`), never by an e-mail address."""

    key = models.SlugField("short name in addresses", max_length=40, unique=True, help_text="It cannot change later.")
    name = models.CharField(max_length=40, help_text="As its people know it: Exampleshire County Council.")
    partner = models.ForeignKey("snippets.Partner", models.PROTECT, related_name="sign_in_providers")
    issuer = models.CharField(
        "issuer",
        max_length=200,
        unique=True,
        validators=[URLValidator(schemes=["https", "http"])],
        help_text="The exact address that the directory calls itself by. It cannot change later.",
    )
    client_id = models.CharField("client ID", max_length=190, unique=True)
    sealed_secret = models.TextField(editable=False, blank=True, default="")
    more_origins = models.CharField(
        "other hosts of its sign-in page",
        max_length=300,
        blank=True,
        help_text="Where its sign-in leads on to another host: https://login.example.gov.uk, separated by spaces.",
    )
    trusts_addresses = models.BooleanField(
        "its addresses are proved",
        default=False,
        help_text="Some directories (Microsoft's) do not say that an address is verified. Tick it only where the "
        "organisation alone gives out addresses of the domains below.",
    )
    counts_second_factor = models.BooleanField(
        "its second factor counts",
        default=False,
        help_text="When it says that somebody used a second factor there, we do not ask for another.",
    )

    class Meta(Dated.Meta):
        ordering = ["name"]
        verbose_name = "sign-in through an organisation"
        verbose_name_plural = "sign-in through organisations"

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            before = type(self)._default_manager.filter(pk=self.pk).values(*FIXED).first()
            if before is not None and any(before[name] != getattr(self, name) for name in FIXED):
                raise ValidationError("The short name and the issuer never change: make another one.")
        super().save(*args, **kwargs)

    @property
    def secret(self) -> str:
        """The client secret, in clear."""
        return unseal(self.sealed_secret) if self.sealed_secret else ""

    @secret.setter
    def secret(self, text: str) -> None:
        self.sealed_secret = seal(text)


class SignInDomain(models.Model):
    """A domain whose people sign in there: somebody has made sure that it is the organisation's own."""

    provider = models.ForeignKey(SignInProvider, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=120, unique=True, validators=[DOMAIN])
    verified_at = models.DateTimeField(default=clock.now, editable=False)
    verified_by = models.ForeignKey(User, models.SET_NULL, null=True, editable=False, related_name="+")
    verified_how = models.CharField(max_length=200)

    class Meta:
        ordering = ["domain"]

    def __str__(self) -> str:
        return self.domain
