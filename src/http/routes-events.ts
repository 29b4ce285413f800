import { eventPageSchema, eventView } from './contract-events.js';
import { eventFilterOf } from './event-filter.js';
import { eventListQuery } from './requests.js';
import { type Route, route } from './route.js';

export const eventRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/api/events',
    summary: 'What happened, in its order; /api/events/stream tells it as it happens',
    query: eventListQuery,
    answer: eventPageSchema,
    quiet: true,
    handle: async ({ query: { after, limit, ...query } }, { ports: { store } }) => {
      await store.events.number();
      const { newest } = await store.events.bounds();
      const events = await store.events.after(after, eventFilterOf(query), limit);
      const last = events.at(-1)?.number ?? after;
      return {
        events: events.map(eventView),
        // What the filter leaves out need not be looked through again.
        next: events.length < limit ? Math.max(last, newest) : last,
      };
    },
  }),
];
