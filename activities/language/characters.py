"""Which characters a text may hold: those of XML 1.0, since every text ends in a feed, a workbook or an IATI file."""

import re

# Control characters, halves of pairs, U+FFFE and U+FFFF; the other noncharacters, which XML discourages, too.
ALLOWED = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
ABOVE = "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
FORBIDDEN = re.compile(f"[^{ALLOWED}{ABOVE}]")


def printable(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return FORBIDDEN.sub("", text)


def forbidden_in(text: str) -> list[str]:
    """The characters of a text that XML cannot hold, by their names: U+FFFE."""
    return [f"U+{ord(character):04X}" for character in dict.fromkeys(FORBIDDEN.findall(text))]
