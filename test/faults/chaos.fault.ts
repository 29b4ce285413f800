// Several faults at once, by a schedule that a seed makes: what holds against each alone has to hold against them all.
// A seed that fails stands in the name of its test, and gives the same schedule again.
import { fault } from './harness/fault.js';
import { Mixer } from './harness/mixer.js';
import { faultOptions, seeded } from './harness/options.js';
import { scheduleOf } from './harness/schedule.js';

const { seed, rounds, minutes } = faultOptions();
/** Enough that there is always something to do. */
const ARTICLES_A_MINUTE = 300;
const FEEDS_AT_ONCE = 4;
const FEEDS_AT_REST = 25;

for (let round = 0; round < rounds; round++)
  fault(
    54,
    {
      by: `seed ${seed + round}, ${minutes} minutes`,
      articles: Math.ceil((ARTICLES_A_MINUTE * minutes) / 10) * 10,
      timeoutMs: minutes * 60_000 + 900_000,
    },
    async (trial) => {
      const mixer = new Mixer(trial, seeded(seed + round));
      let service = await mixer.start();
      const waiting = [...trial.newsroom.feedUrls];
      const load = async (): Promise<void> => {
        const next = waiting.slice(0, FEEDS_AT_ONCE);
        if (next.length === 0) return;
        // Who asks while the service is away asks again later.
        const taken = await trial.ingest(service, next).then(
          () => true,
          () => false,
        );
        if (taken) waiting.splice(0, next.length);
      };
      await mixer.run(scheduleOf(seed + round, minutes, trial.mode), async () => {
        service = trial.system.services.findLast((one) => !one.hasEnded()) ?? service;
        await Promise.race([load(), new Promise((resolve) => setTimeout(resolve, 1_000))]);
      });
      trial.newsroom.fault = null;
      const services = await mixer.peace();
      const [first] = services;
      if (first === undefined) throw new Error('nothing runs');
      // What was out of luck all the time is found only now, so that all at once may take longer than an answer may.
      const { feedUrls } = trial.newsroom;
      for (let at = 0; at < feedUrls.length; at += FEEDS_AT_REST)
        await trial.ingest(first, feedUrls.slice(at, at + FEEDS_AT_REST));
      await trial.ended(...services);
      await trial.quiet(first);
      await trial.check({ extraRequests: 12, parked: true });
    },
  );
