// The demo is what people see first, and a page sent in the wrong bytes or a feed that no longer has its fault would
// go unnoticed: the service is built to cope. So the promises of demo/newsroom are counted here.
import { load } from 'cheerio';
import iconv from 'iconv-lite';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Answer, answersOf } from '../../src/demo/answers.js';
import { type Manifest, readManifest, readPageFiles } from '../../src/demo/manifest.js';

const FOLDER = new URL('../../demo/newsroom/', import.meta.url);

let manifest: Manifest;
let files: ReadonlyMap<string, string>;
let answers: ReadonlyMap<string, Answer>;

beforeAll(async () => {
  manifest = await readManifest(FOLDER);
  files = await readPageFiles(FOLDER, manifest);
  answers = answersOf({
    manifest,
    files,
    origin: 'http://127.0.0.1:1',
    startedAt: new Date('2031-05-06T07:08:09Z'),
  });
});

const pageOf = (id: string): Manifest['pages'][number] => {
  const page = manifest.pages.find((candidate) => candidate.id === id);
  if (page === undefined) throw new Error(`The manifest has no page ${id}.`);
  return page;
};

function textOf(id: string): string {
  const { path, charset } = pageOf(id);
  const found = answers.get(path);
  if (found === undefined) throw new Error(`Nothing answers ${path}.`);
  return iconv.decode(found.body, charset);
}

const domOf = (id: string): ReturnType<typeof load> => load(textOf(id));

describe('answersOf', () => {
  it('has pages in eight languages, most of them in English and German', () => {
    const languages = manifest.pages.map(({ language }) => language);
    const count = (language: string): number => languages.filter((other) => other === language).length;
    expect(manifest.pages.length).toBeGreaterThanOrEqual(26);
    for (const language of ['en', 'de']) expect(count(language)).toBeGreaterThanOrEqual(5);
    for (const language of ['fr', 'es', 'ru', 'ar', 'zh', 'ja'])
      expect(count(language)).toBeGreaterThanOrEqual(2);
    expect(new Set(manifest.pages.map(({ path }) => path)).size).toBe(manifest.pages.length);
  });

  it('has feeds of every format', () => {
    const whole = manifest.feeds.filter(({ fault }) => fault === 'none').map(({ format }) => format);
    const count = (format: string): number => whole.filter((other) => other === format).length;
    expect(count('rss')).toBeGreaterThanOrEqual(2);
    expect(count('atom')).toBeGreaterThanOrEqual(2);
    expect(count('json')).toBe(1);
    expect(count('rdf')).toBe(1);
    expect(manifest.feeds.filter(({ fault }) => fault === 'cut')).toHaveLength(1);
  });

  it('has articles of four to eight paragraphs, and one stub', () => {
    const stubs: string[] = [];
    for (const { id, title } of manifest.pages) {
      const $ = domOf(id);
      expect($('h1').text(), id).toBe(title);
      const blocks = $('p')
        .toArray()
        .map((block) => $(block).text().trim());
      const paragraphs = $('.text-body > br + br').length > 0 ? $('.text-body').text().split('\n\n') : blocks;
      const long = paragraphs.map((text) => text.trim()).filter((text) => text.length >= 70);
      if (long.length === 0) stubs.push(id);
      else expect(long.length, id).toBeGreaterThanOrEqual(4);
    }
    expect(stubs).toEqual(['harbour-ticker']);
    const stub = domOf('harbour-ticker');
    stub('style, head').remove();
    expect(stub('main').text().trim().length).toBeLessThan(150);
  });

  it('has Arabic pages that run from right to left', () => {
    const pages = manifest.pages.filter(({ language }) => language === 'ar');
    expect(pages.length).toBeGreaterThan(0);
    for (const { id } of pages) expect(domOf(id)('html').attr('dir')).toBe('rtl');
  });

  it('has one article at two addresses, in two feeds', () => {
    const words = (id: string): string => domOf(id)('p').text();
    const [mill, twin] = [pageOf('tide-mill'), pageOf('tide-mill-amp')];
    const paragraph = 'Volunteers spent eleven years on the repair.';
    expect(words(mill.id)).toContain(paragraph);
    expect(words(twin.id)).toContain(paragraph);
    expect(twin.path).not.toBe(mill.path);
    expect(twin.feeds).not.toEqual(mill.feeds);
  });

  it('has a machine-translated copy with the marks of its kind', () => {
    const $ = domOf('weltblick-tavoren');
    expect($('html').attr('lang')).toBe('en-US');
    expect($('title').text()).toMatch(/ – The Harbour Courier$/);
    expect($('.entry-content').text()).toMatch(/„[^“]* \[and\] „/);
    expect($('.entry-content a:contains("source site")').attr('href')).toMatch(/^https:/);
    expect($('#reply-title').text()).toBe('Leave a Reply');
  });

  it('sends every page in its charset without losing a character', () => {
    const questionMarks = (text: string): number => text.split('?').length;
    for (const { id, file } of manifest.pages) {
      const text = textOf(id);
      expect(text, id).not.toMatch(/\ufffd|\{\{/);
      // iconv-lite writes a question mark for what a charset cannot hold.
      expect(questionMarks(text), id).toBe(questionMarks(files.get(file) ?? ''));
    }
  });

  it('refuses a page with a placeholder that has no value', () => {
    const broken = new Map(files).set(pageOf('tide-mill').file, '<p>{{weather}}</p>');
    const edition = { manifest, files: broken, origin: 'http://127.0.0.1:1', startedAt: new Date(0) };
    expect(() => answersOf(edition)).toThrow(
      'A page of the newsroom has the unknown placeholder {{weather}}.',
    );
  });
});
