// Rules that somebody has written for one site, and which of them holds for a page. A rule names a host and holds for
// it and all hosts below it; of several, that of the most specific host wins. Rules are plain values: they travel with
// the page to the thread that cleans it, so that a change of the files can never meet a page half way.

import { parseUrl } from '../parse-url.js';

export interface SiteRule {
  /** The host that the rule is for, as DNS writes it. */
  site: string;
  /** The file that it stands in. */
  file: string;
  /** Changes with whatever the rule says; 12 hexadecimal digits. */
  version: string;
  /** Selectors; of each list the first one that matches anything counts. */
  body: string[];
  title: string[];
  author: string[];
  date: string[];
  /** Selectors of what is taken out of the body; all count. */
  remove: string[];
}
/** The rule of each host. */
export type SiteRules = ReadonlyMap<string, SiteRule>;

/** What a document keeps of the rule that made it. */
export type RuleMark = Pick<SiteRule, 'site' | 'file' | 'version'>;

/** The rule for a page by its address; null when none holds. */
export function ruleFor(rules: SiteRules, url: string): SiteRule | null {
  const address = rules.size === 0 ? null : parseUrl(url);
  if (address === null) return null;
  let host = address.hostname.replace(/\.$/, '');
  for (;;) {
    const rule = rules.get(host);
    if (rule !== undefined) return rule;
    const dot = host.indexOf('.');
    // An address in numbers has no hosts above it.
    if (dot < 0 || /^[\d.]+$/.test(host)) return null;
    host = host.slice(dot + 1);
  }
}

export const markOf = ({ site, file, version }: SiteRule): RuleMark => ({ site, file, version });
