from django.urls import path, re_path

from members_api import file_views, upload_views, views
from members_api.data.views import data_view

urlpatterns = [
    path("graphql/", views.graphql_view, name="graphql"),
    re_path(r"^graphql/data/(?P<key>[0-9a-f]{20})\.(?P<kind>json|csv|xlsx)\Z", data_view, name="data"),
    path("documents/uploads/<str:signed>/", upload_views.upload, name="upload"),
    path("documents/<int:pk>/", file_views.document, name="document"),
    path("documents/images/<int:pk>/<str:name>", file_views.picture, name="picture"),
]
