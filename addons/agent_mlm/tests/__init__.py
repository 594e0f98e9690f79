from . import test_guarded_state
from . import test_agent
from . import test_agent_tree
from . import test_agent_kyc
from . import test_commission_plan
from . import test_commission_levels
from . import test_commission_posting
