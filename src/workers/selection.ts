// What a re-ingest is asked for, as the database is asked for it.
import { createHash } from 'node:crypto';
import { FeedmillError } from '../errors.js';
import { extractorVersion } from '../extract/version.js';
import { storableText } from '../feeds/storable.js';
import { taggerVersion } from '../language/version.js';
import type { Stage } from '../pipeline.js';
import type { BatchSelection } from '../store/schema-batches.js';
import type { Selected } from '../store/selection.js';
import { canonicalUrl, urlKey } from '../web/canonical-url.js';
import type { Ports } from './ports.js';

/** The versions that articles of now are made by; older ones are selected by being older than these. */
export const versionsInForce = ({ siteRules }: Pick<Ports, 'siteRules'>) => ({
  extractor: extractorVersion,
  tagger: taggerVersion,
  rules: siteRules.marks(),
});

/**
 * How many articles a selection means now.
 * @throws FeedmillError BAD_REQUEST for an empty selection or an address that is none.
 */
export async function countSelection(
  selection: BatchSelection,
  from: Stage,
  { store }: Pick<Ports, 'store'>,
): Promise<number> {
  if (Object.keys(selection).length === 0 || selection.urls?.length === 0)
    throw new FeedmillError(
      'BAD_REQUEST',
      'Nothing is selected. Name URLs, a feed, a host, a language, a date, a failure or a quality, or all.',
    );
  return store.batches.count(selectedOf(selection, from));
}

/**
 * The selection as the database is asked. Stages from cleaning on work from the kept page.
 * @throws FeedmillError BAD_REQUEST for an address that is none.
 */
export function selectedOf(selection: BatchSelection, from: Stage): Selected {
  const urlKeys = (selection.urls ?? []).map(urlKeyOf);
  return { selection, urlKeys, needsSnapshot: from !== 'poll' && from !== 'scrape' };
}

// The selection is kept with its batch, so an address that PostgreSQL cannot hold would fail there.
function urlKeyOf(url: string): string {
  const canonical = canonicalUrl(url);
  if (canonical === null || storableText(url) !== url)
    throw new FeedmillError(
      'BAD_REQUEST',
      `${JSON.stringify(url.slice(0, 200))} is no address of an article. Name http or https addresses without control characters.`,
    );
  return urlKey(canonical);
}

/** The same for the same selection, in whatever order it was written. */
export function selectionKey(selection: BatchSelection): string {
  const parts = Object.entries(selection)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
