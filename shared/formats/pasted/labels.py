"""The words of labels that give a line its meaning: of bylines, dates, reading times and credits, as data."""

import re

from shared.formats.pasted.words import any_of

# What a byline begins with, in lower case; a name must follow.
BYLINE = re.compile(
    rf"""(?:{
        any_of(
            '''by · written by · reported by · story by · words by · posted by · published by · author
            authors · text by · von · ein artikel von · ein beitrag von · eine analyse von · ein kommentar von
            autor · autorin · autoren · geschrieben von · verfasst von · text · par · écrit par · publié par
            rédigé par · auteur · por · escrito por · publicado por · autora · di · a cura di · scritto da
            autore · door · av · skriven av · af · skrevet av · skrevet af · przez · napisał · napisała
            autorzy · autoři · szerző · de · автор · автори · авторы · авторка · текст · от · від · yazar · 文
            作者 · 記者 · 기자'''
        )
    })\s*[:：]?\s+""",
    re.IGNORECASE,
)
# Labels that may stand before or beside a date; the second group are those of a change.
PUBLISHED = re.compile(
    rf"""\W*(?:{
        any_of(
            '''published · published on · published at · posted · posted on · posted at · date · on
            first published · publication date · released · created · am · vom · den · datum · veröffentlicht
            veröffentlicht am · erstellt · erstellt am · publiziert am · erschienen am · publié · publié le
            le · mis en ligne le · publicado · publicado el · publicado em · el · pubblicato · pubblicato il
            il · gepubliceerd · gepubliceerd op · op · publicerad · publisert · offentliggjort · julkaistu
            opublikowano · data publikacji · dodano · publikováno · vydáno · опубликовано · дата публикации
            опубліковано · дата публікації · дата · yayınlanma'''
        )
    })?\W*""",
    re.IGNORECASE,
)
UPDATED = re.compile(
    rf"""\W*(?:{
        any_of(
            '''updated · updated on · last updated · last updated on · last modified · modified · aktualisiert
            stand · aktualisiert am · zuletzt aktualisiert · letzte aktualisierung · geändert am · mis à jour
            mis à jour le · modifié le · actualizado · actualizado el · atualizado · atualizado em
            aggiornato · aggiornato il · bijgewerkt · laatst bijgewerkt · uppdaterad · oppdatert · opdateret
            päivitetty · zaktualizowano · aktualizacja · aktualizováno · обновлено · оновлено · güncellendi
            güncelleme'''
        )
    })\W*""",
    re.IGNORECASE,
)
_MINUTE = r"(?:mins?|minut(?:es?|en|os?|i|er|y|ě)?|minuut|minutter|minuuttia|perc|dk|dakika)"
_READ = (
    r"(?:read(?:ing)?(?: time)?|lese(?:zeit|dauer)|lesedauer|zum lesen|(?:de )?lecture|(?:de )?lectura|di lettura"
    r"|(?:de )?leitura|leestijd|lezen|läsning|lästid|lesetid|læsetid|lukuaika|czytania|čtení|čítania"
    r"|olvasás|okuma)"
)
_CYRILLIC = r"(?:хв|хвилин[аи]?|мин|минут[аы]?)\.?\s+(?:на\s+)?(?:читання|чтения|на чтение|чтение)"
READING_TIME = re.compile(
    rf"(?:(?:estimated |approx\. |ca\. |environ |temps (?=de))?(?:{_READ}|час читання|время чтения"
    r"|tiempo de lectura|tempo de leitura|tempo di lettura|temps de lecture|czas czytania|doba čtení)"
    r"\s*[:：]?\s*(?:ca\. |\u2248|~|about )?"
    rf"(?P<after>\d{{1,3}})\s*(?:-\s*)?(?:{_MINUTE}|хв|мин|хвилин[аи]?|минут[аы]?)\b\.?"
    rf"|(?P<before>\d{{1,3}})\s*(?:-\s*)?(?:{_MINUTE}\b\.?[\s-]*{_READ}\b|{_CYRILLIC}"
    r"|分で読め\w*|分钟阅读|分鐘閱讀|분 분량|دقائق? قراءة))",
    re.IGNORECASE,
)
# What names a photographer or an agency in a caption.
CREDIT_LABEL = re.compile(
    rf"""(?:^|[\s(\[/|])(?P<label>(?:{
        any_of(
            '''photo · photos · photo by · photograph · photograph by · picture · image · image credit
            photo credit · credit · credits · illustration · foto · fotos · bild · bilder · bildquelle
            bildnachweis · quelle · grafik · crédit · crédits · crédit photo · crédits photo · crédito
            créditos · fotografía · imagen · fotografia · immagine · imagem · beeld · billede · zdjęcie · zdj
            fot · obrázek · autor fotografie · kép · фото · знімок · світлина · ілюстрація · снимок
            иллюстрация · fotoğraf · 写真 · 図 · 사진'''
        )
    })\s*[:：]|©|photo by |fot\. )\s*(?P<credit>\S.{{1,100}})$""",
    re.IGNORECASE,
)
# What some pages print before a caption.
CAPTION_LABEL = re.compile(
    r"(?:(?:image|media|video) caption\b:?|(?:caption|bildunterschrift|légende|pie de foto|підпис до фото"
    r"|подпись к фото):)\s+(?=\S)",
    re.IGNORECASE,
)
AGENCY = re.compile(
    r"\b(?:getty|reuters|afp|ap|ap photo|associated press|epa|efe|ansa|dpa|apa|ntb|tt|pap|čtk|mti|tass|tacc|тасс"
    r"|риа|уніан|укрінформ|shutterstock|istock|bloomberg|imago|picture alliance|unsplash|pixabay|pexels|flickr"
    r"|wikimedia|alamy|keystone|lusa|belga|xinhua|zuma|press association|pa wire|via|photo|foto|photos|handout"
    r"|courtesy|screenshot|archiv|archive|фото|скріншот|скриншот)\b",
    re.IGNORECASE,
)
