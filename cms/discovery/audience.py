"""What a requester may find: tokens that the entries' audiences are matched with. Made for each call, never kept."""

from django.db.models import Model

from cms.core import policy
from cms.core.models import CommunitySettings
from cms.core.requester import Requester
from search import registry
from search.registry import Source


def tokens_of(by: Requester) -> frozenset[str]:
    """The requester's audience tokens, as `cms.pages.search` and `cms.snippets.search` put them on entries.

    `public` and `members` are what they say, `visitors` are all who are no members; `public:register` and
    `public:partners` belong to visitors, while the settings open the register and the list; `party:`, `ig_lead:`,
    `group:` and `space:` carry keys; `user:5@12` is person 5 while a member of partner 12.
    """
    tokens = {"public"}
    if not by.is_member:
        tokens.add("visitors")
        community = CommunitySettings.load()
        tokens |= {"public:register"} if community.public_register else set()
        tokens |= {"public:partners"} if community.public_partner_list else set()
        return frozenset(tokens)
    tokens.add("members")
    tokens.update(f"party:{partner}" for partner in by.partners)
    tokens.update(f"group:{group}" for group in by.groups)
    tokens.update(f"space:{space}" for space in by.spaces)
    tokens.update(f"ig_lead:{partner}" for partner, role in by.roles if role == "ig_lead")
    if by.user_id is not None:
        tokens.add(f"user:{by.user_id}")
        tokens.update(f"user:{by.user_id}@{partner}" for partner in by.partners)
    if by.is_editor:
        tokens.add("editors")
    return frozenset(tokens)


def sources_for(by: Requester) -> tuple[Source, ...]:
    """The kinds that the requester may read at all; an external tool needs the scope of each."""
    return tuple(
        source
        for source in registry.sources()
        if all(_has_scope_of(model, by) for model in (source.model, *source.needs))
    )


def _has_scope_of(model: type[Model], by: Requester) -> bool:
    rule = policy.rows_of(model)
    return rule is not None and by.has_scope(rule.scope)
