from cms.reorganisation.services.carrying_out import carry_out
from cms.reorganisation.services.choosing import choose_for_isps, place, propose
from cms.reorganisation.services.planning import (
    BodySpec,
    ChangeSpec,
    cancel_plan,
    plan_reorganisation,
    review_plan,
    share_plan,
)

__all__ = [
    "BodySpec",
    "ChangeSpec",
    "cancel_plan",
    "carry_out",
    "choose_for_isps",
    "place",
    "plan_reorganisation",
    "propose",
    "review_plan",
    "share_plan",
]
