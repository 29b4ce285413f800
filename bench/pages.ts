import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { decodeText } from '../src/feeds/decode.js';
import type { PageTruth } from './text-scores.js';

export interface BenchPage {
  id: string;
  url: string;
  html: string;
  truth: PageTruth;
}

/** The pages of a collection, decoded, with what is known of them: its truth.json and pages/<id>.html.gz. */
export function pagesIn(folder: string): BenchPage[] {
  const truths = JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')) as Record<string, PageTruth>;
  return Object.entries(truths).map(([id, truth]) => ({
    id,
    url: truth.url ?? 'http://example.invalid/',
    html: decodeText(gunzipSync(readFileSync(join(folder, 'pages', `${id}.html.gz`)))).text,
    truth,
  }));
}
