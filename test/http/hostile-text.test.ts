// Publishers' texts on every page of the newsroom, in a browser that keeps no content policy: escaping alone has to hold.
// And the policy alone: what escaping let through by mistake must not run either.
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath as executablePath } from '../support/chromium.js';
import { publish } from '../support/rows.js';
import { type Seeded, seedNewsroom } from './pages-seed.js';
import { registeredRoutes, type Serving, startServing, TOKEN } from './serving.js';

const SCRIPT = '<script>alert(1)</script>';
/** Ways out of text, attribute, title, script and style. */
const payloads = [
  SCRIPT,
  `"><img src=x onerror=alert(1)>`,
  `'><svg onload=alert(1)>`,
  `</title>${SCRIPT}`,
  `</textarea>${SCRIPT}`,
  `--></script>${SCRIPT}`,
  `" autofocus onfocus=alert(1) x="`,
  '<iframe srcdoc="<script>parent.alert(1)</script>">',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
];
const all = payloads.join(' ');

let serving: Serving;
let seeded: Seeded;
let hostileId: number;
let browser: Browser | null = null;
beforeAll(async () => {
  serving = await startServing('embedded');
  seeded = await seedNewsroom(serving.service);
  ({ articleId: hostileId } = await publish(serving.service.ports.store, {
    title: all,
    byline: payloads,
    tags: payloads,
    site_name: all,
    excerpt: all,
    canonical_url: `https://hostile.example/${all}`,
    image_url: `javascript:alert(1)//${all}`,
    text: all,
    html: `<p>text</p>`,
    article: { url: `https://hostile.example/?${all}` },
  }));
  await serving.ask('/api/feeds/import', {
    method: 'POST',
    body: {
      opml: `<opml><body><outline text="x" xmlUrl="https://f.example/?${encodeURIComponent(all)}"/></body></opml>`,
      source: all,
    },
  });
  if (executablePath !== undefined)
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await serving.stop();
});

/** The pages' routes, and the addresses at which each shows what publishers wrote. */
function visits(): Record<string, string[]> {
  const typed = encodeURIComponent(all);
  return {
    '/': ['/', `/?done=${typed}`],
    '/articles': ['/articles', `/articles?q=${typed}`, `/articles?host=${typed}`],
    '/articles/:article': [
      `/articles/${hostileId}`,
      `/articles/${seeded.hostileId}`,
      `/articles/${seeded.failedId}`,
      `/articles/${typed}`,
    ],
    '/articles/:article/explanation': [
      `/articles/${seeded.articleId}/explanation`,
      `/articles/${typed}/explanation`,
    ],
    '/articles/:article/revisions/:revision': [
      `/articles/${seeded.articleId}/revisions/${seeded.dryRevisionId}`,
    ],
    '/articles/:article/originals/:snapshot': [`/articles/${hostileId}/originals/1`],
    '/feeds': ['/feeds', `/feeds?q=${typed}`],
    '/feeds/:feed': [`/feeds/${seeded.hostileFeedId}`, `/feeds/${typed}`],
    '/feeds/:feed/remove': [`/feeds/${seeded.hostileFeedId}/remove`],
    '/alerts': ['/alerts', `/alerts?before=${typed}`],
    '/why': [`/why?q=${typed}`, '/why?q=a'],
    '/failures': ['/failures', `/failures?state=${typed}`],
    '/reingest': ['/reingest', `/reingest?words=${typed}`],
    '/reingest/:batch': [`/reingest/${seeded.batchId}`],
    '/hosts': ['/hosts', `/hosts?after=${typed}`],
    '/languages': ['/languages'],
    '/webhooks': ['/webhooks'],
    '/webhooks/:webhook': [`/webhooks/${typed}`],
    '/changes': ['/changes', `/changes?who=${typed}&what=${typed}`],
    '/login': [`/login?to=${typed}`],
    '/queues/': ['/queues/', `/queues/queue/poll/${typed}`],
  };
}
const isPage = ({ method, path }: { method: string; path: string }): boolean =>
  method === 'GET' && !/^\/(?:api|assets|livez|readyz|metrics|live|out|queues)(?:\/.|$)/.test(path);

/** What ran, or asked for something, while `path` was open. */
async function ran(page: Page, path: string): Promise<string[]> {
  const seen: string[] = [];
  const onDialog = (dialog: { message(): string; dismiss(): Promise<void> }): void => {
    seen.push(`${path}: alert ${dialog.message()}`);
    void dialog.dismiss();
  };
  const onRequest = (request: { url(): string }): void => {
    if (new URL(request.url()).pathname === '/x') seen.push(`${path}: asked for ${request.url()}`);
  };
  page.on('dialog', onDialog).on('request', onRequest);
  await page.goto(`${serving.url}${path}`);
  page.off('dialog', onDialog).off('request', onRequest);
  return seen;
}

describe.skipIf(executablePath === undefined)('hostile text, in a browser', () => {
  async function opened(bypassCSP: boolean): Promise<{ context: BrowserContext; page: Page }> {
    if (browser === null) throw new Error('there is no browser');
    const context = await browser.newContext({
      bypassCSP,
      extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` },
    });
    return { context, page: await context.newPage() };
  }

  it.each([
    ['without the content policy', true],
    ['with it', false],
  ])('runs nowhere %s', async (_, bypassCSP) => {
    const known = registeredRoutes(serving.app)
      .filter(isPage)
      .map(({ path }) => path);
    expect(Object.keys(visits()).sort()).toEqual(known.sort());
    const { context, page } = await opened(bypassCSP);
    const seen: string[] = [];
    for (const path of Object.values(visits()).flat()) seen.push(...(await ran(page, path)));
    expect(seen).toEqual([]);
    expect(await (await serving.ask(`/articles/${hostileId}`)).text()).toContain('&lt;script>alert(1)');
    await context.close();
  });

  it('would be stopped by the policy alone, and seen without it', async () => {
    const outcomes: number[] = [];
    for (const bypassCSP of [true, false]) {
      const { context, page } = await opened(bypassCSP);
      await page.route(`${serving.url}/hosts`, async (route) => {
        const response = await route.fetch();
        const body = (await response.text()).replace('<main', `${SCRIPT}<img src=x onerror=alert(1)><main`);
        await route.fulfill({ response, body });
      });
      outcomes.push((await ran(page, '/hosts')).filter((one) => one.includes('alert')).length);
      await context.close();
    }
    expect(outcomes).toEqual([2, 0]);
  });
});
