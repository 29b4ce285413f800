import { describe, expect, it } from 'vitest';
import { parseFeed } from '../../src/feeds/parse.js';

const now = new Date('2024-05-06T12:00:00Z');
const itemOf = (inner: string) => {
  const text = `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><item>${inner}</item></channel></rss>`;
  const outcome = parseFeed(text, { url: 'https://news.example/feed', now });
  return outcome.status === 'feed' ? outcome.feed.items[0] : undefined;
};

describe('extraOf', () => {
  it('keeps every one of a repeated field, and what attributes and text say', () => {
    const item = itemOf(
      '<itunes:duration>12:30</itunes:duration><media:thumbnail url="/a.jpg" width="75"/><media:thumbnail url="/b.jpg"/><media:credit role="author">Ada Example</media:credit><media:rating/>',
    );
    expect(item?.extra).toEqual({
      'itunes:duration': '12:30',
      'media:thumbnail': [{ url: '/a.jpg', width: '75' }, { url: '/b.jpg' }],
      'media:credit': { role: 'author', text: 'Ada Example' },
      'media:rating': {},
    });
  });

  it('reads what a group and a medium say, where the item says nothing itself', () => {
    const item = itemOf(
      '<media:group><media:content url="/small.mp4" height="90"/><media:content url="/large.mp4" height="720"><media:title>The bridge at night</media:title><media:category>bridges</media:category></media:content><media:description>From the river</media:description></media:group><media:content url="/c.jpg"/><enclosure url="/d.mp3"/>',
    );
    expect(item).toMatchObject({
      title: 'The bridge at night',
      summary: 'From the river',
      categories: ['bridges'],
      extra: {
        'media:content': [
          { url: '/c.jpg' },
          { url: '/small.mp4', height: '90' },
          { url: '/large.mp4', height: '720' },
        ],
        'media:title': 'The bridge at night',
      },
    });
    expect(item?.enclosures.map(({ url }) => url).sort()).toEqual(
      ['/c.jpg', '/d.mp3', '/large.mp4', '/small.mp4'].map((path) => `https://news.example${path}`),
    );
    const titled = itemOf('<title>Own</title><media:group><media:title>Other</media:title></media:group>');
    expect(titled).toMatchObject({ title: 'Own', extra: { 'media:title': 'Other' } });
  });
});
