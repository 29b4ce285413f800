// What the API answers about what happened, as zod schemas.
import { z } from 'zod';
import { eventTypes } from '../store/schema-events.js';
import { date, idOrNull, textOrNull } from './contract-values.js';

const event = z.object({
  id: z.int(),
  type: z.enum(eventTypes),
  at: date,
  articleId: idOrNull,
  revisionId: idOrNull,
  feedId: idOrNull,
  language: textOrNull,
  data: z.record(z.string(), z.unknown()),
});
export type EventView = z.output<typeof event>;
/** `next` is what `after` has to be for the next page; `gap` says that what came after the one asked for is not known. */
export const eventPageSchema = z.object({
  events: z.array(event),
  next: z.int(),
  gap: z.enum(['expired', 'ahead']).nullable(),
});
export type EventPageView = z.output<typeof eventPageSchema>;
