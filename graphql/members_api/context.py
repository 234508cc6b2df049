"""What resolvers receive as `info.context`. It has no request: a resolver cannot read a cookie by accident."""

from dataclasses import dataclass
from functools import cached_property

from cms.core.requester import Requester
from cms.members.models import User
from members_api.access import Access
from members_api.batch import Loader


@dataclass
class Context:
    requester: Requester
    access: Access
    loader: Loader
    request_id: str

    @cached_property
    def account(self) -> User | None:
        """The account of the person who asks; None for visitors and tools."""
        return User.objects.filter(pk=self.requester.user_id).first() if self.requester.user_id else None
