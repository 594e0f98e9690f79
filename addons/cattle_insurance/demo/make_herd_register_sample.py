"""Write the herd register sample and the empty register that the wizard offers.

    python addons/cattle_insurance/demo/make_herd_register_sample.py [ROWS] [FILE]

The same seed gives the same file. Rows named in ``DIRT`` are spoiled the way real
registers are; everything else is a clean row. Rows count from 2: the first is the
heading.
"""

import csv
import io
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

SEED = 20260401
ROWS = 200
HERE = Path(__file__).resolve().parent
SAMPLE = HERE / "herd_register_sample.csv"
TEMPLATE = HERE.parent / "static" / "xlsx" / "herd_register_template.xlsx"

HEADINGS = (
    "Tag No.",
    "Species",
    "Breed",
    "Sex",
    "Age in years",
    "Milk litres a day",
    "Owner",
    "Mobile",
    "Village",
    "Value",
)
FIRST_NAMES = (
    "Ramesh",
    "Suresh",
    "Mahesh",
    "Dinesh",
    "Lakshmi",
    "Savita",
    "Sunita",
    "Kavita",
    "Vijay",
    "Sanjay",
    "Mohan",
    "Geeta",
    "Leela",
    "Prakash",
    "Shankar",
    "Vitthal",
    "Sakharam",
    "Tukaram",
    "Yashoda",
    "Rukmini",
    "Parvati",
    "Jayashree",
)
LAST_NAMES = (
    "Patil",
    "Jadhav",
    "Shinde",
    "Pawar",
    "Gaikwad",
    "Kale",
    "Deshmukh",
    "Chavan",
    "Bhosale",
    "Yadav",
    "Sharma",
    "Rathod",
)
VILLAGES = ("Wadgaon", "Shirur", "Khed", "Nimgaon", "Rahata", "Akole", "Baramati")
BREEDS = {
    "Cow": "Gir Sahiwal Rathi Kankrej Deoni|Crossbred HF|Crossbred Jersey|Non-descript",
    "Buffalo": "Murrah Mehsana Surti Jaffarabadi Pandharpuri|Non-descript",
}

# spreadsheet row -> column -> what stands there, and what the import makes of it
DIRT = {
    # understood: good rows with a note
    5: {"Tag No.": lambda tag: f"{tag[:4]} {tag[4:8]} {tag[8:]}"},  # spaces in the tag
    9: {"Species": "Cow", "Breed": "HF cross"},  # an alias
    14: {"Species": "cow", "Breed": "JERSEY X"},
    18: {"Species": "BUFFALO", "Breed": "murra"},  # misspelt
    23: {"Value": lambda value: f"₹ {int(value):,}"},
    27: {"Value": lambda value: f"Rs {value}/-"},
    31: {"Mobile": lambda mobile: f"+91 {mobile[:5]} {mobile[5:]}"},
    36: {"Mobile": lambda mobile: f"0{mobile}"},
    41: {"Breed": ""},  # taken as non-descript
    45: {"Species": "भैंस", "Breed": "Murrah"},
    52: {"Sex": "", "Milk litres a day": "9"},  # in milk, so female
    58: {"Age in years": "5 yrs 6 months"},
    63: {"Milk litres a day": "8.5 ltr"},
    67: {"Value": "1,20,000"},
    71: {"Value": ""},
    76: {"Tag No.": "NIC/4471-A"},  # an insurer's own tag
    80: {"Owner": lambda owner: f"  {owner.upper()} "},
    # refused: rows with one problem or several
    88: {"Tag No.": ""},
    93: {"Tag No.": lambda tag: tag[:11]},  # a digit is missing
    97: {"Tag No.": "3.56E+11"},  # shortened by Excel
    104: {"Tag No.": "999000000000123"},  # a test transponder
    111: {"Age in years": "45"},
    115: {"Age in years": "-2"},
    121: {"Age in years": "five"},
    128: {"Mobile": "12345"},
    133: {"Mobile": "", "Owner": ""},
    139: {"Species": "Goat", "Breed": "Sirohi"},
    144: {"Species": "Cow", "Breed": "Murrah"},  # a breed of the other species
    150: {"Sex": "M", "Milk litres a day": "12"},
    156: {"Value": "45"},
    162: {"Breed": "Unknown xyz", "Age in years": "", "Mobile": "98765"},  # three
    170: {"same as": 60},  # the row stands twice
    178: {"tag of": 61},  # another animal with the tag of row 61
    185: {"Milk litres a day": "120"},
}


def make_rows(count=ROWS, seed=SEED):
    """Return the rows of a register, spoiled where ``DIRT`` says so."""
    chance = random.Random(seed)  # noqa: S311
    owners = [_make_owner(chance) for _index in range(max(1, count // 3))]
    rows = [_make_animal(chance, owners) for _index in range(count)]
    for number, spoils in DIRT.items():
        if number - 2 < count:
            _spoil(rows, number - 2, spoils)
    return rows


def _make_owner(chance):
    name = f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"
    mobile = f"{chance.choice('6789')}{chance.randrange(10**9):09d}"
    return name, mobile, chance.choice(VILLAGES)


def _make_animal(chance, owners):
    species = chance.choice(("Cow", "Cow", "Buffalo"))
    first, *others = BREEDS[species].split("|")
    is_male = chance.random() < 0.1
    milk = 0 if is_male else chance.choice((0, 5, 6, 7, 8, 9, 10, 12, 14))
    name, mobile, village = chance.choice(owners)
    age = chance.randrange(6, 20) / 2
    value = max(15_000, milk * chance.randrange(4_000, 7_000, 500))
    return [
        f"35{chance.randrange(10**10):010d}",
        species,
        chance.choice([*first.split(), *others]),
        "M" if is_male else "F",
        f"{age:g}",
        f"{milk:g}",
        name,
        mobile,
        village,
        str(value),
    ]


def _spoil(rows, index, spoils):
    if "same as" in spoils:
        rows[index] = list(rows[spoils["same as"] - 2])
    elif "tag of" in spoils:
        rows[index][0] = rows[spoils["tag of"] - 2][0]
    else:
        for heading, spoil in spoils.items():
            column = HEADINGS.index(heading)
            text = rows[index][column]
            rows[index][column] = spoil(text) if callable(spoil) else spoil


def write_csv(count=ROWS, seed=SEED):
    """Return a register as the bytes of a CSV file."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(make_rows(count, seed))
    return stream.getvalue().encode()


def write_template():
    """Return the empty register; tags and mobiles are text, or Excel shortens them."""
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    # a fixed moment, or each run would write another file
    book.set_properties({"created": datetime(2026, 4, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("Herd register")
    head = book.add_format({"bold": True, "bg_color": "#D9EAD3", "border": 1})
    text = book.add_format({"num_format": "@"})
    for column, heading in enumerate(HEADINGS):
        is_text = heading in ("Tag No.", "Mobile")
        sheet.set_column(column, column, 18, text if is_text else None)
        sheet.write(0, column, heading, head)
    sheet.freeze_panes(1, 0)
    lists = {"Species": ["Cow", "Buffalo"], "Sex": ["F", "M"]}
    for heading, words in lists.items():
        column = HEADINGS.index(heading)
        sheet.data_validation(
            1, column, 5_000, column, {"validate": "list", "source": words}
        )
    book.close()
    return stream.getvalue()


if __name__ == "__main__":
    if len(sys.argv) == 3:  # a larger register, to measure with
        Path(sys.argv[2]).write_bytes(write_csv(int(sys.argv[1])))
    else:
        SAMPLE.write_bytes(write_csv())
        TEMPLATE.write_bytes(write_template())
