from .activity import Activity
from .figures import Figure, Unit
from .index import CatalogueVersion, PastVersion, SearchRow, SentenceVectors, Word, one_reading
from .notices import Notice
from .parts import ActivityCountry, ActivityPartner, ActivityText, Citation, Publication
from .places import Country, Locality, Region
from .queue import Pulse
from .review import Move, Version, WorkingCopy
from .source_text import ParagraphText, Suggestion
from .sources import Paragraph, Report, Section
from .taxonomy import Instrument, Partner, Programme, Theme
from .unanswered import UnansweredSearch
from .uploads import Upload
from .withdrawal import Withdrawal

__all__ = [
    "Activity",
    "ActivityCountry",
    "ActivityPartner",
    "ActivityText",
    "CatalogueVersion",
    "Citation",
    "Country",
    "Figure",
    "Instrument",
    "Locality",
    "Move",
    "Notice",
    "Paragraph",
    "ParagraphText",
    "Partner",
    "PastVersion",
    "Programme",
    "Publication",
    "Pulse",
    "Region",
    "Report",
    "SearchRow",
    "Section",
    "SentenceVectors",
    "Suggestion",
    "Theme",
    "UnansweredSearch",
    "Unit",
    "Upload",
    "Version",
    "Withdrawal",
    "Word",
    "WorkingCopy",
    "one_reading",
]
