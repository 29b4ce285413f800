// What tells the standards of Serbo-Croatian apart: the reflex of the yat (ekavian "mleko", ijekavian "mlijeko"), how
// verbs and agents are formed from foreign roots, and words that one standard has and another avoids, as the books on
// their differences list them (Brodnjak 1991; Alexander 2006). Bosnian shares words with Serbian and the yat with
// Croatian. Facts of the languages, not of any text.
import { never, of, type Spelling } from './spelling.js';
import { lexiconOf } from './words.js';

const table: readonly Spelling[] = [
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
    'hiljad|univerzitet|kompanij|fudbal|sistem|uslov|evrop|finansij|takmič|porodic|<avion|<nauk|naučn|muzi[kč]|hemij|hirur|zvanič|istovremen|učestv|odbran|<tač[nk]|<net?ač[nk]|<ko>|<neko>|<niko>|<svako>|januar|februar|<mart[au]?>|<april|<juna?u?>|<jul[ia]?u?>|septemb|oktob|novemb|decemb|<milion|procen[at]|advokat|ambasad|[bdfgklmntrz]isa(?:ti|la|lo|li|o|n[aeiou]?|nj[aeu])>|<sudij|penzi|<tokom>|<šta>|<da li>|sedmic|ljekar|dešava|uticaj|uticat|ćerk|španij|holandij|<inostran|saobraćaj|<bezbj?ed|preduzeć|<pozoriš|vazduh|<hapš|uhapš|<protest|<štamp|<sprat|<voz[a-z]?>|pasoš|<prisus|<centr|centar|regrut|organizova|<krompir|<paradajz|može da|mogu da|treba da|žel[ie] da|mora(?:ju)? da|<hrišć|<đubr|<stepen|<poen|<kurs|okean|poslani[kc]|zemljotres|[a-z]{4}iše>|[bdkfgmnrt]ikuj[eu]|<nivo|<veoma>|naročit|mašin|<fabri|interesov|direktno|nezavisn|zavis[in]|<ličn|vj?eštač|dozvol|<uprkos|saradn|sarađ|savremen|učesni|ishran|odsustv|snabd|krivičn|tužilac|tužioc|region[aui]?>|<sa> [^szšžm]|<minut>|decenij|<ubi(?:stv|ca|ce)|haps[ie]|<taks|vjerovatn|[iau]lac>|azerbejdž|[a-z]cion(?:i|a|e|o|og|ih|im|u|alist[a-z]*)?>|<(?:uspj?e|žel|pokuš|treba|mog|mora|nasto|odluči|počel|planira)[a-z]* (?:je |su )?da <|ujutru|<grupacij|<sprat|štaviše|hapšenj|<familij|takođe>|<ukoliko|<porodi|projekat|objekat|subjekat|<momen[at]|ostrv|<opoz|supstanc|plat[aeiou]>|<doprin',
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
  // The yat wherever it stands: "je" after a consonant that no prefix brought, "ije" in a root, "-io" of its verbs.
  of(
    'hr bs',
    '(?<!<o|<su|<iz|<raz|<od|<pod|<nad|<bez|<)[bcdfmpstvz]je(?!din)|[bcdhlmnprstv]ije(?:[tčkšdhćž]|s[tl])(?!n)|[cmt]ijen(?!t)|[bcdt]ijel|(?:<vid|<ht|žel|vol|živ|usp|razum|trp|<let|don|ren|odn|izn|<un|podn)io>',
  ),
  of(
    'sr',
    '(?:<ht|žel|živ|usp|razum|don|ren|odn|izn|<un|podn)eo>|(?:vid|žel|živ|usp|razum|<sm|<ht|don|izn|<un|podn|trp|vol)e(?:ti|la|li|lo|t[aio]?|ju)>',
  ),
  of('hr bs', '<s> |(?<!<ne|<ko|<ta|<ka)[ai]t će'),
  of(
    'bs sr',
    '[ai]oc(?:[aeiu]|em|ima)>|(?:organ|kontrol|form|interes|regul|inform|funkcion|defin|finans|klasifik|demonstr)(?:ov|is)a|kratij|<jevrej|<ambas|bioskop|bibliotek|apotek|budžet|zvaničnik|portparol|<talas|trou|sprat|ostrv|učesni|stepen|podsti[cč]|svatanj|šargarep|naredn|rumun[is]|<holand|<špani[jz]|golman|<ubij?eđ|snabd|vaspit|<ukus|uel[na]|<odsto>|<kancelar|<prevo[zd]|<prenos|<prelaz|tužila[sš]|finansi|<plata|<reditelj|vakcin|karantin|bezbj?edn|skupštin|<praznik|rajz|prodavnic|kupovin|aerodrom|<put[aeu]?v|makaz|peškir|naočar|<snimak|<predlog|sekretar|<lič|upored|poređ|godišnjic|takmič|odjeljenj|<okrug|okružn|kasarn|<cifr|<hart|spisak|<metar|litar|<konkurs|<izvin|sijalic|<tečnost|<ukid',
  ),
  of(
    'hr',
    '(?<!prija|rodi|uči|pokaza|spasi|stvori)telj(?:a|i|u|em|e|ima|ic[aeiou]|sk[a-z]*)?>|<jest>|kracij|<židov|<veleposl|knjižni|proračun|<val(?:a|ov[ai]|u)?>|<otok|<kat[au]?>|sudioni|poti[cč]|shvaćanj|<mrkv|natjecanj|rumunj|nizozem|španjol|<planet>|<posjet>|vratar|ozljed|odgoj|<okus|zemljop|<plin|<zbor|skladb|<žlic|zapovjedni|<računal|<tvorni|<stroj|poduzeć|stank[aeu]|zastupni|žarulj|<juh[aeu]>|tekućin|<zrak|potres|<tisk|<stupnj|stupanj|<premda>|<glede|<unatoč|<rabi|<rablj|dojam|<pozorn|<opetov|povjerenstv|braniteljs|<nadalje>|<tajni[kc]|uredi?>|<ureda|<prije(?:voz|vod|laz|nos)|odjel(?:a|u|i)?>|kaznen|financ|<plać|cjepiv|karanten|vijećni|obljetnic|blagdan|rajčic|tržnic|kupnj|zračn[aeou][a-z]* lu[kc]|pločnik|stubišt|zrcal|škare|ručnik|naočal|<snimk|[^ij]ualn|<cest|usporedb|slovni|tajni[šs]t|<duhan|<kav[aeu]>|postaj[aeu]|natječaj|<ispri[kč]|<izniman|<iznim',
  ),
];

export const standards = ['hr', 'bs', 'sr'] as const;
type Standard = (typeof standards)[number];
type Weights = Readonly<Record<Standard, number>>;

/**
 * What a word or spelling of some standards says, as a logarithm of odds. Fitted by logistic regression to the
 * Universal Declaration of Human Rights, translations of program texts and news of known standards, then rounded.
 */
const weights: Readonly<Record<string, Weights>> = {
  hr: { hr: 0.7, bs: -0.35, sr: -0.45 },
  bs: { hr: 0, bs: 0.3, sr: -0.35 },
  sr: { hr: -0.5, bs: -0.5, sr: 0.9 },
  'hr bs': { hr: 0.6, bs: 0.6, sr: -1.15 },
  'bs sr': { hr: -0.9, bs: 0.45, sr: 0.5 },
};
/** The letters of foreign names, which Serbian writes by ear ("Džordž"). */
const foreignLetters: Weights = { hr: 0.45, bs: 0.45, sr: -0.9 };
/** "da" before a verb, where Croatian rather has an infinitive. */
const clause: Weights = { hr: -0.15, bs: -0.15, sr: 0.2 };
const clauses = /(?<!\p{L})da \p{L}+(?:e|i|a|u|mo|te)(?!\p{L})/gu;
/** Where nothing tells, a text counts as Croatian, in which more is written than in Bosnian. */
const ground: Weights = { hr: 0.25, bs: 0, sr: -0.1 };

/** How far a text in Latin letters speaks for each standard, as logarithms of odds; only their differences matter. */
export function oddsOfStandards(lower: string, words: readonly string[]): Weights {
  const odds = { ...ground };
  const add = (evidence: Weights | undefined, times: number): void => {
    if (evidence !== undefined)
      for (const standard of standards) odds[standard] += times * evidence[standard];
  };
  for (const { languages, pattern, sign } of table) {
    const times = lower.match(pattern)?.length ?? 0;
    add(sign < 0 ? foreignLetters : weights[languages.join(' ')], times);
  }
  const languagesOf = lexiconOf('Latn')?.languagesOf;
  for (const word of words) {
    const sharers = languagesOf?.get(word);
    if (sharers !== undefined)
      add(weights[standards.filter((standard) => sharers.includes(standard)).join(' ')], 1);
  }
  add(clause, lower.match(clauses)?.length ?? 0);
  return odds;
}
