// Words that tell languages of one script apart: closed classes of grammar (articles, pronouns, prepositions,
// conjunctions, forms of "to be" and "to have") and, for close pairs, everyday words that differ by standard. Facts of
// grammar, written down by language; what matters is a word that the neighbour does not have. Listed for all languages
// of a script, also those of the statistics, so that a short list does not win for want of a rival.
// A table; longer than a module of code because it has a paragraph a language.

const latin: Readonly<Record<string, string>> = {
  en: `the of and to in is that for it was on with as are be this by at from his her they have has had not but were which
    he she their will would been who what when after about more than its said says over into out up new how why first say go no get make come still
    give also don don't again against between while where during under because`,
  de: `der die das und ist nicht ein eine einen einem einer mit von zu im den dem des auf für sich auch es an als wie nach
    bei aus um zum zur wird werden wurde wurden sind hat haben war noch nur oder aber über vor durch kann sie er ich wir
    dass gegen unter bis mehr immer keine soll sein seine will neue was wer wo so man wenn weil dem`,
  lb: `den dat ass net eng engem een eent an op vun mat fir de déi dee huet hunn sinn gouf goufen och awer oder vum beim
    wéi datt si hien säi seng sech ech mir dir nach iwwer géint ginn gëtt waren hat méi wann nees dës dëse kee keng do`,
  nl: `de het een en van in is dat niet op te zijn met voor aan er door naar ook als maar om bij hij zij ze was werd wordt
    worden heeft hebben had kan nog over uit dan deze dit die wat geen meer tegen wij ik je hun haar zich onder veel al`,
  af: `die en van 'n is nie in het dat om te vir met op hy sy hulle was word aan deur by ook maar na as hierdie wat kan sal
    moet oor uit tot het ons ek jy jou baie nog sê gesê teen meer waar daar wees haar hom tussen ná vanaf onder nuwe sê`,
  da: `og i at det er en til på af for ikke med den der som de et har han hun var vi jeg sig fra om men også blev blive
    bliver efter kan skal vil hvad hvor hvordan nogle noget nogen mere meget ud op ved under over kun været mellem af
    siger få nu når mod denne dette deres sin uden hende`,
  nb: `og i det er en til på av for ikke med den som de et har han hun var vi jeg seg fra om men også ble blir bli etter kan
    skal vil hva hvor hvordan noen noe mer mye ut opp ved under over bare vært mellom sier få nå når mot denne dette
    deres sin uten henne ei etterpå fram`,
  nn: `og i det er ein til på av for ikkje med den som dei eit har han ho var vi eg seg frå om men også vart blir bli etter
    kan skal vil kva kor korleis nokon noko meir mykje ut opp ved under over berre vore mellom seier få no når mot denne
    dette deira sin utan henne ei me dykk oss fleire vere gjer gjere kjem blei saman heile sjølv einaste nye`,
  sv: `och i att det är en till på av för inte med den som de ett har han hon var vi jag sig från om men också blev blir bli
    efter kan ska vill vad hur några något någon mer mycket ut upp vid under över bara varit mellan säger få nu när mot
    denna detta deras sin utan henne där skulle efter än nya`,
  is: `og í að það er sem á til við um með fyrir ekki en af hann hún var eru hefur því frá þau þeir þær sér ég við þess þetta
    þegar eftir verið voru hafa úr eða svo þá nú hans hennar þeirra undir yfir segir verður vera`,
  fo: `og í at tað er sum á til við um men fyri ikki ein av hann hon var eru hevur tí frá tey teir tær sær eg vit hetta tá
    eftir verið vóru hava úr ella so nú hansara teirra undir yvir sigur verður vera ein eitt eisini tann teimum skal`,
  fi: `ja on ei se että oli hän ovat mutta myös kun kuin tai joka jotka ole sen hänen mukaan vuonna jälkeen sekä vain olla
    voi nyt niin jos ennen kanssa tämä tämän ne he minä me eivät olivat sitä mitä vielä jo noin yli mistä miten uusi`,
  et: `ja on ei et see oli ta ning aga ka kui või mis kes oma seda tema nende pärast aastal mille nad olid ole siis veel
    juba ainult üle enne need selle kuid on saab võib sai tuli sest millal kuidas vastu koos uus eest ta pole`,
  hu: `a az és hogy nem egy is ez volt van meg de csak mint el már ha még aki ami után szerint lesz azt ezt volt voltak több
    között vagy minden fel ki be kell lehet majd most mert sem pedig illetve ezért által új`,
  pl: `i w na z się nie do to że jest o jak od po za ale przez dla są był była było być które który która tym przed także
    przy oraz czy co już tylko jego jej ich pod może ma został została we ze lub między tego tej gdy bardzo nowy`,
  cs: `a v na se je že s z do o i to k za po pro od ve by jsem jsou byl byla bylo být který která které jako ale také podle
    jeho jejich při nebo až jen už má může mezi před kde když ze ke co tak jak této tím pokud však není jsme roce
    proti kvůli více další přes`,
  sk: `a v na sa je že s z do o i to k za po pre od vo by som sú bol bola bolo byť ktorý ktorá ktoré ako ale aj podľa jeho
    ich pri alebo až len už má môže medzi pred kde keď zo ku čo tak tejto tým ak však nie sme roku proti kvôli viac
    ďalší cez tiež iba ešte oproti sme bude budú nebol možno`,
  sl: `in v na je da se za so ki z s po o bi od iz pri kot tudi ne pa ni še kar bil bila bilo bili biti sta sem če ali samo
    vendar lahko pred med do njegov njihov zaradi več leta kaj kako kjer ko bo bodo pod proti ter že jih svoje smo tem
    potem`,
  hr: `i u je na da se za su od s o koji koja koje iz ne po kao ali što tko bi bio bila bilo ili nije nakon prije također
    tijekom tvrtka tisuća tisuće tjedan tjedna kolovoza siječnja veljače ožujka travnja svibnja lipnja srpnja rujna
    listopada studenoga studenog prosinca će biti godine uopće vlastiti sustav sustava razina izvješće glazba nogomet
    zrakoplov vlak kazalište povijest znanost ozračje priopćenje priopćio općina netko nitko uvjeti sveučilište
    gospodarstvo županija nazočan zemljovid kruh točka milijuna milijun euro stoljeća stoljeće glede utjecaj zbog
    redatelj zaslon učinkovit povjerenstvo tko putovnica
    uporaba ravnatelj mrežna inozemstvo htio morati`,
  sr: `i u je na da se za su od s o koji koja koje iz ne po kao ali što šta ko bi bio bila bilo ili nije nakon posle pre
    takođe tokom kompanija hiljada hiljade hiljadu nedelja nedelje januara februara marta aprila maja juna jula avgusta
    septembra oktobra novembra decembra će biti godine uopšte sopstveni sistem sistema gde ovde uvek vreme mesto
    saopštenje saopštio opština neko niko uslovi univerzitet ekonomija hleb tačka miliona milion evro vek veka uticaj
    zbog umesto predsednik srbije srbija lepo dve deo dela celo ceo cele dece deca devojka promene pobeda izveštaj
    rešenje rekao svet sveta vesti reč reči čovek ljudi poslednji poslednje sledeće ponedeljak sredu mleko beograd`,
  bs: `i u je na da se za su od s o koji koja koje iz ne po kao ali što šta ko bi bio bila bilo ili nije nakon prije također
    tokom kompanija hiljada hiljade hiljadu sedmica sedmice januara februara marta aprila maja juna jula augusta
    septembra oktobra novembra decembra će biti godine uopće vlastiti sistem sistema historija historije nauka
    saopćenje saopćio saopštenje općina opština neko niko uslovi univerzitet univerziteta ekonomija kanton kantona
    hljeb tačka tačno miliona milion evro stoljeća uticaj zbog umjesto federacija kahva lahko mehko entitet
    izvještaj muzika voz takođe posljednji sarajevo bih bosni hercegovine bosna hercegovina`,
  sq: `e të në i dhe me për që nga një se është ka më nuk do si por u ai ajo kjo ky janë ishte kanë pas edhe duke tyre tij saj
    ku kur pa mund gjatë deri sipas cili cila këtë ndaj kundër vetëm mbi tek shumë ose`,
  ro: `și de în la cu a pe că nu din pentru este care mai un o ce au al ale lui sau sunt fost prin după fi era dar până între
    către sa său lor ei el fără despre unei unui cel cea cei cele va vor acest această când despre`,
  it: `di e il la che in un a per è non sono con del della dei le i gli si da una al nel alla come più ma anche ha ho hanno
    lo o dal nella sul delle ai dopo tra era stato suo sua loro questo questa degli dalla contro essere perché`,
  fr: `de la le et les des en un une du est que qui dans pour au pas sur par plus avec ne se ce il sont son sa ses ou mais aux
    comme été elle cette ces leur leurs a ont être fait après nous vous entre sans chez où était avait selon contre`,
  es: `de la que el en y los se del las un por con una su para es al lo como más pero sus le ha fue ya o este sí porque esta
    entre cuando muy sin sobre también hasta hay donde quien desde todo nos durante todos uno ni contra otros ese eso
    son era está han según tras ante`,
  ca: `de la i el que en a els les un per amb una és del al no es dels més com va ha són seva seu però si aquest aquesta també
    ser entre fins sobre des han hi pel pels on quan molt sense després contra dues ho ens als l' d' qui nou tot tots`,
  gl: `de a que o e do da en os un para non unha con as no na se por dos das é máis ao como foi pola polo polos polas foron
    seu súa pero xa tamén ata ou nos nas este esta cando onde moi sen entre sobre desde durante segundo dun dunha son
    aos ás lle ten hai está unhas uns eles elas máis tras ter ser isto deste nun nunha galega galiza xunto ese facer`,
  pt: `de a que o e do da em os um para não uma com as no na se por dos das é mais ao como foi pela pelo pelos pelas foram seu
    sua mas já também até ou nos nas este esta quando onde muito sem entre sobre desde durante segundo dum são aos às
    lhe tem há está umas uns eles elas num numa após ter ser isso deste então são pode ainda`,
  eu: `eta da ez du dute zuen zen bat ere dira baina den dela izan egin hau hori duen zuten ziren dituzte ditu bere edo baino
    gehiago oso behar ondoren arte beste egun urte bezala esan izango zuela direla da-eta batean`,
  lt: `ir į kad yra iš su bet tai buvo kaip jis jo ne už nuo po dėl apie prie jos ji jų tik taip dar arba per bus ar metų metais
    labai kurie kuris savo prieš pagal tarp iki jau jie taip kai tačiau šis buvo`,
  lv: `un ir ka no uz ar par bet tas kā arī lai nav viņš pēc pie bija viņa ko tā vai to gada gadā līdz tikai vēl kas jau šo būs
    ļoti kuri kurš savu pirms starp bez tiek šī tās viņi ja nekā`,
  tr: `ve bir bu da de için ile olarak çok daha olan en gibi kadar sonra ne var değil ama o ya her ki olduğu olduğunu dedi
    göre mi oldu ise yeni şu sadece büyük tarafından edilen bin ancak üzerinde hem yok ilk iki`,
  az: `və bir bu da də üçün ilə olan daha ən kimi qədər sonra nə var deyil amma o hər ki görə oldu isə yeni yalnız böyük
    tərəfindən edilən min ancaq üzərində yox ilk iki edib edir çox onun həmin ölkə olub ki`,
  uz: `va bir bu uchun bilan bo'lgan bo'lib boʻlgan boʻlib bo‘lgan bo‘lib ham eng kabi qadar keyin yo'q emas lekin u har edi
    ko'ra haqida yangi faqat katta tomonidan ming bo'yicha bo‘yicha qilish uning o'z o‘z ular bor esa ekan yil sababli
    mumkin deb kerak hamda o'zbekiston hech orqali biroq ushbu`,
  tk: `we bir bu üçin bilen bolan bolup hem iň ýaly çenli soň ýok däl emma ol her boldy görä hakda täze diňe uly tarapyndan müň
    boýunça onuň öz olar bar bolsa eken ýyl ýa-da bolýar edýär bolar diýip ähli köp türkmenistanyň`,
  ku: `û li di de ji bi ku ye jî bo ne ev wî wê wan her an lê min em ew tê hat kir dike dikin bû bûn hatiye gel piştî berî
    heye nav ser xwe kurdistan kurdistanê bixwe dê çi yek du ên yên hemû`,
  ms: `yang dan di untuk dengan dalam ini itu pada kepada adalah tidak dari daripada akan telah oleh kerana bahawa boleh
    mereka kata katanya berkata beliau selepas ialah apabila hanya juga sebagai lebih ke ia sebuah seorang kerajaan
    syarikat wang polis bagi tersebut orang tahun menteri hospital bilion universiti kereta pejabat selain mana anda
    semua pihak malam antara masalah jun julai ogos disember mac isnin selasa rabu khamis jumaat ahad pasukan menjadi
    manakala berada penduduk sekiranya malaysia sudah pelbagai dijangka perlawanan kejohanan cuba jabatan`,
  id: `yang dan di untuk dengan dalam ini itu pada kepada adalah tidak dari daripada akan telah oleh karena bahwa bisa
    mereka kata katanya mengatakan dia setelah merupakan hanya juga sebagai lebih ke ia sebuah seorang pemerintah
    perusahaan uang polisi bagi tersebut orang tahun menteri miliar triliun universitas mobil kantor selain mana anda
    semua pihak malam antara masalah juni juli agustus desember maret senin selasa rabu kamis jumat minggu tim menjadi
    sedangkan berada warga indonesia sudah berbagai saat serta namun para ujar hingga`,
  tl: `ang ng sa na mga at ay ni si hindi para niya kanyang ito siya nito may kung mula noong din rin pa lang ngunit isang nang
    ko mo namin sila kanila dahil upang ayon pero ka natin kay ayon walang bilang matapos`,
  vi: `và của là có được các cho một trong đã với không những này khi người đến từ về như ông để cũng ra tại sẽ năm nhiều sau
    vào theo trên đó đang bị do phải hơn nhưng hai`,
  sw: `ya na wa kwa ni katika za la kuwa hiyo huo hii huyo hilo hiki hivi hizi hawa hao wale yule ile zile alisema amesema cha vya
    pa mwa baada kabla kuhusu jinsi kutoka hadi hivyo kama lakini au ama hata pia tu si bila yake yao yangu yetu wake wao
    wangu wetu zake lake lao chake ambayo ambao ambaye ambazo hapo ndani zaidi sana kila bado tena sasa leo jana gani nini
    nani wapi vipi kwanini kwamba wakati ili nje kwenye watu mtu nchi serikali mwaka miaka rais mwezi siku moja mbili wote`,
  cy: `yn y yr i a o ar mae ei am wedi gan bod eu i'r o'r a'r ac fod hyn sydd oedd nid nad fel ond gyda roedd cael gael yw un
    rhai dros rhwng eich dweud gwaith mewn ym hwn mwy wrth dim ddim i'w bydd byddai`,
  ga: `an agus na ar is a i ag le go sa do bhí tá ní san leis chun atá den nach don seo gur ó mar sé sí siad ach idir féin
    faoi níos raibh dá cé é iad mé tú bhfuil eile chuid am aon`,
  mt: `li ta' il fil u f' biex ma' tal minn dan ġie kien kienet għal mill dawn din hija huwa jew kif bil aktar wara qal fuq
    bejn kollha dwar ġew mhux ukoll l- mal għandu kull ma se meta`,
  so: `oo ka ah iyo ku waxaa in soo la ee uu ay ugu si aan waxa lagu laga kale isaga dadka waxay wuxuu mid hase loo tahay yahay
    leh sida markii kaas uga dalka hadda isku inuu inay ayaa ayay waa`,
  ha: `da na a ta ya ba wannan ne ce su don an ga yi cikin shi kuma wata wani amma ko daga za wanda domin kan zuwa yadda yana suna
    tana mai sun sai cewa kasar shugaban gwamnatin bayan akwai mutane lokacin ƙasar`,
  yo: `ni ti wọn ń sí àwọn náà o wa pé fún kan ati bí tí àti láti ṣe ó sì lọ mo jẹ́ kí gbogbo lori lórí nínú fi ẹ̀ka ọdún ènìyàn won
    awon nipa fun pe ile yii eyi ohun wọ́n tó kò bá`,
  ig: `na nke ndị a bụ ya ka maka ahụ dị ọ ha ga site ụlọ onye mmadụ gụnyere nwere n' n'ime na-eme ihe niile otu ebe mgbe si
    kwuru m nọ nwa ọzọ gị ịhụ ọrụ ụfọdụ afọ`,
  zu: `ukuthi futhi kanye noma uma ngoba kodwa nge nje khona lapho yini abantu ukuze kakhulu ngesikhathi lokhu lo leli kwe
    owa abe yayo yakhe bakhe zonke bonke njengoba nokho ngemva kule kulesi kube ngaphezu unyaka umongameli uthe`,
  xh: `ukuba kwaye okanye xa kuba kodwa nge njalo apho abantu ukuze kakhulu ngexesha oku lo eli kwe nje yakhe bakhe zonke bonke
    njengoko emva kule kwi ngaphezu unyaka umongameli uthe ukuya kunye kwakhona ngoko nangona ezi xeshikweni akukho
    into ngokuba kule`,
  sn: `kuti uye asi kana nokuti ne pa mu ku iyi iri iro ava vanhu zvakare nguva uyu kuva pane vari vakati akati zvose vose
    zvikuru gore nyika nemhaka apo saka kuita chete kubva pamusoro pasi izvi hazvina munhu yake vake wake zvino`,
  ny: `ndi kuti pa ku mu kwa koma ngati chifukwa ya wa la za anthu iye iwo kapena monga zimene amene nthawi ndipo izi ichi
    yomwe lomwe omwe zomwe pamene adati anati dziko chaka boma kuchokera komanso ake awo onse zonse munthu pakati`,
  rw: `ko mu ku na ya wa cyangwa kandi ariko nk' n' y' w' mu cyane abantu uyu iyi ibyo yavuze avuga ubwo kuri muri nyuma aho
    umuntu igihugu umwaka bari ni iki icyo ayo kugira ngo u Rwanda rwa bya by' cy' gusa ndetse perezida hari bakaba`,
  rn: `ko mu ku na ya wa canke kandi ariko nk' n' y' abantu uyu iyi ivyo yavuze avuga aho umuntu igihugu umwaka bari ni ico ayo
    kugira ngo uburundi rwa vya vy' c' gusa kuri muri inyuma leta prezida mugabo umukuru ihuriro intara ngaho`,
  lg: `nti mu ku ne era oba naye kubanga abantu nga bwe ono eno ebyo yagambye agamba okuva omuntu eggwanga omwaka baali
    be kya bya by' ly' ky' n' okuba nnyo gavumenti oku ekyo ate kuba bano yali mulimu`,
  ln: `na ya ba ezali te mpe to soki kasi mpo bato oyo wana alobaki lokola moto mokolo mbula ekolo mboka nyonso mingi ete nde
    bango ye biso ndenge kati likolo sima liboso bazali azali azalaki ezalaki mosala`,
  om: `kan fi akka irraa keessa ni yoo garuu hin waan kana isaa ta'e ture jira itti namoota ykn kun sana immoo biyya waggaa
    mootummaa jedhe jedhan haa isaan irratti kanaan dura booda jiru dha fuula qabu hojii nama ammaa`,
  mg: `ny sy amin'ny dia ho tamin'ny ireo izay fa no ao an' tsy mba ary na nefa ity io izany olona taona ilay noho hoe efa
    raha eo koa tao teo indrindra rehetra hatramin'ny fanjakana filoha azy izy`,
  mi: `te ngā nga he ko ki o a i me ka kua mō mo hoki tēnei tenei nei rā ia ana e tangata whenua tau nō no anō ano kāore kaore
    kei mai ake iho ētahi tētahi rātou ratou aku ōna engari mehemea hei`,
  pcm: `di dem dey for wey and e na go no say don una wetin im sey be wit pipol tok inside afta make dis get come kontri from
    fit dia nau also still bin sabi don't oda govment onli pesin neva`,
};

const cyrillic: Readonly<Record<string, string>> = {
  ru: `и в не на что с по как это он она из за о от для его их к было были был бы также после или но до при только об
    который которые которая уже года году чтобы если где когда есть еще ещё так ее её более во со будет может`,
  uk: `і в не на що з як це він вона із за про від для його їх до було були був би також після або але при тільки який які
    яка вже року щоб якщо де коли є ще так її більше та й у та буде може цього через під між`,
  be: `і ў не на што з як гэта ён яна за пра ад для яго іх да было былі быў бы таксама пасля або але пры толькі які якія якая
    ужо года каб калі дзе ёсць яшчэ так яе больш ды у будзе можа гэтага праз пад паміж`,
  bg: `и в на не че с по като това той тя от за до са е беше били бил също след или но при само който които която вече година
    за ако къде когато има още така повече ще се да ги му си го ни във със към няма много през между тези`,
  sr: `и у је на да се за су од с о који која које из не по као али што шта ко би био била било или није након после пре такође
    током ће бити године где већ само више још када због према њихов његов ли ово све`,
  mk: `и во на не дека со по како ова тој таа од за до се е беше биле бил исто по или но при само кој кои која веќе година ако
    каде кога има уште така повеќе ќе да ги му си го ни кон нема многу меѓу овие што сите според`,
  kk: `және мен да де бұл ол үшін бір бойынша туралы болып табылады оның олар еді емес деп екен бар жоқ кейін дейін сондай ақ
    барлық қазақстан жылы өз арасында керек деді болды болған үлкен`,
  ky: `жана менен да бул ал үчүн бир боюнча тууралуу болуп анын алар эле эмес деп экен бар жок кийин чейин ошондой эле бардык
    кыргыз жылы өз арасында керек деди болду болгон чоң бирок ошол`,
  tt: `һәм белән да дә бу ул өчен бер буенча турында булып аның алар иде түгел дип икән бар юк соң кадәр шулай ук барлык татар
    елда үз арасында кирәк диде булды булган зур әмма шул`,
  tg: `ва дар аз ба ки бо ин он барои як аст буд шуд мебошад онҳо ҳам низ ё то чун пас соли кард гуфт тоҷикистон бояд ҳар вай
    мешавад карда шуда дигар хеле ки`,
  mn: `нь ба бол энэ тэр юм байна байсан гэж гэсэн болон дээр өөр нэг түүний тэд үед дараа хүртэл бүх монгол оны мөн хэмээн
    байгаа хүн гэх болсон ч бас улсын хийх`,
};

const arabic: Readonly<Record<string, string>> = {
  ar: 'في من على إلى أن التي الذي عن مع هذا هذه كان كانت ما لا بعد قد قال بين و أو كما لم حيث ذلك غير قبل كل إن خلال',
  fa: 'در از به که را این با است برای آن یک خود تا کرد شد بر هم نیز بود می شده های دارد او کرده ها اما دو پس باید وی ما نمی',
  ur: 'کے کی میں ہے سے کا کو اور نے پر ہیں کہ اس یہ ان بھی کر گیا تھا تھے تھی جو ہو نہیں ایک وہ کیا لیے بعد رہے کہا گئے دیا والے',
  ps: 'په د چې او ته یې له دی کې دا هم سره نه شوي کړي وي کړه شي خو یو دي چې ده شو وو به لپاره څخه کوي هغه کال',
  sd: '۾ جي جو ۽ کي آهي جا ته سان کان ان هن تي لاءِ آهن به نه ڪيو هو وڃي ٿو ڪري ٿيو چيو هڪ سنڌ پر ڪرڻ هئي',
  ug: 'ۋە بىلەن بۇ بىر ئۈچۈن دەپ بولۇپ ئۇ ئۇنىڭ ھەم بولغان ئىدى ئەمەس كېيىن قىلىپ بار يوق ئۇيغۇر خىتاي قىلغان',
  ckb: 'لە بۆ کە بە ئەو و لەگەڵ ئەم کرد بوو دەکات هەر یەک پێش دوای نییە هەیە خۆی کوردستان سەر لەسەر',
};

const devanagari: Readonly<Record<string, string>> = {
  hi: 'के में की है से का को और ने पर हैं कि इस यह भी एक हो था थे थी जो नहीं कर गया वह लिए बाद रहे कहा साथ किया तो अपने उनके या',
  mr: 'आहे आणि या च्या ते हे की तर एक होते होता होती नाही त्या आहेत केली केला केले साठी मध्ये पण हा ही त्यांनी म्हणून झाली झाला असे करण्यात त्यांच्या मी',
  ne: 'छ र को मा ले छन् हो पनि भने गरेको भएको लागि एक यो तर हुन् थियो थिए गर्न गरे सँग भन्ने उनले नेपाल पछि आफ्नो छैन गर्ने रहेको तथा यस हुने',
};

const ethiopic: Readonly<Record<string, string>> = {
  am: 'ነው እና ላይ ውስጥ ግን ወደ ጋር እንደ ነበር ይህ ብለዋል አንድ ናቸው ምን ነገር ሆነ ያለው የነበረው በኋላ ስለ ከ እንዲሁም ተናግረዋል',
  ti: 'እዩ ኣብ ናይ ምስ ድማ ከም ነቲ እዚ እቲ ካብ ግን ኢሉ እዮም ነይሩ ብዙሕ ኣሎ ከምኡ ንምግባር ናብ ነዚ ሓደ ዝነበረ',
};

const byScript: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Latn: latin,
  Cyrl: cyrillic,
  Arab: arabic,
  Deva: devanagari,
  Ethi: ethiopic,
};

export interface Lexicon {
  /** All languages of the script that have a list. */
  languages: readonly string[];
  /** The languages of a word; several, where they share it. */
  languagesOf: ReadonlyMap<string, readonly string[]>;
}

const lexicons: ReadonlyMap<string, Lexicon> = new Map(
  Object.entries(byScript).map(([script, lists]) => {
    const languagesOf = new Map<string, string[]>();
    for (const [language, list] of Object.entries(lists))
      for (const word of new Set(list.split(/\s+/))) {
        const known = languagesOf.get(word);
        if (known === undefined) languagesOf.set(word, [language]);
        else known.push(language);
      }
    return [script, { languages: Object.keys(lists), languagesOf }];
  }),
);

/** The function words of a script's languages; null for a script that needs none. */
export function lexiconOf(script: string): Lexicon | null {
  return lexicons.get(script) ?? null;
}

/** How many of `words` (lower case) are function words of `language`, and how many are other languages' alone. */
export function functionWords(
  words: readonly string[],
  language: string,
  script: string,
): { own: number; others: number } {
  const known = lexicons.get(script)?.languagesOf;
  let own = 0;
  let others = 0;
  for (const word of words) {
    const languages = known?.get(word);
    if (languages?.includes(language) === true) own++;
    else if (languages !== undefined) others++;
  }
  return { own, others };
}
