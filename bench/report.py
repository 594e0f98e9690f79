"""The table a person reads: what was done, by whom, how fast, and whether in budget."""

from dataclasses import dataclass, field
from statistics import median

from setup.say import line

_COLUMNS = ("work", "by", "median", "of the runs", "budget", "met", "better by")
_LEFT = 2  # the first two columns are words


@dataclass
class Row:
    """One claim: our figures and those of the peers, one a run.

    :param str unit: of all figures; ending in ``/s`` means that more is better
    :param dict peers: {name: figures}; none where the peer is not to be had
    """

    work: str
    unit: str
    ours: list
    budget: float | None = None
    peers: dict = field(default_factory=dict)
    note: str = ""

    @property
    def more_is_better(self):
        """Whether a larger figure is the better one."""
        return self.unit.endswith("/s")

    def is_met(self):
        """Whether our median keeps the budget."""
        ours = median(self.ours)
        return ours >= self.budget if self.more_is_better else ours <= self.budget

    def ratio_to(self, figures):
        """Return how many times better than a peer we are."""
        ours, theirs = median(self.ours), median(figures)
        return ours / theirs if self.more_is_better else theirs / ours


def show(rows):
    """Print the table, then what was missed in a line of its own."""
    table = [_COLUMNS]
    for row in rows:
        table += _lines(row)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        line("  ".join(map(_pad, cells, widths, range(len(cells)))).rstrip())
    for row in rows:
        if row.note:
            line(f"\n{row.work}: {row.note}")
    for row in rows:
        if row.budget is not None and not row.is_met():
            line(f"\nBUDGET MISSED: {row.work}")


def _lines(row):
    budget = met = ""
    if row.budget is not None:
        sign = ">=" if row.more_is_better else "<="
        budget = f"{sign} {_figure(row.budget)} {row.unit}"
        met = "yes" if row.is_met() else "NO"
    yield (row.work, "ours", *_figures(row.ours, row.unit), budget, met, "")
    for name, figures in row.peers.items():
        if figures:
            ratio = f"{row.ratio_to(figures):.1f} x"
            yield ("", name, *_figures(figures, row.unit), "", "", ratio)
        else:
            yield ("", name, "not to be had", "", "", "", "")


def _figures(figures, unit):
    runs = " ".join(map(_figure, figures))
    return f"{_figure(median(figures))} {unit}", runs


def _figure(number):
    if number >= 100 or number == int(number):
        return f"{number:,.0f}"
    return f"{number:.3g}"


def _pad(cell, width, index):
    return cell.ljust(width) if index < _LEFT else cell.rjust(width)
