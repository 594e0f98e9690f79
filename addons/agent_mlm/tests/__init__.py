from . import test_guarded_state
from . import test_agent
from . import test_agent_tree
from . import test_agent_kyc
