// Running articles again: what a selection means, batches, and what a person does with them.
import { type BatchProgress, batchProgress, batchReport, changeBatch } from '../operations/reingest.js';
import type { Batch } from '../store/batches.js';
import type { BatchSelection } from '../store/schema-batches.js';
import type { Ports } from '../workers/ports.js';
import { startReingest } from '../workers/reingest.js';
import { countSelection, versionsInForce } from '../workers/selection.js';
import {
  type BatchProgressView,
  type BatchView,
  batchPageSchema,
  batchProgressSchema,
  batchReportSchema,
  reingestCountSchema,
  reingestProgressSchema,
  reingestStartedSchema,
} from './contract-reingest.js';
import {
  batchActionParams,
  batchListQuery,
  batchParams,
  batchQuery,
  type ReingestSelection,
  reingestBody,
  reingestCountBody,
} from './requests.js';
import { type Route, route } from './route.js';

const reading: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/reingest',
    summary: 'Re-ingest batches, newest first',
    query: batchListQuery,
    answer: batchPageSchema,
    handle: async ({ query: { before, limit } }, { ports }) => {
      const batches = await ports.store.batches.list(before ?? null, limit);
      return {
        batches: batches.map(batchView),
        next: batches.length < limit ? null : (batches.at(-1)?.id ?? null),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/api/reingest/:batch',
    summary: 'How far a re-ingest has come, and how its articles ended',
    params: batchParams,
    query: batchQuery,
    answer: reingestProgressSchema,
    quiet: true,
    handle: async ({ params, query }, { ports }) => ({
      ...progressView(await batchProgress(params.batch, ports)),
      items: await ports.store.batchItems.list(params.batch, query.limit),
    }),
  }),
  route({
    method: 'GET',
    path: '/api/reingest/:batch/report',
    summary: 'What a re-ingest has changed or would change, by site, and the texts that change most',
    params: batchParams,
    answer: batchReportSchema,
    handle: async ({ params }, { ports }) => {
      const { batch, ...report } = await batchReport(params.batch, ports);
      return { batch: batchView(batch), ...report };
    },
  }),
];

export const reingestRoutes: readonly Route[] = [
  ...reading,
  route({
    method: 'POST',
    path: '/api/reingest',
    summary: 'Runs articles again from a stage on',
    body: reingestBody,
    answer: reingestStartedSchema,
    status: 202,
    handle: async ({ body: { from, dryRun, ...selection }, note }, { ports }) => {
      const started = await startReingest({ selection: selectionOf(selection, ports), from, dryRun }, ports);
      note({ batch: started.batchId, from, dryRun });
      return started;
    },
  }),
  route({
    method: 'POST',
    path: '/api/reingest/count',
    summary: 'How many articles a selection means now; starts nothing',
    scope: 'read',
    body: reingestCountBody,
    answer: reingestCountSchema,
    handle: async ({ body: { from, ...selection } }, { ports }) => ({
      articles: await countSelection(selectionOf(selection, ports), from, ports),
    }),
  }),
  route({
    method: 'POST',
    path: '/api/reingest/:batch/:action',
    summary: 'Pauses, resumes or cancels a batch; commits or drops the drafts of a dry run',
    params: batchActionParams,
    answer: batchProgressSchema,
    handle: async ({ params }, { ports }) =>
      progressView(await changeBatch(params.batch, params.action, ports)),
  }),
];

function selectionOf(
  { feed, older, ...selection }: ReingestSelection,
  ports: Pick<Ports, 'siteRules'>,
): BatchSelection {
  const named = {
    ...selection,
    feedId: feed,
    olderThan: older === true ? versionsInForce(ports) : undefined,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

const batchView = ({ createdAt, endedAt, selection, ...batch }: Batch): BatchView => ({
  ...batch,
  selection: { ...selection },
  createdAt: createdAt.toISOString(),
  endedAt: iso(endedAt),
});
const progressView = ({ batch, ...progress }: BatchProgress): BatchProgressView => ({
  ...progress,
  batch: batchView(batch),
});
