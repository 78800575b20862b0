"""The words of labels that give a line its meaning: of bylines, dates, reading times and credits, as data."""

import re

from shared.formats.pasted_text.words import any_of

# What a byline begins with, in lower case; a name must follow.
BYLINE = re.compile(
    rf"""(?:{
        any_of(
            '''by · written by · reported by · story by · words by · posted by · published by · author · authors
    text by · von · ein artikel von · ein beitrag von · eine analyse von · ein kommentar von · autor
    autorin · autoren · geschrieben von · verfasst von · par · écrit par · publié par · rédigé par · auteur
    por · escrito por · escribe · publicado por · autora · di · a cura di · scritto da · autore · door · av
    skriven av · af · skrevet av · skrevet af · przez · napisał · napisała · autorzy · autoři · szerző · de
    автор · автори · авторы · авторка · от · від · yazar · 文 · 作者 · 記者 · 기자 · geschrieben · artikel von
    beitrag von · ein gastbeitrag von · text von · autor*in · autor:in · autor/in · texto de · autors
    autorius · autorė · od · scris de · írta · kirjoittaja · автор статьи · автор текста · verfasser'''
        )
    })\s*[:：]?\s+""",
    re.IGNORECASE,
)
BYLINE_ALONE = re.compile(BYLINE.pattern.removesuffix(r"\s+") + r"\s*", re.IGNORECASE)
# Labels that may stand before or beside a date, and those of a change.
PUBLISHED = re.compile(
    rf"""\W*(?:{
        any_of(
            '''published · published on · published at · posted · posted on · posted at · date · on
            first published
    publication date · released · created · am · vom · den · datum · veröffentlicht · veröffentlicht am
    erstellt · erstellt am · publiziert am · erschienen am · publié · publié le · le · mis en ligne le
    publicado · publicado el · publicado em · el · pubblicato · pubblicato il · il · gepubliceerd
    gepubliceerd op · op · publicerad · publisert · offentliggjort · julkaistu · opublikowano
    data publikacji · publicēts · paskelbta · avaldatud · közzétéve · publicat · δημοσιεύθηκε · dodano
    publikováno · vydáno · опубликовано · дата публикации · опубліковано · дата публікації · дата
    yayınlanma'''
        )
    })?\W*""",
    re.IGNORECASE,
)
_UPDATED = any_of(
    """updated · updated on · updated at · last updated · last updated on · last update · last modified
    modified · edited · revised · aktualisiert · stand · update · aktualisiert am · zuletzt aktualisiert
    letzte aktualisierung · geändert am · zuletzt geändert · mis à jour · mis à jour le · modifié le
    actualizado · actualizado el · actualizada · última actualización · atualizado · atualizado em
    atualizada em · última atualização · aggiornato · aggiornato il · ultimo aggiornamento · bijgewerkt
    bijgewerkt op · laatst bijgewerkt · uppdaterad · oppdatert · sist oppdatert · opdateret
    senest opdateret · päivitetty · zaktualizowano · aktualizacja · aktualizováno · aktualizované
    обновлено · оновлено · atjaunināts · atnaujinta · uuendatud · actualizat · güncellendi · güncelleme
    frissítve · ажурирано · 更新 · 수정"""
)
UPDATED = re.compile(rf"\W*(?:{_UPDATED})\W*", re.IGNORECASE)
UPDATED_BEFORE = re.compile(rf"(?<!\w)(?:{_UPDATED})\W*$", re.IGNORECASE)
# What stands before a name above a biography.
ABOUT = re.compile(
    r"(?:about(?: the author)?|über(?: den autor| die autorin)?|zur person|à propos de|sobre|acerca de"
    r"|informazioni su|over|om|o autorze|o autorce|про|об авторе|об|o autorovi|par autoru)\s*:?\s+(?=\S+\s\S)",
    re.IGNORECASE,
)
# What opens a breadcrumb.
HOME = any_of(
    """home · home page · homepage · startseite · start · beginn · accueil · inicio · portada · início
    página inicial · prima pagina · voorpagina · hem · startsidan · hjem · forside · forsiden · etusivu
    strona główna · główna · domů · úvod · domov · főoldal · címlap · acasă · sākums · pradžia · avaleht
    главная · головна · начало · anasayfa · ana sayfa · αρχική · ホーム · 首页 · 首頁 · 홈"""
)
# How often a page was read or answered, which some print behind byline and date.
COUNTS = re.compile(
    r"\W*\b(?:\d+\s+)?(?:comments?|kommentare?|(?:schreibe?|hinterlasse?) (?:einen|deinen) kommentar"
    r"|leave a comment|(?:no|keine) (?:comments|kommentare)|commentaires?|comentarios?|comentários?|commenti"
    r"|komentarz\w*|reacties?|views?|aufrufe|shares?|(?:x |mal )?gelesen|visualizações|vistas"
    r"|переглядів|просмотров|коментар\w*|комментар\w*)\b.*",
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
            créditos · fotografía · imagen · fotografia · immagine · imagem · beeld · billede · zdjęcie
            zdj · fot · obrázek · autor fotografie · kép · фото · знімок · світлина · ілюстрація · снимок
            иллюстрация · fotoğraf · 写真 · 図 · 사진 · beitragsbild · titelbild · symbolbild · symbolfoto
            archivbild · archivfoto · aufmacherbild'''
        )
    })\s*[:：]|©|photo by |photograph by |fot\. )\s*(?P<credit>\S.{{1,100}})$""",
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
