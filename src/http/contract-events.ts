// What the API answers about events, as zod schemas: the command line reads with them, and the OpenAPI document is made
// from them.
import { z } from 'zod';
import type { Event } from '../store/events.js';
import { eventTypes } from '../store/schema-events.js';
import { date, idOrNull } from './contract-values.js';

export const eventSchema = z.object({
  /** The same for good; what a receiver knows an event by. */
  id: z.int(),
  /** Its place in the order in which events are told. */
  number: z.int(),
  type: z.enum(eventTypes),
  at: date,
  articleId: idOrNull,
  revisionId: idOrNull,
  feedId: idOrNull,
  data: z.record(z.string(), z.unknown()),
});
export type EventView = z.output<typeof eventSchema>;
/** `next` is what `after` has to be for what follows, be it there already or not. */
export const eventPageSchema = z.object({ events: z.array(eventSchema), next: z.int() });

export const eventView = ({ at, ...event }: Event): EventView => ({ ...event, at: at.toISOString() });
