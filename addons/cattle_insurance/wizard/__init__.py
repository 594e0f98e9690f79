from . import base_import_import
from . import cattle_herd_import_line
from . import cattle_herd_import
from . import cattle_animal_exit
from . import cattle_animal_retag
from . import mlm_reason
from . import mlm_commission_simulation
