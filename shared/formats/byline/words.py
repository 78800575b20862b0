"""What bylines say besides names, in lower case and by kind, as data."""

from shared.formats.byline.word_lists import phrases_of, words_of

# The usual spelling of each agency, before all that bylines write for it.
_AGENCY_FORMS = """
AAP: aap, australian associated press
AFP: afp, agence france presse, agence france-presse, france-presse, france presse, afp news, афп
Agência Lusa: lusa, agência lusa
Agerpres: agerpres
ANI: ani
ANP: anp
ANSA: ansa
AP: ap, associated press, ap news, асошиэйтед пресс
APA: apa
ATS: ats
Belga: belga
Bloomberg: bloomberg, bloomberg news, bloomberg business
BNS: bns
CNA: cna
ČTK: čtk, ctk
DAPD: dapd
DDP: ddp
dpa: dpa, dpa-afx, dpa/tmn, deutsche presse-agentur, deutsche presse agentur
Dow Jones: dow jones, dow jones newswires
EFE: efe, agencia efe, efe noticias
EPD: epd
ETA: eta
Europa Press: europa press
Getty Images: getty, getty images
HINA: hina
IANS: ians
Interfax: interfax, interfax-ukraine, интерфакс, інтерфакс-україна
Keystone-SDA: keystone-sda, keystone/sda
KNA: kna
Kyodo: kyodo, kyodo news
LETA: leta
MTI: mti
NTB: ntb
PA: pa
PA Media: pa media, pa news
PAP: pap
Press Association: press association
PTI: pti, press trust of india
Reuters: reuter, reuters, reuters news, thomson reuters, рейтер, reuters tv, reuters staff
RIA Novosti: ria novosti, риа новости
Ritzau: ritzau
SANA: sana
SDA: sda, keystone sda
SID: sid
SITA: sita
STA: sta
STT: stt
TASS: tass, тасс, itar-tass
Télam: télam, telam
The Canadian Press: cp, canadian press, la presse canadienne
TT: tt
Ukrinform: ukrinform, укринформ, укрінформ
UNIAN: unian, униан, уніан
UPI: upi, united press international
Xinhua: xinhua, xinhua news agency, 新华社
Yonhap: yonhap
"""
AGENCIES = {
    form.strip(): line.partition(":")[0].strip()
    for line in _AGENCY_FORMS.strip().splitlines()
    for form in line.partition(":")[2].split(",")
}
# Agencies whose short form is also a word or somebody's initials: they count in capitals (or a whole part) only.
LONGEST_AGENCY = max(len(form.split()) for form in AGENCIES)

OFFICES = words_of(
    """
    admin administrator agencies agency agencia agencias agencja agencje agentur agenturen agenzia agenzie
    agences agence anonymous anonym author authors autor autorin bureau contributing contributor contributors
    copyright correspondents desk editor editorial editors freelance guest intern media n/a newsdesk newsroom
    none null online press redaccion redacción redactie redaktion redaktionen redakcja redakcia redakce
    redakciya redação redazione redakcija reporters root rédaction redaktsioon toimitus redaksjonen redaksjon
    redaktionell service staff team unbekannt undefined unknown user users webdesk webmaster webredaktion
    onlineredaktion writers redak red редакция редакція редакцията агентства агентство прес пресс-служба
    прес-служба 編集部 編輯部 编辑部 記者 记者
    """
)
_DAYS = words_of("monday tuesday wednesday thursday friday saturday sunday today tomorrow")
NOBODY_TOGETHER = phrases_of(
    """
    news desk · press release · web desk · de nuestra redacción · de notre correspondant · our correspondent
    our own correspondent · special correspondent · own correspondent · eigener bericht
    von unserem korrespondenten · with agencies · with wire reports · wire reports · wire services
    news services · from news services · combined reports · mit agenturmaterial · mit material · follow author
    about the author · no author · not available · not provided · not given · from our own correspondent
    from our own · from our correspondent · any means · any means necessary · chat gpt · chatgpt · open ai · openai
    advertisement · advertisements · embargoed until · invitation · design · law · hand · default · accident
    request · appointment · mail · phone
    """
) | {f"{day} {part}".strip() for day in _DAYS for part in ("", "morning", "afternoon", "evening", "night")}
# Nouns of an office that a person holds: the part of a byline in which one stands is a role.
ROLES = words_of(
    """
    writer writers reporter reporters correspondent correspondents editor editors columnist columnists
    journalist journalists producer producers analyst critic contributor contributors blogger broadcaster
    anchor host presenter author essayist novelist historian economist researcher professor lecturer fellow
    scientist director president chairman founder manager consultant specialist strategist commentator
    photojournalist videojournalist cartoonist intern trainee chief head korrespondenten redakteur redakteurin
    redakteure redakteurinnen korrespondent korrespondentin reporterin journalistin autor autorin volontär
    volontärin chefredakteur chefredakteurin chefreporter ressortleiter ressortleiterin leiter leiterin
    redaktionsleiter redaktionsleiterin kolumnist kolumnistin mitarbeiter mitarbeiterin gastautor gastautorin
    journaliste correspondant correspondante rédacteur rédactrice chroniqueur chroniqueuse envoyé envoyée
    redactor redactora periodista corresponsal editora columnista reportero reportera enviado enviada
    giornalista corrispondente redattore redattrice inviato inviata caporedattore direttore jornalista repórter
    correspondente redator redatora colunista redacteur verslaggever verslaggeefster redaktör journalisten
    reporteren toimittaja kirjeenvaihtaja redaktor redaktorka dziennikarz dziennikarka korespondent
    korespondentka reporterka publicysta publicystka novinář novinářka redaktoři zpravodaj zpravodajka reportér
    reportérka novinár корреспондент корреспондентка журналист журналистка редактор редакторка обозреватель
    репортер репортёр кореспондент кореспондентка журналіст журналістка оглядач репортерка авторка автор
    žurnālists žurnāliste korespondents korespondente redaktors redaktore muhabir muhabiri yazar yazarı editör
    editörü
    """
)
PARTICLES = words_of(
    """
    af al av ben bin binti da das de del dela della degli dei den der des di do dos du e el ibn la las le los
    of op ten ter 't van vom von y zu zum zur und
    """
)
LOWERED_PARTICLES = words_of(
    "af av bin binti da das de del della degli dei den der des di do dos du ibn la van von y zu"
)
ARTICLES = words_of("the der die das les los las il lo gli het de een a an le la el el'")
DEGREES = words_of(
    """
    phd ph.d ph.d. dphil md m.d m.d. ma m.a m.a. msc m.sc m.sc. ba b.a b.a. bsc b.sc. mba mph jd j.d. rn rd esq
    esq. dds dvm llm ll.m. cpa cfa cfp obe mbe cbe mp do pharmd rdn ms m.s. mfa mpa edd psyd np facs
    """
)
GENERATIONS = words_of("jr jr. sr sr. ii iii iv")
TITLES = words_of("mr mr. mrs mrs. ms ms. miss herr frau hr. fr. sr. sra. mme mme. m. pan pani")
# Surnames that are also words of the trade; somebody's when a common given name stands before them.
SURNAMES_TOO = words_of(
    """
    press staff post page reporter news south west city day union guest sport bank bond club state trust bishop
    chief head view webb today wire tech bund kurier courier bauer sky fox
    """
)
