// One page asked for by a person, as the service would ask: through the guard, with its limits, and where robots.txt
// allows it.
import { FeedmillError } from '../errors.js';
import type { Settings } from '../settings.js';
import { canonicalUrl } from '../web/canonical-url.js';
import { judge, type WebOk } from '../web/outcome.js';
import { openWeb } from '../workers/open-web.js';

/**
 * The page at an address, asked for as the service would ask.
 * @throws FeedmillError PAGE_UNAVAILABLE where robots.txt forbids it or no page comes.
 */
export async function requestPage(named: string, settings: Settings): Promise<WebOk> {
  const url = canonicalUrl(named);
  if (url === null) throw unavailable(named, 'it is no http or https address.');
  const { web, robots } = openWeb(settings);
  try {
    const permit = settings.respectRobots ? await robots.allowed(url) : null;
    if (permit?.allowed === false) throw unavailable(url, permit.reason);
    const outcome = await web.get({ url, acceptTypes: 'page' });
    switch (outcome.status) {
      case 'ok':
        return outcome;
      case 'not-modified':
        throw unavailable(url, 'the server answered 304 to a request that did not ask for it.');
      default:
        throw unavailable(url, judge(outcome).reason);
    }
  } finally {
    await web.close();
  }
}

/** Why nothing can be made of what a person named. */
export const unavailable = (named: string, reason: string): FeedmillError =>
  new FeedmillError('PAGE_UNAVAILABLE', `${named} cannot be cleaned: ${reason}`, {
    details: { named, reason },
  });
