from . import models
from . import report
from . import controllers
from . import demo
from . import wizard
from .hooks import post_init_hook
