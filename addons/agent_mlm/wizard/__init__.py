from . import mlm_reason
from . import mlm_withdrawal_process
from . import mlm_register_export
from . import mlm_statement
from . import mlm_payout_dry_run
from . import mlm_payout_dry_run_line
