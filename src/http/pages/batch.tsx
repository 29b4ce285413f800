// One re-ingest batch: how far it is, what it changes by site, the texts that change most, and what can be done with it.
import {
  type BatchAction,
  type BatchProgress,
  batchReport,
  fieldChangeWords,
} from '../../operations/reingest.js';
import type { SiteChanges } from '../../store/batch-report.js';
import type { Batch } from '../../store/batches.js';
import type { Ports } from '../../workers/ports.js';
import { Diff } from './diff.js';
import { Act, Bar, Facts, Table } from './parts.js';
import { countWords, durationWords, percentWords, TimeOrNone } from './words.js';

const SECOND_MS = 1_000;

export async function BatchPage(progress: BatchProgress, ports: Ports) {
  const { batch, ended, outcomes, drafts, secondsLeft } = progress;
  const { sites, largest } = await batchReport(batch.id, ports);
  return (
    <>
      <h1>
        Batch {batch.id}
        {batch.dryRun && ', dry run'}
      </h1>
      <Bar share={batch.total === 0 ? 1 : Math.min(1, ended / batch.total)} />
      <Facts
        facts={[
          ['State', batch.state],
          ['Articles', `${countWords(ended)} of ${countWords(batch.total)}`],
          ['From', batch.fromStage],
          ['Left', secondsLeft === null ? null : durationWords(secondsLeft * SECOND_MS)],
          ['Drafts kept', drafts === 0 ? null : countWords(drafts)],
          ['Ended', batch.endedAt === null ? null : <TimeOrNone at={batch.endedAt} />],
          ...outcomes.map(({ outcome, count }) => [outcome, countWords(count)] as [string, string]),
        ]}
      />
      <Actions batch={batch} drafts={drafts} />
      <Sites sites={sites} />
      {largest.length > 0 && (
        <section aria-labelledby="largest">
          <h2 id="largest">The largest changes</h2>
          {largest.map(({ articleId, title, url, wordsKept, diff }) => (
            <article key={articleId}>
              <h3>
                <a href={`/articles/${articleId}`} dir="auto">
                  {title ?? url}
                </a>
              </h3>
              <p class="quiet">{percentWords(wordsKept)} of the words kept</p>
              <Diff parts={diff} />
            </article>
          ))}
        </section>
      )}
    </>
  );
}

const labels: Readonly<Record<BatchAction, string>> = {
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  commit: 'Make the drafts current',
  drop: 'Delete the drafts',
};

function actionsOf({ state }: Batch, drafts: number): BatchAction[] {
  if (state === 'running') return ['pause', 'cancel'];
  if (state === 'paused') return ['resume', 'cancel'];
  return drafts > 0 && (state === 'finished' || state === 'cancelled') ? ['commit', 'drop'] : [];
}

function Actions({ batch, drafts }: { batch: Batch; drafts: number }) {
  const actions = actionsOf(batch, drafts);
  if (actions.length === 0) return null;
  return (
    <div class="acts">
      {actions.map((action) => (
        <Act key={action} action={`/reingest/${batch.id}/${action}`} text={labels[action]} />
      ))}
    </div>
  );
}

function Sites({ sites }: { sites: readonly SiteChanges[] }) {
  const changed = sites.filter(({ stored, revised }) => stored + revised > 0);
  if (changed.length === 0) return <p class="quiet">Nothing has changed so far.</p>;
  return (
    <section aria-labelledby="sites">
      <h2 id="sites">By site</h2>
      <Table
        caption="Sites with most changes first"
        columns={[
          { head: 'Site' },
          { head: 'Articles', numeric: true },
          { head: 'New', numeric: true },
          { head: 'Revised', numeric: true },
          { head: 'Words kept', numeric: true },
          { head: 'Confidence' },
          { head: 'Fields' },
        ]}
        rows={changed.map(({ host, articles, stored, revised, wordsKept, confidence, fields }) => [
          host,
          countWords(articles),
          countWords(stored),
          countWords(revised),
          wordsKept === null ? '' : percentWords(wordsKept),
          confidence === null ? '' : `${confidence.from.toFixed(2)} → ${confidence.to.toFixed(2)}`,
          fields.map(fieldChangeWords).join('; '),
        ])}
      />
    </section>
  );
}
