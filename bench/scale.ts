// What a large archive costs: the time in which a service over it answers, page by page and route by route, and the
// time of what its timers and its store stage ask of the database, beside the same over a small one.
// usage: bench:scale -- [--articles N] [--feeds N] [--small N] [--rounds N]
// The archives are made on the local PostgreSQL and dropped afterwards; a million articles take some minutes and 5 GB.
import { parseArgs } from 'node:util';
import { createApp, listen } from '../src/http/server.js';
import { createLog } from '../src/log.js';
import { startService } from '../src/service.js';
import { openDatabase } from '../src/store/database.js';
import { testPlace } from '../test/support/databases.js';
import { fillArchive } from './archive.js';
import { askedOfServer } from './scale-requests.js';
import { askedOfStore } from './scale-statements.js';
import { summaryOf, type Timed } from './timing.js';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '1000000' },
    feeds: { type: 'string', default: '20000' },
    small: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '40' },
  },
});

/** Everything that is timed, over an archive of that size. */
async function timesWith(articles: number, feeds: number): Promise<Timed[]> {
  const place = await testPlace('redis', { FEEDMILL_LOG_LEVEL: 'error' });
  try {
    await (await openDatabase(place.settings, null)).close(5_000);
    await fillArchive(place.env['DATABASE_URL'] ?? '', { articles, feeds }, (done) => {
      process.stderr.write(`\r${done} of ${articles} articles`);
    });
    process.stderr.write('\n');
    const service = await startService(place.settings, createLog(place.settings, 2), { command: 'bench' });
    const app = await createApp(service);
    try {
      const { url } = await listen(app, place.settings);
      const rounds = Number(values.rounds);
      return [
        ...(await askedOfServer(url, { articles, rounds })),
        ...(await askedOfStore(service.ports, { rounds })),
      ];
    } finally {
      await app.close();
      await service.stop();
    }
  } finally {
    await place.remove();
  }
}

const small = await timesWith(Number(values.small), Math.ceil(Number(values.small) / 50));
const large = await timesWith(Number(values.articles), Number(values.feeds));
console.log(
  `milliseconds over ${values.articles} articles: median, 95th percentile, slowest; median over ${values.small}`,
);
for (const { name, times } of large) {
  const { median, p95, slowest } = summaryOf(times);
  const beside = summaryOf(small.find((one) => one.name === name)?.times ?? []);
  console.log(
    `${name.padEnd(54)} ${[median, p95, slowest, beside.median].map((ms) => ms.toFixed(1).padStart(8)).join('')}`,
  );
}
process.exit(0);
