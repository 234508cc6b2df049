from django.urls import path

from members_api import file_views, upload_views, views

urlpatterns = [
    path("graphql/", views.graphql_view, name="graphql"),
    path("documents/uploads/<str:signed>/", upload_views.upload, name="upload"),
    path("documents/<int:pk>/", file_views.document, name="document"),
    path("documents/images/<int:pk>/<str:name>", file_views.picture, name="picture"),
]
