from cms.reorganisation.models.choices import IspChoice, Placement, Proposal
from cms.reorganisation.models.plan import Change, ChangeBody, PlannedBody, Reorganisation

__all__ = ["Change", "ChangeBody", "IspChoice", "Placement", "PlannedBody", "Proposal", "Reorganisation"]
