// `feedmill articles …`: what is stored, listed, shown and searched.
import type { Command } from 'commander';
import {
  type ArticleDetail,
  type ArticleView,
  articleDetailSchema,
  articlePageSchema,
  searchPageSchema,
} from '../http/contract-articles.js';
import { addExport } from './articles-export.js';
import type { ApiClient } from './client.js';
import { feedId } from './feed-requests.js';
import { sinceDate, wholeNumber, withQuery } from './options.js';
import type { Output } from './output.js';
import { qualityText } from './quality.js';
import { partTitle } from './sections.js';
import { type Cli, withClient } from './session.js';
import { webAddress } from './sources.js';
import { dateText, publishedText } from './words.js';

type LanguageDetail = NonNullable<ArticleDetail['revision']>['languageDetail'];

interface ListOptions {
  language?: string;
  feed?: string;
  state?: string;
  host?: string;
  alert?: number;
  since?: string;
  limit: number;
  json?: boolean;
}
interface ShowOptions {
  text?: boolean;
  html?: boolean;
  json?: boolean;
}
interface SearchOptions {
  language?: string;
  feed?: string;
  limit: number;
  json?: boolean;
}

const LISTED = 50;
const FOUND = 20;
/** Articles that one request asks for; the API's largest page. */
const PAGE = 500;

export function addArticles(program: Command, cli: Cli): void {
  const { output } = cli;
  const articles = program
    .command('articles')
    .description('list, show and search articles')
    .addHelpText('after', '\nExample:\n  feedmill articles list --language de --since 3d');
  addList(articles, output);
  addShow(articles, output);
  addSearch(articles, output);
  addExport(articles, cli);
}

function addList(articles: Command, output: Output): void {
  articles
    .command('list')
    .description('list articles, newest first')
    .option('--language <tag>', 'only this language, such as en; zh takes in zh-Hans and zh-Hant')
    .option('--feed <feed>', 'only what this feed (id or address) lists')
    .option('--state <state>', 'only this state: discovered, stored, thin, dropped, duplicate or failed')
    .option('--host <host>', 'only this host')
    .option('--alert <alert>', 'only what this alert has marked', wholeNumber(1))
    .option('--since <date>', 'only what was found since a date (2026-11-23) or an age (12h, 3d)', (value) =>
      sinceDate(value),
    )
    .option('--limit <number>', 'how many at most', wholeNumber(1), LISTED)
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill articles list --state dropped --since 12h')
    .action(async ({ json, limit, feed, ...filter }: ListOptions) => {
      const found = await withClient({ command: 'articles list' }, async ({ client }) =>
        listArticles(client, { ...filter, feed: await feedId(feed, client) }, limit),
      );
      if (json === true) output.json({ articles: found });
      else showArticles(found, output);
      if (found.length === 0) output.note('No article matches.');
    });
}

type Query = Record<string, string | number | undefined>;

async function listArticles(client: ApiClient, filter: Query, limit: number): Promise<ArticleView[]> {
  const found: ArticleView[] = [];
  let before: number | null = null;
  do {
    const path = withQuery('/api/articles', {
      ...filter,
      before: before ?? undefined,
      limit: Math.min(PAGE, limit - found.length),
    });
    const page: { articles: ArticleView[]; next: number | null } = await client.request(
      'GET',
      path,
      null,
      articlePageSchema,
    );
    found.push(...page.articles);
    before = page.next;
  } while (before !== null && found.length < limit);
  return found;
}

function showArticles(articles: readonly ArticleView[], output: Output): void {
  const columns = [
    { head: 'article', align: 'right' },
    { head: 'state' },
    { head: 'language' },
    { head: 'published' },
    { head: 'title' },
    { head: 'address' },
    { head: 'reason', wrap: true },
  ] as const;
  output.table(
    columns,
    articles.map((one) => [
      String(one.id),
      one.stage === null ? one.state : `${one.state}, at ${one.stage}`,
      one.language ?? '',
      publishedText(one.publishedAt, one.publishedDay),
      one.title ?? '',
      one.url,
      one.reason ?? '',
    ]),
  );
}

function addShow(articles: Command, output: Output): void {
  articles
    .command('show <article>')
    .description('show one article by its id or address')
    .option('--text', 'only its text')
    .option('--html', 'only its clean HTML')
    .option('--json', 'answer with JSON: all revisions and snapshots as well')
    .addHelpText('after', '\nExample:\n  feedmill articles show 17 --text')
    .action(async (named: string, { text, html, json }: ShowOptions) => {
      const detail = await withClient({ command: 'articles show' }, ({ client }) =>
        client.request(
          'GET',
          `/api/articles/${encodeURIComponent(webAddress(named) ?? named)}`,
          null,
          articleDetailSchema,
        ),
      );
      if (json === true) output.json(detail);
      else if (html === true) output.document(detail.revision === null ? '' : `${detail.revision.html}\n`);
      else if (text === true) output.print(detail.revision?.text ?? '');
      else showArticle(detail, output);
      if (detail.revision === null)
        output.note(`The article has no text yet; \`feedmill why ${detail.article.id}\` tells why.`);
    });
}

function showArticle({ article, revision, revisions, snapshots }: ArticleDetail, output: Output): void {
  output.pairs([
    ['article', String(article.id)],
    ['title', article.title ?? ''],
    ['by', article.byline.join(', ')],
    ['site', article.siteName ?? ''],
    ['published', publishedText(article.publishedAt, article.publishedDay)],
    ['language', languageText(article.language, revision?.languageDetail ?? null)],
    ['state', article.reason === null ? article.state : `${article.state}: ${article.reason}`],
    ['quality', revision === null ? '' : qualityText(revision.quality)],
    ['notes', revision?.quality.notes.join('; ') ?? ''],
    ['made by', revision === null ? '' : madeBy(revision)],
    ['unlike its site', article.driftAlert === null ? '' : `by alert ${article.driftAlert}`],
    ['address', article.url],
    ['found', dateText(article.discoveredAt)],
    ['revisions', String(revisions.length)],
    ['snapshots', String(snapshots.length)],
  ]);
  partTitle('Text', revision !== null, output);
  if (revision !== null) output.print(output.terminal ? revision.text : `\n${revision.text}`);
}

/** The versions that made it; its site rule stands with its quality. */
const madeBy = ({ extractorVersion, taggerVersion }: NonNullable<ArticleDetail['revision']>): string =>
  `cleaner ${extractorVersion}${taggerVersion === null ? '' : `, tagger ${taggerVersion}`}`;

/** The tag, the shares of a text in several languages, and a declaration that the text contradicts. */
function languageText(language: string | null, detail: LanguageDetail | null): string {
  const shares = detail?.shares ?? [];
  const parts = shares.map(({ tag, share }) => `${tag} ${Math.round(share * 100)} %`).join(', ');
  const mixed = shares.length > 1 ? ` (${parts})` : '';
  const declared = detail?.disagreement ?? null;
  return `${language ?? ''}${mixed}${declared === null ? '' : `, although ${declared} is declared`}`;
}

function addSearch(articles: Command, output: Output): void {
  articles
    .command('search <words...>')
    .description('search the stored articles: every word must occur; words in quotes stand together')
    .option('--language <tag>', 'only this language, such as en; zh takes in zh-Hans and zh-Hant')
    .option('--feed <feed>', 'only what this feed (id or address) lists')
    .option('--limit <number>', 'how many at most, up to 100', wholeNumber(1), FOUND)
    .option('--json', 'answer with JSON')
    .addHelpText('after', '\nExample:\n  feedmill articles search harbour "city council" --language en')
    .action(async (words: string[], { language, feed, limit, json }: SearchOptions) => {
      const { hits } = await withClient({ command: 'articles search' }, async ({ client }) => {
        const query = { q: queryOf(words), language, feed: await feedId(feed, client), limit };
        return client.request('GET', withQuery('/api/search', query), null, searchPageSchema);
      });
      if (json === true) return output.json({ hits });
      const columns = [
        { head: 'article', align: 'right' },
        { head: 'language' },
        { head: 'published' },
        { head: 'title' },
        { head: 'address' },
        { head: 'where', wrap: true },
      ] as const;
      output.table(
        columns,
        hits.map((hit) => [
          String(hit.id),
          hit.language ?? '',
          publishedText(hit.publishedAt, hit.publishedDay),
          hit.title ?? '',
          hit.url,
          hit.snippet,
        ]),
      );
      if (hits.length === 0) output.note('No stored article has these words.');
    });
}

// The shell has taken the quotes away; several words in one argument beside others were in quotes.
function queryOf(words: readonly string[]): string {
  return words.length === 1
    ? words.join()
    : words.map((word) => (/\s/.test(word) ? `"${word}"` : word)).join(' ');
}
