from django.urls import path

from cms.snippets.admin_views import files, register
from cms.snippets.admin_views.base import NAMES

app_name = NAMES
urlpatterns = [
    path("", register.Index.as_view(), name="index"),
    path("waiting/", register.Waiting.as_view(), name="waiting"),
    path("names/", register.Settle.as_view(), name="settle"),
    path("rows/<int:pk>/", register.CorrectOneRow.as_view(), name="row"),
    path("lists/", files.ImportList.as_view(), name="list"),
    path("<int:pk>/", register.Preview.as_view(), name="preview"),
]
