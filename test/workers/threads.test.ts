import { afterAll, describe, expect, it } from 'vitest';
import { packBytes } from '../../src/store/snapshot-codec.js';
import type { CleanTask } from '../../src/workers/clean-thread.js';
import { createThreads } from '../../src/workers/threads.js';

const sentence = 'The council opened two bridges near the harbour, and many people came to see them. ';
const threads = createThreads({ cleanThreads: 1, cleanTimeoutMs: 30_000 });
afterAll(() => threads.close());
const going = new AbortController().signal;

const taskOf = async (paragraphs: number): Promise<CleanTask> => ({
  packed: await packBytes(
    Buffer.from(`<article>${`<p>${sentence.repeat(5)}</p>`.repeat(paragraphs)}</article>`),
  ),
  contentType: 'text/html',
  url: 'https://news.example/a',
  now: new Date('2024-05-06T07:08:09Z'),
  hints: { title: null, byline: [], publishedAt: null, language: null },
  rule: null,
});

describe('createThreads', () => {
  it('cleans a packed page and tags a text', async () => {
    const cleaned = await threads.clean(await taskOf(3), going);
    if (cleaned.status !== 'done') throw new Error(JSON.stringify(cleaned));
    const { text } = cleaned.result.article;
    expect(text).toContain(sentence.trim());
    expect(await threads.tag({ text, hints: {} }, going)).toMatchObject({
      status: 'done',
      result: { main: { tag: 'en' }, residue: { count: 0, spans: [] } },
    });
  });

  it('explains where the fields and the text of a page come from', async () => {
    const task = await taskOf(3);
    const page = `<html lang="en"><head><meta property="og:title" content="Two bridges"></head><body><nav><a href="/">Home</a></nav><article><h1>Two bridges</h1>${`<p>${sentence.repeat(5)}</p>`.repeat(3)}</article></body></html>`;
    const explained = await threads.explain({ ...task, packed: await packBytes(Buffer.from(page)) }, going);
    if (explained.status !== 'done') throw new Error(JSON.stringify(explained));
    const { fields, candidates, found } = explained.result;
    expect(found).toBe('element');
    expect(fields).toContainEqual({ field: 'title', source: 'meta og:title; h1' });
    expect(candidates.filter(({ chosen }) => chosen)).toHaveLength(1);
  });

  it('ends what takes too long, says so, and goes on', async () => {
    const hasty = createThreads({ cleanThreads: 1, cleanTimeoutMs: 1 });
    expect(await hasty.clean(await taskOf(20_000), going)).toEqual({
      status: 'broken',
      reason: 'the cleaner took longer than 1 ms',
    });
    await hasty.close();
    expect(await threads.clean(await taskOf(3), going)).toMatchObject({ status: 'done' });
  });

  it('gives back what is aborted', async () => {
    const ending = new AbortController();
    const cleaning = threads.clean(await taskOf(20_000), ending.signal);
    ending.abort();
    expect(await cleaning).toEqual({ status: 'aborted' });
  });

  it('tells what a thread throws', async () => {
    const { packed, ...task } = await taskOf(3);
    const cut = { ...packed, body: packed.body.subarray(0, 20) };
    expect(await threads.clean({ ...task, packed: cut }, going)).toMatchObject({
      status: 'broken',
      reason: expect.stringMatching(/^the cleaner broke: ./) as string,
    });
  });
});
