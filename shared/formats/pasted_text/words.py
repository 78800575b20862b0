"""The words that pages put on buttons, notices and other sections, by language, as data.

Each list holds what news sites print, in lower case. A word that is missing costs one line of chrome in the body;
a word too many can cost a sentence of the article, so each is matched against a whole short line or its beginning.
"""

import re


def words_of(text: str) -> frozenset[str]:
    """Give the words of a list in which a dot or a line end stands between them."""
    return frozenset(word.strip() for word in text.replace("\n", "·").split("·") if word.strip())


def any_of(text: str) -> str:
    """Give a pattern for any of the words, the longest first."""
    return "|".join(sorted((re.escape(word) for word in words_of(text)), key=len, reverse=True))


# The words that stand for a picture which plain text cannot hold.
IMAGE_MARKERS = words_of(
    """article image · image · photo · picture · thumbnail · featured image · placeholder · avatar · bild
    foto · artikelbild · image de l'article · imagen · imagen del artículo · immagine · imagem · afbeelding
    zdjęcie · obrázek · kép · фото · зображення · зображення статті · изображение · аватар · 画像 · 写真 · 图片
    사진 · صورة · görsel · fotoğraf · εικόνα"""
)
AUTHOR_MARKERS = words_of(
    """avatar · author · authors · about the author · about the authors · written by · author photo
    profile picture · autor · autorin · autor*in · autor:in · autoreninfo · über den autor
    über die autorin · zur person · profilbild · auteur · à propos de l'auteur · l'auteur · sobre el autor
    sobre la autora · autora · sobre o autor · autore · l'autore · over de auteur · o autorze · o autorce
    аватар · автор · авторка · про автора · про авторку · об авторе · kirjoittaja · forfatter
    om forfatteren · författare · yazar · 著者 · 作者 · 기자 · الكاتب"""
)
READ_MORE = words_of(
    """read more · read more... · read full story · read the full story · continue reading · show more
    load more · see more · more · learn more · view more · weiterlesen · mehr lesen · mehr · mehr anzeigen
    mehr erfahren · lire la suite · en savoir plus · voir plus · plus · leer más · seguir leyendo · ver más
    más · leggi tutto · continua a leggere · leggi di più · leia mais · ler mais · saiba mais · lees meer
    lees verder · meer · läs mer · læs mere · les mer · lue lisää · czytaj więcej · czytaj dalej · więcej
    číst dále · více · tovább · читати далі · читати більше · детальніше · більше · показати більше
    читать далее · подробнее · ещё · еще · devamını oku · 続きを読む · もっと見る · 阅读更多 · 查看更多
    더보기 · اقرأ المزيد
    المزيد · artikel lesen · zum artikel · weiter lesen · ganzen artikel lesen · informate más
    infórmate más · ver nota · lire l'article · leggi · lees het hele artikel · läs hela artikeln
    les hele saken · czytaj całość · číst celý článek · lasīt vairāk · skaityti daugiau · loe edasi
    citește mai mult · прочети още · читать полностью · читати повністю"""
)
ADVERTISEMENT = words_of(
    """advertisement · advertisements · advertising · ad · ads · sponsored · sponsored content · anzeige
    werbung · publicité · annonce · publicidad · anuncio · pubblicità · publicidade · advertentie · annons
    reklame · mainos · reklama · hirdetés · реклама · reklam · 広告 · 广告 · 광고 · إعلان · διαφήμιση
    continue reading below · article continues below · story continues below advertisement
    scroll to continue · story continues below · advertisement - continue reading below"""
)
SHARE = words_of(
    """share · share this · share this article · share this story · share article · share on facebook
    share via email · share on twitter · share on whatsapp · share on linkedin · tweet · tweet this
    copy link · link copied · print · print this · print page · print article · email this · e-mail · email
    mail · facebook · twitter · x · whatsapp · telegram · viber · linkedin · pinterest · reddit · tumblr
    xing · flipboard · pocket · messenger · instagram · google+ · google plus · rss · youtube · tiktok
    bluesky · mastodon · threads · vk · vkontakte · save · bookmark · follow us · teilen · artikel teilen
    beitrag teilen · drucken · twittern · merken · link kopieren · auf facebook teilen · auf twitter teilen
    partager · partager sur facebook · partager sur twitter · imprimer · envoyer · compartir
    compartir en facebook · compartir en twitter · imprimir · guardar · condividi · stampa · compartilhar
    compartilhe · partilhar · delen · deel dit artikel · afdrukken · dela · del · skriv ut · udskriv · jaa
    tulosta · udostępnij · drukuj · sdílet · tisk · megosztás · nyomtatás · поділитися · поширити · друк
    роздрукувати · скопіювати посилання · поделиться · распечатать · печать · скопировать ссылку · paylaş
    yazdır · シェア · 印刷 · 分享 · 打印 · 공유 · مشاركة · طباعة · κοινοποίηση · teilen mit · teilen sie dies mit
    mit freunden teilen · teile diesen beitrag · teile diesen beitrag auf · diesen artikel teilen
    diesen beitrag teilen · artikel weiterempfehlen · empfehlen · weiterempfehlen · share with · share it
    share this post · share this page · share this on · share via · share to · share with friends
    click to share · versenden · artikel versenden · artikel drucken · seite drucken · diese seite drucken
    merkliste · auf die merkliste · gefällt mir · like this · me gusta · j'aime · mi piace · curtir
    condividi su · comparte · comparte en · comparte esta nota · compartilhe isso · partilhar isto
    partagez · partagez cet article · deel · deel dit · deel via · del på facebook · dela på facebook
    udostępnij na facebooku · sdílejte · zdieľať · megosztom · distribuie · dalīties · dalies · dalintis
    jaga · podeli · podijeli · сподели · поделись · поділись · chia sẻ · twitteren · sms · signal · line
    skype · wechat · weibo · buffer · mix · digg · facebook messenger · e-mailen · per e-mail · per mail
    via e-mail · send · senden · weiterleiten · favorisieren · tweeten · teile · teilen auf facebook
    pin it · pin · merken auf pinterest · email this article · email article · shares · gift article
    gift this article · share full article · comments"""
)
# Those words and nothing else, however often; atomic and possessive, so that no line is read twice.
SHARE_BAR = re.compile(rf"(?>(?:{'|'.join(sorted(map(re.escape, SHARE), key=len, reverse=True))})\W*)++")
# Buttons of a player that reads the article aloud.
LISTEN = words_of(
    """listen · listen to this article · listen to article · listen to this story · listen now · play audio
    audio · anhören · artikel anhören · jetzt anhören · vorlesen · vorlesen lassen · beitrag hören · écouter
    écouter l'article · écouter cet article · escuchar · escucha esta nota · escucha esta nota aquí
    escuchar artículo · escucha la noticia · ascolta · ascolta l'articolo · ouvir · ouvir notícia
    ouça esta notícia · ouça este conteúdo · luister · luister naar dit artikel · lyssna
    lyssna på artikeln · lyt til artiklen · lytt til saken · kuuntele · posłuchaj · posłuchaj artykułu
    poslechnout · слушать · прослушать · слухати · прослухати · dinle"""
)
ACCOUNT = words_of(
    """subscribe · subscribe now · subscribe today · sign in · sign up · log in · login · log out · register
    my account · support us · donate · become a member · get the app · abonnieren · jetzt abonnieren · abo
    anmelden · einloggen · registrieren · s'abonner · abonnez-vous · se connecter · connexion · s'inscrire
    suscribirse · suscríbete · iniciar sesión · registrarse · abbonati · accedi · registrati · assine
    entrar · cadastre-se · abonneren · inloggen · prenumerera · logga in · logg inn · log ind · zaloguj się
    subskrybuj · předplatit · přihlásit · підписатися · підтримати · увійти · підтримайте нас · подписаться
    войти · abone ol · giriş yap · 登録 · ログイン · 订阅 · 登录 · 구독 · 로그인 · اشترك · تسجيل الدخول"""
)
# Sentences that ask for a subscription, an account or an app.
SUBSCRIBE = re.compile(
    r"(?:subscribe|sign up|register|become a member|download|get the app)\b.{0,40}\b(?:now|today|edition|app|apps"
    r"|account|full story|access|free|reading|premium|alerts)\b.{0,40}|already a (?:subscriber|member)\b.{0,40}"
    r"|(?:jetzt|hier) (?:kostenlos |gratis )?(?:abonnieren|registrieren|anmelden|testen|weiterlesen)\b.{0,40}"
    r"|bereits (?:abonnent|registriert|kunde)\b.{0,40}|(?:abonnez-vous|inscrivez-vous|déjà abonné)\b.{0,60}"
    r"|(?:suscríbete|suscríbase|regístrate|ya eres suscriptor)\b.{0,60}"
    r"|(?:abbonati|registrati|sei già abbonato)\b.{0,60}"
    r"|(?:assine|cadastre-se|já é assinante)\b.{0,60}|(?:word abonnee|al abonnee|neem een abonnement)\b.{0,60}"
)
# What opens readers' comments: nothing after it is the article's.
COMMENTS = re.compile(
    rf"""(?:(?:there (?:are|is) )?\d+\s+|\(\d+\)\s*|no )?(?:{
        any_of(
            '''comments · comment · leave a comment · leave a reply · join the conversation · post a comment
    join the discussion · add a comment · add your comment · be the first to comment · show comments
    view comments · reader comments · responses · no comments · responses to · thoughts on · kommentare
    kommentar · kommentare lesen · kommentare anzeigen · alle kommentare · schreibe einen kommentar
    kommentar schreiben · kommentar verfassen · kommentar hinterlassen · leserkommentare · ihr kommentar
    keine kommentare · diskutieren sie mit · hinterlasse einen kommentar · hinterlassen sie einen kommentar
    antworten auf · einen kommentar schreiben · antwort hinterlassen · hinterlasse eine antwort
    gedanken zu · antworten zu · schreiben sie einen kommentar · commentaires · commentaire
    laisser un commentaire · réagir · vos réactions · comentarios · deja un comentario · deja una respuesta
    comentar · commenti · lascia un commento · comentários · deixe um comentário · deixe uma resposta
    reacties · geef een reactie · plaats een reactie · kommentarer · lämna en kommentar · skriv en kommentar
    legg igjen en kommentar · kommentit · komentarze · dodaj komentarz · zostaw komentarz · komentáře
    diskuse · komentáre · hozzászólások · комментарии · оставить комментарий · комментировать · коментарі
    залишити коментар · yorumlar · yorum yap · コメント · 评论 · 發表評論 · 댓글 · تعليقات · التعليقات · σχόλια
    обсуждение · comentarii · lasă un comentariu'''
        )
    })(?:\s*[:(\[].{{0,20}}|\s+[„“"].{{0,120}}|\s*\d+)?"""
    r"|\d+ (?:responses?|replies|thoughts?|comments?|antworten|gedanken?|kommentare?|réponses|commentaires?"
    r"|comentarios|comentários|risposte|commenti|reacties|kommentarer|komentarz\w*|комментари\w*|коментар\w*)"
    r" (?:to|on|zu|zum|für|à|sur|en|a|em|su|op|till|til|do|к|до) .{1,120}"
)
# What a content system prints below a text: where and when it was posted.
POSTED = re.compile(
    r"(?:this (?:entry|post|article) (?:was|is) (?:posted|filed|published)"
    r"|(?:dieser|der) (?:eintrag|beitrag|artikel) wurde"
    r"|(?:cet article|cette entrée|ce contenu) a été (?:publiée?|posté)|esta entrada (?:fue|ha sido) publicada"
    r"|(?:questo articolo|questa voce) è stat[oa] pubblicat|est[ea] (?:post|entrada|artigo) foi publicad"
    r"|dit bericht (?:werd|is) geplaatst|det här inlägget|dette innlegget|ten wpis został|wpis opublikowany"
    r"|запись опубликована|эта запись|цей запис).{0,250}"
)
# What opens a list of other stories, within an article or after it.
RELATED = re.compile(
    rf"""(?:{
        any_of(
            '''want more · you may like · weitere inhalte · noch mehr infos · noch mehr infos für dich
    zum weiterlesen · lust auf mehr · empfohlen von der redaktion · beliebte beiträge zum thema
    meist gesucht · meist gelesen · lo más leido · te recomendamos · mirá también · mira también
    conocé más · enterate más · neue artikel · plus sur ce sujet · per approfondire · approfondimenti
    meer nieuws · fler nyheter · flere nyheder · lasi arī · skaitykite taip pat · loe ka · vezi și
    прочети още · read also · also read · read more · read next · up next · related · related article
    related articles · related stories · related story · related posts · related news · related content
    related coverage · related topics · more on this story · more on this topic · more on this
    more stories · more news · see also · see more · you may also like · you might also like
    you may be interested in · recommended · recommended for you · recommended stories · editor's picks
    editors' picks · most read · most popular · most viewed · most recent · trending · trending now
    latest news · latest stories · latest · top stories · popular · popular posts · recent posts
    recent articles · in other news · other stories · watch also · what to read next · elsewhere
    around the web · promoted stories · don't miss · lesen sie auch · lesen sie hier · lesen sie mehr
    lesen sie dazu · auch interessant · mehr zum thema · mehr dazu · mehr news · ähnliche artikel
    ähnliche beiträge · ähnliche themen · das könnte sie auch interessieren
    das könnte dich auch interessieren · dies könnte sie auch interessieren · das könnte dir auch gefallen
    weitere artikel · weitere beiträge · weitere themen · weitere meldungen · weitere nachrichten
    weitere news · weitere informationen · weiterführende links · verwandte artikel · verwandte themen
    verwandte beiträge · siehe auch · meistgelesen · meistgelesene artikel · die meistgelesenen
    beliebteste artikel · beliebte artikel · neueste artikel · neueste beiträge · aktuelle beiträge
    letzte beiträge · aktuelle artikel · empfehlungen der redaktion · empfohlene artikel · newsticker
    artikel-navigation · beitrags-navigation · beitragsnavigation · post navigation · à lire aussi
    lire aussi · à lire · à voir aussi · voir aussi · articles similaires · articles liés
    articles associés · sur le même sujet · sur le même thème · dans la même rubrique · les plus lus
    à la une · vous aimerez aussi · derniers articles · en lien · plus d'articles · nos dernières actualités
    lea también · lee también · le puede interesar · te puede interesar · también te puede interesar
    noticias relacionadas · artículos relacionados · más noticias · más información · más sobre
    lo más leído · lo más visto · últimas noticias · relacionados · ver también · leer también · leggi anche
    articoli correlati · potrebbe interessarti · ti potrebbe interessare · notizie correlate · i più letti
    più letti · ultime notizie · vedi anche · leia também · veja também · notícias relacionadas
    artigos relacionados · mais lidas · últimas notícias · mais notícias · lees ook · gerelateerde artikelen
    meer over · meest gelezen · läs även · läs också · läs mer om · relaterade artiklar · mest lästa
    les også · læs også · relaterte artikler · mest læste · mest lest · lue myös · luetuimmat · czytaj także
    czytaj też · czytaj również · zobacz też · zobacz także · zobacz również · przeczytaj także
    przeczytaj też · powiązane artykuły · podobne artykuły · polecane · najczęściej czytane · čtěte také
    čtěte též · související články · související · mohlo by vás zajímat · nejčtenější · čítajte aj
    súvisiace články · kapcsolódó cikkek · ajánlott cikkek · citește și · articole similare · читайте также
    смотрите также · похожие статьи · похожие новости · по теме · материалы по теме · другие новости
    еще по теме · новости по теме · рекомендуем · самое читаемое · последние новости · популярное
    читайте також · дивіться також · схожі статті · схожі новини · за темою · матеріали за темою
    інші новини · останні новини · вас може зацікавити · популярні новини · новини за темою · більше новин
    прочетете още · вижте още · свързани статии · σχετικά άρθρα · διαβάστε επίσης · δείτε επίσης
    ilgili haberler · bunları da okuyun · ayrıca okuyun · 関連記事 · あわせて読みたい · おすすめ記事
    相关阅读 · 相关新闻 · 延伸閱讀
    相關新聞 · 관련기사 · 관련 뉴스 · اقرأ أيضا · اقرأ أيضًا · مواضيع ذات صلة · أخبار ذات صلة'''
        )
    })(?:\s*[:»>–—].*)?"""
    r"|(?:more (?:from|on|in)|mehr (?:von|aus|zu|über)|weitere (?:artikel|beiträge|meldungen) (?:von|aus|zu|zum)"
    r"|plus de|más (?:de|sobre)|altro da|mais (?:de|sobre)|meer (?:over|van)|больше о|більше про|ещё из) .{1,40}"
)
# Words behind or below which a page lists its keywords.
TAG_LABELS = any_of(
    """tags · tag · topics · keywords · tagged · tagged with · in this story · schlagwörter · schlagworte
    themen · stichworte · verschlagwortet mit · getaggt mit · mots-clés · étiquettes · thèmes · sujets
    etiquetas · temas · palabras clave · etichette · argomenti · temi · tópicos · assuntos · palavras-chave
    trefwoorden · onderwerpen · ämnen · emneord · emner · avainsanat · aiheet · tagi · słowa kluczowe
    tematy · štítky · témata · klíčová slova · kľúčové slová · címkék · etichete · cuvinte cheie · tēmas
    birkas · temos · teemad · теги · мітки · метки · темы · теми · ключевые слова · ключові слова · етикети
    ετικέτες · etiketler · タグ · 标签 · 關鍵字 · 태그"""
)
# Labels after which a page lists keywords, and others that open a tail.
TAGS = re.compile(
    rf"""(?:{
        any_of(
            '''tags · tag · topics · filed under · categories · category · posted in · keywords · tagged
            schlagwörter
    schlagworte · kategorien · kategorie · themen · stichworte · veröffentlicht in · verschlagwortet mit
    mots-clés · catégories · étiquettes · etiquetas · categorías · temas · categorie · etichette
    categorias · trefwoorden · tagi · štítky · témata · теги · мітки · метки · рубрики · категорії
    категории · etiketler · タグ · カテゴリー · 标签 · 태그'''
        )
    })\s*(?::.*)?"""
)
# A short notice is about a newsletter or cookies when it has a word of both lists.
NEWSLETTER = words_of(
    "newsletter · newsletters · infolettre · hírlevél · рассыл · розсил · メルマガ · inbox · ニュースレター"
)
SIGN_UP = words_of(
    """sign up · signup · subscri · get the · get our · join · enter your · delivered · abonn · anmeld
    eintragen · bestell · inscri · suscr · iscriv · assin · cadastr · ontvang · schrijf · prenumerera
    tilmeld · meld deg · tilaa · zapisz · odebír · přihl · iratkoz · подпи · підпи · отримуй · получай
    kaydol · 登録 · 订阅 · 구독 · اشترك"""
)
COOKIES = words_of("cookie · cookies · куки · кукі · süti · 쿠키 · クッキー")
CONSENT = words_of(
    """accept · consent · agree · we use · uses · verwende · nutz · akzept · zustimm · einverstanden · setzt
    utilis · utiliza · usamos · uso de · utilizz · accett · gebruik · använd · bruker · anvend · käyt
    używa · wykorzyst · zgod · použív · souhlas · использ · соглас · використ · погодж · kullan · használ
    使用 · 同意 · 사용"""
)
COPYRIGHT = re.compile(
    r"(?:©|\(c\)\s|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|todos los derechos|tutti i diritti|todos os direitos|alle rechten|alla rättigheter|wszelkie prawa"
    r"|všechna práva"
    r"|все права защищены|всі права|усі права|tüm hakları|版权所有|無断転載)"
)
