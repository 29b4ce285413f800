// What pages and their forms take, as requests.ts has it for the API. A field that was left empty is not there.
import { z } from 'zod';
import { batchActions } from '../../operations/reingest.js';
import { stages } from '../../pipeline.js';
import { failureStates } from '../../store/failures.js';
import { feedHealths, feedOrders } from '../../store/feed-pages.js';
import { eventTypes } from '../../store/schema-events.js';
import { articleStates } from '../contract-articles.js';
import { changeListQuery, idText, name, storable as text } from '../requests.js';

const EARLIEST = '1000-01-01';
const dayError = `must be a day such as 2026-03-01, from ${EARLIEST} on`;
const day = z.iso
  .date({ error: dayError })
  .refine((value) => value >= EARLIEST, { error: dayError })
  .transform((value) => new Date(value));
const WHOLE = /^\d{1,18}$/;

export const feedsQuery = z
  .strictObject({
    q: text.max(200).optional(),
    health: z.enum(feedHealths).optional(),
    order: z.enum(feedOrders).default('title'),
    /** Where the page before ended: the value of the order, and the id. */
    value: text.optional(),
    after: idText.optional(),
  })
  .refine(
    ({ order, value, after }) =>
      (value === undefined) === (after === undefined) &&
      (value === undefined || order === 'title' || WHOLE.test(value)),
    { path: ['value'], error: 'must be where a page of this order ended, with the id beside it' },
  );
export const feedIdParams = z.strictObject({ feed: name });
export const addFeedForm = z.strictObject({ url: text.min(1) });
/** An OPML text; it is cleaned where it is read. */
export const importForm = z.strictObject({ opml: z.string() });
export const articlesQuery = z.strictObject({
  q: text.max(1_000).optional(),
  language: text.max(100).optional(),
  feed: idText.optional(),
  state: z.enum([...articleStates, 'any']).default('any'),
  since: day.optional(),
  host: text.max(300).optional(),
  /** By which articles are marked. */
  alert: idText.optional(),
  before: idText.optional(),
  offset: idText.optional(),
});
export const articleIdParams = z.strictObject({ article: name });
export const revisionParams = z.strictObject({ article: name, revision: idText });
export const originalParams = z.strictObject({ article: idText, snapshot: idText });
export const reingestForm = z.strictObject({ from: z.enum(stages).default('scrape') });
export const failuresQuery = z.strictObject({ state: z.enum(failureStates).default('failed') });
export const retryForm = z.strictObject({
  state: z.enum(failureStates),
  stage: text,
  reason: text,
  host: text,
  from: z.enum(stages).default('scrape'),
});
const SELECTED = ['any', 'failed', 'older', 'all'] as const;
const shareError = 'must be a number from 0 to 1';
export const selectionForm = z.strictObject({
  which: z.enum(SELECTED).default('any'),
  host: text.max(260).optional(),
  feed: idText.optional(),
  language: text.max(100).optional(),
  /** By which articles are marked. */
  alert: idText.optional(),
  since: day.optional(),
  /** Of the reason for which articles were dropped. */
  words: text.max(500).optional(),
  confidence: z.coerce.number({ error: shareError }).min(0, shareError).max(1, shareError).optional(),
  from: z.enum(stages).exclude(['poll', 'tag', 'store']).default('clean'),
  dry: z.enum(['yes', 'no']).default('yes'),
});
export type SelectionForm = z.output<typeof selectionForm>;
export const batchesQuery = selectionForm.extend({ before: idText.optional() });
export const batchPageParams = z.strictObject({ batch: idText });
export const batchActionParams = batchPageParams.extend({ action: z.enum(batchActions) });
const HOUR_SECONDS = 3_600;
const paceError = `must be seconds from 0 to ${HOUR_SECONDS}`;
export const hostForm = z.strictObject({
  host: text.min(1),
  seconds: z.coerce.number({ error: paceError }).min(0, paceError).max(HOUR_SECONDS, paceError).optional(),
  act: z.enum(['set', 'learn', 'resume']),
});
export const alertsQuery = z.strictObject({ before: idText.optional() });
export const alertPageParams = z.strictObject({ alert: idText });
/** An id, an address, or a part of a title. */
export const whyPageQuery = z.strictObject({ q: name.optional() });
export const hostsQuery = z.strictObject({ after: text.default('') });
export const changesQuery = changeListQuery.omit({ limit: true });
export const webhookPageParams = z.strictObject({ webhook: idText });
export const addWebhookForm = z.strictObject({
  url: text.min(1),
  type: z.enum(['any', ...eventTypes]).default('any'),
  feed: idText.optional(),
  language: text.max(100).optional(),
});
export const webhookForm = z.strictObject({
  act: z.enum(['pause', 'resume', 'replay', 'rotate', 'test', 'remove']),
  /** One parked delivery, for a replay. */
  delivery: idText.optional(),
  /** Removing and rotating ask for it. */
  sure: z.literal('yes', { error: 'must be yes' }).optional(),
});
export const languagesQuery = z.strictObject({ days: z.enum(['1', '7', '30']).default('7') });
