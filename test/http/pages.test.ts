// The newsroom's pages over a real service, in a real browser. A page that let a publisher's text become markup, broke
// its own content policy or lost a form would look right to every other test.
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApp, listen } from '../../src/http/server.js';
import { chromiumPath as executablePath } from '../support/chromium.js';
import { addFeed, publish, seenItem } from '../support/rows.js';
import { until } from '../support/until.js';
import { HOSTILE, type Seeded, seedNewsroom } from './pages-seed.js';
import { type Serving, startServing, TOKEN } from './serving.js';

let serving: Serving;
let seeded: Seeded;
beforeAll(async () => {
  serving = await startServing('embedded');
  seeded = await seedNewsroom(serving.service);
});
afterAll(() => serving.stop());

/** Every page, with the text of the publisher where the page shows any of it. */
const pages = (): { path: string; shows: string }[] => [
  { path: '/', shows: HOSTILE },
  { path: '/articles', shows: HOSTILE },
  {
    path: '/articles?q=harbour&language=en&state=stored&since=2020-01-01',
    shows: 'Gates of the harbour open',
  },
  { path: `/articles/${seeded.articleId}`, shows: 'What comes next' },
  { path: `/articles/${seeded.hostileId}`, shows: HOSTILE },
  { path: `/articles/${seeded.failedId}`, shows: HOSTILE },
  { path: `/articles/${seeded.articleId}/revisions/${seeded.dryRevisionId}`, shows: HOSTILE },
  { path: `/articles/${seeded.articleId}/explanation`, shows: 'Where the page says it' },
  { path: '/feeds', shows: HOSTILE },
  { path: `/feeds/${seeded.feedId}`, shows: 'Gates of the harbour open' },
  { path: `/feeds/${seeded.hostileFeedId}`, shows: HOSTILE },
  { path: `/feeds/${seeded.hostileFeedId}/remove`, shows: HOSTILE },
  { path: '/failures', shows: HOSTILE },
  { path: '/reingest', shows: 'finished, dry run' },
  { path: '/reingest?which=all&host=harbour.example', shows: '1 article would run again.' },
  { path: `/reingest/${seeded.batchId}`, shows: HOSTILE },
  { path: '/hosts', shows: HOSTILE },
  { path: '/alerts', shows: HOSTILE },
  { path: `/articles?alert=${seeded.alertId}`, shows: 'These articles do not look as those of their site' },
  { path: '/why', shows: 'Why is it missing?' },
  { path: '/why?q=gates+of', shows: 'Its life' },
  { path: '/why?q=a', shows: 'articles have these words in their title' },
  { path: '/why?q=https://www.harbour.example/unheard-of', shows: 'The feeds of this site' },
  { path: '/webhooks', shows: 'Nobody is told what happens yet.' },
  { path: '/languages', shows: 'Arabic (ar)' },
];
const textOf = async (path: string): Promise<string> => (await serving.ask(path)).text();
const form = (
  fields: Record<string, string>,
): { method: string; body: string; headers: Record<string, string> } => ({
  method: 'POST',
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
});

describe('the pages, as they are sent', () => {
  it('have no script, style or handler of their own, nothing from another host, and no text that is markup', async () => {
    for (const { path } of pages()) {
      const html = await textOf(path);
      expect(html, path).toMatch(/^<!doctype html><html lang="en">/);
      expect(html.match(/<script(?! defer src="\/assets\/)/), path).toBeNull();
      expect(html.match(/<style|\sstyle=|\son\w+=(?!alert\(1\))|<img|<base/), path).toBeNull();
      expect(html.match(/href="javascript:/i), path).toBeNull();
      const loaded = [...html.matchAll(/(?:src|<link[^>]*href)="([^"]*)"/g)].map(
        ([, address = '']) => address,
      );
      expect(loaded.length, path).toBeGreaterThan(2);
      expect(
        loaded.filter((address) => !/^\/(?!\/)/.test(address)),
        path,
      ).toEqual([]);
    }
  });

  it('give back what was typed or named in an address as text', async () => {
    const typed = encodeURIComponent(HOSTILE);
    for (const path of [
      `/articles?q=${typed}&language=${typed}`,
      `/articles?host=${typed}`,
      `/feeds?q=${typed}`,
      `/feeds/${typed}`,
      `/articles/${typed}`,
      `/hosts?after=${typed}`,
      `/failures?state=${typed}`,
      `/?done=${typed}`,
    ]) {
      const html = await textOf(path);
      expect(html, path).toMatch(/^<!doctype html>/);
      expect(html.match(/<script(?! defer src="\/assets\/)|<img/), path).toBeNull();
    }
  });

  it('tell other sites nothing, and their own forms where they come from', async () => {
    const { headers } = await serving.ask('/');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('tell on top what is wrong and what to do, and take a site as it looks now when they are asked to', async () => {
    const html = await textOf('/');
    expect(html.indexOf('Nobody works on scrape')).toBeLessThan(html.indexOf('The pipeline now'));
    expect(html).toContain('<code>feedmill work --stages scrape</code>');
    const before = await textOf(`/articles/${seeded.articleId}`);
    expect(before).toContain('it does not look as the articles of its site usually do');
    const accept = () => serving.ask(`/alerts/${seeded.alertId}/accept`, form({}));
    expect(await (await accept()).text()).toContain('The site is taken as it looks now.');
    expect(await textOf(`/articles/${seeded.articleId}`)).not.toContain('does not look as');
    expect((await accept()).status).toBe(409);
    expect(await textOf('/alerts')).toContain(', accepted');
  });

  it('answer what cannot be done with a page that says why', async () => {
    const cases: [string, number, string][] = [
      ['/feeds/999', 404, 'There is no feed 999.'],
      ['/articles/999', 404, 'There is no article 999.'],
      [
        '/articles?since=yesterday',
        400,
        'query.since is &quot;yesterday&quot;: must be a day such as 2026-03-01',
      ],
      ['/articles?sinse=2026-03-01', 400, 'Unrecognized key'],
      ['/feeds?order=next&value=soon&after=1', 400, 'must be where a page of this order ended'],
      [`/articles/${seeded.articleId}/originals/999`, 404, `Article ${seeded.articleId} has no page 999`],
      ['/article', 404, 'There is nothing at GET /article.'],
    ];
    for (const [path, status, sentence] of cases) {
      const answer = await serving.ask(path, { headers: { accept: 'text/html,*/*;q=0.8' } });
      expect(answer.status, path).toBe(status);
      expect(answer.headers.get('content-type'), path).toBe('text/html; charset=utf-8');
      expect(await answer.text(), path).toContain(sentence);
    }
  });

  it('send their files packed, under an address of this version, to be kept', async () => {
    const script = /src="(\/assets\/newsroom\.js\?v=\w{12})"/.exec(await textOf('/'))?.[1] ?? '';
    const { headers } = await serving.ask(script, { headers: { 'accept-encoding': 'br' } });
    expect([headers.get('content-encoding'), headers.get('content-type')]).toEqual([
      'br',
      'text/javascript; charset=utf-8',
    ]);
    expect(headers.get('cache-control')).toContain('immutable');
  });

  it('show an original under a policy that runs nothing and loads nothing, whatever its site called it', async () => {
    const address =
      /iframe[^>]* src="([^"]+)"/.exec(await textOf(`/articles/${seeded.hostileId}`))?.[1] ?? '';
    const answer = await serving.ask(address);
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'; /);
    expect(answer.headers.get('content-type')).toBe('text/html');
    expect(await answer.text()).toContain('<p>as it came</p>');
    const others = address.replace(`/articles/${seeded.hostileId}/`, `/articles/${seeded.articleId}/`);
    expect((await serving.ask(others)).status).toBe(404);
  });

  it('are no place to write on by another site', async () => {
    const asked = form({ host: 'example.org', seconds: '0', act: 'set' });
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
    ])
      expect(
        (await serving.ask('/hosts', { ...asked, headers: { ...asked.headers, ...headers } })).status,
      ).toBe(403);
  });

  it('refuse a pace that is none, with what is allowed', async () => {
    for (const seconds of ['-1', 'fast', '3601']) {
      const answer = await serving.ask('/hosts', form({ host: 'example.org', seconds, act: 'set' }));
      expect([answer.status, await answer.text()]).toEqual([
        400,
        expect.stringContaining('seconds from 0 to 3600'),
      ]);
    }
  });

  it('walk through feeds of every order without losing one, and find them by their words', async () => {
    for (const order of ['title', 'failures', 'silent', 'next', 'newest']) {
      const html = await textOf(`/feeds?order=${order}`);
      expect(html, order).toContain(`/feeds/${seeded.feedId}"`);
      expect(html, order).toContain(`/feeds/${seeded.hostileFeedId}"`);
    }
    const found = await textOf('/feeds?q=harbour+POST&health=new');
    expect(found).toContain(`/feeds/${seeded.feedId}"`);
    expect(found).not.toContain(`/feeds/${seeded.hostileFeedId}"`);
    expect(await textOf('/feeds?q=%25')).toContain(`/feeds/${seeded.hostileFeedId}"`);
    expect(await textOf('/feeds?q=_no_')).toContain('No feed is like that.');
  });
});

describe('serveLive', () => {
  it('sends the counts at once and ends its streams when the server closes, which would wait for them', async () => {
    const app = await createApp(serving.service);
    const { url } = await listen(app, serving.place.settings);
    const answer = await fetch(`${url}/live`, { headers: { authorization: `Bearer ${TOKEN}` } });
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let said = '';
    while (!said.includes('data: ')) said += (await reader?.read())?.value ?? '';
    expect(JSON.parse(/data: (.*)/.exec(said)?.[1] ?? '')).toMatchObject({ 'scrape.failed': '0' });
    await app.close();
    while ((await reader?.read())?.done === false);
  });
});

describe.skipIf(executablePath === undefined)('the pages, in a browser', () => {
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  /** Whatever the browser complained of: errors, refused loads, dialogs. */
  const complaints: string[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    context = await browser.newContext({
      extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` },
      timezoneId: 'Asia/Tokyo',
    });
    page = await context.newPage();
    page.on('console', (message) => {
      // What the original is kept from doing is the point of its policy.
      const isOriginal =
        /\/originals\/\d+$/.test(message.location().url) || message.text().includes('sandboxed');
      if (message.type() !== 'log' && !isOriginal) complaints.push(`${page.url()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
    page.on('dialog', (dialog) => {
      complaints.push(`${page.url()} opened a dialog`);
      void dialog.dismiss();
    });
    // What a policy stops is tried and never sent.
    const outside = (request: Request): void => {
      const failure = request.failure()?.errorText;
      if (failure !== 'csp' && !request.url().startsWith(serving.url))
        complaints.push(`${page.url()} asked ${request.url()} (${failure ?? 'answered'})`);
    };
    page.on('requestfinished', outside);
    page.on('requestfailed', outside);
  });
  afterAll(() => browser?.close());

  const open = (path: string) => page.goto(`${serving.url}${path}`);
  const notice = () => page.locator('.notice').textContent();

  it('are whole in both themes and on both sizes, accessible, light, and show hostile text as text', async () => {
    await page.goto('about:blank');
    expect(pages().length).toBeGreaterThan(10);
    for (const { path, shows } of pages()) {
      await open(path);
      expect(await page.locator('main').textContent(), path).toContain(shows);
      const bytes = await page.evaluate(
        `[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')].reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`,
      );
      expect(bytes, path).toBeLessThan(200_000);
      await page.evaluate(axe.source);
      for (const [colorScheme, width] of [
        ['light', 1280],
        ['dark', 390],
        ['light', 390],
        ['dark', 1280],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize({ width, height: 800 });
        const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
        expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(0);
        if (colorScheme === 'light' && width === 1280) expect(await findings(page, {}), path).toEqual([]);
        // In the other theme only the colours are others.
        if (colorScheme === 'dark' && width === 390)
          expect(await findings(page, { runOnly: ['color-contrast'] }), `${path}, dark`).toEqual([]);
      }
    }
    expect(complaints).toEqual([]);
  });

  it('write times in the zone of the visitor, and draw the chart', async () => {
    await open('/');
    const hour = page.locator('#stored-table time').last();
    expect(await hour.getAttribute('title')).toMatch(/^\d{4}-\d\d-\d\d \d\d:00 UTC$/);
    expect(await hour.textContent()).toBe(
      new Intl.DateTimeFormat('en-US', {
        dateStyle: 'medium',
        timeStyle: 'short',
        timeZone: 'Asia/Tokyo',
      }).format(new Date((await hour.getAttribute('datetime')) ?? '')),
    );
    expect(await page.locator('[data-chart] canvas').count()).toBe(1);
  });

  it('move their counts while they are watched', async () => {
    await open('/');
    const waiting = page.locator('[data-live="poll.waiting"]');
    const before = Number(await waiting.textContent());
    await serving.service.ports.queues.add('poll', [{ data: { feedId: 99, attempt: 1 } }]);
    await until('the count moves', async () => (await waiting.textContent()) === String(before + 1));
    expect(await page.locator('[data-live-state]').textContent()).toBe('These counts move while you watch.');
  });

  it('put an article on top of the newest ones while they are watched', async () => {
    await open('/');
    const { store } = serving.service.ports;
    const data = { url: 'https://new.example/', host: 'new.example', title: HOSTILE, siteName: null };
    const event = { type: 'article.stored', articleId: 987, revisionId: 987, language: 'de', data } as const;
    await store.events.record(event);
    const first = page.locator('[data-newest] li').first();
    await until('the article is on top', async () => (await first.getAttribute('data-article')) === '987');
    expect(await first.locator('a').textContent()).toBe(HOSTILE);
    expect(await first.locator('a').getAttribute('href')).toBe('/articles/987');
    expect(await first.locator('p').textContent()).toMatch(/^new\.example · de · \w/);
    expect(complaints).toEqual([]);
  });

  it('add feeds by address and from a file, and say what became of each', async () => {
    await open('/feeds');
    await page.getByLabel('Add a feed').fill('https://harbour.example/feed.xml');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    expect(await page.getByRole('status').textContent()).toBe('No feed is new, 1 feed known already.');
    await open('/feeds');
    await page.getByLabel('Import a list').setInputFiles({
      name: 'list.opml',
      mimeType: 'text/x-opml',
      buffer: Buffer.from(
        '<opml><body><outline text="Zürich &amp; more" xmlUrl="https://z.example/feed"/><outline xmlUrl="nothing"/></body></opml>',
      ),
    });
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    expect(await page.getByRole('status').textContent()).toBe('1 feed added, 1 entry left out.');
    await page.getByRole('link', { name: 'Zürich & more' }).click();
    expect(await page.locator('h1').textContent()).toBe('Zürich & more');
  });

  it('pause, resume and poll a feed', async () => {
    await open(`/feeds/${seeded.feedId}`);
    await page.getByRole('button', { name: 'Pause' }).click();
    expect(await notice()).toBe('The feed is paused. It is not polled until it is resumed.');
    expect(await page.locator('.health').textContent()).toBe('paused by hand');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Poll now' }).click();
    expect(await notice()).toBe('The poll is queued. Its result stands here in a moment.');
  });

  it('remove a feed after telling what becomes of its articles', async () => {
    const { store } = serving.service.ports;
    const feedId = await addFeed(store, { title: 'A feed to be removed' });
    const { articleId } = await publish(store, { title: 'What stays', article: { feedId } });
    await store.items.record([seenItem(feedId, { article_id: articleId })]);
    await open(`/feeds/${feedId}`);
    await page.getByRole('link', { name: 'Remove…' }).click();
    expect(await page.locator('main').textContent()).toContain('1 article that it listed stays');
    await page.getByRole('link', { name: 'Keep it' }).click();
    expect(await store.feeds.find(feedId)).not.toBeNull();
    await page.getByRole('link', { name: 'Remove…' }).click();
    await page.getByRole('button', { name: 'Remove the feed' }).click();
    expect(await notice()).toBe('The feed is removed. Its articles stay.');
    expect(await store.feeds.find(feedId)).toBeNull();
    await open(`/articles/${articleId}`);
    expect(await page.locator('h1').textContent()).toBe('What stays');
  });

  it('tell what a revision changed, word by word', async () => {
    await open(`/articles/${seeded.articleId}`);
    await page.locator('section:has(#revisions) tbody tr').first().getByRole('link').click();
    expect(await page.locator('.diff ins').textContent()).toContain(HOSTILE);
    expect(await page.locator('section:has(#changes)').textContent()).toContain('% of the words kept');
    await page.getByRole('link', { name: 'The revision before' }).click();
    expect(await page.locator('section:has(#changes)').textContent()).toContain('There is none before it.');
  });

  it('draw what the polls of a feed brought', async () => {
    await open(`/feeds/${seeded.hostileFeedId}`);
    await page.waitForSelector('[data-chart="poll-table"] canvas');
    expect(await page.locator('#poll-table tbody tr').count()).toBe(1);
  });

  it('find an article with its words marked, and lead to its text, written from the right where that is due', async () => {
    await open('/articles');
    await page.getByLabel('Words').fill('ferries');
    await page.getByRole('button', { name: 'Show' }).click();
    expect(await page.locator('mark').allTextContents()).toContain('ferries');
    await page.getByRole('link', { name: 'Gates of the harbour open' }).click();
    expect(await page.locator('.text').getAttribute('dir')).toBe('ltr');
    await open(`/articles/${seeded.arabicId}`);
    expect(await page.locator('.text').getAttribute('lang')).toBe('ar');
    expect(await page.evaluate(`getComputedStyle(document.querySelector('.text')).direction`)).toBe('rtl');
  });

  it('show the original in a frame that can do nothing', async () => {
    await open(`/articles/${seeded.hostileId}`);
    await page.locator('summary').click();
    const frame = page.frameLocator('iframe');
    expect(await frame.locator('p').textContent()).toBe('as it came');
    expect(await page.title()).not.toBe('broken out');
  });

  it('run an article again, and all that failed for one reason', async () => {
    await open(`/articles/${seeded.articleId}`);
    await page.getByLabel('Run again from').selectOption('clean');
    await page.getByRole('button', { name: 'Run again' }).click();
    expect(await notice()).toBe('The article runs again. Its life below tells how far it is.');
    expect(await page.locator('section:has(#life) p').first().textContent()).toBe(
      'The article waits for clean.',
    );
    await open('/failures');
    await page.getByRole('button', { name: 'Try again: away.example' }).click();
    expect(await notice()).toBe('The group is queued for another try, below live traffic.');
    expect(await page.locator('section:has(#articles)').textContent()).toContain('None is failed.');
    await page.getByRole('button', { name: 'Poll again: hostile.example' }).click();
    expect(await notice()).toBe('The group is queued for another try, below live traffic.');
  });

  it('count what a selection means, try it out, and decide on what a dry run has found', async () => {
    await open('/reingest');
    await page.getByLabel('Articles that are').selectOption('all');
    await page.getByRole('textbox', { name: 'Host' }).fill('mina.example');
    await page.getByRole('button', { name: 'Count them' }).click();
    await page.getByRole('button', { name: 'Dry run' }).click();
    expect(await notice()).toBe('The batch is started. How far it is stands below.');
    expect(await page.locator('h1').textContent()).toContain('dry run');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('.facts').textContent()).toContain('cancelled');
    await open(`/reingest/${seeded.batchId}`);
    expect(await page.locator('ins').first().textContent()).toContain('<script>');
    await page.getByRole('button', { name: 'Delete the drafts' }).click();
    expect(await page.locator('.facts').textContent()).toContain('dropped');
    await open('/reingest?host=nowhere.example');
    expect(await page.locator('main').textContent()).toContain('No article is meant');
  });

  it('set the pace of a site and let it be learnt again', async () => {
    await open('/hosts');
    await page.getByLabel('Site', { exact: true }).fill('www.away.example');
    await page.getByLabel('Seconds between two pages').fill('2.5');
    await page.getByRole('button', { name: 'Set the pace' }).click();
    const row = page.locator('tr', { hasText: 'away.example' });
    expect(await row.textContent()).toContain('2.5 s, set by hand');
    await page.getByRole('button', { name: 'Learn it: away.example' }).click();
    expect(await row.textContent()).toContain('the usual one');
    await page.getByRole('button', { name: 'Try now: silent.example' }).click();
    expect(await page.locator('#silent').count()).toBe(0);
  });

  it('can be used by keyboard alone: the first key leads past the navigation', async () => {
    await open('/feeds');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('main');
  });

  it('work without script: times in UTC, the chart as a table, filters and links', async () => {
    const plain = await browser.newContext({
      javaScriptEnabled: false,
      extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` },
    });
    const quiet = await plain.newPage();
    await quiet.goto(serving.url);
    await quiet.locator('summary').click();
    expect(await quiet.locator('#stored-table tbody tr').count()).toBe(48);
    expect(await quiet.locator('#stored-table time').last().textContent()).toMatch(/ UTC$/);
    await quiet.getByRole('link', { name: 'Feeds', exact: true }).click();
    await quiet.getByLabel('Health').selectOption('failing');
    await quiet.getByRole('button', { name: 'Show' }).click();
    expect(await quiet.locator('.list > li').count()).toBe(1);
    await plain.close();
  });

  it('have given the browser nothing to complain of', () => expect(complaints).toEqual([]));
});

/** What axe finds serious or critical, as sentences. */
async function findings(page: Page, rules: axe.RunOptions): Promise<string[]> {
  const options = JSON.stringify({ iframes: false, resultTypes: ['violations'], ...rules });
  const result = (await page.evaluate(`axe.run(document, ${options})`)) as axe.AxeResults;
  return result.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
