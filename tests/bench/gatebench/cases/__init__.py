"""What is measured. A case has a name to choose it by, a title and a unit for the tables, and runs by itself."""

from ..job import Routes
from .handshake import HANDSHAKES
from .load import LoadCase
from .memory import MemoryCase
from .reload import ReloadCase
from .requests import REQUESTS
from .routes import COUNTS, SHAPES, RoutesCase
from .start import StartCase

ALL = [
    *REQUESTS,
    *HANDSHAKES,
    *(RoutesCase(Routes(shape, count)) for shape in SHAPES for count in COUNTS),
    ReloadCase(),
    StartCase(),
    MemoryCase(),
]

BY_NAME = {case.name: case for case in ALL}
