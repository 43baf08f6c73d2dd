"""The publisher that IATI files name.

Any publisher but UNODC itself is a secondary reporter ("1").
"""

import os
from typing import Any

REPORTING_ORG: dict[str, Any] = {
    "ref": os.environ.get("IATI_REPORTING_ORG_REF", "XM-DAC-41128"),
    "type": os.environ.get("IATI_REPORTING_ORG_TYPE", "40"),  # multilateral
    "secondary-reporter": os.environ.get("IATI_SECONDARY_REPORTER", "1"),
    "name": {
        "fr": os.environ.get(
            "IATI_REPORTING_ORG_NAME_FR", "Office des Nations Unies contre la drogue et le crime"
        ),
        "en": os.environ.get("IATI_REPORTING_ORG_NAME_EN", "United Nations Office on Drugs and Crime"),
    },
}
