// Names out of what stands in a byline: "Von Ada Beispiel und Ben Muster am Montag, 12. Mai" names two people. What is
// an address, an account of the system, a date, a role or a sentence is nobody's name; agencies and other bodies are
// told from people, because they count only where no people are named.
import * as words from './author-words.js';
import { folded, unmarked } from './tree.js';

export interface Name {
  name: string;
  kind: 'person' | 'agency' | 'body';
}

const address =
  /https?:|www\.|@|\d{2}|\.(?:com|org|net|de|fr|it|es|at|ch|info|news|co|uk|eu|tv)$|[{}<>=_#]|[!?…]$/iu;
/** What somebody calls himself at a system that asks for one word. */
const account = /^\p{L}[\p{L}_-]{2,20}\d{0,4}$/u;
const MAX_CHARACTERS = 60;
/** Spanish and Portuguese names have up to eight, particles included. */
const MAX_WORDS = 8;
const MAX_LINE = 1_000;

/**
 * The names in a line that is an author's; none where it is something else. Names that `isSite` knows are left out.
 * A line that only readers see must name people as names are written, and bodies by words that only bodies have.
 */
export function namesIn(raw: string, isSite: (name: string) => boolean, isShown = false): Name[] {
  // A link to a page about the author names nobody.
  if (/^(?:https?:)?\/\//i.test(raw.trim()) || raw.length > MAX_LINE) return [];
  const small = raw.trim().replace(words.smallPreposition, '');
  const said = isShown ? small.replace(words.italianPreposition, '') : small;
  const line = withoutSiteParts(barred(said), isSite);
  if (line === '' || isSite(line)) return [];
  // The names of bodies hold conjunctions, and seldom commas.
  const whole = /[,;|/]/.test(line) ? 'person' : kindOf(line);
  if (whole !== 'person')
    return isShown && whole === 'body' && line.length > MAX_CHARACTERS ? [] : named(line, whole);
  const parts = partsOf(line)
    .filter((part, index) => !isRole(part, index > 0 || isShown))
    .map(cleaned)
    .filter((part) => part !== '' && !words.degree.test(part));
  const multiple = parts.some((part) => part.includes(' '));
  const names = parts
    .filter((part) => isName(part, isShown) && !isSite(part))
    .map((name): Name => ({ name, kind: kindOf(name) }));
  // A line with more that is no name than names is a sentence.
  if (isShown && names.length * 2 < parts.length) return [];
  // A body beside people is where they work.
  const hasPeople = names.some(({ name, kind }) => kind === 'person' && name.includes(' '));
  // What is written small behind people is what they are: "Ada Exemple, envoyée spéciale à Kiev".
  return names.filter(
    ({ name, kind }, index) =>
      kind === 'agency' ||
      !multiple ||
      (isLong(name) && !(hasPeople && (kind === 'body' || (index > 0 && /^\p{Ll}\S* /u.test(name))))),
  );
}

/** Beside full names a single word is a town or a remark, except in scripts that write names as one word. */
const isLong = (name: string): boolean => name.includes(' ') || caseless.test(name);
const caseless = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Script=Thai}/u;

const named = (line: string, kind: Name['kind']): Name[] => {
  const name = trimmed(line);
  return name.length < 2 || name.length > 2 * MAX_CHARACTERS || address.test(name) || words.nobody.test(name)
    ? []
    : [{ name, kind }];
};

function kindOf(name: string): Name['kind'] {
  const bare = trimmed(name);
  if (words.agency.test(bare)) return 'agency';
  return words.organisation.test(bare) ? 'body' : 'person';
}

function barred(raw: string): string {
  const line = folded(unmarked(raw))
    .replace(/\S+@\S+\.\p{L}{2,}/gu, '')
    .replace(/(?:^|\s)@\w+/g, '')
    .replace(/\s*[([][^)\]]*[)\]]/g, '')
    .trim();
  return stripped(line)
    .replace(words.eastAsianRest, '')
    .replace(words.dayAfter, '')
    .replace(words.agencyBehind, ', ')
    .trim();
}

/** "Name | Site" and "Site - Name" without the site. */
function withoutSiteParts(line: string, isSite: (name: string) => boolean): string {
  const parts = line.split(/\s+[|–—-]\s+|\s*\|\s*/);
  if (parts.length < 2) return line;
  const rest = parts.filter((part) => !isSite(part));
  return rest.length < parts.length ? rest.join(', ') : line;
}

function stripped(text: string): string {
  let rest = text;
  // "Text: Von Korrespondent Ada Beispiel" has three of them.
  for (let time = 0; time < 3; time++) {
    const bare = rest
      .replace(words.label, '')
      .replace(words.eastAsianLabel, '')
      .replace(words.preposition, '')
      .replace(words.roleBefore, '');
    if (bare === rest) break;
    rest = bare;
  }
  return rest;
}

const sideBySide =
  /^(?:\p{Script=Han}{3}(?: \p{Script=Han}{3})+|\p{Script=Hangul}{3}(?: \p{Script=Hangul}{3})+)$/u;

function partsOf(line: string): string[] {
  return line.split(words.strongConjunction).flatMap((part) => {
    // Names of three characters that stand side by side are several people's.
    if (sideBySide.test(part.trim())) return part.trim().split(' ');
    const weak = part.split(words.weakConjunction);
    return weak.every((name) => name.trim().includes(' ')) ? weak : [part];
  });
}

// "Political Editor" alone, and behind a name "AP National Writer".
function isRole(part: string, isBehind: boolean): boolean {
  if (!isBehind) return false;
  const bare = part.trim();
  return (
    words.roleOnly.test(bare) ||
    (words.roleAfter.test(bare) && /^(?:\p{Lu}{2,5}|Ap|Afp|Cnn|Bbc)\s/u.test(bare))
  );
}

function cleaned(part: string): string {
  const bare = stripped(part.trim())
    .replace(words.dayAfter, '')
    .replace(words.rest, '')
    .replace(words.sentenceAfter, '');
  // "Rasender Reporter" may be what somebody calls himself.
  const name = trimmed(bare.replace(words.roleAfter, ''));
  return once(name.includes(' ') || caseless.test(name) ? name : trimmed(bare));
}

/** A name that a page shows twice, in a picture's place and beside it. */
const once = (name: string): string => name.replace(/^(\S.{3,}) \1$/u, '$1');

const trimmed = (name: string): string =>
  name.replace(/^[^\p{L}\p{M}]+|[^\p{L}\p{M}\p{N}.)]+$/gu, '').replace(/(?<=\p{Ll}{2})\.$/u, '');

/** Words within a name that are written small. */
const particle =
  /^(?:von|vom|van|der|den|de|del|della|di|da|do|dos|das|la|le|el|al|bin|ibn|ben|zu|zum|zur|und|ter|ten|te|af|av|y|e|i|o|d['’]\p{L}+|l['’]\p{L}+|'t|mc|st\.?)$/iu;

function isName(name: string, isShown: boolean): boolean {
  if (name.length < 2 || name.length > MAX_CHARACTERS || words.nobody.test(name)) return false;
  if (address.test(name)) return account.test(name);
  const parts = name.split(' ');
  if (parts.length > MAX_WORDS) return false;
  // Accounts may be one small word; people's names have their capitals.
  if (parts.length === 1)
    return !isShown || /^\p{Ll}{0,3}\p{Lu}|^[^\p{Lu}\p{Ll}]|^[\p{Ll}\d_-]+$/u.test(name);
  const small = parts.filter((part) => /^\p{Ll}/u.test(part) && !particle.test(part)).length;
  return isShown ? small === 0 : small < parts.length;
}

/** A name as it is compared: in lower case, letters and digits only, without what stands around a site's name. */
export const simplified = (text: string): string =>
  text
    .toLowerCase()
    .replace(
      /^(?:www\.|the\s+)|\.(?:com|org|net|de|fr|it|es|at|ch|nl|pl|cz|co\.uk|eu|info|news|tv)$|[^\p{L}\p{M}\p{N}]/gu,
      '',
    );
