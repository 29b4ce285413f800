import { describe, expect, it } from 'vitest';
import { leadOf } from '../../src/extract/lead.js';
import { sizesIn } from '../../src/extract/sizes.js';
import { summariesFrom } from '../../src/extract/summaries.js';
import { parsePage } from '../../src/extract/tree.js';

const title = 'The ferry returns to the lake';
const lead = 'Half a year of waiting ends: boats cross the lake again, and they are on time.';
const body = '<div id="body"><p>The ferry across the lake sails again from Monday.</p></div>';

/** The lead above the element with the id "body". */
const leadIn = (html: string, summaries: string[] = []): string[] => {
  const page = parsePage(html);
  const [root] = page('#body').toArray();
  if (root === undefined || !('attribs' in root)) throw new Error('the page has no body');
  const sizes = sizesIn(page.root()[0]?.children ?? [], title);
  return leadOf(root, sizes, summariesFrom(summaries)).map(({ text }) => text);
};

describe('leadOf', () => {
  it.each([
    ['a sentence below the title', `<main><h1>${title}</h1><p>${lead}</p>${body}</main>`],
    [
      'one in a box of its own',
      `<main><div><h1>${title}</h1></div><div><p>${lead}</p></div><div><div>${body}</div></div></main>`,
    ],
    ['one within the header', `<main><header><h1>${title}</h1><p>${lead}</p></header>${body}</main>`],
  ])('finds %s', (_name, html) => expect(leadIn(html)).toEqual([lead]));

  it.each([
    ['named for what it is', `<div class="standfirst"><p>${lead.slice(0, -1)}</p></div>`, []],
    ['named in another language', `<div class="article__perex">${lead.slice(0, -1)}</div>`, []],
    ['what the page says in summary', `<h2>${lead.slice(0, -1)}</h2>`, [`${lead} More below.`]],
  ])('finds one without a full stop that is %s', (_name, html, summaries) =>
    expect(leadIn(`<main><h1>${title}</h1>${html}${body}</main>`, summaries)).toEqual([lead.slice(0, -1)]),
  );

  it.each([
    [
      'a byline',
      `<p class="byline">By Ada Example, who has written of boats and bridges for many years.</p>`,
    ],
    ['the words about a picture', `<figure><img src="/a.jpg"><figcaption>${lead}</figcaption></figure>`],
    ['a line of links', `<p><a href="/a">The mill is sold to a family from the city, at last.</a></p>`],
    ['a label', '<p>Traffic</p>'],
    ['a list', `<ul><li>${lead}</li></ul>`],
  ])('takes %s for no lead', (_name, html) =>
    expect(leadIn(`<main><h1>${title}</h1>${html}${body}</main>`)).toEqual([]),
  );

  it('takes nothing from above the title', () =>
    expect(leadIn(`<main><p>${lead}</p><h1>${title}</h1>${body}</main>`)).toEqual([]));

  it('takes nothing where so much stands there that it is another text', () =>
    expect(leadIn(`<main><h1>${title}</h1>${`<p>${lead}</p>`.repeat(20)}${body}</main>`)).toEqual([]));
});
