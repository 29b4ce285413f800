// Spellings that tell close languages apart: letters of one alphabet (Unicode CLDR exemplar sets), reflexes of a sound
// that split a pair (the yat of Serbo-Croatian, -tion and -sjon in Scandinavia), endings, and words that two standards
// of one vocabulary form differently. A spelling that two standards share speaks for both against the third.
// Facts of orthography, not of any text. Longer than a module of code because it is a table.

export interface Spelling {
  languages: readonly string[];
  /** Global; each match is one piece of evidence. */
  pattern: RegExp;
  /** 1; -1 for letters that the languages do not have, except in names. */
  sign: 1 | -1;
}

/** In `spelling`, `<` is the beginning of a word and `>` its end. */
const of = (languages: string, spelling: string, sign: 1 | -1 = 1): Spelling => ({
  languages: languages.split(' '),
  sign,
  pattern: new RegExp(spelling.replaceAll('<', '(?<!\\p{L})').replaceAll('>', '(?!\\p{L})'), 'gu'),
});

/** What languages do not write; the signs of {@link of} hold. */
const never = (languages: string, spelling: string): Spelling => of(languages, spelling, -1);

const serboCroatian: readonly Spelling[] = [
  of(
    'hr bs',
    'vrijem|mjest|promjen|pobjed|dijel|<dio>|cijel|cijen|djec|dijet|svijet|vijest|rije[čk]|čovje|ponedjelj|srijed|mlije|rješ|htje|vidje|živje|<g?dje>|ovdje|uvijek|prije|poslij|poslje|nedjelj|lijep|bijel|smje|mjer|vjer|djel|sjed|tijel|vjet|sjever|dvije|zahtje|uspje|mjese|osje[ćt]|sjeć|lije[kč]|stijen|usporedb|zvijezd|savjet|obje|naprije|slijed|sljed|vrijed|nije[čm]|njema|korijen|donije|smije|nasilje>|riješ|uopć|općin|opć[ie]|saopć|jučer|također|<bit će|<imat će|kćer|obavije|bolje|tijek|obavješ|uvrije|donijel|pjesm|pjev|cvijet|vjenč|ocje[nč]|zvijer|mijenj|susjed|tjera|sječ|procje|pripovije|nasljed',
  ),
  of(
    'sr',
    '<vrem[ei]|<mest[oaiu]|promen|pobed|<delov|<del[aou]?>|<ceo>|<cel[aeiou]|<cen[aeu]>|<dec[aeiu]>|<dete>|<svet[aeu]?>|<vest[ia]?>|<reč[ij]?>|čove[kč]|<posle>|ponedeljak|<sred[ue]>|mleko|rešen|<hte[ol]|vide[ol]|žive[ol]|<g?de>|<gde|ovde|uvek|<pre>|nedelj|<lep[aeiou]|<bel[aeiou]>|<mer[aeiou]>|<ver[aeou]>|sever|<dve>|zahtev|uspe[hl]|mesec|oseć|savet|vred[en]|nemačk|sledeć|posled|bezbed|primer|sedište|umesto|smer|opšt|hleb|izveštaj|obavešt|<biće>|<imaće|<moraće|takođe>|<juče>|avgust|sednic|savezn|preds?tavni|evro>|videlo|<deo>|tel[oau]>|<(?:po|ne|u)?ver(?:uj|ova|en)|zamen|menja|lekar|zvezd|odelj|podel[aei]|razume|<sme[ojl]|cvet|namer|ocen|pesm|peva|poveren|primeti|proce[nj]|sused|usled|<vek|vetar|<delu|umetn|podne[lt]|<uneti|obe[sm]a?>|<obe>|deluj|<lev[aeiou]|<ne(?:de|go)lj|strel|svedo|tera[ot]|prome|<sed[ie]|<zape[vt]|[a-z]{2}ralo>|<poseti|poset|<ređ|<sreć|<seč|dožive|<cve|uvred|rešav|<smešt|<podne|<istor',
  ),
  of(
    'bs sr',
    'hiljad|univerzitet|kompanij|fudbal|sistem|uslov|evrop|finansij|takmič|porodic|<avion|<nauk|naučn|muzi[kč]|hemij|hirur|zvanič|istovremen|učestv|odbran|<tač[nk]|<net?ač[nk]|<ko>|<neko>|<niko>|<svako>|januar|februar|<mart[au]?>|<april|<juna?u?>|<jul[ia]?u?>|septemb|oktob|novemb|decemb|<milion|procen[at]|advokat|ambasad|[bdfgklmntrz]isa(?:ti|la|lo|li|o|n[aeiou]?|nj[aeu])>|<sudij|penzi|<tokom>|<šta>|<da li>|sedmic|ljekar|dešava|uticaj|uticat|ćerk|španij|holandij|<inostran|saobraćaj|<bezbj?ed|preduzeć|<pozoriš|vazduh|<hapš|uhapš|<protest|<štamp|<sprat|<voz[a-z]?>|pasoš|<prisus|<centr|centar|regrut|organizova|<krompir|<paradajz|može da|mogu da|treba da|žel[ie] da|mora(?:ju)? da|<hrišć|<đubr|<stepen|<poen|<utakmic|<kurs|okean|poslani[kc]|zemljotres|[a-z]{4}iše>|[bdkfgmnrt]ikuj[eu]|<nivo|<veoma>|naročit|mašin|<fabri|interesov|direktno|nezavisn|zavis[in]|<ličn|vj?eštač|dozvol|<uprkos|saradn|sarađ|savremen|učesni|ishran|odsustv|snabd|krivičn|tužilac|tužioc|region[aui]?>|<sa> [^szšžm]|<minut>|decenij|<ubi(?:stv|ca|ce)|haps[ie]|<taks|vjerovatn|[iau]lac>|azerbejdž|[a-z]cion(?:i|a|e|o|og|ih|im|u|alist[a-z]*)?>|<(?:uspj?e|žel|pokuš|treba|mog|mora|nasto|odluči|počel|planira)[a-z]* (?:je |su )?da <|ujutru|<grupacij|<sprat|štaviše|hapšenj|<familij|takođe>|<ukoliko|<porodi|projekat|objekat|subjekat|<momen[at]|ostrv|<opoz|supstanc|plat[aeiou]>|<doprin',
  ),
  of(
    'bs',
    'histori|lahk|mehk|kahv|august[au]?>|<izvještaj|hljeb|<općina?>|sedmic|<entitet|<kanton|<bosn|<bosan|hercegov|saopćen',
  ),
  of(
    'hr',
    'tisuć|cijsk|uboj|vjerojatn|azerbajdž|<summit|desetljeć|<ujutro>|mobitel|zajamč|učinkovit|tračnic|<utrk|djelatni[kc]|samouboj|umirovl|<predsjedatelj|<primjer(?:en|n)|<tjed(?:an|n)|znanost|znanstv|glazb|sveučili|gospodarst|povijes|kazališ|zrakoplov|tvrtk|izvješć|priopć|europ|milijun|sustav|<tijekom|utjec|nazočn|županij|siječn|veljač|ožuj[ka]|travnj|svibnj|lipnj|srpnj|kolovoz|rujn[au]|listopad|studen[io]|prosinc|<tko>|<netko>|<nitko>|<svatko>|uvjet|<toč[nk]|<netoč|obran|obitelj|<unatoč|primjeric|mirovin|<suda?c|sudjelov|promidž|ozračj|uporab|veleposlan|<tajni[kc]|čimbeni|putovnic|ljekarn|<spol|kemij|kirur|financij|istodobn|prosvjed|natjec|natječ|momčad|inozem|zaslon|središ|odvjetni|postrojb|redatelj|<euro?>|županij|nogomet|priopćenj|<rabi|sukladn|<glede|stožer|<postot|ravnatelj|promet|dvojb|žurn|<vlak|<kat[au]?>|<uhi[tć]|kolodvor|izbornik|<kršć|skupin|razin|neovis|<ovis|<osobn|suradn|surađ|suvremen|sudioni|prehran|tužitelj|<stroj|opskrb|tečaj|<pogrješ|projekt>|objekt>|zabran|<nakan',
  ),
  never('sr', '[wxyq]'),
  of(
    'sl',
    '<(?:nj?egov|iz|ki|ter|še|že|bi|pri|več|tudi|lahko|ali|ki)>|(?:jo|ega|emu|imi|ovanje|osti|anje)>|<vs[ei]|<kot>',
  ),
];

const iberian: readonly Spelling[] = [
  never('gl', '[jyçâêôãõ]'),
  of('pt', '[ãõâê]|ç[aãõou]|ções|nh|lh|ss|<não>|agem>|[aeiou]m>|<(?:uma|ao|à|às)>|j|é>|ê|ô'),
  of(
    'gl',
    '<x[aeiouíóá]|x(?:en|er|est|ir|ou)|<(?:unha|dunha|nunha|dun|nun|cun|cunha|polo|pola|ao|aos|á|ás|máis|moi|tamén|non)>|cións>|nh|[aeiou]ron>',
  ),
  of('es gl', 'ci[oó]n|ñ|ll|(?:[aei]ron|[a-z]{3}an)>'),
  of('pt gl', 'ei[rxtslv]|ou[a-z]?|<(?:o|os|as|da|do|das|dos|na|nas|e)>'),
  of('es', '[¿¡]|j[aeiouó]|ue|ie|<(?:y|el|los|del|una|en|es|con)>|(?:dad|ía|aron|ieron)>|<h[ae]'),
  of('ca', "l·l|[àèòï]|ny|t[xjg]|ix>|ció>|(?:itat|ment|ents)>|<[dlns]['’]|<amb>|ç[oau]?>"),
];

const germanic: readonly Spelling[] = [
  never('af', 'ij|sch|zen?>|<ze'),
  of('da nb nn', '[æø]'),
  of('da nb', '<hv|lig[et]?>|els(?:e|er|en)>|<ikke>|<jeg>|<en>'),
  of(
    'da',
    'øj|eje?|hed(?:en)?>|ede>|erne>|tion|<af|<ud|[aeiouyæøå]g>|<blev>|[aeiouy]d>|<(?:sk|l|k)ab|nd[es]?>|isk>|v[nd]>|[æø]re?>|mæ|<til>',
  ),
  of(
    'nb nn',
    'øy|sjon|[aeiou]k[ae]?>|[aeiouyæøå]p[ae]?>|<av>|<etter|<nå?>|<ut|gj|[aeioy]t(?:e|er|t)?>|kk|sk[jy]',
  ),
  of('nb', 'het(?:en)?>|(?:ene|eren)>|<hv|lig[et]?>|<ikke>|<fra>'),
  of(
    'nn',
    '(?:[a-z]{3}ane|[lk]eg|[a-z]lege|heit(?:a|en)?|[a-z]{4}ar)>|<kv|<ik?kje|<ein|<eit|<dei|<frå|<nok[or]|<berre|<meir|<sjølv|eine?>|<gjer|<kor|ast>|<vert>|inga>|<sei>|<ho>|<mykje|<vore|<verte>|<då>',
  ),
  of('sv', '[äö]|ck|(?:tion|ade|ning|ligt?|or|ar)>|<och>|<att>'),
  never('fo', '[þéx]'),
  never('is', 'ø'),
  of('is fo', '[ðá]'),
  of('is', 'þ|é|(?:ur|inn|um|nn)>'),
  of('fo', 'ø|ggj|gv|oy|<tað|<ikki|<sum>|<teir'),
  of('nl', 'ij|tie>|lijk|<een>|<zijn>|[aeou]d(?:e|en)>|oe[dknrt]'),
  of('nl de', 'sch|[a-z]{2}en>|z|c[aeoh]'),
  of(
    'af',
    "sk|<sy>|<hy>|<'n>|[a-z]y[a-z]|y>|(?:like?|asie|sies?|wees)>|[aeou]g>|w[eê]>|[êûôî]|<nie>|[‘’'`]n |iese?>|inge>|[aeiou]s(?:io|ie|e[eir])|<s[eao][a-z]{3}",
  ),
  of(
    'de',
    'ß|[öü]|ung>|(?:lich|isch|keit|schaft)(?:e[nrsm]?)?>|ei[nt]|<au|<(?:der|und|das|ist)>|ge>|ies|pf|tz',
  ),
  of('lb', "éi|ë|äi|oen|[a-z]ech>|<d'|éit|<(?:vun|an|vum|fir|mat|op|ass|net|een)>|esch>"),
];

const malay: readonly Spelling[] = [
  of(
    'id',
    'itas>|<(?:ekonom|polisi|karena|bahwa|bisa|mobil|dokter|rumah sakit|universitas|ilmuwan|film|musik|televisi|stasiun|bandara|taksi|gratis|kantor|kota|perusahaan|direktur|juru bicara|partai|anggota|kasus|jaksa|pengadilan|keamanan|layanan|pemerintah|laki-laki|perempuan|anak-anak|uang|miliar|juta|resmi|sekitar|terkait|sejumlah|menurut|terjadi|mengatakan|masyarakat|presiden|desember|november|september|agustus|oktober|februari|januari|selama|setelah|saat|namun|para|hingga|sedang|masih|pun|berbagai|mulai|sering|lalu|negara bagian|bagaimana|baru|bulan lalu|mencapai|menyatakan|tentara|penelitian|peneliti|hewan|wilayah|ukuran|berukuran|kereta api|pesawat|orang-orang|sebuah|dapat|kamar|sepak bola|lembaga|ibu kota|listrik|inggris|jerman|prancis|perancis|spanyol|jepang|tiongkok|rupanya|akhir pekan|yaitu|mencoba|kemarin|olimpiade|tampaknya|maupun|internasional|perbatasan|pribadi|metode|besok|pemilu|butuh|membutuhkan|kebutuhan|kualitas|aktivitas|olahraga|wisatawan|kecepatan|jumlah|bisnis|rumah tangga|berbeda|beda|semakin|kemampuan|persen|listrik|pasien|hukum|pajak|ponsel|ban>|bahkan|sebagian)',
  ),
  of(
    'ms',
    'iti>|isyen|<(?:polis|kerana|bahawa|boleh|universiti|kerajaan|syarikat|selepas|berkata|pasukan|lelaki|doktor|hospital|saintis|filem|muzik|televisyen|stesen|teksi|basikal|motosikal|percuma|pejabat|bandar|kereta|mesyuarat|pengarah|jurucakap|parti|ahli|kes|mahkamah|pendakwa|keselamatan|perkhidmatan|wang|bilion|beliau|apabila|ialah|semasa|turut|daripada|manakala|sekiranya|dijangka|pelbagai|ramai|sahaja|kanak-kanak|awak|cuti|bilik|negeri|baharu|ogos|julai|jun|disember|mac|oktober|setiausaha|dalam kalangan|perlawanan|bola sepak|kejohanan|jabatan|cukai|beg|tayar|lapangan terbang|kapal terbang|haiwan|kajian|penyelidik|penyelidikan|saiz|bersaiz|askar|elektrik|perancis|jerman|sepanyol|jepun|keputusan|memandangkan|berbanding|namun begitu|mengikut|sungguhpun|walaupun|cuma|mempunyai|sekolah|tahap|minit|seramai|sebanyak|dilaporkan|bekas|ketua|dadah|undang-undang|antarabangsa|sempadan|peribadi|kaedah|penganalisis|esok|nak|berlaku|jangka masa|pilihan raya|sukan|pelancong|kelajuan|bilangan|memerlukan|keperluan|kualiti|aktiviti|perniagaan|berbeza|beza|peratus|pesakit|malahan|sebahagian|telefon|tumpuan|cuba|mencuba|semalam|apa-apa|boleh)',
  ),
];

const turkic: readonly Spelling[] = [
  of('az', 'ə|<və>|x|q'),
  of('az tr', '[ğı]'),
  of('tr', '<(?:ve|bir|için)>|[aeıi]yor'),
  of('tk', '[ňýž]|ä'),
  of('uz', "[og][‘ʻʼ'’`]|<va>|<bilan>|lar[ig]|sh|ning>|q"),
];

const african: readonly Spelling[] = [
  of(
    'sw',
    '<(?:ali|ana|wana|wali|ame|wame|ime|ina|haku|zina|tuna|nina|kina)[a-z]{3,}|(?:isha|iwa|ikwa)>|<kw[ae]|<mwa|<(?:wa|ya|za|na|la|kwa|ni)>',
  ),
  of('so', 'x[aeiou]|aa|uu|dh|<waxa|<c[aeiou]|ay>|ooyin>'),
  of('om', 'uu|ii|dh|cc|ph|(?:tti|tiin|nis|uuf|aan|een|isaa|aniif)>|ummaa'),
  of('zu xh', 'hl|<(?:uku|umu|aba|isi|izi|ama|ezi|nga|kwi)|ng[ae]|weni>|ela>|nt[uws]'),
  of('xh', '<(?:ii|oo|um(?:nt|na)|kwi|kwaye)|rh|nx|tsh|(?:yo|wo)>|kh[aeou]|ekile>'),
  of('zu', '<(?:kwe|lwe|bese|nge|u-|i-)|ngama|zul|dl|thi>|ngesikhathi'),
  of('sn', 'zv|sv|<(?:nzv|dzi|vak|zvi|pa|mu|va|ku|ma)[a-z]{2}|nyika|(?:isa|ira|idza|wa)>|dz[aio]|v[ae]i'),
  of('ny', '<(?:chi|ndi|anth|adz|ana|zi|ku|mu|m[dtkw])[a-z]{2}|dz|(?:idwa|ako|ira)>|<a[nm]|ng[oa]|kuti'),
  of(
    'rw rn',
    '<(?:aba|umu|iki|ibi|imi|ama|uru|ubu|uku|igi|abo|uwo|iyi)|kw[aeiu]|bw[aeio]|mw[aeiu]|shw|jy|nk[aiou]|ye>|ny[aeiu]|[mnk]’[iu]|gu[kts]',
  ),
  of('rw', '[^v]by|cyane|jye|cy[aeiou]|shy|<rwanda'),
  of('rn', 'vy[aiou]|canke|<burundi|<ico>|<ivy'),
  of('lg', '<(?:oku|omu|aba|eki|ebi|obu|olu|emi|en[kgy]|eg)|kk|tt|gg|ŋ|nny|bw[ae]|nga>|ky[aeo]|ly[ae]'),
  of('ln', '<(?:ezal|baz|mibal|mok|mos)[a-z]|(?:aki|amaki|eli)>|<(?:ya|na|te|oyo|mpe)>|[a-z]nz'),
  of('ha', "[ɓɗƙ]|'y|<(?:da|na|ta|ya|ba|wa|su|ga)>|(?:wa|iya|an|ar)>|<ma[is]|sh[ie]|ts"),
  of('yo', '[ẹọṣ]|<[àó]|[àáèéìíòóùú]'),
  of('ig', '[ịụọṅ]|<na>|<nke>|gb|kp|nw|gw'),
  of('mg', '<(?:ny|mp[aio]|tamin|ireo|fan|man[aoi])[a-z]*|(?:ana|ina|tra)>|dr|y>'),
];

const others: readonly Spelling[] = [
  of('cs', '[řěů]'),
  of('sk', '[ľĺŕôä]|(?:ť|ia|ie|iu|ej|ou)>|<(?:sa|je|na|so|aj)>'),
  of('pl', '[łąęśźż]'),
  of('ku', '[êîû]|<(?:ku|li|bi|di|û|ji)>|x[aeiouêîûw]|ên>'),
  of('ro', '[ășțâî]|(?:ului|ilor|ește)>'),
  of('sq', 'ë'),
  of('mt', '[ħġżċ]|<(?:il|tal|fil|għal)-|[tlr]-[a-z]'),
  of('cy', '[ŵŷ]|dd|ll|(?:au|wyd|odd|wyr|iad|eth)>|<(?:yn|y|yr)>|w[a-z]?>|[^aeiou]w[^aeiou]'),
  of('ga', 'bhf|<(?:gc|bp|dt|bh|mh|th|fh|sh)|[áéíóú]|(?:aigh|adh|acht|ann|aí)>'),
  of('mi', 'wh|[āēīōū]|<(?:te|ngā|he|whaka|i|ki)>|(?:tanga|hia|tia|anga)>'),
  of('pcm', '<(?:dem|dey|wey|sey|wetin|dis|di|im|dat|una|tok|pipol|kontri|don)>'),
];

const latin = [...serboCroatian, ...iberian, ...germanic, ...malay, ...turkic, ...african, ...others];

const cyrillic: readonly Spelling[] = [
  of('uk', '[їєґ]|и[йх]>'),
  of('uk be kk', 'і'),
  of('be', 'ў|шч|дз|ць|ц[яеіё]|[аеоя]нн[еа]|<ад|гэ|ры'),
  of('ru be', '[ыэё]'),
  of('ru', '(?:ый|ого|ться|ется|ия|ии|ие|ов|ет)>|<(?:и|в|с|что|не)>'),
  of('ru uk bg', 'щ'),
  of('bg', 'ъ|(?:ят|ята|ите|ата|ото|ват|ция|щ[еи])>|<(?:в|със|във|че|от)>'),
  of('mk', '[ѓќѕ]|(?:ите|ата|ото|от|ува|увањ[ае])>|<(?:во|дека|со|беше)>'),
  of('sr', '[ђћ]|<(?:је|у|да|су|који)>'),
  of('mk sr', '[јљњџ]'),
  of('kk', '[ғқұһ]|ң|ә|<және'),
  of('ky mn', '[өү]'),
  of('ky', 'ң|(?:оо|ее|аа|үү|өө|уу)|<ж[аоеиы]|<(?:жана|менен|үчүн)>|(?:ган|ген|дын|нын|нан|дык)>|луу'),
  of('tt', '[җһә]|ң|<һәм'),
  of('tg', '[ҳҷӣӯқғ]|<(?:дар|аз|ба|ва|ки|бо)>|и>'),
  of('mn', 'аа|оо|ээ|өө|(?:ын|ийн|ыг|ийг|сан|сэн|сон|ууд|үүд|даг|дэг|лаа|жээ)>|г[аоэ]х?>|[бнлх]ай|<хэ'),
];
const arabic: readonly Spelling[] = [
  of('ar', 'ة|<ال|[إأؤ]|ى>|<وال|ات>'),
  of('fa', '[پچژگ]|[یک]|‌|ها>|<می'),
  of('ur', '[ٹڈڑںےہھ]'),
  of('ps', '[ټډړښځڅېۍڼګ]|<(?:د|په|چې|ته|کې)>'),
  of('sd', '[ڻڄڃڇڏڌڊٿٽڙڳڱڦٻڀڪ۾۽]'),
  of('ug', '[ەۋۇۆۈېىڭ]'),
  of('ckb', '[ڵۆێڕ]|ە>'),
];
const devanagari: readonly Spelling[] = [
  of('mr', 'ळ|(?:च्या|ांनी|ाने|ला|चे|ची|चा|ात|ाठी|ील|ण्या?|वी|वे)(?![\\p{L}\\p{M}])|ण्या|ॅ|ऱ्'),
  of('ne', '(?:मा|को|का|हरू|लाई|छ|छन्|ेको|बाट|सँग|यो|एको|र्यो|र्न|न्छ)(?![\\p{L}\\p{M}])|हरू|ाउ|र्\u200d'),
  of('hi', '[ड़ढ़]|[डढ]़|(?:ों|ें|ता|ते|ियों|ाएं|या)(?![\\p{L}\\p{M}])'),
];
const ethiopic: readonly Spelling[] = [
  of('ti', '[ኣዝ]|<(?:ኣብ|ናይ|ነቲ|እቲ|ካብ|ምስ)>|ኸ|ቐ|ኡ'),
  of('am', 'አ|<(?:እና|ነው|ላይ|ውስጥ)>|ን>|ች'),
];

const byScript: Readonly<Record<string, readonly Spelling[]>> = {
  Latn: latin,
  Cyrl: cyrillic,
  Arab: arabic,
  Deva: devanagari,
  Ethi: ethiopic,
};

/** The telling spellings of a script; empty where there is nothing to tell apart. */
export function spellingsOf(script: string): readonly Spelling[] {
  return byScript[script] ?? [];
}

/** Letters that a text of some length in these languages cannot do without (CLDR exemplar sets). */
const signatures: Readonly<Record<string, RegExp>> = {
  kk: /[әғқңұһ]/u,
  ky: /[ңөү]/u,
  tt: /[әҗңһөү]/u,
  tg: /[ғӣқӯҳҷ]/u,
  mn: /[өү]/u,
  lb: /[ëé]|äi/u,
  mt: /[ċġħż]/u,
  mi: /[āēīōū]|wh|ng/u,
  ga: /[áéíóú]/u,
  fo: /[ðøáíóú]/u,
  tk: /[ňýžäöüçş]/u,
  yo: /[ẹọṣàáèéìíòóùú]/u,
  ig: /[ịụọṅ]|gb|kp|nw/u,
  ps: /[ټډړښځڅېۍڼګ]/u,
  sd: /[ڻڄڃڇڏڌڊٿٽڙڳڱڦٻڀڪ۾۽]/u,
  ug: /[ەۋۇۆۈې]/u,
  ckb: /[ڵۆێڕە]/u,
};

/** Whether a text lacks what every text of its length in a language has. */
export function lacksSignature(language: string, lower: string): boolean {
  const signature = signatures[language];
  return signature !== undefined && !signature.test(lower);
}
