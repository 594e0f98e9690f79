"""What RazorpayX fixes, read in its public documentation, November 2026."""

# docs "Create a Payout to a Bank Account": amounts in paise, at least one rupee
PAISE_PER_RUPEE = 100
SMALLEST_PAISE = 100

# docs "Payout Idempotency": 4-36 letters, digits, hyphens, underscores, spaces; the key
# is remembered for seven days, so an older one is looked up before it is used again
IDEMPOTENCY_HEADER = "X-Payout-Idempotency"
KEY_SAFE_DAYS = 6

# docs "Create a Payout": lengths of what the bank prints
REFERENCE_LENGTH = 40
NARRATION_LENGTH = 30
# docs "Create a Contact": 3 to 50 letters, digits, space and ’-_/(),.
NAME_LENGTH = 50
NAME_SHORTEST = 3
NAME_FORBIDDEN = r"[^A-Za-z0-9 ’_/(),.-]"

# RBI: RTGS starts at two lakh rupees; NEFT and IMPS carry what is below
RTGS_FROM = 200_000

# docs "Webhooks": header of the signature, and of the id that repeats carry again
SIGNATURE_HEADER = "X-Razorpay-Signature"
EVENT_HEADER = "X-Razorpay-Event-Id"
# a payout event has some 2 kB; whoever sends more is not RazorpayX
LARGEST_EVENT = 65_536

# docs "Payout States and Life Cycle", those that end without the money being paid
ENDED_UNPAID = ("rejected", "cancelled", "failed", "reversed")
# those RazorpayX may still change; a processed payout may become reversed
OPEN_STATES = ("queued", "pending", "processing")
# ours besides theirs: "ready" is stored here and not accepted there yet
UNDER_WAY = ("ready", *OPEN_STATES)
# how long we ask again about a processed payout in case it comes back; banks return
# what they can not credit within a few working days
REVERSAL_DAYS = 7

# our own rhythm: minutes until the next attempt, the last one repeats
RETRY_MINUTES = (1, 2, 5, 10, 20, 40, 60)
MOST_ATTEMPTS = 24
# without news for so long an open payout is asked about
SILENCE_MINUTES = 60
# nobody gives up a payout so soon after an attempt: the answer may be on its way
GIVE_UP_MINUTES = 15

# system parameter with another address than RazorpayX's own, for the fake server
BASE_URL_PARAMETER = "agent_payout_razorpayx.base_url"

ACCOUNTANT = "agent_mlm.agent_mlm_group_accountant"
ADMINISTRATOR = "base.group_system"
