// Lines that sites put into and below their articles, by the words they begin with, in the languages of most news. They
// are the second means: structure comes first, and a line is only judged by its words where it is short.

/** Phrases of a kind: a line is one of it when it begins with one of them. */
const beginning = (phrases: string): RegExp =>
  new RegExp(
    `^[\\s\\p{P}\\p{S}]*(?:${phrases
      .trim()
      .split(/\s*\n\s*/)
      .join('|')})`,
    'iu',
  );

/** Links to other articles: "Read more", "Lesen Sie auch". */
const related = beginning(`
(?:read|see|watch|listen|learn|check)\\s(?:also|more|next|out)\\b
also\\s(?:read|see|on)\\b
related(?:\\s(?:articles?|stor(?:y|ies)|posts?|news|content|topics?|roundups?|links?))?\\s*(?::|$|\\|)
more\\s(?:on|from|about|stories|news|in)\\b.{0,60}$
(?:don['’]?t\\smiss|you\\s(?:might|may)\\salso\\slike|recommended(?:\\sfor\\syou)?|must\\sread|most\\s(?:read|popular)|trending(?:\\snow)?|top\\sstories|up\\snext|explore\\sfurther|buyer['’]s\\sguide)\\s*(?::|$)
(?:lesen|sehen|hören)\\ssie\\s(?:auch|hier|dazu|mehr|jetzt)
(?:lies|schau)\\s(?:auch|hier|dazu|mehr)
(?:lesen?|sehen)\\s(?:auch|dazu)\\b
(?:mehr|weitere[srn]?)\\s(?:zum|zu|aus|über|dazu|artikel|themen|beiträge|nachrichten|meldungen|informationen|infos|links|news|tests|tipps)\\b.{0,60}$
(?:auch\\sinteressant|das\\skönnte\\s(?:sie|dich)\\sauch\\sinteressieren|passend\\sdazu|zum\\sthema|siehe\\sauch|empfehlungen(?:\\sder\\sredaktion|\\saus\\sdem.*)?|meistgelesen(?:e.*)?|ähnliche\\s(?:artikel|beiträge)|verwandte\\s(?:artikel|themen))\\s*(?::|$|\\.\\.\\.)
(?:à\\s)?lire\\s(?:aussi|également|plus|la\\ssuite)
(?:voir|écouter)\\saussi
(?:sur\\sle\\smême\\s(?:sujet|thème)|articles?\\s(?:liés|associés|similaires)|notre\\ssélection)\\s*(?::|$)
(?:lea|lee|leer|ver|vea|mira|te\\spuede\\sinteresar|le\\spuede\\sinteresar|puedes\\sleer|también\\s(?:puedes|lea|te))\\s?(?:también|además|más)?\\s*(?::|>|$)
(?:lea|lee|leer|ver|vea|mira)\\s(?:también|además|más)\\b
(?:noticias?|artículos?|notas?|contenidos?)\\srelacionad[oa]s?
(?:leia|veja|saiba|confira)\\s(?:também|mais|ainda)
(?:leggi|guarda|vedi)\\s(?:anche|tutto|altro)
(?:articoli|notizie)\\scorrelat[ie]
(?:lees|bekijk)\\s(?:ook|meer|verder)
(?:meer\\sover|gerelateerd(?:e.*)?)\\s*(?::|$)
(?:czytaj|zobacz|przeczytaj|sprawdź|polecamy)\\s*(?:też|także|również|więcej)?\\s*(?::|$|>)
(?:czytaj|zobacz|przeczytaj)\\s(?:też|także|również|więcej)
(?:čtěte|přečtěte\\ssi|související|viz)\\s(?:také|i|dále|články?)
(?:čítajte|prečítajte\\ssi)\\s(?:aj|tiež)
(?:läs|se)\\s(?:också|även|mer)\\b
(?:les|se|læs)\\s(?:også|mer|mere)\\b
lue\\s(?:myös|lisää)
(?:olvassa|olvasd|nézze)\\s(?:el\\s)?(?:is|még|ezt)
(?:kapcsolódó|ajánlott)\\s(?:cikk|tartalom)
(?:citește|citeşte|vezi)\\s(?:și|şi|mai)
(?:читайте|читать|смотрите|дивіться|читай)\\s(?:также|також|еще|ещё|ще|далее)
(?:по\\sтеме|материалы\\sпо\\sтеме|за\\sтемою|прочетете\\sоще|вижте\\sоще)
(?:διαβάστε|δείτε)\\s(?:επίσης|ακόμη|ακόμα|περισσότερα)
(?:ayrıca|bunu\\sda|bunları\\sda)\\s(?:oku|okuyun)
[iİ]lgili\\s(?:haber|içerik)
(?:اقرأ|إقرأ|شاهد)\\s(?:أيضا|أيضًا|ايضا|المزيد)
(?:بیشتر\\sبخوانید|همچنین\\sبخوانید|مطالب\\sمرتبط|اخبار\\sمرتبط)
(?:קרא|קראו|ראו)\\s(?:גם|עוד)
(?:यह\\sभी\\sपढ़ें|ये\\sभी\\sपढ़ें|इसे\\sभी\\sपढ़ें)
(?:相关阅读|相关新闻|相關新聞|延伸閱讀|延伸阅读|推荐阅读|更多|関連記事|関連ニュース|あわせて読みたい|관련\\s?기사|관련\\s?뉴스)
baca\\s(?:juga|selengkapnya|lagi)
(?:xem|đọc)\\sthêm
tin\\sliên\\squan
más\\sinformación\\s*(?::|$)
(?:llegeix|mira)\\s(?:també|més)
(?:pročitajte|čitajte|pogledajte|preberite|oglejte\\ssi|прочитајте|погледајте)\\s(?:i|još|više|tudi|и|још|уште)\\b
(?:povezan[eio]|vezane)\\s(?:vijesti|vesti|novice|članci|članki|teme)
(?:taip\\spat\\s)?skaitykite\\s(?:taip\\spat|daugiau|apie)
(?:lasi|skaties)\\s(?:arī|vēl|vairāk)
(?:loe|vaata)\\s(?:ka|lisaks|lisa|veel)\\b
(?:lexo|lexoni)\\s(?:edhe|gjithashtu|më\\sshumë)
(?:mohlo\\sby\\svás\\szajímat|mohlo\\sby\\svás\\szaujímať)
(?:আরও|আরো)\\s?(?:পড়ুন|খবর)
(?:हेही|हे\\sही)\\sवाचा
(?:مزید\\sپڑھیں|یہ\\sبھی\\sپڑھیں)
(?:อ่าน(?:เพิ่มเติม|ต่อ|ข่าว)|ข่าวที่เกี่ยวข้อง)
(?:மேலும்|இதையும்)\\sபடிக்க
`);

/** Requests to follow, subscribe, share, comment, support. */
const prompt = beginning(`
(?:sign\\sup|subscribe|follow\\sus|follow\\s.{0,40}\\son\\s(?:twitter|facebook|instagram|x\\b)|like\\s(?:this|us)|share\\s(?:this|on|via|the)|join\\s(?:us|our)|download\\s(?:the|our)|get\\s(?:the|our|more)\\s.{0,40}(?:newsletter|app|inbox)|click\\shere\\sto\\s(?:subscribe|sign|join|follow|get)|tell\\sus|leave\\sa\\s(?:reply|comment)|comments?\\s*(?:\\(\\d+\\)|are\\sclosed.*|$)|support\\sus|our\\snewsletter|enter\\syour\\semail|if\\syou\\senjoyed\\sthis|have\\san?\\s(?:tip|story)|contact\\sus|send\\s(?:us|your)|you\\scan\\sunsubscribe)
(?:newsletter|abonnieren\\ssie|melden\\ssie\\ssich|jetzt\\s(?:anmelden|abonnieren|registrieren|kostenlos|testen)|folgen\\ssie|folge?t?\\suns|teilen\\ssie|artikel\\s(?:teilen|drucken|merken|versenden)|beitrag\\steilen|diesen\\s(?:artikel|beitrag)\\steilen|schreiben\\ssie\\seinen\\skommentar|kommentare?\\s*(?:\\(\\d+\\)|geschlossen|$)|hinterlasse|ihre\\smeinung|diskutieren\\ssie|gefällt\\s(?:dir|ihnen)\\s(?:der|dieser|unser)|möchten\\ssie\\sden\\sartikel|keine\\snachricht\\smehr|zur\\sstartseite)
(?:abonnez-vous|inscrivez-vous|suivez[-\\s](?:nous|le|la)|partagez?(?:r)?\\s|recevez|téléchargez|commentaires?\\s*(?:\\(\\d+\\)|$)|réagir)
(?:suscríb(?:ete|ase)|síguenos|síganos|sigue\\s(?:a|toda|nuestro)|comparte|compartir|recibe|únete|regístrate|descarga\\sla|comentarios?\\s*(?:\\(\\d+\\)|$))
(?:inscreva-se|assine|siga\\s(?:o|a|-nos|nos)|compartilhe|partilhe|receba|clique\\saqui|comentários?\\s*(?:\\(\\d+\\)|$))
(?:iscriviti|seguici|condividi|ricevi|scarica\\sl|commenti?\\s*(?:\\(\\d+\\)|$))
(?:meld\\sje\\saan|schrijf\\sje\\sin|volg\\sons|abonneer|deel\\sdit|reageer)
(?:zapisz\\ssię|subskrybuj|obserwuj\\snas|polub|udostępnij|komentarze|zapraszamy)
(?:přihlaste|odebírejte|sledujte\\snás|sdílet|diskuse|prihláste|zdieľať)
(?:prenumerera|följ\\soss|dela\\s(?:artikeln|på)|abonner|følg\\soss|følg\\sos|del\\s(?:artikel|på)|tilaa|seuraa|jaa\\s)
(?:iratkozz|iratkozzon|kövess|kövessen|oszd\\smeg|abonează-te|urmărește-ne|urmăriți-ne|distribuie)
(?:подпи(?:шитесь|сывайтесь)|поделиться|комментари|підпи(?:шіться|сывайтесь|суйтесь)|поділитися|абонирайте|последвайте)
(?:εγγραφείτε|ακολουθήστε|abone\\sol|bizi\\stakip|takip\\set|paylaş)
(?:تابعونا|تابعنا|اشترك|شارك|ما\\sرا\\sدنبال|به\\sاشتراک|עקבו|הירשמו|שתפו)
(?:हमें\\sफॉलो|सब्सक्राइब|关注我们|分享到|分享至|訂閱|追蹤|フォロー|シェア|구독|공유하기)
(?:sukai\\sini|bagikan|ikuti\\s(?:kami|berita))
(?:pretplatite\\sse|prijavite\\sse|pratite\\snas|podijelite|naročite\\sse|spremljajte\\snas|пратите\\sнас|следете\\sнè)
(?:prenumeruokite|sekite\\smus|seko\\smums|abonē|pieraksties|liitu\\suudiskirja|jälgi\\smeid|telli\\suudiskiri)
(?:subscriu-te|segueix-nos|đăng\\ský\\snhận|theo\\sdõi\\schúng\\stôi|ติดตาม(?:เรา|ข่าว)|আমাদের\\sফলো|আমাদের\\sঅনুসরণ)
`);

/** Labels of advertisements, pictures and the machinery around an article. */
const label = beginning(`
(?:advertis(?:e?ment|ing)|advert|sponsored(?:\\scontent)?|story\\scontinues(?:\\sbelow.*)?|article\\scontinues.*|continue\\sreading|loading\\.*|scroll\\sto\\scontinue.*|close|(?:(?:show|hide|toggle)\\s)?caption|enlarge(?:\\sthis)?(?:\\simage)?|view\\s(?:gallery|slideshow)|skip\\s(?:to|advert).{0,40}|filed\\s(?:under|in):?.*|tagged(?:\\s(?:with|as|in))?:?.*|tags?:.*|topics?:.*|categor(?:y|ies)\\s?:.*|posted\\s(?:in|by|on)\\b.*|this\\s(?:entry|post)\\swas\\sposted.*|image\\s(?:source|credit|copyright).*|photo(?:\\scredit|graph)?s?:.*|credit:.*|copyright.*|©.*|all\\srights\\sreserved.*|print(?:\\sthis)?(?:\\spage)?)\\s*$
(?:anzeige|werbung|bild\\s(?:anzeigen|vergrößern|\\d+\\svon\\s\\d+)|foto:.*|bild(?:quelle)?:.*|quelle[n]?:.*|quellenangaben?:?|schlagw(?:o|ö)rt(?:e|er)?:.*|themen:.*|kategorien?:.*|zum\\sseitenanfang|nach\\soben|drucken|startseite|permalink|autor(?:in)?:.*|veröffentlicht\\s(?:am|in|unter).*|(?:zuletzt\\s)?aktualisiert(?:\\sam)?.*|stand:.*|lesezeit.*|rezept\\sdrucken)\\s*$
(?:publicité|publicidad|publicidade|pubblicità|advertentie|reklama|annon[sc]e?|mainos|hirdetés|publicitate|реклама|διαφήμιση|reklam|إعلان|تبلیغات|פרסומת|विज्ञापन|বিজ্ঞাপন|اشتہار|โฆษณา|விளம்பரம்|quảng\\scáo|publicitat|oglas|reklaam|reklāma|广告|廣告|広告|광고|iklan)\\s*$
(?:crédit(?:s|o)?(?:\\sphotos?)?:.*|crédits?\\s.*|foto(?:s|grafía)?:.*|fonte:.*|fuente:.*|source\\s?:.*|bron:.*|źródło:?.*|fot\\..*|zdroj:.*|foto:.*|lähde:.*|källa:.*|kilde:.*|forrás:.*|sursa:.*|источник:?.*|фото:?.*|джерело:?.*|πηγή:.*|kaynak:.*|المصدر:?.*|منبع:?.*|来源[:：].*|來源[:：].*|出典[:：].*|출처[:：].*|etiquetas:.*|étiquettes:.*|mots[-\\s]clés:.*|tagi:.*|štítky:.*|теги:?.*|etiketler:.*)\\s*$
`);

/** How long an article takes to read, in minutes. */
export const readingTime =
  /(?:^|\D)\d{1,2}\s*(?:[-‐‑]\s*)?(?:min(?:\.|ut\w*)?|мин\S*|хв\S*|dk|dakika|perc|λεπτ\S*|دقیقه|دقائق|דק\S*|分(?:钟|鐘)?|분|मिनट)(?:\s+(?:read|to read|lesezeit|lesen|de lecture|de lectura|di lettura|de leitura|leestijd|czytania|чтения|читання|okuma|lästid|lesetid|læsning|قراءة))?\s*$/iu;

/** Longer lines of these kinds are sentences of the article. */
const MAX_RELATED = 200;
const MAX_PROMPT = 260;
const MAX_LABEL = 120;

/** Whether a line is one that sites add, by its first words. `links` are its characters in links. */
export function isAddedLine(text: string, links: number): boolean {
  const { length } = text;
  if (length <= MAX_LABEL && label.test(text)) return true;
  if (length <= MAX_RELATED && (links > 0 || length <= 80) && related.test(text)) return true;
  return length <= MAX_PROMPT && (links > 0 || length <= 120) && prompt.test(text);
}
