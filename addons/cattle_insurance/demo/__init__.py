from . import insurance_demo
from . import insurance_demo_accounting
from . import insurance_demo_herd
from . import insurance_demo_prize
from . import insurance_demo_payout
