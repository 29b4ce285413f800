// What an article costs at each stage: the queues are held, the feeds polled, and one stage after the other is let go
// until its queue is empty, so that whatever the processor does meanwhile is that stage's. Lists before the last one
// warm the service, as in bench:pipeline; each list is of another site.
// usage: bench:stages -- --mode embedded|postgres|redis --opml URL --opml URL …
import { parseArgs } from 'node:util';
import { addUrls, pollNow } from '../src/operations/feeds.js';
import { stages } from '../src/pipeline.js';
import type { Service } from '../src/service.js';
import type { Mode } from '../src/settings.js';
import { ingest, pause, withService } from './ingest.js';
import { cpuPerArticle, cpuSoFar } from './usage.js';

const { values } = parseArgs({
  options: {
    mode: { type: 'string', default: 'embedded' },
    opml: { type: 'string', multiple: true, default: [] },
  },
});
const [measured, ...others] = values.opml.toReversed();
if (measured === undefined) throw new Error('--opml URL is missing: the address of an OPML list of feeds');
const toWarm = others.reverse();
const mode = values.mode as Mode;

async function stageByStage(service: Service, list: string) {
  const { ports } = service;
  for (const earlier of toWarm) await ingest(service, earlier);
  const { byStage } = ports.queues;
  for (const stage of stages) await byStage[stage].pause();
  const mark = await ports.store.progress.mark();
  const { feeds } = await addUrls([list], [], ports);
  const ids = feeds.map(({ feed }) => feed.id);
  await pollNow(ids, ports);
  const readings = [];
  for (const stage of stages) {
    const began = { at: performance.now(), cpu: cpuSoFar() };
    const queue = byStage[stage];
    await queue.resume();
    while ((await queue.getJobCountByTypes('waiting', 'prioritized', 'active', 'delayed')) > 0) await pause();
    readings.push({ stage, began, ended: { at: performance.now(), cpu: cpuSoFar() } });
  }
  const { fresh, finished } = await ports.store.progress.since(mark, ids);
  if (!finished) throw new Error('the queues are empty and articles are left; were there retries?');
  return { articles: Object.values(fresh).reduce((sum, count) => sum + count, 0), readings };
}

const { articles, readings } = await withService(mode, values.opml, (service) =>
  stageByStage(service, measured),
);
const cpuMsPerArticle = Object.fromEntries(
  readings.map(({ stage, began, ended }) => [
    stage,
    {
      wall: Math.round(((ended.at - began.at) * 10) / articles) / 10,
      ...cpuPerArticle(began.cpu, ended.cpu, articles),
    },
  ]),
);
console.log(JSON.stringify({ mode, articles, cpuMsPerArticle }));
process.exit(0);
