// Feed items with overrides, and a publisher whose feed can be polled as it changes.
import fc from 'fast-check';
import type { FeedItem } from '../../src/feeds/feed.js';
import { allSigns, signsOf } from '../../src/feeds/identity.js';
import {
  identityRule,
  isMassChange,
  learnsSigns,
  noEvidence,
  tallyWith,
} from '../../src/feeds/identity-rule.js';
import { type KnownItem, matchItems, type SignedItem } from '../../src/feeds/matching.js';
import { canonicalUrl } from '../../src/web/canonical-url.js';
import { addressKeys } from '../../src/web/twin-url.js';

export const feedItem = (overrides: Partial<FeedItem> = {}): FeedItem => ({
  id: null,
  idIsPermalink: false,
  url: null,
  title: null,
  summary: null,
  contentHtml: null,
  authors: [],
  categories: [],
  publishedAt: null,
  updatedAt: null,
  enclosures: [],
  language: null,
  extra: {},
  ...overrides,
});

const words = fc.option(fc.string({ unit: 'grapheme' }));
export const anyItem = fc
  .record({
    id: words,
    url: words,
    title: words,
    summary: words,
    contentHtml: words,
    publishedAt: fc.option(fc.date({ noInvalidDate: true })),
    updatedAt: fc.option(fc.date({ noInvalidDate: true })),
  })
  .map(feedItem);

/** An item of a poll, and which article of the publisher it is. */
export interface Told {
  article: string;
  item: FeedItem;
}

/** What a feed's polls know, without a database: as poll-news.ts keeps it. */
export class Reader {
  readonly #known = new Map<string, KnownItem>();
  readonly #articleOf = new Map<string, string>();
  #tally = noEvidence;
  #sinceMass: number | null = null;
  /** Articles that were made twice, or of which two became one. */
  readonly mistakes: string[] = [];

  get rule(): string {
    return identityRule(this.#tally).rule;
  }
  get signs(): number {
    return this.#known.size;
  }

  /** Polls the feed; the articles that were new. */
  poll(told: readonly Told[]): string[] {
    const signed = told.flatMap(({ article, item }) => {
      const url = item.url === null ? null : canonicalUrl(item.url);
      const signs = signsOf(item, url === null ? [] : addressKeys(url));
      const { title, publishedAt } = item;
      return signs === null ? [] : [{ article, signs, url, title, publishedAt }];
    });
    const { known, fresh, evidence } = matchItems(signed, this.#known, identityRule(this.#tally).rule);
    for (const { item, as } of known) {
      const before = this.#articleOf.get(as.key);
      if (before !== item.article) this.mistakes.push(`${item.article} was taken for ${before}`);
    }
    if (learnsSigns(evidence, this.#sinceMass))
      for (const { as, newSigns } of known) for (const sign of newSigns) this.#known.set(sign, as);
    for (const item of fresh) this.#add(item);
    this.#tally = tallyWith(this.#tally, evidence);
    this.#sinceMass = isMassChange(evidence) ? 0 : this.#sinceMass === null ? null : this.#sinceMass + 1;
    return fresh.map(({ article }) => article);
  }

  #add(item: SignedItem & { article: string }): void {
    if ([...this.#articleOf.values()].includes(item.article))
      this.mistakes.push(`${item.article} was made twice`);
    const [key = ''] = allSigns(item.signs);
    this.#articleOf.set(key, item.article);
    const { url, title, publishedAt } = item;
    const known = { key, contentHash: '', articleId: 1, url, title, publishedAt };
    for (const sign of allSigns(item.signs)) this.#known.set(sign, known);
  }
}
