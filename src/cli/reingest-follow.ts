// Watches a re-ingest batch until nothing more happens by itself, and shows how it ended.
import { reingestProgressSchema } from '../http/contract-reingest.js';
import type { ApiClient } from './client.js';
import { exitCodes } from './exit.js';
import { pause } from './ingest-follow.js';
import { withQuery } from './options.js';
import type { Output } from './output.js';
import { createProgressView } from './progress-view.js';
import { type ReingestAnswer, showReingest } from './reingest-report.js';
import type { Cli } from './session.js';
import { listenForCtrlC } from './signals.js';

/** Articles whose change is shown; the API's largest answer. */
const ITEMS_SHOWN = 500;
const ASK_MS = 500;

/** Shows a batch's progress until it is finished or Ctrl-C is pressed, and then its articles. */
export async function followBatch(client: ApiClient, id: number, json: boolean, cli: Cli): Promise<void> {
  const { signal, release } = listenForCtrlC(cli.output);
  const answer = await follow(client, id, signal, cli.output);
  release();
  if (json) cli.output.json(answer);
  else showReingest(answer, cli.output);
  if (!answer.finished) cli.exitCode = exitCodes.interrupted;
}

/** How a batch stands, with the first of its articles. */
export const askBatch = (client: ApiClient, id: number, limit = ITEMS_SHOWN): Promise<ReingestAnswer> =>
  client.request('GET', withQuery(`/api/reingest/${id}`, { limit }), null, reingestProgressSchema);

async function follow(
  client: ApiClient,
  id: number,
  signal: AbortSignal,
  output: Output,
): Promise<ReingestAnswer> {
  const view = createProgressView(output);
  try {
    for (;;) {
      const { batch, ended, drafts, finished } = await askBatch(client, id, 1);
      // A commit takes drafts away one by one.
      const value = batch.state === 'committing' ? batch.total - drafts : ended;
      view.show([{ name: 'articles', value, total: batch.total }]);
      if (finished || signal.aborted) return await askBatch(client, id);
      await pause(ASK_MS, signal);
    }
  } finally {
    view.end();
  }
}
