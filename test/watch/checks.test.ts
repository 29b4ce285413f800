import { describe, expect, it } from 'vitest';
import { alertKinds, type Facts, findingsOf, type Limits } from '../../src/watch/checks.js';
import { remedyFor } from '../../src/watch/remedies.js';

const now = new Date('2026-03-02T12:00:00Z');
const ago = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const MINUTE_MS = 60_000;

const limits: Limits = {
  feedsMs: 60 * MINUTE_MS,
  queueMs: 10 * MINUTE_MS,
  workersMs: 2 * MINUTE_MS,
  failureShare: 0.5,
  diskMb: 512,
  hubs: true,
  webhooks: true,
  clockMs: 10_000,
  drift: true,
};
const allOff: Limits = {
  feedsMs: null,
  queueMs: null,
  workersMs: null,
  failureShare: null,
  diskMb: null,
  hubs: false,
  webhooks: false,
  clockMs: null,
  drift: false,
};
const fine: Facts = {
  now,
  workingSince: ago(600),
  feeds: {
    active: 3,
    firstAddedAt: ago(9_000),
    lastPolledAt: ago(5),
    lastSucceededAt: ago(5),
    dueAt: ago(0),
  },
  queues: [{ queue: 'scrape', waiting: 4, oldestMs: MINUTE_MS }],
  workedOn: new Set(['poll', 'scrape']),
  attempts: [{ stage: 'scrape', outcome: 'done', count: 100 }],
  disk: { folder: './data', freeMb: 9_000, minFreeMb: 256 },
  deafHubs: [],
  lostWebhooks: [],
  clocks: [
    { host: 'mill-1', aheadMs: 40 },
    { host: 'mill-2', aheadMs: -9_900 },
  ],
  drifts: [],
};
const feeds = (overrides: Partial<Facts['feeds']>): Partial<Facts> => ({
  feeds: { ...fine.feeds, ...overrides },
});

/** What is wrong, and the sentence that tells it. */
const wrong: [Partial<Facts>, string, string][] = [
  [
    feeds({ lastSucceededAt: ago(95), lastPolledAt: ago(3) }),
    'feeds-silent/',
    'No feed could be read for 1 h: every poll since then has failed.',
  ],
  [
    feeds({ lastSucceededAt: ago(95), lastPolledAt: ago(95), dueAt: ago(61) }),
    'feeds-silent/',
    'No feed could be read for 1 h: no poll has come to an end since then.',
  ],
  [
    { queues: [{ queue: 'scrape', waiting: 12_000, oldestMs: 11 * MINUTE_MS }] },
    'queue-late/scrape',
    'The oldest job for scrape has waited for 11 min, with 12,000 waiting in all.',
  ],
  [
    { queues: [{ queue: 'clean', waiting: 1, oldestMs: 3 * MINUTE_MS }] },
    'worker-missing/clean',
    'Nobody works on clean: 1 job waits, the oldest for 3 min.',
  ],
  [
    {
      attempts: [
        { stage: 'scrape', outcome: 'done', count: 9 },
        { stage: 'scrape', outcome: 'retry', count: 8 },
        { stage: 'scrape', outcome: 'failed', count: 3 },
        { stage: 'scrape', outcome: 'queued', count: 900 },
      ],
    },
    'stage-failing/scrape',
    '11 of 20 attempts of scrape in the last hour have failed.',
  ],
  [
    { disk: { folder: './data', freeMb: 400, minFreeMb: 256 } },
    'disk-short/',
    'The disk of ./data has 400 MB left; work pauses below 256 MB.',
  ],
  [
    { deafHubs: [{ hub: 'https://hub.example/', feeds: 2 }] },
    'hub-deaf/https://hub.example/',
    'The hub https://hub.example/ has taken 2 subscriptions and pushes nothing; polls bring the news instead.',
  ],
  [
    {
      lostWebhooks: [
        { id: 4, host: 'desk.example', reason: 'The receiver answered 410: it wants no more messages.' },
      ],
    },
    'webhook-paused/4',
    'Webhook 4 at desk.example is paused. The receiver answered 410: it wants no more messages.',
  ],
  [
    {
      clocks: [
        { host: 'mill-1', aheadMs: 40 },
        { host: 'mill-2', aheadMs: 125_000 },
      ],
    },
    'clock-apart/mill-2',
    'The clock of mill-2 is 2 min ahead of that of the database.',
  ],
  [
    { clocks: [{ host: 'mill-2', aheadMs: -11_000 }] },
    'clock-apart/mill-2',
    'The clock of mill-2 is 11 s behind that of the database.',
  ],
  [
    { drifts: [{ site: 'harbour.example', deviations: [{ measure: 'thin', usual: 0, now: 0.6 }] }] },
    'drift/harbour.example',
    'The last 20 articles of harbour.example are not as usual: 60 % have hardly any text, usually 0 %.',
  ],
];

describe('findingsOf', () => {
  it('finds nothing where all is well', () => {
    expect(findingsOf(fine, limits)).toEqual([]);
  });

  it.each(wrong)('finds %j', (facts, name, message) => {
    const found = findingsOf({ ...fine, ...facts }, limits);
    expect(found.map(({ kind, subject }) => `${kind}/${subject}`)).toEqual([name]);
    expect(found[0]?.message).toBe(message);
  });

  it('has a case for each kind above, and finds none of them when it is switched off', () => {
    expect(new Set(wrong.map(([, name]) => name.split('/')[0]))).toEqual(new Set(alertKinds));
    for (const [facts] of wrong) expect(findingsOf({ ...fine, ...facts }, allOff)).toEqual([]);
  });

  it('takes no offence at feeds that are polled seldom, at few attempts, and at stages that nobody needs', () => {
    const well: Partial<Facts>[] = [
      feeds({ lastSucceededAt: ago(700), lastPolledAt: ago(700), dueAt: new Date(now.getTime() + 1) }),
      feeds({ active: 0, firstAddedAt: null, lastPolledAt: null, lastSucceededAt: null, dueAt: null }),
      { attempts: [{ stage: 'poll', outcome: 'failed', count: 19 }] },
      { queues: [{ queue: 'clean', waiting: 0, oldestMs: 0 }] },
    ];
    for (const facts of well) expect(findingsOf({ ...fine, ...facts }, limits)).toEqual([]);
  });

  it('counts only the time in which somebody worked, so that a start after a pause raises nothing', () => {
    const facts = {
      ...fine,
      ...feeds({ lastSucceededAt: ago(9_000), lastPolledAt: ago(9_000), dueAt: ago(8_990) }),
      queues: [{ queue: 'clean', waiting: 5, oldestMs: 9_000 * MINUTE_MS }],
    };
    expect(findingsOf({ ...facts, workingSince: ago(1) }, limits)).toEqual([]);
    expect(findingsOf({ ...facts, workingSince: ago(70) }, limits)).toHaveLength(3);
  });
});

describe('remedyFor', () => {
  it('tells for every kind what to do, and where', () => {
    for (const kind of alertKinds) {
      const { text, page } = remedyFor({ id: 7, kind, subject: 'scrape' });
      expect(text, kind).toMatch(/^[A-Z].*\.$/);
      expect(page, kind).toMatch(/^\//);
    }
  });
});
