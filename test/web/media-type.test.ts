import { describe, expect, it } from 'vitest';
import { turnAway, type Wanted } from '../../src/web/media-type.js';

describe('turnAway', () => {
  it.each<[Wanted, string | null]>([
    ['page', 'text/html; charset=utf-8'],
    ['page', 'TEXT/HTML'],
    ['page', 'application/xhtml+xml'],
    ['page', null],
    ['page', 'nonsense'],
    ['feed', 'text/html'],
    ['feed', 'application/octet-stream'],
    ['any', 'video/mp4'],
  ])('lets a %s of type %s through', (wanted, type) => expect(turnAway(type, wanted)).toBeNull());

  it.each<[Wanted, string, string]>([
    ['page', 'application/pdf', 'The answer is a PDF document (application/pdf), not a page.'],
    ['page', 'audio/mpeg', 'The answer is a sound recording (audio/mpeg), not a page.'],
    ['page', 'application/rss+xml', 'The answer is a feed (application/rss+xml), not a page.'],
    ['page', 'application/ld+json', 'The answer is JSON data (application/ld+json), not a page.'],
    ['page', 'text/css', 'The answer is something else (text/css), not a page.'],
    ['feed', 'image/png', 'The answer is an image (image/png), not a feed.'],
  ])('turns a %s of type %s away in words', (wanted, type, message) => {
    expect(turnAway(type, wanted)).toEqual({ status: 'unsupported-type', contentType: type, message });
  });
});
