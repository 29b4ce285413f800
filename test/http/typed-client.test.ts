// What others make of /api/openapi.json: types are generated from the live document, a program is checked against them,
// and runs against the service. A document that described another API than this one would satisfy nobody but itself.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import openapiTS from 'openapi-typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addFeed, publish } from '../support/rows.js';
import { type Serving, startServing, TOKEN } from './serving.js';

const run = promisify(execFile);
const modules = resolve(import.meta.dirname, '../../node_modules');

let serving: Serving;
let folder: string;
beforeAll(async () => {
  serving = await startServing('embedded');
  // Below node_modules, so that the program finds its packages.
  await mkdir(join(modules, '.cache'), { recursive: true });
  folder = await mkdtemp(join(modules, '.cache', 'feedmill-client-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await serving.stop();
});

const head = `
import createClient from 'openapi-fetch';
import type { paths } from './api.js';
const [, , baseUrl = '', token = ''] = process.argv;
const client = createClient<paths>({ baseUrl, headers: { authorization: \`Bearer \${token}\` } });
`;
const program = `${head}
const feeds = await client.GET('/api/feeds', { params: { query: { limit: 2 } } });
const titles: (string | null)[] = feeds.data?.feeds.map(({ title }) => title) ?? [];
const search = await client.GET('/api/search', { params: { query: { q: 'harbour' } } });
const ranks: number[] = search.data?.hits.map(({ rank }) => rank) ?? [];
const paused = await client.PATCH('/api/feeds/{feed}', {
  params: { path: { feed: String(feeds.data?.feeds[0]?.id) } },
  body: { state: 'paused' },
});
const state: 'active' | 'paused' | 'gone' | undefined = paused.data?.state;
const missing = await client.GET('/api/articles/{article}', { params: { path: { article: '999' } } });
const code: string | undefined = missing.error?.code;
const made = await client.POST('/api/tokens', { body: { name: 'made by a typed client', scope: 'read' } });
console.log(JSON.stringify({ titles, ranks: ranks.length, state, code, scope: made.data?.scope }));
`;
const wrong = `${head}
await client.GET('/api/nowhere', {});
await client.GET('/api/feeds', { params: { query: { limit: 'many' } } });
await client.POST('/api/tokens', { body: { name: 'x', scope: 'everything' } });
const { data } = await client.GET('/api/feeds', {});
console.log(data?.feeds[0]?.colour);
`;

/** What the compiler says of the programs in the folder, a line each; it writes them as JavaScript all the same. */
async function compile(): Promise<string[]> {
  const options = [
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--strict',
    '--skipLibCheck',
    '--ignoreConfig',
    '--types',
    'node',
  ];
  const files = ['program.ts', 'wrong.ts'];
  const tsc = [join(modules, 'typescript/bin/tsc'), '--pretty', 'false', ...options, ...files];
  const said = await run(process.execPath, tsc, { cwd: folder }).catch((error: { stdout: string }) => error);
  return said.stdout.split('\n').filter((line) => /^\S/.test(line));
}

describe('/api/openapi.json', () => {
  it('gives types to a program that runs against the service, and refuses one that mistakes it', async () => {
    const { store } = serving.service.ports;
    await addFeed(store, { title: 'The Harbour Post' });
    await publish(store, { title: 'Gates of the harbour open', text: 'The harbour has new gates.' });
    const document = (await (await serving.ask('/api/openapi.json')).json()) as Parameters<
      typeof openapiTS
    >[0];
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(join(folder, 'api.d.ts'), await openapiTS(document));
    await writeFile(join(folder, 'program.ts'), program);
    await writeFile(join(folder, 'wrong.ts'), wrong);
    const complaints = await compile();
    expect(complaints.filter((line) => !line.startsWith('wrong.ts'))).toEqual([]);
    const first = head.split('\n').length;
    expect(complaints.map((line) => /^wrong\.ts\((\d+)/.exec(line)?.[1])).toEqual(
      [0, 1, 2, 4].map((line) => String(first + line + 1)),
    );
    const { stdout } = await run(process.execPath, [join(folder, 'program.js'), serving.url, TOKEN]);
    expect(JSON.parse(stdout)).toEqual({
      titles: ['The Harbour Post'],
      ranks: 1,
      state: 'paused',
      code: 'NOT_FOUND',
      scope: 'read',
    });
  });
});
