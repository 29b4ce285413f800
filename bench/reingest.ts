// Articles per second when what is stored is cleaned again, as a re-ingest and as a dry run, one beside
// the other. Each is made twice and the second one counts: the first compiles the code.
// usage: bench:reingest -- --mode embedded|postgres|redis --opml URL
import { parseArgs } from 'node:util';
import { batchProgress } from '../src/operations/reingest.js';
import type { Service } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import { startReingest } from '../src/workers/reingest.js';
import { ingest, pause, withService } from './ingest.js';

const { values } = parseArgs({
  options: { mode: { type: 'string', default: 'embedded' }, opml: { type: 'string' } },
});
if (values.opml === undefined) throw new Error('--opml URL is missing: the address of an OPML list of feeds');
const { opml } = values;
const mode = values.mode as Mode;

/** Cleans everything again; articles per second. */
async function again({ ports }: Service, dryRun: boolean): Promise<number> {
  const started = performance.now();
  const { batchId, articles } = await startReingest(
    { selection: { all: true }, from: 'clean', dryRun },
    ports,
  );
  while (!(await batchProgress(batchId, ports)).finished) await pause();
  return articles / ((performance.now() - started) / 1000);
}

async function rates(service: Service) {
  const { urls } = await ingest(service, opml);
  await again(service, false);
  await again(service, true);
  return { articles: urls.length, reingest: await again(service, false), dryRun: await again(service, true) };
}

const { articles, reingest, dryRun } = await withService(mode, [opml], rates);
const round = (value: number): number => Math.round(value * 10) / 10;
console.log(
  JSON.stringify({
    mode,
    articles,
    articlesPerSecond: round(reingest),
    dryRunArticlesPerSecond: round(dryRun),
    dryRunTimes: round(reingest / dryRun),
  }),
);
process.exit(0);
