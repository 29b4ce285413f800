// "Why is this article missing?": the whole life of an article in order, and for a URL never seen what is known of
// its host and what would make it come in.
import type { Article } from '../store/articles.js';
import type { LedgerRow } from '../store/ledger.js';
import type { Run } from '../store/runs.js';
import { canonicalUrl, hostOf } from '../web/canonical-url.js';
import type { Ports } from '../workers/ports.js';
import { findArticle } from './articles.js';

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
      feeds: { id: number; url: string; polledAt: Date | null; lastError: string | null }[];
    }
  | { status: 'invalid'; url: string; answer: string };

/** Answers for an article's id or URL. */
export async function why(named: string, ports: Pick<Ports, 'store' | 'now'>): Promise<Why> {
  const { store } = ports;
  const url = canonicalUrl(named);
  const article = await findArticle(named, ports);
  if (article !== null) {
    const [rows, feeds, run] = await Promise.all([
      store.ledger.ofArticle(article.id),
      store.items.feedsOf(article.id),
      store.runs.find(article.id),
    ]);
    return {
      status: 'known',
      article,
      run,
      answer: run === null ? restSentence(article) : runSentence(run, ports.now()),
      feeds: feeds.map(({ feedId, feedUrl }) => ({ feedId, feedUrl })),
      life: rows.map(lifeEvent),
    };
  }
  if (url === null)
    return {
      status: 'invalid',
      url: named,
      answer: `${named} is neither the id nor the address of an article.`,
    };
  return unseen(url, ports);
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

async function unseen(url: string, { store }: Pick<Ports, 'store'>): Promise<Why> {
  const feeds = await store.feeds.ofHost(hostOf(url));
  const polled = feeds.map((feed) => ({
    id: feed.id,
    url: feed.url,
    polledAt: feed.polled_at,
    lastError: feed.last_error,
  }));
  const answer =
    feeds.length === 0
      ? `${url} was never in a feed, and no feed of ${hostOf(url)} is polled. \`feedmill feeds add <site>\` finds the site's feeds; \`feedmill ingest\` takes them in at once.`
      : `${url} was in none of the ${feeds.length} feeds of ${hostOf(url)} that are polled; it comes in when one of them lists it.`;
  return { status: 'unknown', url, answer, feeds: polled };
}
