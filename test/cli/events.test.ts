import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDataFolder } from '../../src/store/data-folder.js';
import { openDatabase } from '../../src/store/database.js';
import { createStore } from '../../src/store/store.js';
import { type TestPlace, testPlace } from '../support/databases.js';
import { copyEmptyDatabase } from '../support/empty-database.js';
import { runProgram } from '../support/program.js';

describe('feedmill events', () => {
  let place: TestPlace;
  beforeAll(async () => {
    place = await testPlace('embedded');
    await copyEmptyDatabase(place);
    const lock = await lockDataFolder(place.settings.dataDir, 'test');
    const database = await openDatabase(place.settings, lock.databaseFolder);
    const { events } = createStore(database.db);
    const article = {
      articleId: 7,
      language: 'en',
      data: { title: 'Gates \u001b[31mopen', url: 'https://a.example/' },
    };
    await events.record({ type: 'article.stored', revisionId: 8, ...article });
    await events.record({ type: 'feed.failing', feedId: 3, data: { error: 'The server answered 500.' } });
    await database.close(5_000);
    await lock.release();
  });
  afterAll(() => place.remove());

  const run = (...args: string[]) => runProgram(['events', ...args], { env: place.env, cwd: place.folder });

  it('tells what happened, for a person and for a program', async () => {
    const told = await run();
    expect(told, told.stderr).toMatchObject({ code: 0, stderr: '' });
    expect(told.stdout).toMatch(/^1 {2}.*article\.stored {2}article 7 {2}en {2}Gates/m);
    expect(told.stdout).toMatch(/^2 {2}.*feed\.failing {2}feed 3 {2}The server answered 500\.$/m);
    expect(told.stdout).not.toContain('\u001b');
    const { stdout } = await run('--after', '1', '--json');
    expect(
      stdout
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{ id: 2, type: 'feed.failing', feedId: 3 }]);
  });

  it('says which types there are when one is unknown', async () => {
    const { code, stderr } = await run('--types', 'article.stored,nothing');
    expect(code).toBe(2);
    expect(stderr).toContain('nothing is no type; the types are article.stored,');
  });
});
