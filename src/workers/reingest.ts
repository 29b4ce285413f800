// Running articles again by hand: a selection becomes a batch, whose articles go back to the asked stage some at a time
// with tickets of their own, below live traffic. A dry run is the same pipeline, whose drafts are compared and kept aside.
import { FeedmillError } from '../errors.js';
import type { Stage } from '../pipeline.js';
import type { NewBatch } from '../store/batches.js';
import type { BatchSelection } from '../store/schema-batches.js';
import type { Selected } from '../store/selection.js';
import { stepBatch } from './batch-step.js';
import type { Ports } from './ports.js';
import { countSelection, selectedOf, selectionKey } from './selection.js';

export interface ReingestRequest {
  selection: BatchSelection;
  from: Stage;
  dryRun: boolean;
}

/**
 * Starts a batch and returns its id and how many articles it means. `poll` begins with the feeds of the articles:
 * whatever they list now is taken as new, and no article of it belongs to the batch.
 * @throws FeedmillError BAD_REQUEST for an empty selection or an address that is none, NOT_FOUND when nothing is
 * selected, CONFLICT when a batch of the same selection runs already.
 */
export async function startReingest(
  { selection, from, dryRun }: ReingestRequest,
  ports: Ports,
): Promise<{ batchId: number; articles: number }> {
  if (from === 'poll' && dryRun)
    throw new FeedmillError(
      'BAD_REQUEST',
      'A dry run cannot begin at poll, because a poll stores what it finds. Begin at scrape or later.',
    );
  const articles = await countSelection(selection, from, ports);
  if (articles === 0) throw new FeedmillError('NOT_FOUND', nothingSelected(selection, from));
  if (from === 'poll') await pollAgain(selectedOf(selection, from), ports);
  const batchId = await create(
    {
      fromStage: from,
      dryRun,
      selection,
      selectionKey: selectionKey(selection),
      total: articles,
      state: from === 'poll' ? 'finished' : 'running',
    },
    ports,
  );
  await stepBatch(batchId, ports);
  ports.log.info({ batchId, articles, from, dryRun }, 're-ingest started');
  return { batchId, articles };
}

async function create(batch: NewBatch, ports: Ports): Promise<number> {
  const { batches } = ports.store;
  const id = await batches.create(batch);
  if (id !== null) return id;
  const first = await batches.findLive(batch.selectionKey);
  // Its last article may have ended since it was looked at, and it between these statements.
  if (first !== null) await stepBatch(first.id, ports);
  const other = await batches.findLive(batch.selectionKey);
  if (other === null) return create(batch, ports);
  throw new FeedmillError(
    'CONFLICT',
    `Batch ${other.id} runs for the same selection (${other.state}, from ${other.fromStage}). Wait for its end, or cancel it with \`feedmill reingest cancel ${other.id}\`.`,
    { details: { batchId: other.id } },
  );
}

async function pollAgain(selected: Selected, { store, queues, settings }: Ports): Promise<void> {
  for (const feedId of await store.batches.feeds(selected)) {
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
