import { batchProgress, changeBatch } from '../../operations/reingest.js';
import { stages } from '../../pipeline.js';
import type { Batch } from '../../store/batches.js';
import type { BatchSelection } from '../../store/schema-batches.js';
import type { Ports } from '../../workers/ports.js';
import { startReingest } from '../../workers/reingest.js';
import { countSelection, versionsInForce } from '../../workers/selection.js';
import { BatchPage } from './batch.js';
import { telling } from './notices.js';
import {
  batchActionParams,
  batchesQuery,
  batchPageParams,
  type SelectionForm,
  selectionForm,
} from './page-requests.js';
import { type PageRoute, pageRoute } from './page-route.js';
import { Choice, Pages, Table } from './parts.js';
import { counted, countWords, Time, withQuery } from './words.js';

const ON_A_PAGE = 50;

export const reingestPages: readonly PageRoute[] = [
  pageRoute({
    path: '/reingest',
    query: batchesQuery,
    handle: async ({ query: { before, ...asked } }, { ports }) => {
      const selection = selectionOf(asked, ports);
      const isAsked = Object.keys(selection).length > 0;
      const [batches, meant] = await Promise.all([
        ports.store.batches.list(before ?? null, ON_A_PAGE),
        isAsked ? countSelection(selection, asked.from, ports) : null,
      ]);
      const last = batches.length < ON_A_PAGE ? undefined : batches.at(-1);
      return {
        status: 'page',
        title: 'Re-ingest',
        content: (
          <>
            <h1>Re-ingest</h1>
            <SelectForm asked={asked} />
            {meant !== null && <Start asked={asked} meant={meant} />}
            <Batches batches={batches} />
            <Pages
              first={before === undefined ? null : '/reingest'}
              next={last === undefined ? null : withQuery('/reingest', { before: last.id })}
            />
          </>
        ),
      };
    },
  }),
  pageRoute({
    method: 'POST',
    path: '/reingest',
    body: selectionForm,
    handle: async ({ body }, { ports }) => {
      const { batchId } = await startReingest(
        { selection: selectionOf(body, ports), from: body.from, dryRun: body.dry === 'yes' },
        ports,
      );
      return { status: 'moved', to: telling(`/reingest/${batchId}`, 'batch-started') };
    },
  }),
  pageRoute({
    path: '/reingest/:batch',
    params: batchPageParams,
    handle: async ({ params: { batch } }, { ports }) => ({
      status: 'page',
      title: `Batch ${batch}`,
      content: await BatchPage(await batchProgress(batch, ports), ports),
    }),
  }),
  pageRoute({
    method: 'POST',
    path: '/reingest/:batch/:action',
    params: batchActionParams,
    handle: async ({ params: { batch, action } }, { ports }) => {
      await changeBatch(batch, action, ports);
      return { status: 'moved', to: telling(`/reingest/${batch}`, 'batch-changed') };
    },
  }),
];

function selectionOf(
  { which, host, feed, language, since, words, confidence, alert }: SelectionForm,
  ports: Pick<Ports, 'siteRules'>,
): BatchSelection {
  const named = {
    host,
    feedId: feed,
    language,
    alert,
    since: since?.toISOString(),
    failed: which === 'failed' ? (true as const) : undefined,
    olderThan: which === 'older' ? versionsInForce(ports) : undefined,
    all: which === 'all' ? (true as const) : undefined,
    dropped: words,
    belowConfidence: confidence,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

const kinds = [
  ['any', 'as named beside'],
  ['failed', 'failed'],
  ['older', 'made by an older cleaner, tagger or site rule'],
  ['all', 'all'],
] as const;
const beginnings = stages
  .filter((stage) => stage === 'scrape' || stage === 'clean')
  .map(
    (stage) =>
      [
        stage,
        stage === 'clean' ? 'clean: from the stored pages' : 'scrape: ask for the pages again',
      ] as const,
  );

function SelectForm({
  asked: { which, from, host, feed, language, since, words, confidence, alert },
}: {
  asked: SelectionForm;
}) {
  return (
    <form class="filter" method="get" action="/reingest">
      <Choice name="which" label="Articles that are" options={kinds} chosen={which} />
      <label>
        <span>Host</span>
        <input name="host" value={host} placeholder="news.example.org" />
      </label>
      <label>
        <span>Feed, by its number</span>
        <input name="feed" value={feed} inputMode="numeric" pattern="[0-9]*" />
      </label>
      <label>
        <span>Language</span>
        <input name="language" value={language} size={8} placeholder="en" />
      </label>
      <label>
        <span>Found since</span>
        <input name="since" type="date" value={since?.toISOString().slice(0, 10)} />
      </label>
      <label>
        <span>Dropped for</span>
        <input name="words" value={words} placeholder="words of the reason" />
      </label>
      <label>
        <span>Confidence below</span>
        <input name="confidence" value={confidence} type="number" min="0" max="1" step="0.05" />
      </label>
      {alert !== undefined && <input type="hidden" name="alert" value={alert} />}
      <Choice name="from" label="From" options={beginnings} chosen={from} />
      <button type="submit">Count them</button>
    </form>
  );
}

function Start({ asked, meant }: { asked: SelectionForm; meant: number }) {
  if (meant === 0) return <p class="reason">No article is meant, or none has what the stage works from.</p>;
  const { since, ...rest } = asked;
  const fields = { ...rest, since: since?.toISOString().slice(0, 10) };
  return (
    <section class="forms" aria-label="Start">
      <p>{counted(meant, 'article')} would run again.</p>
      <form class="filter" method="post" action="/reingest">
        {Object.entries(fields)
          .filter(([name, value]) => value !== undefined && name !== 'dry')
          .map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={String(value)} />
          ))}
        <button type="submit" name="dry" value="yes">
          Dry run
        </button>
        <button type="submit" name="dry" value="no">
          Run them again
        </button>
      </form>
    </section>
  );
}

function Batches({ batches }: { batches: readonly Batch[] }) {
  if (batches.length === 0) return <p class="quiet">No article has been run again yet.</p>;
  return (
    <section aria-labelledby="batches">
      <h2 id="batches">Batches</h2>
      <Table
        caption="Newest first"
        columns={[
          { head: 'Batch' },
          { head: 'State' },
          { head: 'Articles', numeric: true },
          { head: 'From' },
          { head: 'Selection' },
          { head: 'Begun' },
        ]}
        rows={batches.map(({ id, state, dryRun, total, fromStage, selection, createdAt }) => [
          <a href={`/reingest/${id}`}>Batch {id}</a>,
          dryRun ? `${state}, dry run` : state,
          countWords(total),
          fromStage,
          selectionWords(selection),
          <Time at={createdAt} />,
        ])}
      />
    </section>
  );
}

/** What a batch means, in short. */
export function selectionWords(selection: BatchSelection): string {
  return Object.entries(selection)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`)
    .join(', ');
}
