// Spellings that tell close languages apart: letters of one alphabet (Unicode CLDR exemplar sets), reflexes of a
// sound that split a pair (-tion and -sjon in Scandinavia), endings, and words that two standards
// of one vocabulary form differently. A spelling that two standards share speaks for both against the third.
// Facts of orthography, not of any text. Longer than a module of code because it is a table.
import { never, of, type Spelling } from './spelling.js';

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
    'itas>|<(?:ekonom|polisi|karena|bahwa|bisa|mobil|dokter|rumah sakit|universitas|ilmuwan|film|musik|televisi|stasiun|bandara|taksi|gratis|kantor|perusahaan|direktur|juru bicara|partai|kasus|jaksa|pengadilan|keamanan|layanan|pemerintah|laki-laki|uang|miliar|terkait|sejumlah|terjadi|mengatakan|presiden|desember|november|september|agustus|oktober|februari|januari|selama|setelah|saat|namun|para|hingga|berbagai|mulai|negara bagian|bagaimana|tentara|penelitian|peneliti|hewan|wilayah|ukuran|berukuran|kereta api|pesawat|orang-orang|kamar|sepak bola|ibu kota|listrik|inggris|jerman|prancis|perancis|spanyol|jepang|tiongkok|rupanya|akhir pekan|yaitu|mencoba|kemarin|olimpiade|tampaknya|memulai|masa depan|investigasi|tetapi|ketika|maupun|internasional|perbatasan|pribadi|metode|besok|pemilu|butuh|membutuhkan|kebutuhan|kualitas|aktivitas|olahraga|wisatawan|kecepatan|rumah tangga|berbeda|beda|semakin|kemampuan|persen|listrik|pasien|pajak|ponsel|ban>|bahkan|usai|jelang|sore|senin|kamis|jumat|warga|ujar|tutur|ungkap|pasca|meski|kendati|sempat|kerap|bakal|tapi|yakni|adanya|mantan|tewas|kecelakaan|gubernur|bupati|provinsi|kabupaten|triliun|rupiah|saham|pelatih|tersangka|terdakwa|diduga|kode|nomor|tipe|situs|grup|standar|misalnya|lainnya|otomatis|tanggal|silakan|coba|bila|apa pun|siapa pun|seorang pun|tanggung jawab|kerja sama|warga negara|tanpa|berbagai|apakah|bahwa|oleh karena|agar)',
  ),
  of(
    'ms',
    '[a-z]{2}iti>|isyen|<nyah|aun|<(?:polis|kerana|bahawa|universiti|kerajaan|syarikat|selepas|berkata|pasukan|lelaki|doktor|hospital|saintis|filem|muzik|televisyen|stesen|teksi|basikal|motosikal|percuma|pejabat|kereta|mesyuarat|pengarah|jurucakap|parti|kes|mahkamah|pendakwa|keselamatan|perkhidmatan|wang|bilion|beliau|apabila|ialah|semasa|daripada|manakala|sekiranya|dijangka|pelbagai|ramai|sahaja|kanak-kanak|awak|cuti|bandar|mempunyai|sekolah|bilik|negeri|baharu|ogos|julai|jun|disember|mac|oktober|setiausaha|dalam kalangan|perlawanan|bola sepak|kejohanan|jabatan|cukai|beg|tayar|lapangan terbang|kapal terbang|haiwan|kajian|penyelidik|penyelidikan|saiz|bersaiz|askar|elektrik|perancis|jerman|sepanyol|jepun|memandangkan|berbanding|namun begitu|mengikut|sungguhpun|cuma|minit|seramai|dadah|antarabangsa|sempadan|peribadi|kaedah|penganalisis|esok|nak|jangka masa|pilihan raya|sukan|pelancong|kelajuan|keperluan|kualiti|aktiviti|perniagaan|berbeza|beza|peratus|pesakit|malahan|sebahagian|mangsa|maut|kemalangan|gabenor|ringgit|jurulatih|mahkamah|tertuduh|suspek|didakwa|susulan|berikutan|iaitu|hendak|hendaklah|mestilah|haruslah|termasuklah|setakat|sebarang|ramai|menerusi|sama ada|samada|malah|justeru|mahu|tiada|semula|maklumat|sesiapa|sesuatu|mana-mana|adakah|akaun|isu|imej|nombor|kad|kod|mesej|e-mel|talian|tempoh|berkenaan|berkaitan|bahawasanya|tanggungjawab|kerjasama|ugama|kepunyaan|wujud|petang|kelmarin|pengasas|pengerusi|timbalan|naib|datuk|amat|bagi|pihak berkuasa|dibenarkan|menyokong|disokong|rakan|sila|cuba|mencuba|semalam|apa-apa|boleh)',
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
  of('hr bs sr', '[ćđ]|<(?:koj[aie]|nije|<što|šta|bio|bilo|nakon|može|kako|zbog)>|(?:ost|anja|anje|ama)>'),
  of(
    'sl',
    '<(?:nj?egov|iz|ki|ter|še|že|bi|pri|več|tudi|lahko|ali|ki)>|(?:jo|ega|emu|imi|ovanje|osti|anje)>|<vs[ei]|<kot>',
  ),
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

const latin = [...iberian, ...germanic, ...malay, ...turkic, ...african, ...others];

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
  pcm: /(?<!\p{L})(?:[dw]ey|wetin|una|pipol|sey|abeg|dis|dat|(?:di|dem|na|im)(?!\p{L}).*(?<!\p{L})(?:di|dem|na|im|don|go|say))(?!\p{L})/su,
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
