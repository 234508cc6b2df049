from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "cms.reviews"
    label = "reviews"
    verbose_name = "Reviews"
