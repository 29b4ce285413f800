import { describe, expect, it } from 'vitest';
import type { Subject } from '../../src/workers/ending.js';
import { observationOf } from '../../src/workers/observation.js';

const quality = {
  words: 300,
  characters: 2_000,
  blocks: 5,
  linkDensity: 0,
  confidence: 0.8,
  residue: null,
  notes: [],
};
const subject = (overrides: {
  article?: Partial<Subject['article']>;
  run?: Partial<Subject['run']>;
  draft?: Partial<NonNullable<Subject['draft']>> | null;
}): Subject => {
  const article = {
    id: 7,
    host: 'www.harbour.example',
    state: 'discovered',
    drift_alert: null,
    ...overrides.article,
  };
  const draft = { quality, byline: ['Ada Quay'], published_at: new Date(0), ...overrides.draft };
  return {
    article: article as Subject['article'],
    run: { batchId: null, ...overrides.run } as Subject['run'],
    draft: overrides.draft === null ? null : (draft as NonNullable<Subject['draft']>),
    page: null,
  };
};
const done = { outcome: 'done' } as const;

describe('observationOf', () => {
  it('sees at the first end of an article what the cleaner got out of it, for its registrable domain', () => {
    expect(observationOf('store', subject({}), done)).toEqual({
      site: 'harbour.example',
      isFirst: true,
      observation: {
        articleId: 7,
        characters: 2_000,
        confidence: 0.8,
        hasByline: true,
        hasDate: true,
        isThin: false,
      },
    });
    const draft = { quality: { ...quality, thin: '90 characters' }, byline: [], published_at: null };
    expect(observationOf('store', subject({ draft }), done)?.observation).toMatchObject({
      hasByline: false,
      hasDate: false,
      isThin: true,
    });
  });

  it('sees an article without any text as thin', () => {
    const seen = observationOf('clean', subject({ draft: null }), { outcome: 'dropped' });
    expect(seen?.observation).toMatchObject({ characters: 0, isThin: true });
  });

  it('sees nothing in pages that could not be had, in duplicates and failures, and in articles that were known', () => {
    const dropped = { outcome: 'dropped' } as const;
    expect(observationOf('scrape', subject({ draft: null }), dropped)).toBeNull();
    expect(observationOf('store', subject({}), dropped)).toBeNull();
    expect(observationOf('store', subject({}), { outcome: 'failed' })).toBeNull();
    expect(observationOf('store', subject({ article: { state: 'stored' } }), done)).toBeNull();
    expect(observationOf('store', subject({ run: { batchId: 3 } }), done)).toBeNull();
  });

  it('sees a marked article again, in its own place', () => {
    const article = { state: 'stored', drift_alert: 4 } as const;
    for (const run of [{ batchId: 3 }, { batchId: null }])
      expect(observationOf('store', subject({ article, run }), { outcome: 'unchanged' })).toMatchObject({
        isFirst: false,
        observation: { articleId: 7 },
      });
  });
});
