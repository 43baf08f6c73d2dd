"""The characters that a text may contain: those of XML 1.0.

Every text is exported to a feed, a workbook or an IATI file.
"""

import re

# Not control characters, surrogates or noncharacters; XML forbids U+FFFE and U+FFFF, discourages the others.
ALLOWED = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
ABOVE = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
FORBIDDEN = re.compile(f"[^{ALLOWED}{ABOVE}]")


def printable(text: str) -> str:
    """Returns the text without the characters that XML cannot hold."""
    return FORBIDDEN.sub("", text)


def forbidden_in(text: str) -> list[str]:
    """Returns the characters of a text that XML cannot hold, as code points: U+FFFE."""
    return [f"U+{ord(character):04X}" for character in dict.fromkeys(FORBIDDEN.findall(text))]
