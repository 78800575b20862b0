"""Words of employers, offices and places, in lower case, as data: no person's name has one of them."""

from shared.formats.byline.word_lists import phrases_of, words_of

# Words of an employer or a place of work that report the news: such a part is kept as an agency.
NEWS_EMPLOYERS = words_of(
    """
    abc bbc broadcasting cbs channel cnbc cnn chronicle cnet courier daily dispatch examiner express fox
    gazette guardian herald independent inquirer itv journal journals mirror msnbc nbc network networks news
    newspaper newspapers newswire npr observer pbs post press radio sentinel sky telegraph telegram television
    times today tribune tv wire wires zeitung zeitungen rundfunk nachrichten nachrichtenagentur presse
    pressedienst tagblatt tageblatt anzeiger kurier rundschau allgemeine ard zdf ndr wdr mdr swr rbb orf srf
    rtl periódico diario noticias prensa jornal notícias quotidien gazeta dziennik noviny zpravodajství новости
    новини газета вестник телеканал nieuws dagblad krant tidning tidningen tidende avis avisen
    """
)
# Words of any other employer, office, subject or place: no person's name has one of them.
EMPLOYERS = words_of(
    """
    abteilung academy association authority aktuell bank bistum board bund bundesministerium bundesverband
    business canadian center centre city club college commission committee communications community company
    conference congress contributors corporation council department deputy deutscher digital education embassy
    entertainment federation film finance forum foundation gesellschaft global gmbh government group gruppe
    health hospital hochschule inc insight institut institute institution insurance international kreis
    kommunikation laboratory landesverband library limited llc ltd magazin magazine magazines managing market
    marketing markets membres ministerium ministry museum music national office öffentlichkeitsarbeit opinion
    organisation organization partei party police politics politik politiek política polizei posts pressestelle
    advertisement advertisements embargo embargoed sperrfrist
    pressemitteilung project projects publishing research review saint school science senior services society
    south special sport sports staatsanwaltschaft stadt state states stiftung studio studios tech technology
    ticker trust travel uk un unabhängige union united univ universidad universidade università universitat
    universität université university us usa verband verein verlag view vereinigung web weekly wissenschaft
    wirtschaft world works advertorial sponsored advertising anzeige newsletter podcast video videos blog blogs
    report reports статья новость институт университет министерство міністерство університет інститут
    """
)
# Two words that look like a name and are a place.
PLACES = phrases_of(
    """
    new york · new york city · los angeles · san francisco · san diego · san antonio · san jose · san salvador
    hong kong · tel aviv · buenos aires · são paulo · sao paulo · rio de janeiro · new delhi · mexico city
    kuala lumpur · abu dhabi · cape town · saint petersburg · st petersburg · st. petersburg · st louis
    st. louis · las vegas · new orleans · new zealand · new jersey · new mexico · new hampshire · south africa
    south korea · north korea · saudi arabia · united kingdom · united states · costa rica · puerto rico
    sri lanka · el salvador · den haag · the hague · salt lake city · kansas city · tel-aviv · santiago de chile
    la paz · ciudad de méxico · addis ababa · ho chi minh city · phnom penh · santo domingo · panama city
    st gallen · st. gallen · bad homburg · frankfurt am main · washington dc · washington d.c. · west bank
    gaza city · north carolina · south carolina · west virginia · north dakota · south dakota · rhode island
    british columbia · nova scotia · tierra del fuego · kryvyi rih · nizhny novgorod · burkina faso
    ivory coast · sierra leone · papua new guinea · burgos · london · berlin · brussels · moscow · beijing · tokyo
    kyiv · vienna · rome · madrid · lisbon · warsaw · prague · budapest · athens · ankara · cairo · nairobi
    dublin · amsterdam · copenhagen · stockholm · oslo · helsinki · zurich · frankfurt · munich · hamburg · toronto
    ottawa
    """
)
COUNTRIES = words_of(
    """
    deutschland österreich schweiz germany austria switzerland france italia italy españa spain polska poland
    österreichs canada australia america europe europa nederland belgique belgium danmark norge sverige suomi
    portugal brasil brazil argentina méxico mexico chile perú colombia venezuela russia россия україна ukraine
    india china japan thüringen bayern sachsen hessen
    """
)
