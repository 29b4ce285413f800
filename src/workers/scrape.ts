/** Binds the scrape stage: a polite, guarded request of the article's page, kept as a snapshot. */
import { PlaceError } from '../store/page-place.js';
import { makingSnapshot, type PackedSnapshot, packSnapshot } from '../store/snapshots.js';
import type { WebFailure } from '../web/client.js';
import { judge } from '../web/outcome.js';
import { pageDirectives } from '../web/page-directives.js';
import { admit, learn } from './admission.js';
import type { ArticleStageRun } from './attempt.js';
import { done, dropped, failed, type Outcome, retry, wait } from './outcome.js';
import type { Ports } from './ports.js';

/** A request that met our own network's end is made again soon: the next one tells whether it is back. */
const OFFLINE_MS = 30_000;

/** A page that cannot be kept now is requested again after this. */
const FULL_MS = 60_000;

export const scrape: ArticleStageRun<'scrape'> = {
  name: 'scrape',
  async run(_job, { article, run }, ports, signal) {
    const complaint = ports.store.pageBytes.complaint(ports.now());
    if (complaint !== null) return unkept(complaint, ports);
    const admission = await admit(article, ports, signal);
    if (admission.status === 'held') return admission.outcome;
    const began = performance.now();
    const outcome = await ports.web.get({ url: article.url, acceptTypes: 'page', signal });
    const { isSlowed } = admission;
    await learn(article, outcome, { ms: performance.now() - began, isSlowed }, ports);
    switch (outcome.status) {
      case 'ok': {
        const snapshot = await packSnapshot({
          articleId: article.id,
          url: outcome.url,
          status: outcome.httpStatus,
          headers: outcome.headers,
          body: outcome.body,
        });
        const directives = pageDirectives(outcome.headers, ports.settings.userAgent);
        const detail = {
          status: outcome.httpStatus,
          bytes: snapshot.size,
          ...(outcome.url === article.url ? {} : { finalUrl: outcome.url }),
          ...(directives.length === 0 ? {} : { directives }),
        };
        const isKnown =
          run.snapshotId !== null && (await ports.store.snapshots.refetched(run.snapshotId, snapshot));
        if (isKnown) return done('clean', detail, null);
        const kept = await keep(snapshot, ports);
        return kept.status === 'kept' ? done('clean', detail, makingSnapshot(kept.page)) : kept.outcome;
      }
      case 'aborted':
        return wait('the service stops; the page is requested again after its start', ports.now());
      case 'offline':
        return wait(outcome.message, new Date(ports.now().getTime() + OFFLINE_MS));
      case 'unsupported-type':
        return dropped(outcome.message);
      case 'not-modified':
        return failed('the server answered 304 to a request that did not ask for it');
      default:
        return troubled(outcome);
    }
  },
};

// Nobody's article fails because the disk or the bucket is full: it waits, and no try is counted.
const unkept = (why: string, { now }: Ports): Outcome =>
  wait(`the page cannot be kept: ${why}`, new Date(now().getTime() + FULL_MS));

async function keep(
  page: PackedSnapshot,
  ports: Ports,
): Promise<{ status: 'kept'; page: PackedSnapshot } | { status: 'not kept'; outcome: Outcome }> {
  try {
    return { status: 'kept', page: await ports.store.pageBytes.keep(page) };
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    return { status: 'not kept', outcome: unkept(error.message, ports) };
  }
}

function troubled(outcome: WebFailure): Outcome {
  const { kind, reason, retryAfterMs } = judge(outcome);
  switch (kind) {
    case 'throttled':
    case 'transient':
      return retry(reason, retryAfterMs);
    case 'permanent':
    case 'gone':
      return failed(reason);
    default:
      return kind satisfies never;
  }
}
