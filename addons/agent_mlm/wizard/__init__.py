from . import mlm_reason
from . import mlm_withdrawal_process
from . import mlm_register_export
