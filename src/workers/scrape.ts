/** Binds the scrape stage: a polite, guarded request of the article's page, kept as a snapshot. */
import { makingSnapshot, packSnapshot } from '../store/snapshots.js';
import type { WebFailure } from '../web/client.js';
import { judge } from '../web/outcome.js';
import { pageDirectives } from '../web/page-directives.js';
import { admit, learn } from './admission.js';
import type { ArticleStageRun } from './attempt.js';
import { done, dropped, failed, type Outcome, retry, wait } from './outcome.js';

/** A request that met our own network's end is made again soon: the next one tells whether it is back. */
const OFFLINE_MS = 30_000;

export const scrape: ArticleStageRun<'scrape'> = {
  name: 'scrape',
  async run(_job, { article, run }, ports, signal) {
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
        return done('clean', detail, isKnown ? null : makingSnapshot(snapshot));
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
