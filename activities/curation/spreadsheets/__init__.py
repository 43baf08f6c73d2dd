"""Activities in spreadsheets: exported, edited offline, uploaded, compared, and stored for review."""

from .comparing import compare
from .delimited import csv_file
from .grids import MOST_ROWS
from .plan import Fault
from .tables import TABLES, heading
from .tasks import ask_for, give_up
from .upload import MOST_BYTES, read_upload
from .workbook import xlsx_file
from .writing import sheet_activities

__all__ = [
    "MOST_BYTES",
    "MOST_ROWS",
    "TABLES",
    "Fault",
    "ask_for",
    "compare",
    "csv_file",
    "give_up",
    "heading",
    "read_upload",
    "sheet_activities",
    "xlsx_file",
]
