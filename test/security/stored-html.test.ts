// Stored HTML in the browser that will show it. The cleaner alone has to hold where no content policy does, the policy
// alone where the cleaner let everything through, and the sandbox where a page is shown as it came. Each has a control
// in which the payloads do run, since a list of harmless ones would pass as well.
import fc from 'fast-check';
import { parseFragment, serialize } from 'parse5';
import { type Browser, type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractArticle } from '../../src/extract/article.js';
import { cleanContent } from '../../src/extract/feed-content.js';
import { storableText } from '../../src/feeds/storable.js';
import { markupOffences } from '../fuzz/markup-offences.js';
import { type Serving, startServing, TOKEN } from '../http/serving.js';
import { chromiumPath as executablePath } from '../support/chromium.js';
import { addSnapshot, publish } from '../support/rows.js';
import { markupPayloads } from './markup-payloads.js';

const payloads = Object.values(markupPayloads).flat();
const context = { url: 'https://paper.example/news/a', now: new Date('2026-06-01T00:00:00Z') };
const sentence =
  'The bridge was opened on Monday after three years of work, and many people of the town came. ';
const around = (inner: string): string =>
  `<html><body><article><p>${sentence}</p><p>${sentence} ${inner}</p>${inner}<p>${sentence}</p></article></body></html>`;
const cleaned = (payload: string): string[] => [
  extractArticle(around(payload), context).html,
  cleanContent(around(payload), context.url).html,
];

describe('clean HTML', () => {
  it('is of the allowlist alone, and stays what it is when read again, for every payload', () => {
    expect(Object.keys(markupPayloads).length).toBeGreaterThanOrEqual(16);
    expect(new Set(payloads).size).toBeGreaterThanOrEqual(200);
    const bad = payloads.flatMap((payload) =>
      cleaned(payload)
        .flatMap(markupOffences)
        .map((offence) => `${payload.slice(0, 200)}: ${offence}`),
    );
    expect(bad).toEqual([]);
  });

  it('gives the same tree when it is written and read again, whatever the page', () =>
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...payloads), { maxLength: 6 }), (parts) => {
        for (const html of cleaned(parts.join(' '))) {
          expect(serialize(parseFragment(serialize(parseFragment(html))))).toBe(
            serialize(parseFragment(html)),
          );
          expect(markupOffences(html)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    ));
});

let serving: Serving;
let browser: Browser;

interface Seen {
  ran: string[];
  asked: string[];
}

/** A context in which scripts, dialogs and requests that leave the service are seen; the requests go nowhere. */
async function watched(bypassCSP: boolean): Promise<{ context: BrowserContext; seen: Seen }> {
  const opened = await browser.newContext({
    bypassCSP,
    extraHTTPHeaders: { authorization: `Bearer ${TOKEN}` },
  });
  const seen: Seen = { ran: [], asked: [] };
  await opened.addInitScript({ content: "window.alert = () => console.log('ran ' + location.href)" });
  opened.on('console', (message) => {
    if (message.text().startsWith('ran ')) seen.ran.push(message.text());
  });
  opened.on('dialog', (dialog) => {
    seen.ran.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await opened.route(
    (url) => !url.href.startsWith(serving.url) && url.protocol.startsWith('http'),
    (route) => {
      seen.asked.push(route.request().url());
      return route.abort();
    },
  );
  return { context: opened, seen };
}

/** Shows each text in a frame of its own, under `headers`; resolves when all are loaded. */
async function showFrames(texts: readonly string[], headers: Record<string, string>, bypassCSP: boolean) {
  const { context: opened, seen } = await watched(bypassCSP);
  const page = await opened.newPage();
  await page.route(`${serving.url}/shown/**`, (route) => {
    const at = Number(new URL(route.request().url()).pathname.split('/').at(-1));
    const body =
      at >= 0
        ? `<!doctype html><body>${texts[at]}`
        : texts.map((_, index) => `<iframe src="/shown/${index}"></iframe>`).join('');
    return route.fulfill({ contentType: 'text/html; charset=utf-8', headers: at >= 0 ? headers : {}, body });
  });
  await page.goto(`${serving.url}/shown/-1`, { timeout: 120_000 });
  await opened.close();
  return seen;
}

describe.skipIf(executablePath === undefined)('stored HTML, in a browser', () => {
  beforeAll(async () => {
    serving = await startServing('embedded');
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser.close();
    await serving.stop();
  });

  it('runs nothing once it is clean, and asks for its pictures alone, without any policy', async () => {
    const seen = await showFrames([payloads.flatMap(cleaned).join('\n')], {}, true);
    expect(seen.ran).toEqual([]);
    const pictures = new Set(
      payloads
        .flatMap(cleaned)
        .flatMap((html) => [...html.matchAll(/<img src="([^"]+)"/g)].map(([, src]) => src)),
    );
    expect(seen.asked.filter((url) => !pictures.has(url.replaceAll('&', '&amp;')))).toEqual([]);
  });

  it('runs nothing under the policy of the pages, where nothing was cleaned', async () => {
    const policy = (await serving.ask('/articles')).headers.get('content-security-policy') ?? '';
    // A frame has to be allowed here, since a frame shows each payload.
    const headers = {
      'content-security-policy': policy.replace(/frame-ancestors[^;]*/, 'frame-ancestors *'),
    };
    expect((await showFrames(payloads, headers, false)).ran).toEqual([]);
    const some = payloads.filter((_, at) => at % 6 === 0);
    const control = await showFrames(some, {}, true);
    expect(control.ran.length).toBeGreaterThan(some.length / 3);
  }, 240_000);

  it('runs and asks for nothing on the article’s page, even without its policy', async () => {
    const html = storableText(payloads.flatMap(cleaned).join('\n'));
    const { articleId } = await publish(serving.service.ports.store, { text: 'A text', html });
    const { context: opened, seen } = await watched(true);
    await (await opened.newPage()).goto(`${serving.url}/articles/${articleId}`);
    await opened.close();
    expect(seen).toEqual({ ran: [], asked: [] });
  });

  it('runs and asks for nothing as the page that it came as, in its frame and by itself', async () => {
    const { store } = serving.service.ports;
    const { articleId } = await publish(store, { text: 'A text' });
    const { context: opened, seen } = await watched(false);
    const page = await opened.newPage();
    await page.goto(`${serving.url}/articles/${articleId}`);
    // One for each class, since some payloads swallow whatever follows.
    for (const ofClass of Object.values(markupPayloads)) {
      const snapshotId = await addSnapshot(store, articleId, Buffer.from(ofClass.join('\n')));
      const address = `${serving.url}/articles/${articleId}/originals/${snapshotId}`;
      await page.goto(address);
      await page.setContent(`<iframe sandbox src="${address}"></iframe>`);
    }
    await opened.close();
    expect(seen).toEqual({ ran: [], asked: [] });
  });
});
