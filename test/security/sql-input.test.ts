// Words that would be SQL, patterns or control bytes if a statement were put together from them, at every parameter by
// which articles are sought, filtered, sorted and paged. What they find is compared with a model in plain JavaScript.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, startServing } from '../http/serving.js';
import { addFeed, publish } from '../support/rows.js';

let serving: Serving;
const titles = [
  "O'Brien's 100 % plan",
  'half_way there',
  'back\\slash',
  '"quoted" words',
  "'; drop table articles; --",
  'plain harbour',
];
beforeAll(async () => {
  serving = await startServing('embedded');
  const { store } = serving.service.ports;
  const feedId = await addFeed(store, { url: 'https://sql.example/feed' });
  for (const [at, title] of titles.entries())
    await publish(store, {
      title,
      text: `${title} and the words of article ${at}`,
      article: { feedId, url: `https://sql.example/${at}` },
    });
});
afterAll(() => serving.stop());

const count = async (): Promise<number> => {
  const answer = await serving.ask('/api/articles?limit=100');
  return ((await answer.json()) as { articles: unknown[] }).articles.length;
};

const hostile = fc.oneof(
  fc.constantFrom(
    "'", "''", '"', '`', ';', '--', '/*', '*/', '\\', "\\'", '%', '_', '%_', '\u0000', '$1', '$$', ':x', '?', '@x',
    "' or '1'='1", "'; select pg_sleep(9); --", "') or true --", '1; drop table articles', "E'\\x27'", "U&'\\0027'",
    '1 union select hash from tokens', '{}', '[]', 'null', 'NaN', '1e999', '-1', '\ud800', '\u02bc', '\uff07',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
); // biome-ignore format: a list

describe('words at the doors of the database', () => {
  it('are words: nothing fails, nothing is lost, at any parameter', async () => {
    const parameters: Readonly<Record<string, readonly string[]>> = {
      '/api/articles': [
        'q',
        'feed',
        'state',
        'stage',
        'host',
        'language',
        'since',
        'until',
        'tag',
        'after',
        'before',
        'limit',
        'sort',
      ],
      '/api/search': ['q', 'language', 'feed', 'host', 'since', 'until', 'limit', 'offset', 'after', 'sort'],
      '/api/feeds': ['q', 'after', 'limit', 'state', 'tag', 'sort'],
      '/api/export': ['after', 'language', 'feed', 'since', 'limit'],
      '/api/changes': ['who', 'what', 'before', 'limit'],
      '/api/events': ['after', 'types', 'language', 'feed'],
      '/api/hosts': ['after', 'q', 'limit'],
      '/api/why': ['url'],
    };
    const asked = fc.constantFrom(
      ...Object.entries(parameters).flatMap(([path, names]) => names.map((name) => [path, name] as const)),
    );
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(asked, hostile, async ([path, name], value) => {
        const answer = await serving.ask(`${path}?${new URLSearchParams({ [name]: value })}`);
        const text = await answer.text();
        statuses.add(answer.status);
        expect(answer.status, `${path} ${name} ${JSON.stringify(value)}: ${text}`).toBeLessThan(500);
        expect(text).not.toMatch(/syntax error|42601|unterminated|invalid input syntax|byte sequence/i);
      }),
      { numRuns: 400 },
    );
    expect([...statuses]).toEqual(expect.arrayContaining([200, 400]));
    expect(await count()).toBe(titles.length);
  });

  it('find what a search of plain text would', async () => {
    const { library } = serving.service.ports.store;
    const lower = titles.map((title) => title.toLowerCase());
    await fc.assert(
      fc.asyncProperty(
        fc
          .constantFrom(...titles)
          .chain((title) =>
            fc
              .tuple(fc.nat(title.length - 1), fc.integer({ min: 1, max: 12 }))
              .map(([from, length]) => title.slice(from, from + length)),
          ),
        async (part) => {
          fc.pre(part.trim() === part && part !== '');
          const expected = lower.filter((title) => title.includes(part.toLowerCase())).length;
          expect(await library.titled(part, 20), part).toHaveLength(expected);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are refused where they are a megabyte long', async () => {
    const answer = await serving.ask('/api/feeds', {
      method: 'POST',
      body: { urls: [`'${'%_'.repeat(400_000)}`] },
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    const long = await serving.ask(`/api/search?q=${"'".repeat(9_000)}`);
    expect([400, 414, 431]).toContain(long.status);
  });
});
