from . import redaction
from . import paise
from . import razorpayx_client
