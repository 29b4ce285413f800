import { describe, expect, it } from 'vitest';
import { leavesSite, siteOf } from '../../src/extract/site.js';

describe('siteOf', () => {
  it.each([
    ['https://www.town.example/a', 'town.example'],
    ['https://news.town.co.uk/a', 'town.co.uk'],
    ['https://ada.blogspot.com/a', 'ada.blogspot.com'],
    ['http://127.0.0.1:8080/a', '127.0.0.1'],
    ['http://localhost/a', 'localhost'],
    ['no address', 'no address'],
  ])('of %s is %s', (url, site) => expect(siteOf(url)).toBe(site));
});

describe('leavesSite', () => {
  it.each([
    ['https://sport.town.co.uk/b', false],
    ['/b', false],
    ['//town.co.uk/b', false],
    ['https://other.co.uk/b', true],
    ['//other.example/b', true],
  ])('of %s on town.co.uk is %s', (href, leaves) =>
    expect(leavesSite(href, siteOf('https://www.town.co.uk/a'))).toBe(leaves),
  );
});
