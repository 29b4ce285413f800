// The newsroom's lists for people and readers: front pages with the stories that a publisher has, and the OPML file
// with every subscription in a folder of its language.
import { xmlText } from '../feeds/xml-text.js';

export interface ListedFeed {
  readonly title: string;
  readonly language: string;
  readonly url: string;
  readonly siteUrl: string;
  readonly contentType: string;
}

export interface ListedStory {
  readonly title: string;
  readonly language: string;
  readonly path: string;
  readonly summary: string;
  readonly publishedAt: Date;
}

/** A front page in HTML: the stories newest first, and a link element for each feed, by which readers find it. */
export function frontPage(
  title: string,
  stories: readonly ListedStory[],
  feeds: readonly ListedFeed[],
): string {
  const alternates = feeds.map(
    (feed) =>
      `<link rel="alternate" type="${xmlText(feed.contentType)}" title="${xmlText(feed.title)}" href="${xmlText(feed.url)}">`,
  );
  const entries = [...stories]
    .sort((a, b) => b.publishedAt.getTime() - a.publishedAt.getTime())
    .map(
      (story) =>
        `<li lang="${xmlText(story.language)}" dir="auto"><a href="${xmlText(story.path)}">${xmlText(story.title)}</a>` +
        `<p>${xmlText(story.summary)}</p></li>`,
    );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${xmlText(title)}</title>
${alternates.join('\n')}
<style>
body { font: 17px/1.5 Georgia, serif; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
ul { list-style: none; padding: 0; } li { border-top: 1px solid #ccc; padding: .6rem 0; } p { margin: .2rem 0; color: #555; }
</style>
</head>
<body>
<h1>${xmlText(title)}</h1>
<ul>
${entries.join('\n')}
</ul>
</body>
</html>
`;
}

/** OPML 2.0 with one folder for each language, named in that language; folders and feeds keep the given order. */
export function opmlOf(title: string, feeds: readonly Omit<ListedFeed, 'contentType'>[]): string {
  const languages = [...new Set(feeds.map(({ language }) => language))];
  const folders = languages.map((language) => {
    const outlines = feeds
      .filter((feed) => feed.language === language)
      .map(
        (feed) =>
          `<outline type="rss" text="${xmlText(feed.title)}" xmlUrl="${xmlText(feed.url)}" htmlUrl="${xmlText(feed.siteUrl)}" language="${xmlText(language)}"/>`,
      );
    const name = xmlText(new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language);
    return `<outline text="${name}" title="${name}">\n${outlines.join('\n')}\n</outline>`;
  });
  return `<?xml version="1.0" encoding="utf-8"?>
<opml version="2.0">
<head><title>${xmlText(title)}</title></head>
<body>
${folders.join('\n')}
</body>
</opml>
`;
}
