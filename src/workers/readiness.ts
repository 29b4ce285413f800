// What a load balancer asks, and what the heartbeat goes by: whether the service can do its work now.
import { messageOf } from '../errors.js';
import { modeOf } from '../settings.js';
import type { Ports } from './ports.js';

/** What a process knows of itself. */
export interface OwnState {
  pingStore(timeoutMs: number): Promise<void>;
  /** Why work pauses for want of room on the disk; null while there is room. */
  spaceComplaint(): string | null;
  /** Why the service cannot look after itself; null while it can. */
  watchComplaint(): Promise<string | null>;
}

export interface Check {
  name: 'store' | 'queue' | 'backlog' | 'pages' | 'disk' | 'watch';
  ok: boolean;
  detail: string;
}

// A probe must answer before whoever asks gives up, whatever state the databases are in.
const CHECK_TIMEOUT_MS = 2_000;

/** Whether the service can do its work now, check by check. Never throws, and answers within a few seconds. */
export async function readiness(
  ports: Ports,
  { pingStore, spaceComplaint, watchComplaint }: OwnState,
): Promise<{ ready: boolean; checks: Check[] }> {
  const { store, queues, settings, now } = ports;
  const checks = await Promise.all([
    check('store', async () => {
      await pingStore(CHECK_TIMEOUT_MS);
      return 'answers';
    }),
    check('queue', async () => {
      await queues.backend.ping();
      return 'answers';
    }),
    check('backlog', async () => {
      const oldest = await queues.oldestWaitingMs(now());
      if (oldest > settings.readyMaxWaitMs)
        throw new Error(
          `the oldest waiting job is ${Math.round(oldest / 1000)} s old, more than ${Math.round(settings.readyMaxWaitMs / 1000)} s`,
        );
      return `the oldest waiting job is ${Math.round(oldest / 1000)} s old`;
    }),
    ...(settings.snapshots === null
      ? []
      : [
          check('pages', async () => {
            await store.pageBytes.check();
            return `${settings.snapshots} can be used`;
          }),
        ]),
    ...(modeOf(settings) === 'embedded'
      ? [check('disk', async () => fineOrThrow(spaceComplaint(), 'there is room'))]
      : []),
    check('watch', async () => fineOrThrow(await watchComplaint(), 'looks after itself')),
  ]);
  return { ready: checks.every(({ ok }) => ok), checks };
}

function fineOrThrow(complaint: string | null, fine: string): string {
  if (complaint !== null) throw new Error(complaint);
  return fine;
}

async function check(name: Check['name'], probe: () => Promise<string>): Promise<Check> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
  });
  try {
    return { name, ok: true, detail: await Promise.race([probe(), late]) };
  } catch (error) {
    return { name, ok: false, detail: messageOf(error) };
  } finally {
    clearTimeout(timer);
  }
}
