// The newsroom's list of contents, demo/newsroom/newsroom.json: which pages, feeds and documents there are. Ages are
// hours before the start, so that the demo looks as if it had been written this morning, whenever it runs. A mistake
// in the file (an unknown field, a feed that no page names) ends the start with the place of it.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';

const path = z.string().startsWith('/');
const hours = z.number().nonnegative();

const pageSchema = z.strictObject({
  id: z.string().min(1),
  path,
  /** Inside the newsroom's folder, in UTF-8, whatever it is sent in. */
  file: z.string().min(1),
  title: z.string().min(1),
  language: z.string().min(2),
  author: z.string().min(1),
  publishedHoursAgo: hours,
  summary: z.string().min(1),
  /** Ids of the feeds that list the page. */
  feeds: z.array(z.string()).min(1),
  /** What the page's bytes are sent in. */
  charset: z.string().default('utf-8'),
  /** Where a client can learn the charset: the Content-Type header, a meta element alone, or nowhere. */
  charsetNamedIn: z.enum(['header', 'page', 'nowhere']).default('header'),
});

/** An entry of a feed that leads to no article: a document, a page that does not exist, or (path null) nowhere. */
const extraItemSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string().min(1),
  path: path.nullable(),
  summary: z.string(),
  publishedHoursAgo: hours,
});

const feedSchema = z.strictObject({
  id: z.string().min(1),
  path,
  /** The publisher's own front page; its stories are those whose path begins with it. */
  site: path.endsWith('/'),
  title: z.string().min(1),
  language: z.string().min(2),
  format: z.enum(['rss', 'atom', 'rdf', 'json']),
  description: z.string(),
  charset: z.string().default('utf-8'),
  /** "cut": bare ampersands, and the end of the feed is missing. */
  fault: z.enum(['none', 'cut']).default('none'),
  extraItems: z.array(extraItemSchema).default([]),
});

/** A subscription that leads to no feed: an address that answers 404, or an HTML page. */
const notFeedSchema = z.discriminatedUnion('answer', [
  z.strictObject({
    answer: z.literal('missing'),
    id: z.string(),
    path,
    title: z.string(),
    language: z.string(),
  }),
  z.strictObject({
    answer: z.literal('page'),
    id: z.string(),
    path,
    title: z.string(),
    language: z.string(),
    file: z.string().min(1),
  }),
]);

const manifestSchema = z
  .strictObject({
    feeds: z.array(feedSchema).min(1),
    notFeeds: z.array(notFeedSchema),
    /** Served as PDF, one line of text each. */
    documents: z.array(z.strictObject({ path, lines: z.array(z.string()) })),
    pages: z.array(pageSchema).min(1),
  })
  .superRefine(({ feeds, pages }, context) => {
    const known = new Set(feeds.map(({ id }) => id));
    for (const page of pages)
      for (const feed of page.feeds)
        if (!known.has(feed))
          context.addIssue({
            code: 'custom',
            message: `Page ${page.id} names the feed ${feed}, which is not listed.`,
          });
  });

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestPage = Manifest['pages'][number];
export type ManifestFeed = Manifest['feeds'][number];

/** The manifest of the newsroom in this folder. Throws where it is missing, no JSON, or not as described above. */
export async function readManifest(folder: URL): Promise<Manifest> {
  return manifestSchema.parse(JSON.parse(await readFile(new URL('newsroom.json', folder), 'utf8')));
}

/** The text of every page file that the manifest names, by file name. */
export async function readPageFiles(folder: URL, manifest: Manifest): Promise<ReadonlyMap<string, string>> {
  const names = [...manifest.pages, ...manifest.notFeeds].flatMap((page) =>
    'file' in page ? [page.file] : [],
  );
  return new Map(
    await Promise.all(
      names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const),
    ),
  );
}
