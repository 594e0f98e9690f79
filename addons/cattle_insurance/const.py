"""Words and codes of the animal register that come from outside."""

SPECIES = [("cattle", "Cattle"), ("buffalo", "Buffalo")]

SEXES = [("female", "Female"), ("male", "Male")]

# the classes insurers publish entry ages and rates for
ANIMAL_CLASSES = [
    ("milch", "In milk"),
    ("dry", "Dry"),
    ("heifer", "Heifer"),
    ("calf", "Calf"),
    ("bull", "Stud bull"),
    ("bullock", "Bullock"),
]
FEMALE_CLASSES = ("milch", "dry", "heifer")
MALE_CLASSES = ("bull", "bullock")

TAG_TYPES = [
    ("pashu_aadhaar", "Pashu Aadhaar (12 digits)"),
    ("rfid", "RFID (15 digits)"),
    ("insurer", "Insurer's own tag"),
]
# Pashu Aadhaar: no check digit is published, so none is checked.
# RFID: ISO 11784, the first three digits are a country (356 India) or a maker.
TAG_PATTERNS = {
    "pashu_aadhaar": r"^[0-9]{12}$",
    "rfid": r"^[0-9]{15}$",
    "insurer": r"^[A-Z0-9/-]{3,20}$",
}
TAG_REASONS = [
    ("first", "First tag"),
    ("lost", "Old tag lost"),
    ("damaged", "Old tag unreadable"),
    ("drive", "Government tagging drive"),
    ("insurer", "Insurer asked for it"),
    ("correction", "Correction of the record"),
]
RFID_TEST_PREFIX = "999"  # ISO 11784: a test transponder, never an animal

# Department of Telecommunications: Indian mobile numbers, without the country code
MOBILE_PATTERN = r"^[6-9][0-9]{9}$"
# India Post: six digits, the first names the region
PIN_CODE_PATTERN = r"^[1-9][0-9]{5}$"

# oldest age ever seen in a register, with room to spare
MAX_AGE_YEARS = 30

MAX_PHOTO_BYTES = 10 * 1024 * 1024
MAX_PHOTO_PIXELS = 50_000_000
# bits of 64 in which the perceptual hashes of the same scene may differ
NEAR_DUPLICATE_BITS = 4
# (first digit, digits) of the 16: fewer differing bits than groups leave one group
# equal, so that an index over the groups finds every near duplicate
PHASH_GROUPS = ((1, 3), (4, 3), (7, 3), (10, 3), (13, 4))

# an underwriter compares these with the animal; what else is sent is welcome
REQUIRED_PHOTO_KINDS = ("left", "right", "muzzle", "tag", "with_owner")
