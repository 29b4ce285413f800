// "Why is this article missing?": the whole life of an article in order, and for a URL never seen what is known of
// its host and what would make it come in.

import type { ArticleSummary } from '../store/article-summary.js';
import type { Article } from '../store/articles.js';
import { idNamed } from '../store/ids.js';
import type { LedgerRow } from '../store/ledger.js';
import type { Run } from '../store/runs.js';
import { canonicalUrl } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';
import { findArticle } from './articles.js';
import { type FeedOfSite, unseen } from './why-unseen.js';

export interface LifeEvent {
  at: Date;
  stage: string;
  outcome: string;
  /** A sentence for a person. */
  text: string;
  attempt: number;
  ms: number;
  worker: string;
}
export type Why =
  | {
      status: 'known';
      article: Article;
      run: Run | null;
      answer: string;
      feeds: { feedId: number; feedUrl: string }[];
      life: LifeEvent[];
    }
  | {
      status: 'unknown';
      url: string;
      answer: string;
      feeds: FeedOfSite[];
    }
  /** A part of several titles. */
  | { status: 'several'; words: string; answer: string; matches: ArticleSummary[] }
  | { status: 'invalid'; url: string; answer: string };

/** Answers for an article's id or URL, or for a part of its title. */
export async function why(named: string, ports: Pick<Ports, 'store' | 'now'>): Promise<Why> {
  const url = canonicalUrl(named);
  const article = await findArticle(named, ports);
  if (article !== null) return known(article, ports);
  if (url !== null) return { status: 'unknown', url, ...(await unseen(url, ports)) };
  return titled(named, ports);
}

async function known(article: Article, { store, now }: Pick<Ports, 'store' | 'now'>): Promise<Why> {
  const [rows, feeds, run] = await Promise.all([
    store.ledger.ofArticle(article.id),
    store.items.feedsOf(article.id),
    store.runs.find(article.id),
  ]);
  return {
    status: 'known',
    article,
    run,
    answer: run === null ? restSentence(article) : runSentence(run, now()),
    feeds: feeds.map(({ feedId, feedUrl }) => ({ feedId, feedUrl })),
    life: rows.map(lifeEvent),
  };
}

/** Matches that are told of. */
const MATCHES = 20;

async function titled(words: string, ports: Pick<Ports, 'store' | 'now'>): Promise<Why> {
  const isId = idNamed(words) !== null;
  const matches = isId ? [] : await ports.store.library.titled(words, MATCHES);
  const [only] = matches;
  if (only === undefined)
    return {
      status: 'invalid',
      url: words,
      answer: isId
        ? `There is no article ${words}.`
        : `${words} is neither the id nor the address of an article, and no title has these words. An address begins with http:// or https://.`,
    };
  const article = matches.length === 1 ? await ports.store.articles.find(only.id) : null;
  if (article !== null) return known(article, ports);
  const count =
    matches.length < MATCHES ? `${matches.length} articles have` : `More than ${MATCHES - 1} articles have`;
  return { status: 'several', words, answer: `${count} these words in their title.`, matches };
}

function lifeEvent(row: LedgerRow): LifeEvent {
  const { at, stage, outcome, attempt, ms, worker } = row;
  const text = `${row.reason ?? endText(row)}${askedOfReaders(row.detail)}`;
  return { at, stage, outcome, text, attempt, ms, worker };
}

function endText({ stage, outcome, detail }: LedgerRow): string {
  const language = detail?.['language'];
  if (stage !== 'tag' || typeof language !== 'string') return `${stage} ${outcome}`;
  const declared = detail?.['declared'];
  return `${stage} ${outcome}: ${language}${typeof declared === 'string' ? `, although ${declared} is declared` : ''}`;
}

/** What the page's headers ask of those who keep it. */
function askedOfReaders(detail: LedgerRow['detail']): string {
  const directives: unknown = detail?.['directives'];
  return Array.isArray(directives) ? `; the page asks: ${directives.join(', ')}` : '';
}

/** One sentence on where a run is and what comes next. */
function runSentence(run: Run, now: Date): string {
  const waits = run.due_at > now && run.running_since === null ? `, next at ${run.due_at.toISOString()}` : '';
  const after =
    run.failures === 0 ? '' : ` after ${run.failures} failed tries (${run.reason ?? 'no reason recorded'})`;
  const doing =
    run.running_since === null
      ? `waits for ${run.stage}`
      : `is being worked on at ${run.stage} since ${run.running_since.toISOString()}`;
  return `The article ${doing}${waits}${after}.`;
}

/** One sentence on how an article came to rest. */
function restSentence(article: Article): string {
  switch (article.state) {
    case 'stored':
      return `The article is stored${article.reason === null ? '' : `; its last run ended: ${article.reason}`}.`;
    case 'thin':
      return `The article is ${article.reason ?? 'stored as thin'}.`;
    case 'duplicate':
      return `The article tells the same story as article ${article.duplicate_of ?? 'that was removed'} and was not stored a second time.`;
    case 'dropped':
    case 'failed':
      return `The article was not stored: ${article.reason ?? 'no reason recorded'}.`;
    case 'discovered':
      return 'The article was found and has not been worked on yet.';
  }
}
