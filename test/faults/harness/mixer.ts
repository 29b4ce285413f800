// Causes the faults of a schedule to a system under load. Two services run where the mode allows it; whatever a fault
// does to one of them, the mixer puts another in its place.
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Planned, Trouble } from './schedule.js';
import type { FaultService } from './service.js';
import type { Trial } from './trial.js';

interface Doing {
  begin(): Promise<void>;
  end(): Promise<void>;
}

const nothing = async (): Promise<void> => undefined;

export class Mixer {
  #services: FaultService[] = [];
  readonly #asleep = new Set<number>();
  #failing = 0;
  #hanging = 0;
  /** Faults of the same kind do not overlap: a server that is down cannot go down. */
  readonly #under = new Set<Trouble>();

  constructor(
    private readonly trial: Trial,
    private readonly random: () => number,
  ) {
    // Chance of its own: how often pages are asked for is no part of the schedule.
    trial.newsroom.fault = (_article, response) => {
      if (this.#failing > 0 && Math.random() < 0.3) {
        response.writeHead(503, { 'retry-after': '1' }).end();
        return true;
      }
      return this.#hanging > 0 && Math.random() < 0.2;
    };
  }

  /** Starts the services. */
  async start(): Promise<FaultService> {
    const count = this.trial.mode === 'embedded' ? 1 : 2;
    for (let n = 0; n < count; n++) this.#services.push(await this.trial.system.start());
    const [first] = this.#services;
    if (first === undefined) throw new Error('no service was started');
    return first;
  }

  /** Runs the whole schedule, while `load` brings in what there is to do. */
  async run(schedule: readonly Planned[], load: () => Promise<void>): Promise<void> {
    const started = performance.now();
    const running: Promise<void>[] = [];
    for (const planned of schedule) {
      await pause(Math.max(0, planned.atMs - (performance.now() - started)));
      await load();
      running.push(this.#cause(planned));
    }
    await Promise.all(running);
  }

  /** Peace: what sleeps is woken, and as many services run as at the start. */
  async peace(): Promise<FaultService[]> {
    for (const service of this.#services) if (service.hasEnded()) await this.#replace(service);
    return this.#services;
  }

  async #cause({ trouble, lastsMs }: Planned): Promise<void> {
    // Servers are one at a time: with both gone nothing can be told from nothing.
    const kind = trouble.startsWith('postgres')
      ? 'postgres crashes'
      : trouble.startsWith('redis')
        ? 'redis dies'
        : trouble;
    if (this.#under.has(kind)) return;
    this.#under.add(kind);
    try {
      const { begin, end } = this.#doing(trouble);
      await begin();
      this.trial.caused();
      await pause(lastsMs);
      await end();
    } finally {
      this.#under.delete(kind);
    }
  }

  #doing(trouble: Trouble): Doing {
    const { redis, postgres } = this.trial.system;
    const signals = (pid: () => number): Doing => ({
      begin: async () => void process.kill(pid(), 'SIGSTOP'),
      end: async () => void process.kill(pid(), 'SIGCONT'),
    });
    switch (trouble) {
      case 'kill':
      case 'term':
        return this.#ending(trouble);
      case 'sleep':
        return this.#sleeping();
      case 'pages fail':
        return { begin: async () => void this.#failing++, end: async () => void this.#failing-- };
      case 'pages hang':
        return { begin: async () => void this.#hanging++, end: async () => void this.#hanging-- };
      case 'postgres crashes':
        return { begin: async () => postgres?.crash(), end: async () => postgres?.start() };
      case 'postgres sleeps':
        return signals(() => postgres?.pid() ?? 0);
      case 'postgres cuts connections':
        return { begin: () => this.#cutConnections(), end: nothing };
      case 'redis is emptied':
        return { begin: async () => void (await redis?.command('FLUSHALL')), end: nothing };
      case 'redis dies':
        return { begin: async () => redis?.stop(), end: async () => redis?.start() };
      case 'redis sleeps':
        return signals(() => redis?.pid() ?? 0);
      case 'redis cuts connections':
        return {
          begin: async () => void (await redis?.command('CLIENT', 'KILL', 'TYPE', 'normal').catch(nothing)),
          end: nothing,
        };
      default:
        return trouble satisfies never;
    }
  }

  #ending(how: 'kill' | 'term'): Doing {
    const victim = this.#victim();
    return {
      begin: async () => {
        if (victim === null) return;
        if (how === 'kill') await victim.kill();
        else await victim.terminate();
      },
      end: async () => {
        if (victim !== null) await this.#replace(victim);
      },
    };
  }

  #sleeping(): Doing {
    const victim = this.#victim();
    const signal = (name: NodeJS.Signals): void => {
      if (victim !== null && !victim.hasEnded()) process.kill(victim.pid, name);
    };
    return {
      begin: async () => {
        if (victim !== null) this.#asleep.add(victim.pid);
        signal('SIGSTOP');
      },
      end: async () => {
        signal('SIGCONT');
        if (victim !== null) this.#asleep.delete(victim.pid);
      },
    };
  }

  #victim(): FaultService | null {
    const able = this.#services.filter((service) => !service.hasEnded() && !this.#asleep.has(service.pid));
    return able[Math.floor(this.random() * able.length)] ?? null;
  }

  // It may be started while a server is away: then it ends by itself, and peace starts another one.
  async #replace(dead: FaultService): Promise<void> {
    const next = await this.trial.system.start().catch(() => null);
    if (next === null) return;
    this.#services = this.#services.map((service) => (service === dead ? next : service));
  }

  async #cutConnections(): Promise<void> {
    const client = new pg.Client({ connectionString: this.trial.system.postgres?.url });
    client.on('error', () => undefined);
    await client.connect();
    await client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'feedmill' and random() < 0.5`,
    );
    await client.end();
  }
}
