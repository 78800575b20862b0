"""Common given names, in lower case, and the surnames of China, as data."""

from shared.formats.byline.word_lists import words_of

GIVEN_NAMES = words_of(
    """
    aaron adam adrian agnes ahmed alan albert alberto aleksandr alex alexander alexandra alfred ali alice
    alicia alison allan amanda amelie amy ana anastasia andrea andreas andrei andrew andrey angela angelika
    anja ann anna anne annette anthony anton antonio ariel arthur astrid barbara beate beatrice ben benjamin
    bernard bernd birgit björn bob boris brenda brian brigitte bruce bruno camila carl carla carlos carmen
    carol caroline catherine cecilia charles charlotte chen chiara chloe chris christian christina christine
    christoph christopher claire clara claudia colin craig cristina dan dana daniel daniela david dean deborah
    denis dennis derek diana diego dieter dirk dmitri dmytro dominik donald donna doris dorothea douglas duncan
    eberhard eduardo edward eleanor elena elisa elisabeth elizabeth ella ellen elsa emily emma eric erich erik
    erika ernst esther eugen eva evelyn fabian fatima federico felipe felix fernando fiona francesca francesco
    francis francisco frank franz fred frederik friedrich gabriel gabriela gary geert georg george gerald
    gerard gerhard giorgio giovanni giulia gordon graham greg gregory günter guido guillaume gustavo hannah
    hans harald harry heather heike heinrich heinz helen helena helga helmut henning henri henry herbert holger
    hugo ian igor inga ingrid irene irina iris isabel isabella ivan jack jacob jacques jake james jan jana jane
    janet janine javier jean jeff jeffrey jennifer jens jeremy jessica jim joachim joan joanna joe johan
    johanna johannes john jon jonas jonathan jordan jorge josé josef joseph juan judith julia julian julie
    juliet jörg jürgen kai karen karin karl karla karolina katarzyna kate katharina katherine kathleen kathrin
    katja keith kelly ken kenneth kevin kim kirsten klaus konstantin kristina krzysztof lars laura lauren lea
    lena leo leon leonard lewis lina linda lisa lucas lucia luis luisa lukas luke lutz maggie manfred manuel
    manuela marc marcel marco marcus margaret maria mariana marie mario marion marius mark markus marta martha
    martin martina mary mateusz matt matteo matthew matthias maurice max maxim melanie michael michaela michał
    michel michelle miguel mike mikhail miriam mohamed mohammed monica monika moritz mykola nadia nadine nancy
    natalia natalie nathan neil nicholas nick nicola nicolas nicole nicolás niels nikolai nils nina noah nora
    norbert olaf oleksandr olga oliver olivier oscar otto pablo pamela paolo pascal patricia patrick paul paula
    pauline pavel pedro per peter petra philip philipp phillip pierre pietro piotr rachel rafael rainer ralf
    ralph ramón raphael raúl rebecca regina reiner renate rené ricardo richard rick rita rob robert roberto
    roger roland rolf roman ron ronald rosa ross ruth ryan sabine sally sam samuel sandra sandy sara sarah
    scott sean sebastian sergei sergey serhiy sharon sigrid silvia simon simone sofia sonia sophie stefan
    stefanie stephan stephanie stephen steve steven stuart sue susan susanne sven svetlana sylvia tatiana ted
    teresa terje thomas thorsten tim tina tobias todd tom tony torsten ulrich ulrike ursula uta uwe valentina
    valerie vanessa vera verena veronica victor viktor vincent vladimir volker walter werner wilhelm will
    william wolfgang yana yuri yvonne zoe олена ольга ірина ирина анна марія мария наталія наталья світлана
    светлана юлія юлия тетяна татьяна андрій андрей сергій сергей олександр александр дмитро дмитрий іван иван
    микола николай петро павло павел михайло михаил
    """
)
# The first character of most Chinese names.
CHINESE_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董袁潘于蒋蔣蔡余杜"
    "叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫閻段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔"
    "邵万萬钱錢严嚴覃武戴莫孔向汤湯焦温溫康施文牛樊葛邢安齐齊易乔喬伍庞龐颜顏倪庄莊聂聶章鲁魯岳翟殷詹申欧歐耿关關兰蘭俞"
)
