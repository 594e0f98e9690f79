"""Believable people of four parts of India, their papers and banks, for demo data."""

import random
import string
from typing import NamedTuple


class Region(NamedTuple):
    """Who lives there: first names, family names, (city, state code, PIN code)."""

    first_names: tuple
    family_names: tuple
    places: tuple


REGIONS = (
    Region(
        ("Bhavesh", "Hiral", "Jignesh", "Kinjal", "Mahesh", "Nisha", "Paresh", "Rekha")
        + ("Suresh", "Urmila", "Vipul", "Dhara"),
        ("Patel", "Chaudhary", "Desai", "Rabari", "Solanki", "Meena", "Rathore"),
        (
            ("Anand", "gj", "388001"),
            ("Mehsana", "gj", "384001"),
            ("Palanpur", "gj", "385001"),
            ("Alwar", "rj", "301001"),
            ("Bikaner", "rj", "334001"),
        ),
    ),
    Region(
        ("Amandeep", "Balbir", "Gurpreet", "Harjit", "Kamla", "Manjeet", "Naresh")
        + ("Poonam", "Rajbir", "Sunita", "Surender", "Virender"),
        ("Singh", "Kaur", "Yadav", "Malik", "Sharma", "Tyagi", "Dhillon"),
        (
            ("Karnal", "hr", "132001"),
            ("Hisar", "hr", "125001"),
            ("Ludhiana", "pb", "141001"),
            ("Mathura", "up", "281001"),
            ("Meerut", "up", "250001"),
        ),
    ),
    Region(
        ("Anita", "Dnyaneshwar", "Ganesh", "Jyoti", "Kishor", "Mangala", "Prakash")
        + ("Ramesh", "Sanjay", "Savita", "Vaishali", "Vilas"),
        ("Patil", "Jadhav", "Shinde", "Pawar", "Deshmukh", "Kale", "More"),
        (
            ("Nashik", "mh", "422001"),
            ("Kolhapur", "mh", "416001"),
            ("Ahilyanagar", "mh", "414001"),
            ("Indore", "mp", "452001"),
            ("Ujjain", "mp", "456001"),
        ),
    ),
    Region(
        ("Arumugam", "Bhagyamma", "Chandrashekar", "Eswari", "Gowda", "Lakshmi")
        + ("Manjunath", "Padma", "Ravi", "Selvi", "Srinivas", "Venkatesh"),
        ("Reddy", "Naidu", "Gounder", "Shetty", "Nair", "Murugan", "Rao"),
        (
            ("Erode", "tn", "638001"),
            ("Namakkal", "tn", "637001"),
            ("Guntur", "ap", "522001"),
            ("Mandya", "ka", "571401"),
            ("Hassan", "ka", "573201"),
        ),
    ),
)

# (name, first four letters of the IFSC, digits of an account number)
BANKS = (
    ("State Bank of India", "SBIN", 11),
    ("Bank of Baroda", "BARB", 14),
    ("HDFC Bank", "HDFC", 14),
    ("Punjab National Bank", "PUNB", 16),
    ("Union Bank of India", "UBIN", 15),
    ("Canara Bank", "CNRB", 13),
    ("Bank of Maharashtra", "MAHB", 11),
)


class Person(NamedTuple):
    """Somebody who applies as an agent, with everything the office asks for."""

    name: str
    city: str
    state_code: str
    pin_code: str
    phone: str
    email: str
    pan: str
    aadhaar_last4: str
    bank_name: str
    ifsc: str
    account_number: str
    licence_number: str


class People:
    """An endless supply of different people, the same ones for the same seed."""

    def __init__(self, seed):
        self._rng = random.Random(seed)
        self._names = set()

    def meet(self, region):
        """Return a person from ``region`` whom nobody has met before.

        :param Region region: where the person lives
        """
        name = self._draw_name(region)
        city, state_code, pin_code = self._rng.choice(region.places)
        bank_name, bank_code, digits = self._rng.choice(BANKS)
        return Person(
            name=name,
            city=city,
            state_code=state_code,
            pin_code=pin_code,
            phone=f"+91 90000 {self._digits(5)}",
            email=f"{name.lower().replace(' ', '.')}@example.com",
            pan=self._draw_pan(name),
            aadhaar_last4=self._digits(4),
            bank_name=bank_name,
            ifsc=f"{bank_code}0{self._digits(6)}",
            account_number=self._digits(digits),
            licence_number=f"POSP{self._digits(7)}",
        )

    def _draw_name(self, region):
        while True:
            first = self._rng.choice(region.first_names)
            name = f"{first} {self._rng.choice(region.family_names)}"
            if name not in self._names:
                self._names.add(name)
                return name

    def _draw_pan(self, name):
        # 4th letter P: a person; 5th: the family name's first letter
        letters = "".join(self._rng.choices(string.ascii_uppercase, k=4))
        family = name.split()[-1][0]
        return f"{letters[:3]}P{family}{self._digits(4)}{letters[3]}"

    def _digits(self, count):
        return str(self._rng.randint(1, 9)) + "".join(
            self._rng.choices(string.digits, k=count - 1)
        )
