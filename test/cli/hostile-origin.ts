// An origin whose feed and pages try to take over the terminal of whoever lists them.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A title with a window title, a colour, a link, C1 controls and a direction override around the word "harbour". */
export const hostileTitle =
  '\u001b]0;owned\u0007\u001b[31mThe \u009b2Jharbour\u001b]8;;http://evil.example/\u001b\\ \u202eopens\u2066 again';

const paragraph =
  'The harbour was opened again on Monday after it had been closed for eleven weeks, and the people who live near it said that they were glad about it, because the noise of the works had been hard to bear.';

export interface HostileOrigin {
  readonly feedUrl: string;
  readonly articleUrl: string;
  close(): Promise<void>;
}

export async function startHostileOrigin(): Promise<HostileOrigin> {
  const server = createServer((request, response) => {
    const title = `<![CDATA[${hostileTitle}]]>`;
    if (request.url === '/feed')
      response
        .writeHead(200, { 'content-type': 'application/rss+xml; charset=utf-8' })
        .end(
          `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>${origin}/</link><item><title>${title}</title><link>${origin}/page</link></item></channel></rss>`,
        );
    else if (request.url === '/page')
      response
        .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
        .end(
          `<!doctype html><html lang="en"><head><title>${hostileTitle}</title></head><body><article><h1>${hostileTitle}</h1>${`<p>${paragraph} \u001b[2J\u202eend</p>`.repeat(4)}</article></body></html>`,
        );
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    feedUrl: `${origin}/feed`,
    articleUrl: `${origin}/page`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
