"""What stands around an article on its page, told by elements' names, roles, classes and ids.

Whole words of a class or an id count, never parts of one: `sharepoint` is no `share`. What holds the article's
headline or much of the page's text is no chrome, whatever it is called.
"""

import re
from functools import lru_cache
from typing import Any

CHROME_TAGS = {"nav": "navigation", "footer": "footer", "aside": "aside", "menu": "navigation", "dialog": "dialog"}
_BY_ROLE = {
    "navigation": "navigation",
    "contentinfo": "footer",
    "complementary": "aside",
    "search": "navigation",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "menu": "navigation",
    "menubar": "navigation",
}
# In this order: a list of related stories may have the word of an aside too.
_WORDS = {
    "comments": r"comments?(?:[-_](?!link|count|icon|bubble).*)?|commentlist|(?:post|article)-comments|"
    r"kommentare?|"
    r"commentaires?|comentarios?|disqus(?:[-_]thread)?|dsq-comments|respond|leserkommentare",
    "cookie": r"(?:cookies?|consent|gdpr|dsgvo)[-_]?(?:banner|bar|notice|notification|layer|overlay|box|hint|"
    r"popup|"
    r"consent|manager|law|info|message|modal)|cookiebar|cookiebanner|onetrust.*|cmplz.*|borlabs.*|cookiebot.*|"
    r"didomi.*|usercentrics.*|sp[-_]message.*|cc-window",
    "advertisement": r"ads?|ad[-_](?:container|wrapper|slot|unit|banner|box|block|label|space|zone)|adslot|adbox|"
    r"advert|adverts|advertising|advertisement|advertorial-label|werbung|anzeigen?|publicite|publicidad|"
    r"banner-?ad|"
    r"adsbygoogle|google-?ads?|dfp(?:[-_].*)?|gpt-ad.*|taboola.*|outbrain.*|plista.*|sponsored",
    "newsletter": r"newsletters?(?:[-_].*)?|(?:mc|mailchimp)[-_]?(?:embed|signup|form).*|signup(?:-form|-box)?|"
    r"subscribe(?:[-_](?:form|box|widget|banner))?|subscription[-_](?:form|box)|mailing-?list",
    "share": r"shar(?:e|es|ing)(?:[-_]?(?:bar|buttons?|box|links?|tools?|icons?|widget|container|wrapper|post|"
    r"this|"
    r"article))?|share(?:daddy|aholic.*|thisbutton)|addthis.*|addtoany.*|a2a_.*|sd-sharing.*|"
    r"social(?:[-_]?(?:bar|share|sharing|links?|icons?|media|buttons?|networks?|box|wrapper|container|follow|"
    r"menu|list|nav))?|shariff|heateor.*|essb.*|jp-sharing.*|(?:article|post|entry)-shar(?:e|ing)|teilen",
    "related": r"related(?:[-_]?(?:posts?|articles?|stories|story|content|news|links?|items?|topics?|products?|"
    r"videos?|wrapper|container|box|widget|entries))?|(?:articles?|posts?|stories|yarpp|jp|entry)[-_]?related.*|"
    r"relatedposts.*|yarpp.*|recommend(?:ed|ations?)(?:[-_].*)?|read(?:[-_]?(?:more|also|next))(?:[-_](?:box|list|"
    r"links))?|more[-_]?(?:articles?|stories|news|from|on|posts?)|most[-_]?(?:read|popular|viewed)(?:[-_].*)?|"
    r"also[-_]?(?:read|like)|mehr[-_]?zum[-_]?thema|weitere[-_]?(?:artikel|beitraege|themen|meldungen)|"
    r"popular[-_]?(?:posts?|articles?)|trending(?:[-_].*)?|latest[-_]?(?:news|posts?|articles?)|teaser-?list|"
    r"(?:post|posts|article)[-_]?navigation|nav-links|nav-(?:previous|next|below|above|single)|post-nav|pager|"
    r"pagination|prev-?next",
    "navigation": r"nav(?:bar|igation)?|(?:main|site|top|primary|secondary|meta|sub|mobile|global|local|side|"
    r"footer|"
    r"header|hauptnavigation|service)[-_]?(?:nav|navi|navigation|menu|menue)|bread-?crumbs?(?:[-_].*)?|menu|"
    r"off-?canvas(?:[-_].*)?|skip-?links?|megamenu|dropdown-menu|language-?(?:switcher|selector|menu)|"
    r"search-?(?:form|box|bar)|site-search",
    "aside": r"sidebar(?:[-_]?(?:left|right|primary|secondary|\d|wrapper|container|inner|widget|area))?|"
    r"widget-?area|"
    r"side-?bar|right-?rail|rail",
    "footer": r"footer|site-?footer|page-?footer|main-?footer|global-?footer|footer[-_](?:widgets?|area|bottom|"
    r"top|"
    r"wrapper|container|content|inner|menu|links?)|colophon|impressum-links",
}
_KIND = re.compile("|".join(f"(?P<{kind}>(?:{words})$)" for kind, words in _WORDS.items()))
_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        """
    div section ul ol article header form p dl table span a details fieldset center li h2 h3 h4 h5 h6
""",
    )
)
_LITTLE = 300  # characters: the logo of a site may be a heading too
_LONG_PROSE = 1_000
_MOST_TEXT = 0.4  # of the page's: a block with more is the page itself


def kind_of(element: Any) -> str | None:
    """Tell what chrome the element is by its name and attributes, None when it seems to be none."""
    tag = element.tag
    if tag in CHROME_TAGS:
        return CHROME_TAGS[tag]
    role = element.get("role")
    if role in _BY_ROLE:
        return _BY_ROLE[role]
    if tag not in _BLOCKS:
        return None
    words, name = element.get("class"), element.get("id")
    # Cut before the cache keeps it.
    return (_kind_of_words(words[:300]) if words else None) or (_kind_of_words(name[:300]) if name else None)


@lru_cache(maxsize=8_192)
def _kind_of_words(words: str) -> str | None:
    for word in words.lower().split():
        match = _KIND.match(word)
        if match:
            return match.lastgroup
    return None


def is_hidden(element: Any) -> bool:
    """Tell whether readers do not see the element."""
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    style = element.get("style")
    if style is None:
        return False
    bare = "".join(style.lower().split())
    return "display:none" in bare or "visibility:hidden" in bare


def is_the_page(element: Any, page_length: int) -> bool:
    """Tell whether the element holds what must not be dropped: the article or much of its page.

    A class names what its element is or what the element is laid out for: prose of some length is the article's.
    """
    length = len(element.text_content())
    if length <= _LITTLE:
        return False
    if length > _MOST_TEXT * page_length or element.find(".//h1") is not None:
        return True
    if element.tag in CHROME_TAGS:
        return False
    linked = sum(len(link.text_content()) for link in element.iter("a"))
    return length - linked > _LONG_PROSE and linked < length / 2
