// What an element's class, id and microdata call it. Words are told apart at spaces, hyphens, underscores and humps, so
// that "ad" is found in "ad-slot" and "sideAd", and not in "header".
import type { Element } from './tree.js';

/** Class names repeat on a page; each is judged once. More than so many different ones are forgotten again. */
const MAX_KNOWN = 20_000;

/** What the words say. */
export interface Purpose {
  /** The names, lower-case, with humps and underscores written as hyphens. */
  words: string;
  isLikely: boolean;
  /** Furniture whatever it holds. */
  isUnlikely: boolean;
  /** Furniture when it holds little running text: templates also use such names for what holds the article. */
  isDoubtful: boolean;
  isComments: boolean;
  /** Whether one of its words alone says that it is the article, so that the others are not believed. */
  isBelieved: boolean;
}

// "Kommentar" and "review" are kinds of articles; what readers write is said in the plural or with another word.
const comments =
  /(?:^|[\s-])(?:[a-z]*comments?(?!ary)[a-z]*|[a-z]*kommentare[a-z]*|kommentar-?(?:bereich|modul|form|feld|liste?)[a-z]*|leserkommentar[a-z]*|komentarze|comentarios?|commentaires?|reacties|disqus|respond|repl(?:y|ies)|reader-?letters|guestbook|(?:user|customer|reader|guest)-reviews?)(?=$|[\s-]|\d)/;
/** Live tickers call their entries comments. */
const ticker = /(?:^|[\s-])live(?:-|blog|ticker)/;
const consent =
  /(?:^|[\s-])(?:cookies?[a-z]*|consent|gdpr|cmp|onetrust[a-z]*|didomi[a-z]*|usercentrics|privacy)(?=$|[\s-])/;
const unlikely =
  /(?:^|[\s-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|side-?bar|share(?:bar|d|r|s)?|sharing|social(?:media)?|(?:inline-?)?related[a-z]*|recirc(?:ulation)?|recommend(?:ed|ations?)?|next-?prev|prev-?next|(?:next|prev(?:ious)?)-?(?:post|article|story)s?(?:-[a-z]+)?|newsteaser|more-(?:on|from|stories|news|about)|read-?(?:next|also)|also-read|see-also|view-more|interesting-articles|most-(?:read|popular)|popular|trending|[a-z]*newsletter[a-z]*|subscribe|subscription|signup|sign-up|login|register|comment-(?:form|list)|banner|advert(?:s|isement|ising)?|ads?|ad-(?:slot|unit|container|wrapper)|adsbygoogle|sponsor(?:ed)?|promo(?:tion|ted)?|outbrain|taboola|pagination|pager|tag-?list|author-?(?:box|bio|card|info|description)|about-(?:the-)?author|bio|byline|entry-meta|entry-?utility|entry-?footer|post-?meta(?:data)?|article-?(?:meta|footer|tags)|skip-?link|screen-reader(?:-text)?|visually-?hidden|sr-only|no-?print|tooltip|popover|hover-?(?:card|box|content)|rollover(?:-[a-z]+)*-(?:block|box|content)|donat(?:e|ion)|support-us|app-?download|jump-?link|source-?link|copyright|affiliate[a-z]*|sharedaddy|sd-like|yarpp|addtoany[a-z]*|addthis[a-z]*|sabox[a-z]*|vcard|credits?|[a-z]*captions?|instagram-media|tiktok-embed|fb-(?:post|video)|image-?(?:caption|description|text)|img-metadata|photo-?credit|slideshow|carousel|video-?player|audio-?player|toc|table-of-contents|hatnote|editsection|reflist|references|pop-?up|popmake|overlay|modal|lightbox|teasers|teaser-(?:item-)?list|[a-z]*-teaser-list)(?=$|[\s-])/;
const doubtful =
  /(?:^|[\s-])(?:widget|teasers?|paywall[a-z]*|subscriber|read-?more|meta|tags?|topics|timestamp|dateline|published|print|print-?only|hidden|toolbar|(?:post-)?ratings?|poll|quiz|feedback|correction-?form|disclaimer|disclosure|legend|gallery|player|video-?wrapper|infobox)(?=$|[\s-])/;
const likely =
  /(?:^|[\s-])(?:article|articlebody|article-?(?:body|content|text)|body-?(?:copy|text|content)|content-?(?:body|main)?|entry-?(?:content|text)?|main|post-?(?:body|content|text)?|story-?(?:body|content|text)?|text|hentry|prose|rich-?text)(?=$|[\s-])/;

/** The same in other languages than English, in which many sites name the parts of their pages. */
const foreign = {
  comments:
    /(?:^|[\s-])(?:kommentarer|kommentit|komentar(?:e|i|z|ze)?|diskuse|diskusia|diskuzia|commenti|opiniones|comentarii|hozzaszolas(?:ok)?|yorum(?:lar)?|binh-?luan|reaktionen)(?=$|[\s-]|\d)/,
  unlikely:
    /(?:^|[\s-])(?:publicidade?|publicite|pubblicita|werbung|anzeigen?|reklam[aey]?|reclame|annons(?:er|e)?|annonse(?:r|plass)?|mainos|hirdetes|iklan|advertentie|publicitate|publi|(?:[a-z]+-)?(?:relacionad|correlat|gerelateerd|verwandt|apparente|kapcsolod|souvisej|suvisiac|powiazan|povezan|terkait)[a-z]*|leggi-anche|(?:a-)?lire-(?:aussi|plus|egalement)|lea-(?:mas|tambien)|lee-(?:mas|tambien)|te-puede-interesar|leia-(?:mais|tambem)|veja-(?:mais|tambem)|saiba-mais|lees-(?:ook|meer|verder)|mehr-zum-thema|meistgelesen|mas-(?:noticias|leid[oa]s|vist[oa]s)|mais-lidas|piu-lett[ei]|plus-lus|czytaj-(?:tez|takze|wiecej)|cti-take|baca-(?:juga|lainnya)|tin-lien-quan|lien-quan|ilgili-haber(?:ler)?|etiketler|etiquetas|compartir|compartilh[a-z]*|condividi|partag(?:er?|es)|teilen|udostepnij|paylas[a-z]*|bagikan|delen|dela|siguenos|seguici|suscri[a-z]*|iscriviti|abonne[rz]?|sobre-el-autor|autorenbox|pie-(?:de-)?foto|epigrafe|didascalia|bild-?(?:unterschrift|text)|bildetekst|billed-?tekst|kuvateksti|fotobijschrift)(?=$|[\s-])/,
  likely:
    /(?:^|[\s-])(?:(?:artikel|article|articulo|artigo|articolo|artikkel|artykul|clanek|clanok|noticia|nota|haber|berita)-?(?:text|texto|testo|texte|tekst|cuerpo|corpo|corps|inhalt|contenido|conteudo|contenuto|contenu|icerik|metni|isi)|(?:texto|testo|texte|tekst|cuerpo|corpo|corps)-?(?:de-)?(?:la-|da-|del-|di-)?(?:noticia|nota|articulo|artigo|articolo|article|artikel|artykulu)|cuerpo|artikeltext|brodtext|brodtekst)(?=$|[\s-])/,
};

/** What says of an element that something is beside it, or is not: "has-sidebar", "no-ads". */
const negated =
  /(?:^|[\s-])(?:has|with|without|no|not)-(?:sidebars?|ads?|banner|comments?|menu|nav|share|social|newsletter|related|teasers?|footer|meta|gallery|caption)(?=$|[\s-])/g;

/** Names of how something looks, in which "text" and "content" say nothing of what it is. */
const styling =
  /(?:^|[\s-])(?:(?:justify|align|place)-content(?:-[a-z]+)*|content-(?:center|start|end|between|around|stretch|normal|none|fit|width)|text-(?:xs|sm|md|lg|base|[2-9]?xl|left|right|center|centre|start|end|justify|align|muted|primary|secondary|white|black|dark|light|body|gr[ae]y|red|blue|green|color|bold|bolder|normal|italic|small|large|big|medium|upper|lower|uppercase|lowercase|capitalize|truncate|nowrap|wrap|break|underline|decoration|shadow|opacity|size|transform|weight|link|meta|danger|info|success|warning)(?:-[a-z\d]+)*)(?=$|[\s-])/g;
/** Page builders call each part of a page, the paragraphs of the article too, a widget. */
const builder =
  /(?:^|(?<=[\s-]))(?:elementor-widget(?:-(?:wrap|container|empty))?|so-panel\swidget)(?=$|[\s-])/g;

const unnamed: Purpose = {
  words: '',
  isLikely: false,
  isUnlikely: false,
  isDoubtful: false,
  isComments: false,
  isBelieved: false,
};
const known = new Map<string, Purpose>();

/** What an element is called; nothing for one without a name. */
export function purposeIn({ attribs }: Element): Purpose {
  const { class: classes, id, itemprop } = attribs;
  const testId = attribs['data-testid'];
  if (classes === undefined && id === undefined && itemprop === undefined && testId === undefined)
    return unnamed;
  const others = `${id ?? ''} ${testId ?? ''} ${itemprop ?? ''}`;
  const byClass = classes === undefined ? unnamed : named(classes);
  if (others.length <= 2) return byClass;
  const byOthers = named(others);
  return classes === undefined ? byOthers : joined(byClass, byOthers);
}

function named(names: string): Purpose {
  const before = known.get(names);
  if (before !== undefined) return before;
  const purpose = judged(names);
  if (known.size >= MAX_KNOWN) known.clear();
  if (names.length <= MAX_NAMES) known.set(names, purpose);
  return purpose;
}

// A whole page is sometimes wrapped in "has-sidebar"; what calls itself the article in another word is believed.
function joined(one: Purpose, other: Purpose): Purpose {
  const isBelieved = one.isBelieved || other.isBelieved;
  const isComments = one.isComments || other.isComments;
  return {
    words: `${one.words} ${other.words}`,
    isLikely: one.isLikely || other.isLikely,
    isUnlikely: isComments || ((one.isUnlikely || other.isUnlikely) && !isBelieved),
    isDoubtful: (one.isDoubtful || other.isDoubtful) && !isBelieved,
    isComments,
    isBelieved,
  };
}

/** Longer lists of classes are a framework's, and the names that tell come first. */
const MAX_NAMES = 500;

function judged(names: string): Purpose {
  const words = names
    .slice(0, MAX_NAMES)
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
    .replace(negated, ' ')
    .replace(styling, ' ')
    .replace(builder, ' ');
  const saysLikely = (name: string): boolean => likely.test(name) || foreign.likely.test(name);
  const saysUnlikely = (name: string): boolean => unlikely.test(name) || foreign.unlikely.test(name);
  const isLikely = saysLikely(words);
  const isUnlikely = saysUnlikely(words);
  const isDoubtful = doubtful.test(words);
  // "article-footer" is not a word in which something calls itself the article.
  const isBelieved =
    isLikely &&
    ((!isUnlikely && !isDoubtful) ||
      words.split(/\s+/).some((name) => saysLikely(name) && !saysUnlikely(name) && !doubtful.test(name)));
  const isComments =
    ((comments.test(words) || foreign.comments.test(words)) && !ticker.test(words)) || consent.test(words);
  return {
    words,
    isLikely,
    isUnlikely: isComments || (isUnlikely && !isBelieved),
    isDoubtful: isDoubtful && !isBelieved,
    isComments,
    isBelieved,
  };
}
