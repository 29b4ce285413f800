// Work of every stage in hand at once, which is the moment at which a release is left and the next one takes over.
import { stages } from '../../../src/pipeline.js';
import type { FaultService, LogLine } from './service.js';
import type { Trial } from './trial.js';

const HELD_FEED = 0;
const HELD_PAGES = 3;

/** Takes the newsroom in, and kills `service` at a moment when a job of each stage was in hand. */
export async function leaveInHand(
  trial: Pick<Trial, 'newsroom' | 'ingest'>,
  service: FaultService,
): Promise<void> {
  const { newsroom } = trial;
  // A poll and a few pages that wait for their answer; the other stages are over in moments. A feed is asked for once
  // when it is added, and then by its poll.
  newsroom.feedFault = (feed) => feed === HELD_FEED && (newsroom.journal.polls.get(feed) ?? 0) > 1;
  const held = new Set<number>();
  newsroom.fault = (article) => {
    if (held.size < HELD_PAGES) held.add(article);
    return held.has(article);
  };
  const reached = service.nextLine('each stage has a job in hand', eachStageIsBusy(), 120_000);
  await trial.ingest(service);
  await reached;
  await service.kill();
  newsroom.feedFault = null;
  newsroom.fault = null;
}

/** Counts begun and ended jobs by the lines of a log; true with the line by which every stage has one in hand. */
function eachStageIsBusy(): (line: LogLine) => boolean {
  const busy = new Map<string, number>(stages.map((stage) => [stage, 0]));
  return ({ stage, msg, outcome }) => {
    if (stage === undefined) return false;
    const change = msg === `${stage} begins` ? 1 : outcome === undefined ? 0 : -1;
    busy.set(stage, (busy.get(stage) ?? 0) + change);
    return [...busy.values()].every((count) => count > 0);
  };
}
