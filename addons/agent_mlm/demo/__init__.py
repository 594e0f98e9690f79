from . import mlm_agent_demo
