// What the API takes, as zod schemas. This is the door for foreign input, so what would fail later is refused here
// with a sentence: text that PostgreSQL cannot hold, numbers beyond what JavaScript counts exactly, dates outside
// four-digit years. Bodies and queries refuse names that they do not know, because a misspelt filter that is ignored
// answers with everything.
import { z } from 'zod';
import { storableText } from '../feeds/storable.js';
import { batchActions } from '../operations/reingest.js';
import { stages } from '../pipeline.js';
import { scopes } from '../store/schema-access.js';
import { eventTypes } from '../store/schema-events.js';
import { articleStates } from './contract-articles.js';
import { feedState } from './contract-feeds.js';

/** Longer addresses than this are no addresses; the router takes as much in a path. */
export const MAX_NAME_LENGTH = 8_192;
// So many digits are always below 2^53; ids are counted from 1 and far smaller.
const DIGITS = /^\d{1,15}$/;
const LARGEST = 999_999_999_999_999;
/** Of a name in DNS (RFC 1035, section 2.3.4), with a port. */
const MAX_HOST_LENGTH = 260;
const MAX_REASON_LENGTH = 500;
const MAX_LANGUAGE_LENGTH = 100;

/** Text that PostgreSQL can hold. */
export const storable = z.string().refine((value) => storableText(value) === value, {
  error: 'must not hold control characters or half of a surrogate pair',
});
const text = storable;
/** A whole number in a query or a path, where everything is text. An empty value is no number. */
const whole = (min: number, max: number) =>
  z.preprocess(
    (value) => (typeof value === 'string' && DIGITS.test(value) ? Number(value) : value),
    count(min, max),
  );
const count = (min: number, max: number) => {
  const error = `must be a whole number from ${min} to ${max}`;
  return z.int({ error }).min(min, { error }).max(max, { error });
};
const id = count(0, LARGEST);
export const idText = whole(0, LARGEST);
const limit = (most: number, usual: number) => whole(1, most).default(usual);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
/** An id or an address. */
export const name = text
  .min(1)
  .max(MAX_NAME_LENGTH)
  .refine((value) => !/^\d+$/.test(value) || DIGITS.test(value), { error: 'is too large for an id' });
const EARLIEST = Date.UTC(1000, 0, 1);
const dateError = 'must be an ISO 8601 date, or a time with its zone, from the year 1000 on';
const isoDate = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: dateError })
  .refine((value) => Date.parse(value) >= EARLIEST, { error: dateError });
const urls = z.array(text.min(1).max(MAX_NAME_LENGTH)).max(10_000);
const tags = z.array(text.min(1).max(200)).max(50).default([]);

export const feedListQuery = z.strictObject({
  after: idText.default(0),
  limit: limit(500, 100),
  failing: flag.optional(),
});
export const feedParams = z.strictObject({ feed: name });
export const addFeedsBody = z.strictObject({ urls: urls.min(1), tags });
/** OPML is cleaned where it is read, so that one bad character does not cost the list. */
export const importBody = z.strictObject({ opml: z.string(), source: z.string() });
export const feedStateBody = z.strictObject({ state: feedState.exclude(['gone']) });
export const ingestBody = z.strictObject({
  urls,
  opml: z.array(z.strictObject({ source: z.string(), text: z.string() })).default([]),
  tags,
});
export const ingestProgressBody = z.strictObject({ mark: id, feedIds: z.array(id) });
export const articleListQuery = z.strictObject({
  feed: idText.optional(),
  /** Marked by this alert. */
  alert: idText.optional(),
  language: text.optional(),
  state: z.enum(articleStates).optional(),
  host: text.optional(),
  since: isoDate.transform((value) => new Date(value)).optional(),
  before: idText.optional(),
  limit: limit(500, 50),
});
export const exportQuery = z.strictObject({
  feed: idText.optional(),
  language: text.optional(),
  host: text.optional(),
  since: isoDate.transform((value) => new Date(value)).optional(),
  before: isoDate.transform((value) => new Date(value)).optional(),
  after: idText.default(0),
  html: flag.default(false),
  limit: limit(500, 100),
});
export const exportFileQuery = exportQuery.omit({ limit: true });
/** `snapshot` goes on with the pages of the article `after`; without, its pages are left out. */
export const exportPagesQuery = exportQuery.extend({ snapshot: idText.optional() });
const eventStream = {
  after: idText.optional(),
  /** Separated by commas. */
  types: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(z.enum(eventTypes)))
    .optional(),
  feed: idText.optional(),
  language: text.optional(),
};
export const eventStreamQuery = z.strictObject(eventStream);
export const eventsQuery = z.strictObject({ ...eventStream, limit: limit(500, 100) });
export const outFeedQuery = z.strictObject({
  q: text.min(1).max(1_000).optional(),
  language: text.optional(),
  feed: idText.optional(),
  tag: text.max(200).optional(),
  host: text.max(MAX_HOST_LENGTH).optional(),
  limit: limit(200, 50),
});
export const articleParams = z.strictObject({ article: name });
export const searchQuery = z.strictObject({
  q: text.min(1).max(1_000),
  language: text.optional(),
  feed: idText.optional(),
  offset: whole(0, LARGEST).default(0),
  limit: limit(100, 20),
});
export const whyQuery = z.strictObject({ url: name });
const selection = z.strictObject({
  urls: urls.min(1).optional(),
  feed: id.optional(),
  host: text.min(1).max(MAX_HOST_LENGTH).optional(),
  language: text.min(1).max(100).optional(),
  since: isoDate.optional(),
  before: isoDate.optional(),
  failed: z.literal(true).optional(),
  failedAt: z.enum(stages).optional(),
  /** Words of the reason. */
  dropped: text.min(1).max(MAX_REASON_LENGTH).optional(),
  belowConfidence: z.number().min(0).max(1).optional(),
  /** Marked by this alert. */
  alert: id.optional(),
  /** Made by an older cleaner, tagger or site rule than those in force. */
  older: z.literal(true).optional(),
  all: z.literal(true).optional(),
});
export type ReingestSelection = z.output<typeof selection>;
export const reingestCountBody = selection.extend({ from: z.enum(stages).default('scrape') });
export const reingestBody = reingestCountBody.extend({ dryRun: z.boolean().default(false) });
export const batchParams = z.strictObject({ batch: idText });
export const batchActionParams = z.strictObject({ batch: idText, action: z.enum(batchActions) });
export const batchListQuery = z.strictObject({ before: idText.optional(), limit: limit(500, 50) });
export const batchQuery = z.strictObject({ limit: limit(10_000, 1_000) });
export const alertParams = z.strictObject({ alert: idText });
export const alertListQuery = z.strictObject({
  all: flag.default(false),
  before: idText.optional(),
  limit: limit(500, 50),
});
export const webhookParams = z.strictObject({ webhook: idText });
/** Without `types`, `feed` and `language` all events are told. */
export const addWebhookBody = z.strictObject({
  url: text.min(1).max(MAX_NAME_LENGTH),
  types: z.array(z.enum(eventTypes)).min(1).optional(),
  feed: id.optional(),
  language: text.min(1).max(MAX_LANGUAGE_LENGTH).optional(),
});
export const webhookStateBody = z.strictObject({ state: z.enum(['active', 'paused']) });
/** All parked deliveries, or one. */
export const replayBody = z.strictObject({ delivery: id.optional() });
const HOUR_MS = 3_600_000;
export const hostListQuery = z.strictObject({ after: text.default(''), limit: limit(500, 100) });
export const hostParams = z.strictObject({ host: text.min(1).max(MAX_NAME_LENGTH) });
/** `delayMs: null` lets the pause be learnt again. */
export const hostBody = z.strictObject({
  delayMs: count(0, HOUR_MS).nullable().optional(),
  resume: z.literal(true).optional(),
});
const nameError = 'must be letters, digits, spaces and . _ @ : -, at most 100 of them';
export const tokenBody = z.strictObject({
  name: z.string().regex(/^[\p{L}\p{N}._@: -]{1,100}$/u, { error: nameError }),
  scope: z.enum(scopes),
  /** Without it the token counts until it is revoked. */
  expiresAt: z.iso
    .datetime({ offset: true })
    .transform((value) => new Date(value))
    .optional(),
});
export const tokenParams = z.strictObject({ token: text.min(1).max(MAX_NAME_LENGTH) });
const changesOf = text.min(1).max(200).optional();
export const changeListQuery = z.strictObject({
  /** A part of the caller's name. */
  who: changesOf,
  /** A part of the method and route, or of what it was about. */
  what: changesOf,
  before: idText.optional(),
  limit: limit(500, 100),
});
export const fetchBody = z.strictObject({
  url: text.min(1).max(MAX_NAME_LENGTH),
  as: z.enum(['page', 'feed', 'any']).default('any'),
});

/** A step of a move: pages after this snapshot, so many at most. */
export const snapshotMoveBody = z.strictObject({ after: id.default(0), limit: count(1, 500).default(100) });
