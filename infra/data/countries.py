"""Makes shared/enrich/mentions/countries.txt: the names of countries in the languages that news is read in.

    python -m infra.data.countries

The names are those of Unicode's CLDR (see NOTICE.md), read through `babel`, which trafilatura brings. Loading it
takes longer than reading an article, so the names ship as a list: a country's code, a tab, its names.
"""

import re
import unicodedata
from pathlib import Path

from babel import Locale

TARGET = Path(__file__).parents[2] / "shared/enrich/mentions/countries.txt"
LANGUAGES = re.findall(r"\w+", "en de fr es it pt nl pl sv da nb fi cs ro hu hr tr uk ru bg el")
_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"})


def _names(code: str) -> list[str]:
    names: dict[str, None] = {}
    for language in LANGUAGES:
        territories = Locale.parse(language).territories
        for key in (code, f"{code}-alt-short", f"{code}-alt-variant"):
            name = unicodedata.normalize("NFC", territories.get(key, "")).replace("’", "'")
            if name[:1].isupper() and "(" not in name and not name.isupper():
                names[name] = None
    return list(names)


def made() -> str:
    """Give the list."""
    codes = sorted(code for code in map(str, Locale.parse("en").territories) if code.isalpha() and len(code) == 2)
    lines = [
        f"{code}\t{'; '.join(names)}" for code in codes if code not in _NO_COUNTRIES and (names := _names(code))
    ]
    head = (
        "# Names of countries: Unicode CLDR, (c) Unicode, Inc.; made by infra/data/countries.py, see NOTICE.md\n"
    )
    return head + "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(made(), "utf-8")
