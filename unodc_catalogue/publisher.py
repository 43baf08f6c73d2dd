"""The publisher that IATI files name.

Any publisher but UNODC itself is a secondary reporter ("1").
"""

from typing import Any

from .variables import text

REPORTING_ORG: dict[str, Any] = {
    "ref": text(
        "IATI_REPORTING_ORG_REF", "XM-DAC-41128", help="The identifier of who reports in IATI files."
    ),
    "type": text(
        "IATI_REPORTING_ORG_TYPE", "40", help="Its type in the code list of IATI: 40 is multilateral."
    ),
    "secondary-reporter": text(
        "IATI_SECONDARY_REPORTER", "1", help="1 for any publisher but UNODC itself, which sets 0."
    ),
    "name": {
        "fr": text(
            "IATI_REPORTING_ORG_NAME_FR",
            "Office des Nations Unies contre la drogue et le crime",
            help="The name of who reports in IATI files, in French.",
        ),
        "en": text(
            "IATI_REPORTING_ORG_NAME_EN",
            "United Nations Office on Drugs and Crime",
            help="The name of who reports in IATI files, in English.",
        ),
    },
}
