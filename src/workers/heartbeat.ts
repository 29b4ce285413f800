// A sign of life for a watcher outside, who raises the alarm when it stops: whatever is so wrong that no alert could be
// raised or told stops it as well. The address is a secret, because whoever knows it can keep the watcher quiet.
import type { WebOutcome } from '../web/outcome.js';
import type { Ports } from './ports.js';

/** Watchers answer with a word. */
const ANSWER_BYTES = 10_000;

/**
 * Asks for FEEDMILL_HEARTBEAT_URL if all is well: no critical alert is open, and the service is ready. 1 when the
 * watcher has heard it. A failure is logged and no more: the watcher is told by the silence.
 */
export async function beat(
  { settings, store, web, log }: Pick<Ports, 'settings' | 'store' | 'web' | 'log'>,
  isReady: () => Promise<boolean>,
): Promise<number> {
  const { heartbeatUrl } = settings;
  if (heartbeatUrl === null) return 0;
  const alerts = (await store.alerts.open()).filter(({ severity }) => severity === 'critical');
  if (alerts.length > 0 || !(await isReady())) {
    log.warn({ alerts: alerts.map(({ id }) => id) }, 'not all is well; no heartbeat is sent');
    return 0;
  }
  const outcome = await web.get({ url: heartbeatUrl, cutAtBytes: ANSWER_BYTES });
  if (outcome.status === 'ok') return 1;
  log.warn({ outcome: outcome.status, why: causeOf(outcome) }, 'the heartbeat was not heard');
  return 0;
}

// The sentences of outcomes name the address.
function causeOf(outcome: WebOutcome): string | number | null {
  if ('httpStatus' in outcome) return outcome.httpStatus;
  if ('code' in outcome) return outcome.code;
  return 'rule' in outcome ? outcome.rule : null;
}
