// One trial: a newsroom, a system under load, a fault in the middle, its end, quiet, and then the books. Whatever a
// fault is, these are checked after it: I1 conservation, I2 durability, I3 once, I4 recovery, I5 bounds, I6 health,
// I7 politeness, I8 the end by SIGTERM, I9 the database's own keys.
import { setTimeout as pause } from 'node:timers/promises';
import { expect } from 'vitest';
import { messageOf } from '../../../src/errors.js';
import type { Mode } from '../../../src/settings.js';
import { type Newsroom, startNewsroom } from '../../support/newsroom.js';
import { runProgram } from '../../support/program.js';
import { until } from '../../support/until.js';
import { type Books, compareBooks } from './books.js';
import { expectManners } from './manners.js';
import { type FaultOptions, faultOptions } from './options.js';
import type { FaultRow } from './row.js';
import { type FaultService, lastWords, type Vitals, vitalsOf } from './service.js';
import { openSystem, SHUTDOWN_MS, type System, type SystemPlan } from './system.js';

/** I4: work flows again this long after a fault's end, at the latest. */
const RECOVERY_MS = 60_000;
/** I6: health tells a fault and its end within this. */
const TELL_MS = 10_000;
/** Beyond what a recovery may take: pauses after deaths, in which nothing need move. */
const STANDSTILL_MS = 240_000;
/** An answer for thousands of articles takes an embedded database a third of a second, in which it does nothing else. */
const ASK_AGAIN_MS = 500;
/** The load's own time on a slow machine. */
const DRAIN_MS = 1_200_000;
/** I5. */
const RSS_GROWTH_MB = 250;
const DESCRIPTOR_GROWTH = 300;
/** I8: beside the deadline of the stop. */
const STOP_SLACK_MS = 2_000;
const NO_EVENT = /^events of revision \d+: 0$/;
const LOOK_MS = 200;
/** Adding thirty feeds takes a slow machine a while. */
const INGEST_MS = 60_000;

export interface TrialPlan extends SystemPlan {
  articles?: number;
  hosts?: number;
}

/** What is expected of the books beside what always is. */
export interface Expected {
  /** Requests of one page that the fault excuses: its retries, and a second one for each death. */
  extraRequests?: number;
  /** Whether articles may end parked, since the fault is what parks them. */
  parked?: boolean;
  /** Whether events are old enough to be gone. */
  forgotten?: boolean;
  /** Whether services are stopped already. */
  stopped?: boolean;
}

export class Trial {
  readonly options: FaultOptions = faultOptions();
  #idle: Vitals | null = null;
  #peak: Vitals = { rssMb: 0, descriptors: 0 };
  #times = 0;
  #seconds: number | null = null;
  #endedAt: number | null = null;
  #books: Books | null = null;
  #note = '';
  readonly #look = setInterval(() => this.#sample(), LOOK_MS).unref();
  #progress: unknown = null;
  #followed: { mark: number; feedIds: number[] } | null = null;

  private constructor(
    readonly fault: number,
    readonly mode: Mode,
    readonly system: System,
    readonly newsroom: Newsroom,
  ) {}

  static async open(fault: number, mode: Mode, plan: TrialPlan): Promise<Trial> {
    const newsroom = await startNewsroom({ articles: plan.articles ?? 120, hosts: plan.hosts ?? 5 });
    const system = await openSystem(mode, plan);
    return new Trial(fault, mode, system, newsroom);
  }

  /** Starts a service, measures it idle, and has it take in the whole newsroom; resolves when pages are asked for. */
  async load(underWay = 20, env: Record<string, string> = {}): Promise<FaultService> {
    const service = await this.system.start({ env });
    this.#idle = vitalsOf(service.pid);
    await this.ingest(service);
    await this.whenPages(underWay);
    return service;
  }

  /** Has a service take in feeds, all of them unless some are named. */
  async ingest(service: FaultService, urls: string[] = this.newsroom.feedUrls): Promise<void> {
    const { json } = await service.ask('/api/ingest', { urls }, INGEST_MS);
    const { mark, feedIds } = json as { mark: number; feedIds: number[] };
    expect(feedIds).toHaveLength(urls.length);
    this.#follow(mark, feedIds);
  }

  /** Adds feeds and leaves it to the timetable when they are polled. */
  async add(service: FaultService, urls: string[]): Promise<void> {
    const { json } = await service.ask('/api/feeds', { urls }, INGEST_MS);
    const { feeds } = json as { feeds: { id: number }[] };
    expect(feeds).toHaveLength(urls.length);
    this.#follow(
      0,
      feeds.map(({ id }) => id),
    );
  }

  #follow(mark: number, feedIds: number[]): void {
    const { mark: first = mark, feedIds: before = [] } = this.#followed ?? {};
    this.#followed = { mark: first, feedIds: [...new Set([...before, ...feedIds])] };
  }

  async whenPages(count: number): Promise<void> {
    await until(`${count} pages were asked for`, () => this.newsroom.journal.pages.length >= count, 120_000);
  }

  /** Notes that the fault was caused once more. */
  caused(times = 1): void {
    this.#times += times;
  }

  /** Notes what was measured beside what always is. */
  measured(note: string): void {
    this.#note = note;
  }

  /** Notes the fault's end, and measures from there until one of `services` ends a stage well. */
  async ended(...services: FaultService[]): Promise<void> {
    this.#endedAt = performance.now();
    const isDone = ({ stage, outcome }: { stage?: string; outcome?: string }): boolean =>
      stage !== undefined && (outcome === 'done' || outcome === 'unchanged');
    const flows = Promise.any(
      services.map((service) => service.nextLine('a stage is done', isDone, RECOVERY_MS)),
    );
    // When nothing was left to do, quiet is as good a sign as another line.
    const quiet = until('all is done', () => this.#isFinished(services), RECOVERY_MS);
    await Promise.any([flows, quiet]).catch(() => {
      throw new Error(`nothing flowed within ${RECOVERY_MS} ms of the fault's end (I4)`);
    });
    const seconds = (performance.now() - this.#endedAt) / 1_000;
    this.#seconds = Math.max(this.#seconds ?? 0, seconds);
  }

  /** Notes a recovery that was measured elsewhere. */
  recovered(ms: number): void {
    expect(ms, 'I4: the time of a recovery').toBeLessThan(RECOVERY_MS);
    this.#seconds = Math.max(this.#seconds ?? 0, ms / 1_000);
  }

  /** I6: `/readyz` turns to `ready` within ten seconds. */
  async tells(ready: boolean, service: FaultService): Promise<void> {
    await until(
      `/readyz is ${ready} within ${TELL_MS} ms (I6)`,
      async () => (await service.isReady()) === ready,
      TELL_MS,
    ).catch(async (error: unknown) => {
      const said = await service.ask('/readyz').then(({ json }) => JSON.stringify(json), messageOf);
      throw new Error(`${messageOf(error)}; it says ${said}`, { cause: error });
    });
  }

  /** Waits until every feed is polled and no article is unfinished, as long as there are fewer and fewer. */
  async quiet(...services: FaultService[]): Promise<void> {
    let [last, movedAt] = ['', performance.now()];
    const isOver = async (): Promise<boolean> => {
      if (await this.#isFinished(services)) return true;
      const progress = JSON.stringify(this.#progress);
      if (progress !== last) [last, movedAt] = [progress, performance.now()];
      if (performance.now() - movedAt < STANDSTILL_MS) return pause(ASK_AGAIN_MS, false);
      throw new Error(`nothing has moved for ${STANDSTILL_MS} ms (I4); at last: ${progress}`);
    };
    await until('everything has come to an end (I4)', isOver, DRAIN_MS);
    if (this.#seconds === null && this.#endedAt !== null)
      this.#seconds = (performance.now() - this.#endedAt) / 1_000;
  }

  async #isFinished(services: FaultService[]): Promise<boolean> {
    for (const service of services) {
      if (service.hasEnded()) throw new Error(`a service has ended: ${lastWords(service)}`);
      const { json } = await service
        .ask('/api/ingest/progress', this.#followed)
        .catch(() => ({ json: null }));
      this.#progress = json;
      if ((json as { finished?: boolean } | null)?.finished === true) return true;
    }
    return false;
  }

  /** Stops what still runs (I8), asks `feedmill audit --deep`, and compares the books (I1, I2, I3, I5, I7, I9). */
  async check({
    extraRequests = 0,
    parked = false,
    forgotten = false,
    stopped = false,
  }: Expected = {}): Promise<Books> {
    this.#sample();
    if (!stopped) await this.stop();
    const { folder, env } = this.system;
    const audit = await runProgram(['audit', '--deep', '--json'], {
      env: { ...env, FEEDMILL_LOG_LEVEL: 'silent' },
      cwd: folder,
    });
    expect(audit, `${audit.stdout}${audit.stderr}`).toMatchObject({ code: 0 });
    const all = await compareBooks(this.system, this.newsroom);
    const doubled = forgotten ? all.doubled.filter((line) => !NO_EVENT.test(line)) : all.doubled;
    const books: Books = { ...all, doubled };
    this.#books = books;
    expect(books.lost, 'I1: lost').toEqual([]);
    expect(books.unexpected, 'I1: unexpected').toEqual([]);
    expect(books.doubled, 'I3: doubled').toEqual([]);
    expect(books.stuck, 'I4: stuck').toEqual([]);
    expect(books.broken, 'I9: broken').toEqual([]);
    if (!parked) expect(books.ends['failed'] ?? 0, 'articles that ended parked').toBe(0);
    this.#checkBounds();
    expectManners(this.newsroom, extraRequests, Number(this.system.env['FEEDMILL_HOST_DELAY_MS'] ?? 0));
    return books;
  }

  /** SIGTERM to every service that runs: each ends well within its deadline. */
  async stop(): Promise<void> {
    for (const service of this.system.services) {
      if (service.hasEnded()) continue;
      const { code, ms } = await service.terminate();
      expect(code, `I8: the end by SIGTERM: ${lastWords(service)}`).toBe(0);
      expect(ms, `I8: the time of the end: ${lastWords(service)}`).toBeLessThan(SHUTDOWN_MS + STOP_SLACK_MS);
    }
  }

  #checkBounds(): void {
    if (this.#idle === null) return;
    expect(this.#peak.rssMb, 'I5: memory').toBeLessThanOrEqual(this.#idle.rssMb + RSS_GROWTH_MB);
    expect(this.#peak.descriptors, 'I5: descriptors').toBeLessThanOrEqual(
      this.#idle.descriptors + DESCRIPTOR_GROWTH,
    );
  }

  /** The trial as a row of the table. */
  row(): FaultRow {
    return {
      fault: this.fault,
      mode: this.mode,
      times: this.#times,
      articles: this.newsroom.journal.served.size,
      lost: this.#books?.lost.length ?? 0,
      doubled: this.#books?.doubled.length ?? 0,
      seconds: this.#seconds,
      peakMb: this.#peak.rssMb === 0 ? null : this.#peak.rssMb,
      note: this.#note,
    };
  }

  async close(): Promise<void> {
    clearInterval(this.#look);
    await this.system.remove();
    await this.newsroom.close();
  }

  #sample(): void {
    for (const service of this.system.services) {
      const vitals = service.hasBeenReady() ? vitalsOf(service.pid) : null;
      if (vitals === null) continue;
      this.#peak = {
        rssMb: Math.max(this.#peak.rssMb, vitals.rssMb),
        descriptors: Math.max(this.#peak.descriptors, vitals.descriptors),
      };
    }
  }
}
