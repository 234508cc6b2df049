from django.core.exceptions import ValidationError
from django.db import models
from wagtail.models import RevisionMixin

from search.ports import STOP
from search.text import words


def lines(text: str) -> list[str]:
    """The lines of a field that holds one term a line, without blank ones."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class SynonymSet(RevisionMixin, models.Model):
    """Words that people use for one thing. Search widens a question by them; nothing that is written changes."""

    class Direction(models.TextChoices):
        TWO_WAY = "two_way", "Each finds all the others"
        ONE_WAY = "one_way", "The other words find the main one, not the reverse"

    code = models.SlugField(max_length=40, unique=True, help_text="A short name for lists and imports.")
    canonical = models.CharField("main term", max_length=120)
    terms = models.TextField("other words for it", help_text="One a line.")
    direction = models.CharField(max_length=8, choices=Direction, default=Direction.TWO_WAY)
    also_finds = models.CharField(
        max_length=120, blank=True, help_text="For one way: what these words find, where it is not the main term."
    )
    case_sensitive = models.TextField(
        "only as written",
        blank=True,
        help_text="Of the words above, those that mean something else in small letters, such as SET. One a line.",
    )
    source = models.CharField(max_length=120, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["canonical"]
        verbose_name = "set of synonyms"
        verbose_name_plural = "synonyms"

    def __str__(self) -> str:
        return self.canonical

    @property
    def term_list(self) -> list[str]:
        return lines(self.terms)

    @property
    def case_sensitive_list(self) -> list[str]:
        return lines(self.case_sensitive)

    def clean(self) -> None:
        """A term needs a word that search keeps; rules of other engines choke on commas and arrows in some places."""
        errors: dict[str, str] = {}
        for field, terms in (("canonical", [self.canonical]), ("terms", self.term_list)):
            for term in terms:
                if not set(words(term)) - STOP:
                    errors[field] = f"“{term}” has no word that search looks at."
                if "=>" in term:
                    errors[field] = f"“{term}” holds an arrow."
        if not self.term_list:
            errors["terms"] = "Give at least one other word."
        extra = [term for term in self.case_sensitive_list if term not in [self.canonical, *self.term_list]]
        if extra:
            errors["case_sensitive"] = f"“{extra[0]}” is not among the words above, written in the same way."
        if self.also_finds and self.direction == self.Direction.TWO_WAY:
            errors["also_finds"] = "Only for words that go one way."
        if errors:
            raise ValidationError(errors)
