"""Who is asking. Services and querysets take a Requester, never an HTTP request."""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Requester:
    """One caller and its rights at this moment; made for each request and never kept.

    `partners` hold `doubles` too: second rows of the same bodies, under which older agreements were signed.
    `partners` are the keys of the partners whose current member the caller is; `roles` are (partner key, role) pairs
    in force today (`PartnerRole.Role` values); `covers` are (partner key, person) pairs for whom the caller stands in
    today, at partners of the caller's own; `site_roles` are `SiteRole.Role` values in force today. `scopes` is None
    for a person and a set for an external tool, which is limited to them.
    """

    user_id: int | None = None
    partners: frozenset[int] = frozenset()
    doubles: frozenset[int] = frozenset()
    acting_for: int | None = None
    roles: frozenset[tuple[int, str]] = frozenset()
    covers: frozenset[tuple[int, int]] = frozenset()
    site_roles: frozenset[str] = frozenset()
    groups: frozenset[int] = frozenset()  # Wagtail groups, for its view restrictions
    spaces: frozenset[int] = frozenset()  # the spaces of the forum that the caller is in
    owned_spaces: frozenset[int] = frozenset()
    is_editor: bool = False
    second_factor: bool = False
    held_back: bool = False  # lacks the second factor that its roles need: their rights are not among these
    lead_since: datetime.date | None = None  # since when the caller has been a partner lead, if it is one
    scopes: frozenset[str] | None = None
    token_id: int | None = None
    is_system: bool = False
    # Read together with the rights, so that a kept answer costs nothing more; no rights themselves.
    content_version: str = field(default="", compare=False)  # of the moment before any row was read; "": not read
    notices: str = field(default="", compare=False)  # changes whenever the person's notices do

    @property
    def own_partners(self) -> frozenset[int]:
        """Each body once: what a person chooses from."""
        return self.partners - self.doubles

    @property
    def is_member(self) -> bool:
        return bool(self.partners) or self.is_editor or self.is_system

    @property
    def visibility(self) -> str:
        """Requesters with equal visibility see the same data, and may share a cached answer."""
        scopes = "person" if self.scopes is None else sorted(self.scopes)
        parts = (
            self.is_editor,
            sorted(self.partners),
            sorted(self.roles),
            sorted(self.covers),
            sorted(self.site_roles),
            sorted(self.groups),
            sorted(self.spaces),
            sorted(self.owned_spaces),
        )
        return repr((*parts, scopes))

    def has_role(self, partner_id: int | None, *roles: str) -> bool:
        """Whether the caller holds one of these roles at the partner today."""
        return any((partner_id, role) in self.roles for role in roles)

    def has_scope(self, scope: str) -> bool:
        return self.scopes is None or scope in self.scopes


ANONYMOUS = Requester()
SYSTEM = Requester(is_system=True, is_editor=True)  # jobs, commands and migrations: named, never implied
