from . import payout_file
