"""Below /account/, next to the other things that a person decides."""

from django.urls import path

from cms.briefings.views import confirm_subscription, stop_subscription

urlpatterns = [
    path("briefing/<str:key>/", confirm_subscription, name="briefing_confirm"),
    path("briefing-mails/<str:key>/", stop_subscription, name="briefing_stop"),
]
