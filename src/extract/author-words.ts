// The words around names in a byline, in some twenty-five languages: a table.

/** What stands before a name, as a word of its own. */
export const preposition =
  /^(?:(?:written|reported|posted|published|submitted|created|text|story|article|analysis|opinion|(?:view )?all posts|(?:more|mehr) (?:from|von)|geschrieben|gespeichert|verfasst|veröffentlicht|erstellt|eingestellt|(?:ein )?(?:artikel|beitrag|gastbeitrag|kommentar|interview|analyse)|(?:zeige )?alle (?:artikel|beiträge)|alles|publié|écrit|rédigé|propos recueillis|escrito|publicado|redactado|scritto|pubblicato|a cura|geschreven|skrivet|skrevet|napisał[a]?|opublikowan[ey])\s+)?(?:by|von|vom|par|por|di|da|door|av|af|przez|od|oleh|автор:?|от|من|του|της)\s*[:：]?\s+/iu;
/** What labels a name, with or without a colon. */
export const label =
  /^(?:authors?|autore?s?|autor(?:in|innen|en|as|ka|ů|ii|ul)?|auteur(?:e|s)?|autrice|författare|forfatter|skribent|kirjoittaja|toimittaja|szerző|írta|συντάκτης|συντάκτες|автори?|автора?|текст|текстів|yazar|yazan|haber|muhabir|penulis|reporter|wartawan|editor|tác giả|tekst|texte?|testo|texto|journalist|redakteur(?:in)?|reportage|bericht|about the author|über den autor|(?:über|o) autor(?:ovi|e)?|written by|بقلم|كتب(?:ت)?|تحرير|إعداد|الكاتب|מאת|লেখক|লেখা|लेखक|ผู้เขียน)(?:\s*[:：/|]\s*|\s+)(?=\S)/iu;
/** East Asian labels stand before the name without a space. */
export const eastAsianLabel =
  /^(?:作者|文|撰文|記者|记者|本報記者|责任编辑|責任編集|特約記者|取材・文|執筆)\s*[:：/／]?\s*/u;
/** East Asian words that follow a name: the reporter's office, place and report. */
export const eastAsianRest =
  /\s*(?:[／/](?:\p{Script=Han}{2,6})(?:報導|报道|報道|專訪)?.*|\s?(?:기자|특파원|선임기자|논설위원|객원기자)(?:\s.*)?|(?:記者|记者|編集委員|論説委員))$/u;
/** What a person is, before the name: Korrespondentin Ada Beispiel. */
export const roleBefore =
  /^(?:(?:unser(?:e[mnrs]?)?|our|the|gast|guest|chief|senior|staff|political|sports?|foreign|deputy|special|associate)[\s-]+)*(?:\p{L}+-){0,3}(?:korrespondent(?:in)?|auslandskorrespondent(?:in)?|redakteur(?:in)?|reporter(?:in|a|ka)?|autor(?:in)?|experte|expertin|volontär(?:in)?|kolumnist(?:in)?|correspondents?|corresponsal|correspondant(?:e)?|inviato|editor|writer|columnist|contributor|journaliste?|redaktør|redaktor(?:ka)?)\s*:?\s+(?=\p{Lu})/iu;
/** What a person is, after the name. */
export const roleAfter =
  /\s+(?:chief|senior|staff|political|politics|sports?|foreign|deputy|special|associate|contributing|managing|executive|business|science|health|tech(?:nology)?|crime|news|local|education|environment|royal|entertainment)?\s*(?:correspondents?|editors?(?:-in-chief|[- ]at[- ]large)?|reporters?|writers?|columnists?|contributors?|producers?|redakteur(?:in)?|korrespondent(?:in)?|journaliste?)(?=$|[\s,]).*$/iu;
export const roleOnly =
  /^(?:(?:chief|senior|staff|political|politics|sports?|foreign|deputy|special|associate|contributing|managing|executive|\p{L}+)\s+)?(?:correspondents?|editors?(?:-in-chief|[- ]at[- ]large)?|reporters?|writers?|columnists?|contributors?|producers?|redakteur(?:in)?|korrespondent(?:in)?|journaliste?)$/iu;
/** What follows a name in a sentence, in lower case. */
export const sentenceAfter =
  /\s+(?:is an?|has been|covers|ist (?:eine?|der|die|seit)|est (?:une?|la|le)|es (?:una?|el|la)|in \p{Lu}\p{Ll}+|aus \p{Lu}\p{Ll}+|for (?:the )?\p{Lu}.*|via|mit (?:dpa|afp|ap|reuters|material).*|with (?:reuters|ap|afp).*)(?=$|\s).*$/u;
/** The day, the time or the change that follow the names in a line. */
export const dayAfter =
  /\s+(?:am|on|le|el|em|il|den|at|um|vom|-|–|—|\|)\s+(?:\p{L}+\.?,?\s+)?\d.*$|\s+(?:last )?(?:updated|published|posted|modified|aktualisiert|actualizado|publicado|mis à jour|aggiornato|veröffentlicht|stand|hace|vor|před|há|il y a|\d+ (?:min|hours?|days?)).*$/isu;
/** What follows a single name: a mark between the parts of a line, a remark, a month, a number. */
export const rest =
  /\s*[•·∙|].*$|\s[–—-]\s.*$|\s*[([].*$|\s+(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?\s+\d.*$|\s+\d.*$|\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)$|\s+(?:follow(?:ing)?|folgen|seguir|segui|suivre|volgen)$/isu;
export const strongConjunction =
  /\s*(?:,|،|、|;|\||\/|／|&|\n|\s+(?:and|und|et|och|og|en|és|și|şi|ja|sowie|as told to|with|και|и|та|ve|dan|và|و)\s+)\s*(?:(?:and|und|et|och|og|en|y|e)\s+)?/iu;
/** These also join the two surnames of one person: Ortega y Gasset. */
export const weakConjunction = /\s+(?:y|e|i|a|і|si)\s+/u;
/** Degrees and the like that follow a name after a comma. */
export const degree =
  /^(?:ph\.?\s?d|m\.?a|m\.?d|b\.?a|b\.?sc|m\.?sc|mph|rd|rn|dds|jr|sr|esq|mba|ll\.?m|cpa|cfp|do|frcs)\.?$/iu;
/** Accounts of systems and words that stand where a name should. */
export const nobody =
  /^(?:admin|administrator|wordpress ?admin|super ?user|root|user|author|authors|autor|autorin|unknown|guest|gast|webmaster|null|none|n\/a|undefined|by|von|vom|por|auteurs?|publisher|uhr|posted|alle artikel|all articles|view (?:my|all|full) .*|follow .*|read more|default|test|aufrufe|comments?|share|teilen|facebook|twitter|instagram|linkedin|youtube|contact|kontakt|biography|bio|profile?|email|e-mail|home|follow|veröffentlicht|published|(?:zu[rm]|mehr|alle|weitere|über|about|more|all|see|show|read|lire|leer|leggi|fotos?|photos?|abonnier\p{L}*|subscribe|bild(?:er)?|image|video|grafik|illustration)\s?:?\s.*|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|(?:mon|tues|wednes|thurs|fri|satur|sun)day|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|january|february|march|may|june|july|october|december)$/iu;
/** News agencies, which are named beside people and sometimes alone. */
export const agency =
  /^(?:(?:d?pa|afp|ap|apa|sda|keystone-sda|ats|ansa|efe|tass|pap|čtk|ctk|tasr|sita|mti|anp|belga|ntb|tt|ritzau|stt|lusa|xinhua|pti|ani|ians|aap|upi|cp|epd|kna|kap|sid|dts|ots|wam|spa|dha|iha|aa|unn|hina|tanjug|srna|agerpres|bta|lrytas|bns|leta|elta|ert|ame|amna|mena|petra|mna|irna|jta|cna)(?:[-/\s](?:infocom(?: gmbh)?|afx|tmn|international|video|news|wire|sport))?|reuters|thomson reuters|(?:the )?associated press|agence france[- ]presse|deutsche presse[- ]agentur|europa ?press|agencia efe|agência (?:brasil|lusa|estado)|(?:the )?canadian press|press association|pa media|bloomberg(?: news)?|interfax|ria novosti|ukrinform|unian|kyodo(?: news)?|jiji(?: press)?|yonhap(?: news agency)?|press trust of india|bernama|antara|anadolu(?: agency| ajansı)?|agen[ct](?:ias|ies|uren|zie)|news agencies|新华社|新華社|中央社|共同通信|時事通信|연합뉴스|рейтер|тасс|риа новости|интерфакс)$/iu;
/** Words that only names of organisations have. */
export const organisation =
  /(?:^|[\s.-])(?:gmbh|ag|se|kg|e\.\s?v\.?|ev|inc\.?|ltd\.?|llc|corp\.?|s\.?a\.?|redaktion\p{L}*|redacción|redacao|redação|rédaction|redazione|redactie|redakcja|redakce|redakcia|redakció|redaksi|toimitus|редакция|редакція|editorial|staff|desk|team|bureau|editors|reporters|newsroom|news|press(?:e|emitteilung|estelle)?|zeitung|magazin[e]?|media|tv|radio|agency|agentur|agencia|agence|agenzia|institut\p{L}*|verband|stiftung|foundation|universit\p{L}+|association|ministeri\p{L}+|bundes\p{L}+|landes\p{L}+|verein|bund|partei|polizei\p{L}*|feuerwehr|service|services|reports|network|group|company|committee|council|office|center|centre|society|board|kitchens?|studio|community|編集部|编辑部|編輯部|取材班|통신|뉴스)(?=$|[\s.,/-])/iu;
