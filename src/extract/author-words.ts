// The words around names in a byline, in some twenty-five languages: a table.

/** What stands before a name, as a word of its own. */
export const preposition =
  /^(?:(?:written|reported|posted|published|submitted|created|text|story|words|article|analysis|opinion|(?:view )?all posts|(?:more|mehr) (?:from|von)|geschrieben|gespeichert|gepostet|verfasst|veröffentlicht|aktualisiert|erstellt|eingestellt|(?:eine? )?(?:artikel|beitrag|gastbeitrag|(?:gast)?kommentar|interview|analyse|kolumne|glosse|reportage|rezension|kritik|essay|bericht|porträt|leitartikel)|(?:zeige )?alle (?:artikel|beiträge)|alles|publié|écrit|rédigé|propos recueillis|escrito|publicado|redactado|scritto|pubblicato|a cura|geschreven|skrivet|skrevet|napisał[a]?|opublikowan[ey])\s+)?(?:by|von|vom|par|por|door|av|af|przez|od|oleh|автор:?|от|من|του|της)\s*[:：]?\s+|^aus \p{L}+ berichte(?:n|t) /iu;
/** Prepositions that surnames begin with as well (Di Stefano). This one is for bylines that readers see. */
export const italianPreposition = /^(?:a cura )?(?:di|da)\s+(?=\p{L}+\s+\p{L})/iu;
/** For what is stated for machines: a name is written large there, so that only a small word is a preposition. */
export const smallPreposition = /^(?:[Aa] cura )?(?:di|da|de)\s+(?=(?:\p{Lu}\S*\s+\p{Lu}|[Rr]eda))/u;
/** What labels a name: some only with a colon, because they are names too. */
export const label =
  /^(?:(?:authors?|autore?s?|autor(?:in|innen|en|as|ka|ů|ii|ul)?|auteur(?:e|s)?|autrice|författare|forfatter|kirjoittaja|toimittaja|szerző|írta|συντάκτης|συντάκτες|автори?|автора?|penulis|wartawan|oprac\.|tác giả|about the author|über den autor|text und interview|interview und text|(?:über|o) autor(?:ovi|e)?|written by|بقلم|كتب(?:ت)?|تحرير|إعداد|الكاتب|מאת|লেখক|लेखक|ผู้เขียน)(?:\s*[:：/|]\s*|\s+)|(?:skribent|текст|yazar|yazan|haber|muhabir|reporter|editor|tekst[iy]?|texte?|testo|texto|protokoll|piše|napsala?|opracowanie|نویسنده|journaliste?|redakteur(?:in)?|redaktor|reportage|bericht|interview|লেখা|rédaction)\s*[:：/|]\s*)(?=\S)/iu;
/** East Asian labels stand before the name without a space. */
export const eastAsianLabel =
  /^(?:[〔【[(（]?\p{Script=Han}{0,8}?(?:記者|记者)\s*[:：/／]?\s*(?=\p{Script=Han}{2})|(?:作者|文|撰文|责任编辑|責任編集|取材・文|執筆)\s*[:：/／・]?\s*|글\s*[:=]?\s+(?=\p{Script=Hangul}{2,4}(?:\s|$)))/u;
/** East Asian words that follow a name: the reporter's office, place and report. */
export const eastAsianRest =
  /\s*(?:(?:編輯|编辑|責任編輯|责任编辑|責編|责编|校对|摄影|攝影)\s?[:：/／]?.*|[／/](?:\p{Script=Han}{2,6})(?:報導|报道|報道|專訪)?.*|\s?(?:기자|특파원|선임기자|논설위원|객원기자)(?:\s.*)?|(?:記者|记者|編集委員|論説委員))$/u;
/** What a person is, before the name: Korrespondentin Ada Beispiel. */
export const roleBefore =
  /^(?:(?:dal|dalla|del|de la|de|van)\s+(?:nostr[oa]|notre|nuestr[oa]|onze)\s+(?:corrispondente|inviat[oa]|correspondante?|envoyée? spéciale?|corresponsal|enviad[oa](?: especial)?|verslaggever|correspondent|redacteur)\s+(?=\p{Lu})|(?:(?:unser(?:e[mnrs]?)?|our|the|gast|guest|chief|senior|staff|political|sports?|foreign|deputy|special|associate)[\s-]+)*(?:\p{L}+-){0,3}(?:korrespondent(?:in)?|auslandskorrespondent(?:in)?|redakteur(?:in)?|reporter(?:in|a|ka)?|autor(?:in)?|experte|expertin|volontär(?:in)?|kolumnist(?:in)?|correspondents?|corresponsal|correspondant(?:e)?|inviato|editor|writer|columnist|contributor|journaliste?|redaktør|redaktor(?:ka)?)\s*:?\s+(?=\p{Lu}))/iu;
/** What a person is, after the name. */
export const roleAfter =
  /\s+(?:chief|senior|staff|political|politics|sports?|foreign|deputy|special|associate|contributing|managing|executive|business|science|health|tech(?:nology)?|crime|news|local|education|environment|royal|entertainment)?\s*(?:correspondents?|editors?(?:-in-chief|[- ]at[- ]large)?|reporters?|writers?|columnists?|contributors?|producers?|\p{L}*redakteur(?:in)?|\p{L}*korrespondent(?:in)?|journalist(?:in|e)?|corresponsal|correspondante?|envoyée? spéciale?|inviat[oa]|corrispondente|enviad[oa] especial|periodista|jornalista|giornalista|redactora?|repórter)(?=$|[\s,]).*$/iu;
export const roleOnly =
  /^(?:(?:chief|senior|staff|political|politics|sports?|foreign|deputy|special|associate|contributing|managing|executive|\p{L}+)\s+)?(?:correspondents?|editors?(?:-in-chief|[- ]at[- ]large)?|reporters?|writers?|columnists?|contributors?|producers?|\p{L}*redakteur(?:in)?|\p{L}*korrespondent(?:in)?|journalist(?:in|e)?|corresponsal|correspondante?|envoyée? spéciale?|inviat[oa]|corrispondente|enviad[oa] especial|periodista|jornalista|giornalista|redactora?|repórter)$/iu;
/** What follows a name in a sentence, in lower case. */
export const sentenceAfter =
  /\s+(?:is an?|has been|covers|ist (?:eine?|der|die|seit)|est (?:une?|la|le)|es (?:una?|el|la)|in \p{Lu}\p{Ll}+|aus \p{Lu}\p{Ll}+|for (?:the )?\p{Lu}.*|from \p{Lu}.*|via|mit material.*)(?=$|\s).*$|\s+(?:Edition|Redaktion|Fotos?|Bild(?:er)?|Photos?|Photographs?|Kamera|Illustration(?:en)?|Grafik|Video|Zdjęcia|Foto(?:grafía|grafie)?|Imagens?|Immagini|Edited|Editing|Translat(?:ed|ion)|Übersetz(?:ung|t)|Traduc\p{L}+)\s*(?:[:：]|by\s|von\s).*$/u;
/** The day, the time or the change that follow the names in a line. */
export const dayAfter =
  /\s+(?:am|on|le|el|em|il|den|at|um|vom|-|–|—|\|)\s+(?:\p{L}+\.?,?\s+)?\d.*$|\s+(?:last )?(?:updated|published|posted|modified|aktualisiert|actualizado|publicado|mis à jour|aggiornato|veröffentlicht|stand|hace|vor|před|há|il y a|\d+ (?:min|hours?|days?))(?=$|[\s:,.|]).*$/isu;
/** What follows a single name: a mark between the parts of a line, a remark, a month, a number. */
export const rest =
  /\s*[•·∙|].*$|\s[–—-]\s.*$|\s*[([].*$|\s+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s+\d.*$|\s+\d.*$|\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)$|\s+(?:follow(?:ing)?|folgen|seguir|segui|suivre|volgen)$|\s+(?:(?:alles|mehr) von|more (?:by|from)|all (?:posts|articles|stories)|alle (?:artikel|beiträge)|view (?:all|more|full|profile|bio)|see (?:all|more|full)|profile follow|read full bio|ver (?:más|todos)|(?:tous )?(?:l|s)es articles)(?=\s|$).*$/isu;
export const strongConjunction =
  /\s*(?:(?<=\p{Script=Hangul})·(?=\p{Script=Hangul})|,|،|、|;|\||\/|／|&|\n|\s+(?:and|und|et|och|og|en|és|și|şi|ja|sowie|as told to|with|(?:avec|mit|con|com|med|met)(?=\s+(?:l['’])?(?:afp|dpa|apa|reuters|efe|lusa|ansa|ap|ats|sda|anp|belga|ntb|tt)\b)|και|и|та|ve|dan|và|و)\s+)\s*(?:(?:and|und|et|och|og|en|y|e|with)\s+)?/iu;
/** These also join the two surnames of one person: Ortega y Gasset. */
export const weakConjunction = /\s+(?:y|e|i|a|і|si)\s+/u;
/** Degrees and the like that follow a name after a comma. */
export const degree =
  /^(?:ph\.?\s?d|m\.?a|m\.?d|b\.?a|b\.?sc|m\.?sc|mph|rd|rn|dds|jr|sr|esq|mba|ll\.?m|cpa|cfp|do|frcs)\.?$/iu;
/** Accounts of systems and words that stand where a name should. */
export const nobody =
  /^(?:admin|administrator|wordpress ?admin|(?:wp|site|super|web)[-_]?admin|admin[-_]\S+|super ?user|root|user|author|authors|autor|autorin|unknown|guest(?: (?:author|writer|contributor|post))?|gast(?:autor(?:in|en)?)?|zvg|cortesía|copy link.*|.* url copied|name email .*|webmaster|null|none|n\/a|undefined|by|von|vom|por|auteurs?|publisher|uhr|posted|alle artikel|all articles|view (?:my|all|full|more) .*|(?:\S+ )?account|sign in|log ?in|follow .*|read more|default|test|aufrufe|comments?|kommentare?|commentaires?|comentarios?|updated?|actualizado|aktualisiert|mis à jour|人氣|人气|留言|评论|評論|댓글|コメント|share|teilen|facebook|twitter|instagram|linkedin|youtube|contact|kontakt|biography|bio|profile?|email|e-mail|home|follow|veröffentlicht|published|(?:zu[rm]|mehr|alle|weitere|über|about|more|all|see|show|read|lire|leer|leggi|fotos?|photos?|abonnier\p{L}*|subscribe|bild(?:er)?|image|video|grafik|illustration|photographs?|foto ?graf\p{L}*|pictures?)\s?:?\s.*|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|october|december|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت)$/iu;
/** News agencies, which are named beside people and sometimes alone. */
export const agency =
  /^(?:(?:d?pa|afp|ap|apa|sda|keystone-sda|ats|ansa|efe|tass|pap|čtk|ctk|tasr|sita|mti|anp|belga|ntb|tt|ritzau|stt|lusa|xinhua|pti|ani|ians|aap|upi|cp|epd|kna|kap|sid|dts|ots|wam|spa|dha|iha|aa|unn|hina|tanjug|srna|agerpres|bta|lrytas|bns|leta|elta|ert|ame|amna|mena|petra|mna|irna|jta|cna)(?:[-/\s](?:infocom(?: gmbh)?|afx|tmn|international|video|news|wire|sport))?|reuters|thomson reuters|(?:the )?associated press|agence france[- ]presse|deutsche presse[- ]agentur|europa ?press|agencia efe|agência (?:brasil|lusa|estado)|(?:the )?canadian press|press association|pa media|bloomberg(?: news)?|interfax|ria novosti|ukrinform|unian|kyodo(?: news)?|jiji(?: press)?|yonhap(?: news agency)?|press trust of india|bernama|antara|anadolu(?: agency| ajansı)?|agen[ct](?:ias|ies|uren|zie)|news agencies|新华社|新華社|中新社|中央社|共同通信|時事通信|時事|ロイター|연합뉴스|뉴시스|рейтер|reuters\.com|тасс|риа новости|интерфакс|укринформ|укрінформ|уніан|унн|απε[-–]μπε|ttxvn|İHA|estadão conteúdo|rador|bntvn|رويترز|وكالات|الأناضول|فرانس برس|أ\s?ف\s?ب|د\s?ب\s?أ|واس|وام|سانا|ایسنا|ایرنا|فارس|تسنیم|خبرگزاری .*|רויטרס|भाषा|पीटीआई)$/iu;
/** An agency that stands behind a name without a mark: Ada Example Associated Press. */
export const agencyBehind =
  /(?<=\p{L} \p{L}+)(?<! (?:avec|mit|con|com|med|met|with|and|et|und|y|e))\s+(?=(?:The )?(?:AFP|APA|EFE|ANSA|STT|NTB|PAP|ČTK|TASR|ANP|PTI|IANS|dpa|Reuters|REUTERS|Associated Press|Canadian Press|Press Association|PA Media|Bloomberg News)$)/u;
/** Words that only names of organisations have. */
export const organisation =
  /(?:^|[\s.-])(?:gmbh|e\.\s?v\.?|inc\.?|ltd\.?|llc|corp\.?|redaktion\p{L}*|redacción|redacao|redação|rédaction|redazione|redactie|redakcja|redakce|redakcia|redakció|redaksi|toimitus|редакция|редакція|merkezi|editorial|staff|desk|team|bureau|editors|reporters|newsroom|news|press(?:e|emitteilung|estelle)?|zeitung|magazin[e]?|media|tv|radio|agency|agentur|agencia|agence|agenzia|institut\p{L}*|verband|stiftung|foundation|universit\p{L}+|association|ministeri\p{L}+|bundes\p{L}+|landes\p{L}+|verein|partei|polizei\p{L}*|feuerwehr|service|services|reports|network|group|company|committee|council|office|center|centre|society|board|kitchens?|studio|community|correspondents?|編集部|编辑部|編輯部|取材班|통신|뉴스|συντακτική ομάδα|প্রতিবেদক|প্রতিনিধি|রিপোর্টার|संवाददाता|डेस्क)(?=$|[\s.,/-])|\p{Script=Han}(?:新聞社?|日報|日报|新闻|通訊社|通讯社|編集部|编辑部|編輯部|取材班)$|\p{Script=Hangul}(?:팀|뉴스|통신|일보|신문)$|\s(?:ag|se|kg|ev|s\.?a\.?)\.?$/iu;
