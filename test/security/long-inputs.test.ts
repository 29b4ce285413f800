// Texts on which the service once took minutes, and some that every door must take as they come, in a thread that is
// ended when one of them takes two seconds of the processor. `npm run test:fuzz -- --long` tries all places with all texts.
import { afterAll, describe, expect, it } from 'vitest';
import type { TargetName } from '../fuzz/targets.js';
import { WatchedThread } from '../fuzz/watched-thread.js';
import { filled, places } from './long-inputs.js';

const thread = new WatchedThread();
afterAll(() => thread.stop());

const MEGABYTE = 1_000_000;

const cases: readonly [target: TargetName, place: string, pump: string, tail?: string][] = [
  ['pages', 'stated values', '('],
  ['pages', 'broken JSON-LD', '\t', '{'],
  ['pages', 'a byline', '@'],
  ['pages', 'markup within a page', '<'],
  ['feeds', 'an item’s author', 'a@'],
  ['feeds', 'markup within a feed', '<![CDATA['],
  ['urls', 'a host', '.', 'x'],
  ['urls', 'a query', 'é'],
  ['dates', 'a date', '1-'],
  ['opml', 'a whole list', '<a b="'],
  ['robots', 'a rule', '*a'],
  ['headers', 'a link', '; a="'],
];

describe('a megabyte that is made to be slow', () => {
  it.each(cases)('is read in time: %s, %s of %j', async (target, place, pump, tail = '') => {
    const text = filled({ head: '', pump, tail }, MEGABYTE / 4);
    const bytes = Buffer.from(places[target][place]?.(text) ?? '');
    expect(bytes.length).toBeGreaterThan(MEGABYTE / 5);
    expect((await thread.run({ target, inputs: [bytes] })).findings).toEqual([]);
  });

  it('would be seen: an input that takes its time ends the thread', async () => {
    const hasty = new WatchedThread(1);
    const bytes = Buffer.from(places.pages['a whole page']?.('<p>a '.repeat(100_000)) ?? '');
    const { findings } = await hasty.run({ target: 'pages', inputs: [Buffer.of(), bytes] });
    await hasty.stop();
    expect(findings).toMatchObject([{ kind: 'hung' }]);
  });
});
