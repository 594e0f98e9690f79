from . import insurance_demo
from . import insurance_demo_accounting
from . import insurance_demo_herd
