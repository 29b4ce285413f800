// What the site is called: for its own field, and because its names are neither a part of the title nor an author.

import { parseUrl } from '../parse-url.js';
import type { LinkedData } from './json-ld.js';
import { decoded, first, type Meta } from './meta-tags.js';
import { simplified } from './names.js';

export interface Site {
  name: string | null;
  /** Whether a text is a name of the site: one that the page states, or its host's. */
  isNamed(text: string): boolean;
}

/** A host has few names that mean it: its labels but the last ones. */
const publicLabels: ReadonlySet<string> = new Set([
  'www',
  'com',
  'co',
  'org',
  'net',
  'gov',
  'edu',
  'm',
  'amp',
  'web',
  'news',
  'blog',
  'en',
  'de',
]);
/** Hosts whose subdomains are named by those who write there: their names are authors', not sites'. */
const personalHost =
  /\.(?:wordpress|blogspot|substack|tumblr|typepad|livejournal|medium|ghost|hashnode|over-blog)\.[a-z.]+$/;
/** What a host has behind the name that it has on paper: morning-online. */
const hostSuffix = /-(?:online|digital|news|zeitung|net|magazin)$/;
/** What stands around a site's name where an article names it: Redaktion, Online, newsroom, .de. */
const around =
  /^(?:the|die|der|das|le|la|el|team|redaktion(?: von)?|redacción(?: de)?|rédaction|redazione|redactie)\s+|(?:[.\s-]\s?(?:online|redaktion|redaktionsteam|newsroom|news ?desk|web ?desk|desk|news|staff|team|verlag(?: gmbh)?|editors|bureau|digital|redacción|rédaction|redazione|redactie|editorial team)|\.[a-z]{2,3})$/giu;

/** Longer ones are nobody's name; the patterns above take quadratic time in what they are given. */
const MAX_NAME = 300;

/** The names of the site of a page at `url`. */
export function siteOf(meta: Meta, data: LinkedData, url: string): Site {
  const stated = [
    ...meta.all('og:site_name'),
    ...data.siteNames,
    ...meta
      .all(
        'application-name',
        'apple-mobile-web-app-title',
        'al:android:app_name',
        'dc.publisher',
        'publisher',
        'copyright',
      )
      .slice(0, 6),
  ]
    .map((name) => decoded(name.slice(0, MAX_NAME)))
    .flatMap((name) => [name, name.replace(/\s*\(.*\)$/, '')]);
  const hostname = parseUrl(url)?.hostname ?? '';
  const labels = personalHost.test(hostname) ? [] : hostname.split('.').slice(0, -1);
  const hosts = labels
    .flatMap((label) => [label, label.replace(hostSuffix, '')])
    .filter((label) => label.length > 1 && !publicLabels.has(label));
  const known = new Set([...stated, hostname, ...hosts].map(simplified).filter((name) => name.length > 1));
  const stating = new Set(stated.map(simplified).filter((name) => name.length > 1));
  const people = new Set(data.publishingPeople.map(simplified));
  const isNamed = (text: string): boolean => {
    const name = simplified(text);
    if (people.has(name)) return false;
    return known.has(name) || stating.has(simplified(text.replace(around, '')));
  };
  return { name: first(...stated.filter((name) => !/^(?:https?:)?\/\/|^@/.test(name))), isNamed };
}
