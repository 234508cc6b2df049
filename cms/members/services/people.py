from allauth.account.models import EmailAddress

from cms.members.models import User


def remember_address(user: User) -> None:
    """Keep allauth's record of a person's address in step, when the core team writes it. Writing it vouches for it."""
    EmailAddress.objects.filter(user=user).exclude(email__iexact=user.email).delete()
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
