// What a page or a feed says about its language, as BCP 47 (RFC 5646). A declaration is often a template's default, so
// it only settles what a text leaves open; the detector decides that, this reads the declarations.

export interface LanguageHints {
  /** What the page declares: `<html lang>`, or else the header `Content-Language`; several name an audience only. */
  declared?: string | null;
  /** What the feed or its item declares. */
  feed?: string | null;
  /** The tag that earlier articles of the same feed were given by their texts. */
  previous?: string | null;
}

/** Codes that stand in declarations for another: withdrawn ones (IANA registry) and country codes in their place. */
const aliases: Readonly<Record<string, string>> = {
  iw: 'he',
  in: 'id',
  ji: 'yi',
  mo: 'ro',
  no: 'nb',
  fil: 'tl',
  cmn: 'zh',
  sh: 'sr-Latn',
  jp: 'ja',
  cz: 'cs',
  dk: 'da',
  gr: 'el',
  kr: 'ko',
  ua: 'uk',
  cn: 'zh-Hans',
  tw: 'zh-Hant',
};
/** Codes for "no one language" (ISO 639-2). */
const empty = new Set(['und', 'mul', 'zxx', 'mis', 'root']);
/** Where Chinese is written with traditional characters. */
const traditionalRegions = new Set(['TW', 'HK', 'MO']);

/** Language and script of a declaration such as `en_US.UTF-8`, `zh-TW`, `sr-Latn-RS`; null where it names none. */
export function tagOf(declaration: string | null | undefined): string | null {
  if (declaration === null || declaration === undefined || declaration.length > 200) return null;
  const languages = new Set(declaration.split(',').map(normalized));
  const [only] = languages;
  return languages.size === 1 && only !== undefined ? only : null;
}

function normalized(declaration: string): string | null {
  const parts = /^\s*([a-z]{2,3})(?:[-_]([a-z]{4}))?(?:[-_]([a-z]{2}|\d{3}))?(?![a-z])/i.exec(declaration);
  const code = parts?.[1]?.toLowerCase();
  if (code === undefined || empty.has(code)) return null;
  const [language = code, ownScript] = (aliases[code] ?? code).split('-');
  const script = parts?.[2] === undefined ? ownScript : titled(parts[2]);
  if (language === 'zh') return `zh-${script ?? chinese(parts?.[3])}`.replace(/-$/, '');
  return script === undefined ? language : `${language}-${script}`;
}

function chinese(region: string | undefined): string {
  if (region === undefined) return '';
  return traditionalRegions.has(region.toUpperCase()) ? 'Hant' : 'Hans';
}

const titled = (word: string): string => word[0]?.toUpperCase() + word.slice(1).toLowerCase();

/** All hints of an article as tags, the nearest to the text first. */
export function tagsOf({ declared, feed, previous }: LanguageHints): string[] {
  return [declared, feed, previous].map(tagOf).filter((tag) => tag !== null);
}

/** The first declaration that names another language or script than `tag`; null where all agree or none is made. */
export function contradiction(tag: string, { declared, feed }: LanguageHints): string | null {
  const declarations = [declared, feed].map(tagOf);
  return declarations.find((hint) => hint !== null && !agrees(hint, tag)) ?? null;
}

/** Whether a declaration allows a tag: `sr` allows `sr-Cyrl`, and `nb` (once `no`) either Norwegian. */
export function agrees(hint: string, tag: string): boolean {
  const [language, script] = hint.split('-');
  const [found, foundScript] = tag.split('-');
  if (language === 'nb' && found === 'nn') return true;
  return language === found && (script === undefined || foundScript === undefined || script === foundScript);
}
