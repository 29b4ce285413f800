// Names of people out of what stands in a byline: "Von Ada Beispiel und Ben Muster am Montag, 12. Mai" names two. What
// is a site, an address, an account of the system or a sentence is nobody's name.
import { folded } from './tree.js';

const preposition =
  /^(?:(?:written|reported|posted|published|submitted|created|text|story|article|(?:view )?all posts|geschrieben|gespeichert|verfasst|veröffentlicht|erstellt|eingestellt|(?:ein )?(?:artikel|beitrag)|(?:zeige )?alle (?:artikel|beiträge)|publié|écrit|escrito|publicado|scritto|pubblicato)\s+)?(?:by|von|vom|par|por|di|da|door|av|af|przez|автор:?|от|من)\s*[:：]?\s+/iu;
const label = /^(?:authors?|autor(?:in|en)?|auteurs?|autore|about the author|über den autor)\s*[:：]?\s+/iu;
/** East Asian labels stand before the name without a space. */
const eastAsianLabel = /^(?:作者|文|記者|记者|撰文)\s*[:：/]\s*/u;
/** The day and the time that follow the names in a line: "am Montag, 12. Mai". */
const day = /\s+(?:am|on|le|el|em|il|den|at)\s+(?:\p{L}+,?\s+)?\d.*$/isu;
/** What follows a single name: a mark between the parts of a line, a remark, a number. */
const rest = /\s*[•·∙|].*$|\s[–—-]\s.*$|\s*\(.*$|\s+\d.*$/su;
const conjunction = /\s*(?:,|;|\||\/|&|\n|\s+(?:and|und|et|y|e|en|och|og|и|ve)\s+)\s*/iu;
const nobody =
  /^(?:admin|administrator|wordpress ?admin|editor|editors|staff|redaktion|redaction|author|autor|unknown|guest|webmaster|null|undefined|by|von|vom|por|auteurs?|publisher|uhr|posted|alle artikel|all articles|view (?:my|all|full) .*|follow .*|read more)$/iu;
const address = /https?:|www\.|@|\d{2}|\.(?:[a-z]{2,3}|info|news)$/iu;
const MAX_CHARACTERS = 60;
const MAX_WORDS = 5;

/** The names in a line that is an author's; none where it is something else. `siteName` is no author. */
export function authorNames(raw: string, siteName: string | null): string[] {
  // A link to a page about the author names nobody.
  if (/^(?:https?:)?\/\//i.test(raw.trim())) return [];
  const line = stripped(folded(raw)).replace(day, '');
  return line
    .split(conjunction)
    .map((name) => stripped(name).replace(rest, ''))
    .map((name) => name.replace(/^[^\p{L}]+|[^\p{L}\p{M}\p{N}.)]+$/gu, ''))
    .filter((name) => isName(name) && (siteName === null || simplified(name) !== simplified(siteName)));
}

const stripped = (text: string): string =>
  text.replace(label, '').replace(eastAsianLabel, '').replace(preposition, '');

const isName = (name: string): boolean =>
  name.length >= 2 &&
  name.length <= MAX_CHARACTERS &&
  !address.test(name) &&
  name.split(' ').length <= MAX_WORDS &&
  !nobody.test(name);

/** A name as it is compared: in lower case, letters and digits only, without what stands around a site's name. */
export const simplified = (text: string): string =>
  text.toLowerCase().replace(/^(?:www\.|the\s+)|\.(?:com|org|net|de|fr)$|[^\p{L}\p{N}]/gu, '');
