// Running articles again by hand: a selection becomes a batch, its articles go back to the asked stage with tickets of
// their own, below live traffic. A dry run is the same pipeline, whose drafts are compared and left aside.
import { FeedmillError } from '../errors.js';
import { storableText } from '../feeds/storable.js';
import type { ArticleStage, Stage } from '../pipeline.js';
import type { BatchSelection } from '../store/schema.js';
import { canonicalUrl, urlKey } from '../web/canonical-url.js';
import { handOn } from './hand-on.js';
import type { Ports } from './ports.js';

/** Articles that one step of a batch takes; a million of them costs no more memory than these. */
const STEP = 500;

export interface ReingestRequest {
  selection: BatchSelection;
  from: Stage;
  dryRun: boolean;
}

/**
 * Starts a batch and returns its id and how many articles it has. `poll` begins with the feeds of the articles:
 * whatever they list now is taken as new.
 * @throws FeedmillError BAD_REQUEST for an empty selection or an address that is none, NOT_FOUND when nothing is selected.
 */
export async function startReingest(
  { selection, from, dryRun }: ReingestRequest,
  ports: Ports,
): Promise<{ batchId: number; articles: number }> {
  if (Object.keys(selection).length === 0 || selection.urls?.length === 0)
    throw new FeedmillError(
      'BAD_REQUEST',
      'Nothing is selected. Name URLs, --feed, --since, --failed or --all.',
    );
  if (from === 'poll' && dryRun)
    throw new FeedmillError(
      'BAD_REQUEST',
      'A dry run cannot begin at poll, because a poll stores what it finds. Begin at scrape or later.',
    );
  const keys = (selection.urls ?? []).map(keyOf);
  const ids = await selectedIds(selection, keys, from, ports);
  if (ids.length === 0) throw new FeedmillError('NOT_FOUND', nothingSelected(selection, from));
  const batchId = await ports.store.batches.create({ fromStage: from, dryRun, selection, total: ids.length });
  if (from === 'poll') await pollAgain(ids, ports);
  else
    for (let at = 0; at < ids.length; at += STEP)
      await restart(ids.slice(at, at + STEP), from, batchId, ports);
  ports.log.info({ batchId, articles: ids.length, from, dryRun }, 're-ingest started');
  return { batchId, articles: ids.length };
}

// The selection is kept with its batch, so an address that PostgreSQL cannot hold would fail there.
function keyOf(url: string): string {
  const canonical = canonicalUrl(url);
  if (canonical === null || storableText(url) !== url)
    throw new FeedmillError(
      'BAD_REQUEST',
      `${JSON.stringify(url.slice(0, 200))} is no address of an article. Name http or https addresses without control characters.`,
    );
  return urlKey(canonical);
}

async function restart(ids: number[], from: ArticleStage, batchId: number, ports: Ports): Promise<void> {
  // Tagging and storing work on a draft, which only cleaning makes; they begin there and end the same.
  const stage = from === 'tag' || from === 'store' ? 'clean' : from;
  await handOn(await ports.store.runs.start(ids, stage, batchId), ports);
}

async function selectedIds(
  selection: BatchSelection,
  keys: string[],
  from: Stage,
  { store }: Ports,
): Promise<number[]> {
  const ids: number[] = [];
  const needsSnapshot = from !== 'poll' && from !== 'scrape';
  for (;;) {
    const step = await store.batches.select(
      selection,
      keys,
      { after: ids.at(-1) ?? 0, limit: STEP },
      needsSnapshot,
    );
    ids.push(...step);
    if (step.length < STEP) return ids;
  }
}

async function pollAgain(articleIds: number[], { store, queues, settings }: Ports): Promise<void> {
  const feedIds = new Set<number>();
  for (const id of articleIds) for (const { feedId } of await store.items.feedsOf(id)) feedIds.add(feedId);
  for (const feedId of feedIds) {
    await store.feeds.forget(feedId);
    const claim = await store.feeds.claim(feedId, settings.requestTimeoutMs * 10);
    if (claim !== null) await queues.add('poll', [{ data: { feedId, attempt: claim.attempt }, low: true }]);
  }
}

function nothingSelected({ urls }: BatchSelection, from: Stage): string {
  const named =
    urls === undefined ? 'No article matches the selection' : `No article has the address ${urls.join(', ')}`;
  const snapshots =
    from === 'clean' || from === 'tag' || from === 'store' ? ' and has a snapshot to work from' : '';
  return `${named}${snapshots}. \`feedmill articles list\` shows what there is.`;
}
