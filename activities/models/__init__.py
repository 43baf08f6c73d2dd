from .activity import Activity
from .desk import Comment, Override, TypedForm
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
    "Comment",
    "Country",
    "Figure",
    "Instrument",
    "Locality",
    "Move",
    "Notice",
    "Override",
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
    "TypedForm",
    "UnansweredSearch",
    "Unit",
    "Upload",
    "Version",
    "Withdrawal",
    "Word",
    "WorkingCopy",
    "one_reading",
]
