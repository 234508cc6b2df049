"""Below /account/, next to the other things that a person decides."""

from django.urls import path

from cms.saved_searches.views import mails

urlpatterns = [path("saved-search-mails/<str:key>/", mails, name="saved_search_mails")]
