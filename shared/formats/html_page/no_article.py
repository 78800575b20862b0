"""Pages that are sent by mistake: an error, a login, a question whether one is a robot, a site's front page."""

import re
from urllib.parse import urlsplit

from shared.domain.errors import BadInput, FieldError

_LEAST_TEXT = 60  # characters
_SHORT = 800
_PROSE = 200
_PARAGRAPHS = 3  # of prose: blogs show whole articles on their front pages
_ERROR = re.compile(
    r"\b(?:404|403|500|502|503)\b|not found|nicht gefunden|introuvable|no encontrad|non trovat|niet gevonden|"
    r"access denied|zugriff verweigert|accès refusé|forbidden|service unavailable|bad gateway|не найден|"
    r"не знайден",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"log ?in\b|sign ?in\b|anmelde|einloggen|connexion|iniciar sesi|accedi|inloggen|logga in|zaloguj|вход|увійти",
    re.IGNORECASE,
)
_ROBOT = re.compile(
    r"just a moment|are you (?:a )?(?:human|robot)|captcha|checking your browser|enable javascript|verify you are",
    re.IGNORECASE,
)
_KINDS = (
    (_ERROR, "an error page"),
    (_ROBOT, "a question whether the reader is a robot"),
    (_LOGIN, "a login page"),
)


def check_article(text: str, title: str, address: str | None, *, is_article: bool) -> None:
    """Raise BadInput where the page, whose text and title these are, seems to have no article."""
    if len(text) < _LEAST_TEXT:
        raise _refusal("it has no text of an article")
    if is_article:
        return
    if len(text) < _SHORT:
        for words, kind in _KINDS:
            if words.search(title):
                raise _refusal(f"it seems to be {kind}")
    paragraphs = sum(len(line) >= _PROSE for line in text.split("\n\n"))
    parts = urlsplit(address or "")
    if parts.netloc and parts.path in ("", "/") and not parts.query + parts.fragment and paragraphs < _PARAGRAPHS:
        raise _refusal("it seems to be the front page of a site")


def _refusal(why: str) -> BadInput:
    return BadInput(
        f"This page is no article: {why}. Send the page of one article.",
        [FieldError("paragraphs of an article were expected", pointer="")],
    )
