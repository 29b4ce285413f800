// The clocks of the service, as BullMQ Job Schedulers, so that they fire once however many processes run: tick looks
// for due feeds, sweep for unfinished articles that have lost their job, subscribe for hubs that are to be asked, watch
// for what is wrong, heartbeat tells a watcher outside that nothing is, notify for webhooks that are to be told.
import type { Settings } from '../settings.js';
import type { Queues } from './queues.js';

export const timers = ['tick', 'sweep', 'subscribe', 'watch', 'heartbeat', 'notify'] as const;
export type TimerName = (typeof timers)[number];

/** Finished timer jobs that are kept: a few, to see on the dashboard that the clocks run. */
const KEPT = 20;
/** Far more than two hosts' clocks differ that are kept by NTP. */
const CLOCK_SLACK_MS = 60_000;

/**
 * Sets the clocks up, or finds them as they are; any number of processes may do so at once.
 * Called again from time to time, because whoever empties the queue empties the schedulers with it.
 */
export async function setTimers(
  queues: Queues,
  settings: Pick<
    Settings,
    'tickMs' | 'sweepMs' | 'publicUrl' | 'watchMs' | 'heartbeatMs' | 'heartbeatUrl' | 'notifyMs'
  >,
): Promise<void> {
  const every: Record<TimerName, number> = {
    tick: settings.tickMs,
    sweep: settings.sweepMs,
    subscribe: settings.sweepMs,
    watch: settings.watchMs,
    heartbeat: settings.heartbeatMs,
    notify: settings.notifyMs,
  };
  for (const name of timers) {
    if (name === 'subscribe' && settings.publicUrl === null) continue;
    if (name === 'heartbeat' && settings.heartbeatUrl === null) continue;
    // A clock that was set back would leave a timer asleep until it has caught up.
    const { next } = (await queues.timers.getJobScheduler(name)) ?? {};
    if (next !== undefined && next > Date.now() + every[name] + CLOCK_SLACK_MS)
      await queues.timers.removeJobScheduler(name);
    await queues.timers.upsertJobScheduler(
      name,
      { every: every[name] },
      {
        name,
        opts: { removeOnComplete: { count: KEPT }, removeOnFail: { count: KEPT } },
      },
    );
  }
}
