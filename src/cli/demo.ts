// `feedmill demo`: the whole service on a small newsroom of this machine, without network and without settings. It
// reads neither the environment nor a file, keeps its database in a fresh temporary folder, and removes it at the end.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadSettings } from '../config.js';
import { startNewsroom } from '../demo/newsroom.js';
import { type ArticleView, articlePageSchema } from '../http/contract-articles.js';
import { createLog } from '../log.js';
import { stages } from '../pipeline.js';
import type { Settings } from '../settings.js';
import { type ApiClient, clientHere } from './client.js';
import { PATIENCE_SECONDS, runIngest } from './ingest.js';
import { showIngestReport } from './ingest-report.js';
import { wholeNumber } from './options.js';
import type { Output } from './output.js';
import { listenOn } from './service-command.js';
import type { Cli } from './session.js';
import { aborted, listenForCtrlC } from './signals.js';
import { closeService, closingAfter, openService } from './transport.js';

/** The service's own default, so that the address is the one that the manual names; a free one where it is taken. */
const USUAL_PORT = 8_090;
const HEADLINES = 10;
const LOOKED_AT = 100;

interface DemoOptions {
  once?: boolean;
  port: number;
}

export function addDemo(program: Command, cli: Cli): void {
  program
    .command('demo')
    .description(
      'try it out: take in a small newsroom of this machine and show it, without network and without settings',
    )
    .option('--once', 'end after the first round instead of serving the dashboards')
    .option(
      '--port <port>',
      'port of the dashboards; another one is taken if it is not free',
      wholeNumber(0),
      USUAL_PORT,
    )
    .addHelpText('after', '\nExample:\n  feedmill demo')
    .action(async ({ once = false, port }: DemoOptions) => {
      const { signal } = listenForCtrlC(cli.output);
      const folder = await mkdtemp(join(tmpdir(), 'feedmill-demo-'));
      const newsroom = await startNewsroom();
      try {
        await show(
          {
            opmlUrl: newsroom.opmlUrl,
            settings: demoSettings(folder, new URL(newsroom.origin).host, port),
            once,
            signal,
          },
          cli.output,
        );
      } finally {
        await newsroom.close();
        await rm(folder, { recursive: true, force: true });
      }
    });
}

function demoSettings(folder: string, newsroom: string, port: number): Settings {
  const env = {
    FEEDMILL_DATA_DIR: join(folder, 'data'),
    FEEDMILL_HOST_DELAY_MS: '0',
    FEEDMILL_ALLOW_PRIVATE: newsroom,
    FEEDMILL_PORT: String(port),
    FEEDMILL_LOG_LEVEL: 'error',
  };
  return loadSettings(env, folder).settings;
}

interface Show {
  opmlUrl: string;
  settings: Settings;
  once: boolean;
  signal: AbortSignal;
}

async function show({ opmlUrl, settings, once, signal }: Show, output: Output): Promise<void> {
  const log = createLog(settings, 2);
  output.note(`A small newsroom is open at ${new URL(opmlUrl).origin}; its feeds are taken in now.`);
  const opened = await openService(settings, log, { command: 'demo', stages, ticks: true, watches: true });
  await closingAfter(
    () => closeService(opened, log),
    async () => {
      const url = once
        ? null
        : ((await listenOn(opened, settings, log, true)) ??
          (await listenOn(opened, { ...settings, port: 0 }, log, false)));
      const client = clientHere(opened, log);
      const limits = { timeoutMs: null, patienceMs: PATIENCE_SECONDS * 1_000, signal };
      const { report } = await runIngest(
        client,
        { urls: [opmlUrl], opml: [], tags: ['demo'] },
        limits,
        output,
      );
      showIngestReport(report, output);
      await showHeadlines(client, output);
      if (url === null || signal.aborted) return;
      output.note(
        `\nNewsroom: ${url}/  queues: ${url}/queues  API: ${url}/api/status\nCtrl-C ends the demonstration and removes what it stored.`,
        output.noteColors.bold,
      );
      await aborted(signal);
    },
  );
}

async function showHeadlines(client: ApiClient, output: Output): Promise<void> {
  const path = `/api/articles?state=stored&limit=${LOOKED_AT}`;
  const { articles } = await client.request('GET', path, null, articlePageSchema);
  if (output.terminal) output.print('');
  output.table(
    [{ head: 'language' }, { head: 'headline' }, { head: 'by' }],
    oneOfEachFirst(articles)
      .slice(0, HEADLINES)
      .map(({ language, title, byline }) => [language ?? '', title ?? '', byline.join(', ')]),
  );
}

/** The articles with the first of each language in front, so that a short list shows them all. */
function oneOfEachFirst(articles: readonly ArticleView[]): ArticleView[] {
  const isFirst = (article: ArticleView): boolean =>
    articles.find(({ language }) => language === article.language) === article;
  return [...articles.filter(isFirst), ...articles.filter((article) => !isFirst(article))];
}
