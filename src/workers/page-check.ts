import { PlaceError } from '../store/page-place.js';
import type { Ports } from './ports.js';

/**
 * Says at start when pages cannot be kept. A bucket that is away then may come back, so that the service starts.
 * @throws FeedmillError CONFIG_INVALID when what the setting names can never be used.
 */
export async function checkPages({ store, log }: Pick<Ports, 'store' | 'log'>): Promise<void> {
  try {
    await store.pageBytes.check();
  } catch (error) {
    if (!(error instanceof PlaceError)) throw error;
    log.error({ err: error }, 'pages cannot be kept; articles wait until they can');
  }
}
