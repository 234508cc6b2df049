"""Where the core team finds its plans: below the registers."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cms.core.policy import may
from cms.members.selectors import requester_for
from cms.reorganisation import admin_choices, admin_views
from cms.reorganisation.permissions import PLAN


@hooks.register("register_admin_urls")
def reorganisation_urls() -> list[URLPattern]:
    return [
        path("reorganisations/", admin_views.Plans.as_view(), name=admin_views.PLANS),
        path("reorganisations/new/", admin_views.WritePlan.as_view(), name=admin_views.PLAN_NEW),
        path("reorganisations/<int:pk>/", admin_views.Plan.as_view(), name=admin_views.PLAN_ONE),
        path("reorganisations/<int:pk>/change/", admin_views.WritePlan.as_view(), name=admin_views.PLAN_EDIT),
        path("reorganisations/<int:pk>/choices/", admin_choices.Choices.as_view(), name=admin_choices.CHOICES),
    ]


class PlansItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may(requester_for(request), PLAN)


@hooks.register("register_admin_menu_item")
def plans_item() -> MenuItem:
    return PlansItem(
        "Reorganisations", reverse_lazy(admin_views.PLANS), name="reorganisations", icon_name="group", order=223
    )
