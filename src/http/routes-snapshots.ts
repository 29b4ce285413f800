// Moving pages to where the setting points, a step at a time: whoever asks decides how long it goes on.
import { FeedmillError } from '../errors.js';
import { PlaceError } from '../store/page-place.js';
import { movedSchema } from './contract-keeping.js';
import { snapshotMoveBody } from './requests.js';
import { type Route, route } from './route.js';

export const snapshotRoutes: readonly Route[] = [
  route({
    method: 'POST',
    path: '/api/snapshots/move',
    scope: 'admin',
    summary: 'Moves some of the pages that are kept elsewhere to where FEEDMILL_SNAPSHOTS points',
    body: snapshotMoveBody,
    answer: movedSchema,
    handle: async ({ body: { after, limit } }, { ports: { store } }) => {
      try {
        const moved = await store.pageCollection.move(after, limit);
        return { ...moved, place: store.pageBytes.place ?? 'database' };
      } catch (error) {
        if (!(error instanceof PlaceError)) throw error;
        throw new FeedmillError(
          'STORE_UNAVAILABLE',
          `The pages cannot be moved: ${error.message}. What was moved stays moved; the same command goes on.`,
          { cause: error },
        );
      }
    },
  }),
];
