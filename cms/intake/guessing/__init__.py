"""What an old agreement seems to say: title, parties, dates. Pure functions of its words; each answer is a guess."""

from cms.intake.guessing.finding import guesses_of
from cms.intake.guessing.lines import Found, Line, lines_of

__all__ = ["Found", "Line", "guesses_of", "lines_of"]
