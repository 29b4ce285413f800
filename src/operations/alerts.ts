// What a person does with alerts: sees them, and takes what a site looks like now as its new normal.
import { FeedmillError } from '../errors.js';
import type { Alert } from '../store/alerts.js';
import { remedyFor } from '../watch/remedies.js';
import type { Ports } from '../workers/ports.js';

/** An alert with what to do about it. */
export type ToldAlert = Alert & {
  todo: string;
  /** The page of the newsroom where it is done or seen. */
  page: string;
};

const told = (alert: Alert): ToldAlert => {
  const { text: todo, page } = remedyFor(alert);
  return { ...alert, todo, page };
};

/** What is wrong now: critical alerts first, then the oldest first. */
export const openAlerts = async ({ store }: Pick<Ports, 'store'>): Promise<ToldAlert[]> =>
  (await store.alerts.open()).map(told);

/** All alerts, those that are over included, the newest first. */
export const allAlerts = async (
  page: { before: number | null; limit: number },
  { store }: Pick<Ports, 'store'>,
): Promise<ToldAlert[]> => (await store.alerts.list(page)).map(told);

/**
 * Ends the alert that a site's articles look different: what they look like now is usual from now on, and its articles
 * are marked no more.
 * @throws FeedmillError NOT_FOUND when there is no such alert, CONFLICT when it is over or about something else.
 */
export async function acceptDrift(
  id: number,
  { store, log }: Pick<Ports, 'store' | 'log'>,
): Promise<ToldAlert> {
  const alert = await store.alerts.find(id);
  if (alert === null)
    throw new FeedmillError(
      'NOT_FOUND',
      `There is no alert ${id}. \`feedmill alerts --all\` shows what there is.`,
    );
  if (alert.kind !== 'drift')
    throw new FeedmillError(
      'CONFLICT',
      `Alert ${id} (${alert.kind}) cannot be accepted: it ends when what is wrong has ended. Only a site that looks different can be taken as it is.`,
    );
  const accepted = await store.transaction(async (tx) => {
    const ended = await tx.alerts.resolve(id, 'accepted');
    if (ended !== null) await tx.sites.accept(alert.subject, id);
    return ended;
  });
  if (accepted === null)
    throw new FeedmillError('CONFLICT', `Alert ${id} is over already; there is nothing to accept.`);
  log.info({ alertId: id, site: alert.subject }, 'a site is taken as it looks now');
  return told(accepted);
}
