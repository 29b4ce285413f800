/** Binds the scrape stage: a polite, guarded request of the article's page, kept as a snapshot. */
import { makingSnapshot, packSnapshot } from '../store/snapshots.js';
import { judge } from '../web/outcome.js';
import type { ArticleStageRun } from './attempt.js';
import { done, dropped, failed, type Outcome, retry, wait } from './outcome.js';
import type { Ports } from './ports.js';

// A host whose robots.txt does not answer may not be asked for pages (RFC 9309, 2.3.1.4); it is asked for it again
// after this long, as often as a page would be.
const ROBOTS_RETRY_MS = 60_000;

export const scrape: ArticleStageRun<'scrape'> = {
  name: 'scrape',
  async run(_job, { article, run }, ports, signal) {
    const refused = await permission(article.url, article.host, ports);
    if (refused !== null) return refused;
    const outcome = await ports.web.get({ url: article.url, acceptTypes: 'page', signal });
    switch (outcome.status) {
      case 'ok': {
        const snapshot = await packSnapshot({
          articleId: article.id,
          url: outcome.url,
          status: outcome.httpStatus,
          headers: outcome.headers,
          body: outcome.body,
        });
        const detail = {
          status: outcome.httpStatus,
          bytes: snapshot.size,
          ...(outcome.url === article.url ? {} : { finalUrl: outcome.url }),
        };
        const isKnown =
          run.snapshotId !== null && (await ports.store.snapshots.refetched(run.snapshotId, snapshot));
        return done('clean', detail, isKnown ? null : makingSnapshot(snapshot));
      }
      case 'aborted':
        return wait('the service stops; the page is requested again after its start', ports.now());
      case 'unsupported-type':
        return dropped(outcome.message);
      case 'not-modified':
        return failed('the server answered 304 to a request that did not ask for it');
      default:
        return troubled(judge(outcome), article.host, ports);
    }
  },
};

async function permission(
  url: string,
  host: string,
  { robots, store, settings }: Ports,
): Promise<Outcome | null> {
  const pausedUntil = settings.hostDelayMs === 0 ? null : await store.hosts.pausedUntil(host);
  if (pausedUntil !== null) return wait(`${host} asked for a pause`, pausedUntil);
  if (!settings.respectRobots) return null;
  const permit = await robots.allowed(url);
  if (permit.allowed) return null;
  return permit.retry === true ? retry(permit.reason, ROBOTS_RETRY_MS) : dropped(permit.reason);
}

async function troubled(
  { kind, reason, retryAfterMs }: ReturnType<typeof judge>,
  host: string,
  { store, now }: Ports,
): Promise<Outcome> {
  switch (kind) {
    case 'throttled':
      if (retryAfterMs !== null) await store.hosts.pause(host, new Date(now().getTime() + retryAfterMs));
      return retry(reason, retryAfterMs);
    case 'transient':
      return retry(reason, retryAfterMs);
    case 'permanent':
    case 'gone':
      return failed(reason);
    default:
      return kind satisfies never;
  }
}
