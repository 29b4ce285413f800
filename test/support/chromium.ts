// Where Chromium is. Where there is none, suites that need it say so and skip; with FEEDMILL_TEST_ALL=1 that is an error.
import { existsSync } from 'node:fs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** undefined when this machine has none. */
export const chromiumPath = places.find((place) => existsSync(place));
if (chromiumPath === undefined) {
  if (process.env['FEEDMILL_TEST_ALL'] === '1')
    throw new Error('FEEDMILL_TEST_ALL=1, but there is no Chromium');
  process.stderr.write('left out: pages in a browser, because there is no Chromium\n');
}
