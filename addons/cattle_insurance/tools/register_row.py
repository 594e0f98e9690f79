"""One row of a herd register on its way to an animal. No ORM here."""

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from .register_words import is_empty, read_word

# how alike two spellings of one person's name must be (1.0 = equal)
SAME_PERSON = 0.8
TITLES = {"shri", "sri", "smt", "mr", "mrs", "km", "kumari", "श्री", "श्रीमती"}


@dataclass
class RegisterRow:
    """What was written, what it was read as, and what is wrong with it."""

    number: int
    cells: dict  # column -> text; a column that is not there was not in the file
    vals: dict = field(default_factory=dict)  # of cattle.animal
    problems: list = field(default_factory=list)  # (column, sentence)
    notes: list = field(default_factory=list)
    owner_key: tuple = ()  # (mobile, name) of an owner to be created

    @property
    def is_good(self):
        """Tell whether the row can become an animal."""
        return not self.problems

    def has(self, column):
        """Tell whether the file has the column at all."""
        return column in self.cells

    def text(self, column):
        """Return what a cell says; "-" and "NA" say nothing."""
        text = str(self.cells.get(column) or "").strip()
        return "" if is_empty(text) else text

    def fail(self, column, sentence):
        """Record a problem; the row is not imported."""
        self.problems.append((column, sentence))

    def note(self, sentence):
        """Record how the row was understood, for people to nod at."""
        self.notes.append(sentence)

    def hint(self, aspect, columns):
        """Return the first that the words of some columns say about an aspect."""
        said = (read_word(self.text(column), aspect) for column in columns)
        return next(filter(None, said), None)


def name_key(name):
    """Reduce a person's name to what is compared: "Smt. RADHA  Bai" -> "radha bai"."""
    words = name.lower().replace(".", " ").split()
    return " ".join(word for word in words if word not in TITLES)


def is_same_person(name, other_name):
    """Tell whether two names on one mobile number are one person's."""
    one, other = name_key(name), name_key(other_name)
    if one == other:
        return True
    return SequenceMatcher(None, one, other).ratio() >= SAME_PERSON
