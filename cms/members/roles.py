"""Site roles and the Wagtail groups that stand for them. The group carries permissions, the dated role gives them."""

from cms.members.models import SiteRole

EDITORS = "Core team editors"
MANAGEMENT = "Management group"
GROUP_OF_ROLE: dict[str, str] = {SiteRole.Role.CORE_EDITOR: EDITORS, SiteRole.Role.MANAGEMENT_GROUP: MANAGEMENT}
