"""Codes that Indian law or practice fixes, with their source and the date checked."""

# RBI, "Indian Financial System Code": 4 letters of the bank, a zero, 6 of the branch.
# Checked 2026-11.
IFSC_PATTERN = r"^[A-Z]{4}0[A-Z0-9]{6}$"

# Core banking account numbers of Indian banks have 9 to 18 digits. Checked 2026-11.
ACCOUNT_NUMBER_PATTERN = r"^[0-9]{9,18}$"

# Of an Aadhaar number only the last four digits may be kept (UIDAI circular of
# 2018 on masked Aadhaar). Checked 2026-11.
AADHAAR_LAST4_PATTERN = r"^[0-9]{4}$"
