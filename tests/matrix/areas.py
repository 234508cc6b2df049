"""All samples: importing an area fills the table."""

from tests.matrix import (
    samples_community,
    samples_drafts,
    samples_forum,
    samples_intake,
    samples_people,
    samples_reviews,
    samples_signing,
)
from tests.matrix.samples import SAMPLES

AREAS = (
    samples_community,
    samples_drafts,
    samples_forum,
    samples_intake,
    samples_people,
    samples_reviews,
    samples_signing,
)
__all__ = ["AREAS", "SAMPLES"]
