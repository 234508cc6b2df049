"""Site roles and the Wagtail groups that stand for them. The group carries permissions; the dated role puts a person
into it and takes them out (docs/permissions.md)."""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from cms.core.requester import Requester
from cms.members.models import SiteRole, User

EDITORS = "Core team editors"
MANAGEMENT = "Management group"
GROUP_OF_ROLE: dict[str, str] = {SiteRole.Role.CORE_EDITOR: EDITORS, SiteRole.Role.MANAGEMENT_GROUP: MANAGEMENT}

PAGES = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
COLLECTIONS = ("add", "change", "choose", "view")
REGISTERS = (
    "core",
    "pages",
    "snippets",
    "members",
    "signing",
    "reviews",
    "community",
    "discovery",
    "overview",
    "intake",
    "drafting",
    "reorganisation",
    "briefings",
    "consultations",
    "joining",
)
FULL = (*REGISTERS, "wagtailredirects", "storage")
READ = ("audit", "jobs", "notifications", "postbox")
# Never deleted by an editor; a draft of a briefing has a button of its own.
KEPT = (
    "isp",
    "ispversion",
    "ispparty",
    "partner",
    "signature",
    "user",
    "invitation",
    "apitoken",
    "edition",
    "signinprovider",
)


def ensure_roles() -> None:
    """Make both groups and give them what they need: exactly that, so a permission given by hand does not last."""
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    management, _ = Group.objects.get_or_create(name=MANAGEMENT)
    enter = Q(content_type__app_label="wagtailadmin", codename="access_admin")
    workflow = Q(content_type__app_label="wagtailcore", content_type__model__in=["workflow", "task"])
    media = Q(content_type__app_label__in=["wagtailimages", "wagtaildocs"])
    collections = Q(content_type__app_label="wagtailcore", content_type__model="collection")
    read = Q(content_type__app_label__in=READ, codename__startswith="view_")
    full = Q(content_type__app_label__in=FULL)
    never = Q(codename__in=[f"delete_{model}" for model in KEPT])
    wanted = Permission.objects.filter(enter | workflow | media | collections | read | full).exclude(never)
    editors.permissions.set(wanted)
    management.permissions.set(Permission.objects.filter(enter))
    root, top = Page.get_first_root_node(), Collection.get_first_root_node()
    if root is not None:
        for codename in PAGES:
            _grant_pages(editors, root, codename)
    if top is not None:
        for permission in Permission.objects.filter(media):
            if permission.codename.split("_")[0] in COLLECTIONS:
                GroupCollectionPermission.objects.get_or_create(group=editors, collection=top, permission=permission)


def _grant_pages(group: Group, root: Page, codename: str) -> None:
    permission = Permission.objects.filter(content_type__app_label="wagtailcore", codename=f"{codename}_page").first()
    if permission is not None:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _groups() -> dict[str, Group]:
    return {group.name: group for group in Group.objects.filter(name__in=GROUP_OF_ROLE.values())}


def sync_groups(user: User, requester: Requester) -> bool:
    """Put the person into the groups of today's site roles and out of the others. Returns whether anything changed."""
    groups = _groups()
    if len(groups) < len(GROUP_OF_ROLE):  # a new installation, on which nobody has run ensure_roles
        ensure_roles()
        groups = _groups()
    wanted = {GROUP_OF_ROLE[role] for role in requester.site_roles if role in GROUP_OF_ROLE}
    stored = set(user.groups.filter(name__in=groups).values_list("name", flat=True))
    if wanted == stored:
        return False
    user.groups.add(*(groups[name] for name in wanted - stored))
    user.groups.remove(*(groups[name] for name in stored - wanted))
    return True


def sync_all_groups() -> int:
    """The same for everybody who is in such a group or should be; for the daily job. Returns how many changed."""
    changed = 0
    for role, name in GROUP_OF_ROLE.items():
        group = Group.objects.filter(name=name).first()
        if group is None:
            continue
        wanted = set(SiteRole.objects.current().filter(role=role, user__is_active=True).values_list("user", flat=True))
        stored = set(User.objects.filter(groups=group).values_list("pk", flat=True))
        group.user_set.add(*(wanted - stored))  # type: ignore[attr-defined]
        group.user_set.remove(*(stored - wanted))  # type: ignore[attr-defined]
        changed += len(wanted ^ stored)
    return changed
