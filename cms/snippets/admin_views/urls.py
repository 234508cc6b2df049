from django.urls import path

from cms.snippets.admin_views import files, merging, register, undo
from cms.snippets.admin_views.base import NAMES

app_name = NAMES
urlpatterns = [
    path("", register.Index.as_view(), name="index"),
    path("waiting/", register.Waiting.as_view(), name="waiting"),
    path("names/", register.Settle.as_view(), name="settle"),
    path("rows/<int:pk>/", register.CorrectOneRow.as_view(), name="row"),
    path("lists/", files.ImportList.as_view(), name="list"),
    path("merge/", merging.Merge.as_view(), name="merge"),
    path("done/", undo.Steps.as_view(), name="steps"),
    path("done/<int:pk>/", undo.Undo.as_view(), name="undo"),
    path("<int:pk>/", register.Preview.as_view(), name="preview"),
]
