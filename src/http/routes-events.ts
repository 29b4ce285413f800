// What happened, page by page; event-stream.ts tells it as it happens.
import type { z } from 'zod';
import type { EventFilter, StoredEvent } from '../store/events.js';
import { type EventView, eventPageSchema } from './contract-events.js';
import { eventsQuery } from './requests.js';
import { type Route, route } from './route.js';

export const eventView = ({ at, ...rest }: StoredEvent): EventView => ({ ...rest, at: at.toISOString() });

/** The filter that a query means. */
export const eventFilter = ({
  types,
  feed: feedId,
  language,
}: Pick<z.output<typeof eventsQuery>, 'types' | 'feed' | 'language'>): EventFilter => ({
  types,
  feedId,
  language,
});

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/events',
    summary: 'What happened after the event with the id `after`, oldest first; without it the newest events',
    query: eventsQuery,
    answer: eventPageSchema,
    quiet: true,
    handle: async ({ query: { after, limit, ...asked } }, { ports: { store } }) => {
      const options = { ...eventFilter(asked), limit };
      const page =
        after === undefined ? await store.events.newest(options) : await store.events.after(after, options);
      const standing =
        after === undefined || after === 0 ? ('good' as const) : await store.events.standing(after);
      return {
        events: page.events.map(eventView),
        next: page.next,
        gap: standing === 'good' ? null : standing,
      };
    },
  }),
];
