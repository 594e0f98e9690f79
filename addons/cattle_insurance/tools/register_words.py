"""The words and numbers of a herd register, read as people write them. No ORM here."""

import re

# word -> what it says about species, sex and class
WORDS = {
    "cattle": {"species": "cattle"},
    "cow": {"species": "cattle", "sex": "female"},
    "cows": {"species": "cattle", "sex": "female"},
    "gai": {"species": "cattle", "sex": "female"},
    "gaay": {"species": "cattle", "sex": "female"},
    "gaay/cow": {"species": "cattle", "sex": "female"},
    "गाय": {"species": "cattle", "sex": "female"},
    "buffalo": {"species": "buffalo"},
    "buffaloes": {"species": "buffalo"},
    "buff": {"species": "buffalo"},
    "buf": {"species": "buffalo"},
    "bhains": {"species": "buffalo", "sex": "female"},
    "bhens": {"species": "buffalo", "sex": "female"},
    "भैंस": {"species": "buffalo", "sex": "female"},
    "भैस": {"species": "buffalo", "sex": "female"},
    "म्हैस": {"species": "buffalo", "sex": "female"},
    "shebuffalo": {"species": "buffalo", "sex": "female"},
    "hebuffalo": {"species": "buffalo", "sex": "male"},
    "bull": {"sex": "male", "animal_class": "bull"},
    "studbull": {"sex": "male", "animal_class": "bull"},
    "sand": {"sex": "male", "animal_class": "bull"},
    "सांड": {"sex": "male", "animal_class": "bull"},
    "bullock": {"sex": "male", "animal_class": "bullock"},
    "ox": {"sex": "male", "animal_class": "bullock"},
    "bail": {"species": "cattle", "sex": "male", "animal_class": "bullock"},
    "बैल": {"species": "cattle", "sex": "male", "animal_class": "bullock"},
    "heifer": {"sex": "female", "animal_class": "heifer"},
    "calf": {"animal_class": "calf"},
    "femalecalf": {"sex": "female", "animal_class": "calf"},
    "malecalf": {"sex": "male", "animal_class": "calf"},
    "bachhiya": {"species": "cattle", "sex": "female", "animal_class": "calf"},
    "milch": {"sex": "female", "animal_class": "milch"},
    "inmilk": {"sex": "female", "animal_class": "milch"},
    "milking": {"sex": "female", "animal_class": "milch"},
    "lactating": {"sex": "female", "animal_class": "milch"},
    "dry": {"sex": "female", "animal_class": "dry"},
    "female": {"sex": "female"},
    "f": {"sex": "female"},
    "she": {"sex": "female"},
    "mada": {"sex": "female"},
    "मादा": {"sex": "female"},
    "male": {"sex": "male"},
    "m": {"sex": "male"},
    "he": {"sex": "male"},
    "nar": {"sex": "male"},
    "नर": {"sex": "male"},
}

# 45000, 45,000 and 1,20,000 (Indian) or 120,000 (western), with or without paise
GROUPED = re.compile(r"^(\d+|\d{1,3}(,\d{2})*,\d{3}|\d{1,3}(,\d{3})+)(\.\d+)?$")
DECIMAL = re.compile(r"^\d+([.,]\d{1,2})?$")
# what Excel makes of a long number in a narrow column: 3.56E+11
SCIENTIFIC = re.compile(r"^\d([.,]\d+)?E\+?\d+$", re.IGNORECASE)
EMPTY_WORDS = {"", "-", "--", "na", "n/a", "nil", "none", "null", "."}

MULTIPLES = {"": 1, "k": 1_000, "thousand": 1_000, "हजार": 1_000} | dict.fromkeys(
    ("l", "lac", "lakh", "lakhs", "लाख"), 100_000
)


class WordError(ValueError):
    """The cell says something, but not what its column asks for."""


def is_empty(text):
    """Tell whether a cell says nothing, as "-", "NA" and "nil" do."""
    return text.strip().lower() in EMPTY_WORDS


def read_word(text, aspect):
    """Return what a word says about "species", "sex" or "animal_class", or None."""
    return WORDS.get(_word_key(text), {}).get(aspect)


def is_word(text):
    """Tell whether a word is known at all."""
    return _word_key(text) in WORDS


def _word_key(text):
    return re.sub(r"[\s().\-_]", "", text.lower())


def read_age(text):
    """Read an age in years: "5", "5.5 yrs", "18 months", "5 y 6 m", "2-6" is refused.

    :raise WordError: if it is no age
    """
    words = to_ascii_digits(text).lower().replace("½", ".5").strip()
    if DECIMAL.match(words):
        return float(words.replace(",", "."))
    unit = re.match(
        r"^(?:(?P<years>\d+(?:\.\d+)?)\s*(?:y|yr|yrs|year|years|साल|वर्ष)\.?)?"
        r"\s*(?:and)?\s*"
        r"(?:(?P<months>\d+(?:\.\d+)?)\s*(?:m|mo|mth|mths|month|months|महीने|माह)\.?)?$",
        words,
    )
    if not unit or not (unit["years"] or unit["months"]):
        raise WordError(text)
    return round(float(unit["years"] or 0) + float(unit["months"] or 0) / 12, 2)


def read_litres(text):
    """Read litres a day: "10", "8.5 ltr", "12 L/day".

    :raise WordError: if it is no amount of milk
    """
    words = to_ascii_digits(text).lower().strip()
    words = re.sub(
        r"\s*(l|lt|ltr|ltrs|lit|litre|litres|liter|liters|लीटर)\b\.?.*$", "", words
    )
    if not DECIMAL.match(words):
        raise WordError(text)
    return float(words.replace(",", "."))


def read_money(text):
    """Read rupees: "45,000", "₹ 45,000", "Rs. 45000/-", "1,20,000.00", "1.2 lakh".

    :raise WordError: if it is no amount, or its commas stand where none belong
    """
    words = to_ascii_digits(text).lower().strip()
    words = re.sub(r"^(₹|rs\.?|inr|रु\.?)\s*|\s*(/-|/=|only|rs\.?|inr|₹)+$", "", words)
    parts = re.match(r"^([\d,.]+)\s*([^\d\s,.]*)\.?$", words.strip())
    if not parts or parts[2] not in MULTIPLES or not GROUPED.match(parts[1]):
        raise WordError(text)
    return round(float(parts[1].replace(",", "")) * MULTIPLES[parts[2]], 2)


def to_ascii_digits(text):
    """Write Devanagari and other digits as 0-9."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
