// Rows of the store as the API shows them.
import type { z } from 'zod';
import type { ArticleSummary } from '../store/article-summary.js';
import type { Article } from '../store/articles.js';
import type { Feed } from '../store/feeds.js';
import type { Revision } from '../store/revisions.js';
import type { Run } from '../store/runs.js';
import type { SearchHit } from '../store/search.js';
import { snippetParts } from '../store/search-snippet.js';
import type { Subscription } from '../store/subscriptions.js';
import type { ArticleView, articleDetailSchema } from './contract-articles.js';
import type { FeedView, SubscriptionView } from './contract-feeds.js';

export const iso = (date: Date | null): string | null => date?.toISOString() ?? null;

export function feedView(feed: Feed & { articles?: number }): FeedView {
  return {
    id: feed.id,
    url: feed.url,
    title: feed.title,
    siteUrl: feed.site_url,
    language: feed.language,
    tags: feed.tags,
    state: feed.state,
    intervalMs: feed.interval_ms,
    intervalReason: feed.interval_reason,
    intervalCause: feed.interval_cause,
    nextPollAt: feed.next_poll_at.toISOString(),
    polledAt: iso(feed.polled_at),
    succeededAt: iso(feed.succeeded_at),
    lastStatus: feed.last_status,
    lastError: feed.last_error,
    failures: feed.failures,
    createdAt: feed.created_at.toISOString(),
    articles: feed.articles ?? null,
  };
}

/** Neither the address to which the hub pushes nor its secret is shown. */
export function subscriptionView(subscription: Subscription): SubscriptionView {
  const { hub, topic, state, reason, pushes, rejected, unheard } = subscription;
  return {
    hub,
    topic,
    state,
    reason,
    askedNextAt: iso(subscription.due_at),
    leaseUntil: iso(subscription.lease_until),
    pushedAt: iso(subscription.pushed_at),
    pushes,
    rejected,
    unheard,
  };
}

export function summaryView(article: ArticleSummary): ArticleView {
  const { id, url, title, state, stage, language, byline, siteName, excerpt, reason, feedId, driftAlert } =
    article;
  return {
    id,
    url,
    title,
    state,
    stage,
    language,
    byline,
    siteName,
    excerpt,
    reason,
    feedId,
    driftAlert,
    publishedAt: iso(article.publishedAt),
    publishedDay: article.publishedDay,
    discoveredAt: article.discoveredAt.toISOString(),
    storedAt: iso(article.storedAt),
  };
}

/** A hit, with what was found in its snippet between «». */
export function hitView(hit: SearchHit): ArticleView & { rank: number; snippet: string } {
  const parts = snippetParts(hit.snippet).map(({ text, isFound }) => (isFound ? `«${text}»` : text));
  return { ...summaryView(hit), rank: hit.rank, snippet: parts.join('') };
}

export function articleView(article: Article, run: Run | null): ArticleView {
  return {
    id: article.id,
    url: article.url,
    title: article.title ?? article.hints.title,
    state: article.state,
    stage: run?.stage ?? null,
    language: article.language,
    byline: article.byline,
    publishedAt: iso(article.published_at),
    publishedDay: article.published_day,
    siteName: article.site_name,
    excerpt: article.excerpt,
    reason: run?.reason ?? article.reason,
    feedId: article.feed_id,
    driftAlert: article.drift_alert,
    discoveredAt: article.discovered_at.toISOString(),
    storedAt: iso(article.stored_at),
  };
}

export function revisionView(
  revision: Revision,
): NonNullable<z.output<typeof articleDetailSchema>['revision']> {
  return {
    id: revision.id,
    title: revision.title,
    byline: revision.byline,
    publishedAt: iso(revision.published_at),
    publishedDay: revision.published_day,
    modifiedAt: iso(revision.modified_at),
    siteName: revision.site_name,
    canonicalUrl: revision.canonical_url,
    imageUrl: revision.image_url,
    tags: revision.tags,
    paywalled: revision.paywalled,
    language: revision.language,
    script: revision.script,
    languageDetail: revision.language_detail,
    attribution: revision.attribution,
    quality: revision.quality,
    text: revision.text,
    html: revision.html,
    extractorVersion: revision.extractor_version,
    taggerVersion: revision.tagger_version,
    createdAt: revision.created_at.toISOString(),
  };
}
