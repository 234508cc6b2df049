"""Below /account/, next to the other things that a person decides."""

from django.urls import path

from cms.notifications.views import stop_mails

urlpatterns = [path("mails/<str:key>/", stop_mails, name="stop_mails")]
