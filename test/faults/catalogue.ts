// The faults that Feedmill is held against, by number. It is long because it is a table. Each is caused by a suite of
// its group (`<group>.fault.ts`), or by tests of `npm test` that cause it truly (`proofs`), or is not caused, and says
// why. None is left out: the table at the end of a run has a line for every fault and mode.
import type { Mode } from '../../src/settings.js';

export const groups = [
  'kills',
  'pauses',
  'redis',
  'postgres',
  'disk',
  'folder',
  'upgrade',
  'clock',
  'network',
  'poison',
  'delivery',
  'shutdown',
  'limits',
  'outlets',
  'chaos',
  'guards',
] as const;
export type Group = (typeof groups)[number];

/** Tests of `npm test` that cause a fault: the file, and the beginning of the names that count. */
export interface Proof {
  file: string;
  name: string;
  modes: readonly Mode[];
}

export interface Fault {
  number: number;
  what: string;
  group: Group;
  modes: readonly Mode[];
  proofs?: readonly Proof[];
  /** The program that causes it, which a machine may not have. */
  needs?: string;
  /** Why it is not caused here. */
  absent?: string;
}

const E = ['embedded'] as const;
const EPR = ['embedded', 'postgres', 'redis'] as const;
const PR = ['postgres', 'redis'] as const;
const R = ['redis'] as const;
const ER = ['embedded', 'redis'] as const;
const EP = ['embedded', 'postgres'] as const;

const row = (
  number: number,
  what: string,
  group: Group,
  modes: readonly Mode[],
  rest: Pick<Fault, 'proofs' | 'needs' | 'absent'> = {},
): Fault => ({ number, what, group, modes, ...rest });

const test = (file: string, name: string, modes: readonly Mode[]): Proof => ({ file, name, modes });

export const faults: readonly Fault[] = [
  row(1, 'killed at a stage boundary', 'kills', EPR),
  row(2, 'killed at any write', 'disk', E, { needs: 'strace' }),
  row(3, 'one job killed again and again', 'kills', EPR),
  row(4, 'paused for a minute while another worker runs', 'pauses', PR),
  row(5, 'Redis restarts', 'redis', R),
  row(6, 'Redis is empty', 'redis', R),
  row(7, 'Redis is full', 'redis', R),
  row(8, 'Redis is read-only or has no replicas', 'redis', R),
  row(9, 'Redis is slow or silent', 'redis', R),
  row(10, 'Redis drops connections', 'redis', R),
  row(11, 'Redis may evict jobs', 'redis', R, {
    proofs: [test('test/faults/outages.test.ts', 'that may evict jobs is refused at the start', R)],
  }),
  row(12, 'Redis loses its scripts or the end of its log', 'redis', R),
  row(13, 'PostgreSQL restarts', 'postgres', PR),
  row(14, 'a connection dies in a transaction', 'postgres', PR),
  row(15, 'PostgreSQL hangs', 'postgres', PR),
  row(16, 'too few connections', 'postgres', PR),
  row(17, 'locks that are held', 'postgres', PR),
  row(18, 'deadlocks and serialisation failures', 'postgres', PR),
  row(19, 'the database is read-only', 'postgres', PR),
  row(20, 'the disk of the database is full', 'disk', EPR, {
    proofs: [
      test('test/faults/full-disk.test.ts', 'lets work rest with its reason', E),
      test('test/faults/full-disk.test.ts', 'ends with that reason instead of hanging', E),
    ],
  }),
  row(21, 'the disk of the log is full', 'disk', E),
  row(22, 'the reader of the log is gone or stuck', 'disk', E),
  row(23, 'an I/O error', 'disk', E, { needs: 'strace' }),
  row(24, 'the folder is held twice', 'folder', E, {
    proofs: [test('test/store/data-folder.test.ts', 'lets one of ten through that find a dead socket', E)],
  }),
  row(25, 'a stale lock, its process number taken', 'folder', E),
  row(26, 'the folder is damaged', 'folder', E),
  row(27, 'the database of another major version', 'folder', E),
  row(28, 'a migration is interrupted', 'upgrade', EPR),
  row(29, 'an upgrade with jobs in flight', 'upgrade', EPR, {
    needs: 'history of the repository',
    proofs: [test('test/faults/upgrade.test.ts', 'is stored by this one, whatever its jobs look like', EPR)],
  }),
  row(30, 'the wall clock jumps', 'clock', EPR, { needs: 'faketime' }),
  // Who asks for names knows nothing of queues and databases.
  row(31, 'names are not resolved', 'network', ER, {
    proofs: [
      test('test/faults/names.test.ts', 'of all sites is our own network', ER),
      test('test/faults/names.test.ts', 'that is dead holds up no other', ER),
      ...[
        'does not exist',
        'has no address',
        'has a server that fails',
        'has a server that says nothing',
      ].map((what) => test('test/faults/names.test.ts', `that ${what} is named in words`, ER)),
    ],
  }),
  row(32, 'connections are refused, reset, cut', 'network', ER, {
    proofs: [test('test/faults/origins.test.ts', '/', E)],
  }),
  row(33, 'bodies that drip', 'network', ER, {
    proofs: [test('test/faults/origins.test.ts', 'is not waited for by others', E)],
  }),
  row(34, 'bombs and floods', 'network', E, {
    proofs: [
      test('test/faults/origins.test.ts', 'that unpacks to a bomb', E),
      test('test/web/exchange.test.ts', 'with 10,000 headers or one of 1 MB', E),
      test('test/web/exchange.test.ts', 'with a stream of interim responses', E),
    ],
  }),
  row(35, 'redirects', 'network', E, {
    proofs: [
      test('test/faults/origins.test.ts', '/loop', E),
      test('test/web/client.test.ts', 'end after ten, in a loop and with a growing URL', E),
      test('test/web/client.test.ts', 'to a URL of 9 KB are refused', E),
      test('test/web/client.test.ts', 'without a Location are refused', E),
    ],
  }),
  row(36, 'TLS that fails', 'network', E, {
    proofs: [test('test/faults/origins.test.ts', 'of a server that', E)],
  }),
  row(37, 'too little memory for a thread', 'limits', E, {
    proofs: [
      test(
        'test/workers/thread-pool.test.ts',
        'loses no more than the task whose thread runs out of memory',
        E,
      ),
    ],
  }),
  row(38, 'a thread hangs', 'limits', E, {
    proofs: [test('test/workers/thread-pool.test.ts', 'gives up a task that takes too long', E)],
  }),
  row(39, 'a thread crashes', 'limits', E, {
    proofs: [test('test/workers/thread-pool.test.ts', 'loses no more than the task that ends its thread', E)],
  }),
  row(40, 'poisonous content', 'poison', EPR),
  row(41, 'a job that poisons the queue', 'poison', EPR),
  row(42, 'jobs delivered more than once', 'delivery', EPR),
  row(43, 'jobs out of order', 'delivery', EPR),
  row(44, 'too few descriptors', 'limits', E, { needs: 'prlimit' }),
  row(45, 'the port is taken', 'limits', E),
  row(46, 'SIGTERM in each stage', 'shutdown', EPR),
  row(47, 'SIGTERM while a server is dead', 'shutdown', PR),
  row(48, 'the event loop is blocked', 'limits', E, {
    proofs: [test('test/watchdog/watchdog.test.ts', 'runs on afterwards, however long it was', E)],
  }),
  row(49, 'a webhook receiver that fails', 'outlets', EP, {
    proofs: [
      test('test/workers/notify.test.ts', 'pauses a webhook whose receiver takes nothing for a day', EP),
      test('test/workers/notify.test.ts', 'pauses an endpoint that answers 410', EP),
      test('test/workers/notify.test.ts', 'leaves a receiver alone for as long as it asks', EP),
      test('test/workers/notify.test.ts', 'takes no redirect for an answer', EP),
      test('test/workers/notify.test.ts', 'takes an answer by its status, however slowly', EP),
      test('test/workers/notify.test.ts', 'gives up on a receiver that hangs', EP),
      test('test/workers/notify.test.ts', 'tries again where the connection ends', EP),
      test('test/workers/notify.test.ts', 'tries for most of a day, then parks', EP),
      test('test/workers/notify.test.ts', 'keeps the pace of one endpoint beside another that hangs', EP),
      test('test/workers/notify.test.ts', 'sends again what a process claimed that died', EP),
    ],
  }),
  row(50, 'a reader of events or an export leaves', 'outlets', EP),
  row(51, 'a feed or page turns hostile', 'network', E),
  row(52, 'a backup is restored beside a newer queue', 'upgrade', R),
  row(53, 'months in an hour', 'clock', ER),
  row(54, 'several at once', 'chaos', EPR),
];

/** The fault with this number. @throws when there is none. */
export function faultNamed(number: number): Fault {
  const found = faults.find((fault) => fault.number === number);
  if (found === undefined) throw new Error(`there is no fault ${number}; they are 1 to ${faults.length}`);
  return found;
}
