"""Cuts a byline to what names its writers: without photographers, editors, addresses, dates and boilerplate."""

import re

from shared.domain.text import clean_line
from shared.formats.months import PATTERN

# What writers did, and what others did. After it stands "by" or its like, or a colon.
_WROTE = (
    r"(?:text|texte|texto|testo|tekst|teksts|teksti|words|story|stories|report|reportage|bericht|artikel|article)"
    r"(?:\s*(?:und|and|&|\+|/|et|y|e|och|og|i|ja)\s*(?:photo|foto|bild|fotografie|photograph|video|zdjęcia)\w{0,3})?"
    r"|(?:additional\s+)?(?:reporting|reported|written|words|compiled|analysis|commentary|opinion|interview)"
    r"|eine?\s+[^\W\d_]{3,20}(?=\s+von\b)|une?\s+[^\W\d_]{3,20}(?=\s+(?:de|par)\b)|an?\s+[^\W\d_]{3,20}(?=\s+by\b)"
    r"|geschrieben|verfasst|aufgezeichnet|écrit|rédigé|publié|propos\s+recueillis|escrito|scritto|skriven|skrevet"
    r"|napisał|napisała|posted|published|publicado|author|authors|autor|autorin|autoren|autora|autores|auteur|auteurs"
    r"|autore|autori|autorzy|autoři|autors|автор|автори|авторы|авторка|автор\s+текста|текст|yazan|szerző|kirjoittaja"
)
_DID_ELSE = (
    r"photos?|photograph(?:s|y|er)?|photographe|fotos?|foto['’]s|fotograf(?:ie|ien|in|ía|ías)?|bild|bilder|images?|pictures?"
    r"|illustrations?|illustrationen|illustrated|graphics?|grafik(?:en)?|infographics?|videos?|camera|kamera|edited|editing"
    r"|editor|bearbeitet|redigiert|translated|translation|übersetzt|übersetzung|traduit|traduction|traducción|traducido"
    r"|produced|production|produktion|fact-checked|reviewed|medically\s+reviewed|approved|zdjęcia|fot|valokuvat|kuvat|kuva"
    r"|фото|світлини|снимки|переклад|перевод|crédits?|credits?|copyright|source|quelle|fuente"
)
_BY = r"(?::|\s+(?:by|von|par|por|door|av|af|przez|da|di|de)\b:?)"
_LABEL = re.compile(rf"(?<![\w’'-])(?:(?P<wrote>{_WROTE})|(?P<other>{_DID_ELSE})){_BY}\s*", re.IGNORECASE)
_BY_ALONE = re.compile(
    r"(?:by\b:?|[–—-]\s*by\b|por\b:?|par\b:?|door\b:?|przez\b|od\b|от\b|від\b|yazan:?|作者[:：]?|文[:：/／]|記者|记者"
    r"|بقلم:?|كتب:?|كتبت:?|מאת:?)\s*(?=\S)",
    re.IGNORECASE,
)
# Prepositions that are also particles of names: they introduce a byline only before a whole name.
_PREPOSITION = re.compile(
    r"(?:(?:Von|VON|von|Av|AV|Af|AF|av|af|Di|di|Da|da|Af|Od|No|De(?=\s+[^\W\d_a-zà-ÿ]\S*\s+\S))\s+)(?=\S+\s+\S)"
)
_PARTICLE_NEXT = re.compile(r"(?:der|den|dem|de|la|del)\b")
_ADDRESS = re.compile(
    r"<?\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}>?|https?://[^\s)>\]]+|\bwww\.[^\s)>\]]+", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<!\w)@\w{1,30}\b")
_DATE = re.compile(
    rf"\b(?:{PATTERN}\s+\d{{1,2}}\b|\d{{1,2}}(?:st|nd|rd|th|\.)?\s+(?:de\s+)?{PATTERN}(?:\s+(?:de\s+)?\d{{4}})?(?!\w)"
    r"|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d年).*"
    r"|(?:^|(?<=[\s|,·•]))(?:posted|published|updated|last\s+updated|aktualisiert|veröffentlicht|publié|publicado"
    r"|actualizado|mis\s+à\s+jour|pubblicato|aggiornato|опубликовано|опубліковано|оновлено|обновлено)\b.*"
    r"|\b\d{1,2}[:.h]\d\d\s*(?:am|pm|uhr)?\b.*|\b\d{1,3}\s+(?:min|minute)\w*\s+(?:read|ago).*",
    re.IGNORECASE,
)
_PREPOSITION_LEFT = re.compile(r"\s(?:at|on|am|um|le|el|il|em|den|vom)$", re.IGNORECASE)  # of a date
_BOILERPLATE = re.compile(
    r"\b(?:view|see|show|read|more|all)\b[^|,;]{0,20}\b(?:posts?|articles?|stories|more|profile|bio)\b"
    r"|\bfollow\s+(?:author|\w+\s+on\s+\w+|on\s+\w+)|\bmore\s+by\s+this\s+author\b|\babout\s+the\s+authors?\b",
    re.IGNORECASE,
)
_WITH = re.compile(r"\(\s*(?:with|avec|mit|con|com|med|met|together\s+with)\s+(?=[^()]{3,200}\))", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[^\W\d_]{4})\.$")
_EDGES = " \t,;:|•·/–—-_*()[]"


def writers_parts(byline: str) -> list[tuple[str, bool]]:
    """Give the parts of a byline that name its writers, each with whether a word for it stood before."""
    line = _bare(clean_line(byline))
    labels = list(_LABEL.finditer(line))
    ends = [*(label.start() for label in labels), len(line)]
    parts = [(line[: ends[0]], False)]
    parts += [
        (line[label.end() : end], True) for label, end in zip(labels, ends[1:], strict=True) if label["wrote"]
    ]
    opened = (_opened(_FULL_STOP.sub("", part.strip(_EDGES)), known) for part, known in parts)
    return [(part, known) for part, known in opened if part]


def is_introduced(byline: str) -> bool:
    """Tell whether a word for writing, or a preposition, stands before the names."""
    return any(known for _, known in writers_parts(byline))


def _bare(line: str) -> str:
    """Give the line without addresses, accounts, dates and what buttons say."""
    line = _WITH.sub("; ", line)
    for pattern in (_ADDRESS, _HANDLE, _BOILERPLATE, _DATE):
        line = pattern.sub(" ", line)
    line = _PREPOSITION_LEFT.sub("", line.rstrip())
    return clean_line(line.replace("()", " ").replace("[]", " "))


def _opened(part: str, known: bool) -> tuple[str, bool]:
    opening = _BY_ALONE.match(part)
    if opening is not None:
        return part[opening.end() :].strip(_EDGES), True
    preposition = _PREPOSITION.match(part)
    if preposition is not None and not _PARTICLE_NEXT.match(part[preposition.end() :]):
        return part[preposition.end() :].strip(_EDGES), True
    return part, known
