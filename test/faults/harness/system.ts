// A place for faults: servers of its own for the mode, and the services that run against them.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../../src/config.js';
import type { Mode, Settings } from '../../../src/settings.js';
import { ownPostgres, type PostgresServer } from '../../support/postgres-server.js';
import { freePort, ownRedis, type RedisServer } from '../../support/redis-server.js';
import { type SmallDisk, smallDisk } from '../../support/small-disk.js';
import { type FaultService, type Start, startFaultService, whenReady } from './service.js';

/** The deadline of a stop; short, because a trial waits for it. */
export const SHUTDOWN_MS = 5_000;

export interface System {
  readonly mode: Mode;
  readonly folder: string;
  readonly env: Record<string, string>;
  readonly settings: Settings;
  readonly redis: RedisServer | null;
  readonly postgres: PostgresServer | null;
  /** The disk of PostgreSQL, where it has a small one of its own. */
  readonly disk: SmallDisk | null;
  /** Every service that was started here, the dead ones included. */
  readonly services: FaultService[];
  /** Starts one more service and waits until it is ready. */
  start(start?: Partial<Start>): Promise<FaultService>;
  /** Starts one more service, whatever becomes of it. */
  launch(start?: Partial<Start>): Promise<FaultService>;
  remove(): Promise<void>;
}

export interface SystemPlan {
  /** Goes before the place's own settings. */
  env?: Record<string, string>;
  redisOptions?: string[];
  /** The size of a disk that PostgreSQL has to itself. */
  diskMb?: number;
}

/** Opens a place in `mode`. */
export async function openSystem(
  mode: Mode,
  { env = {}, redisOptions = [], diskMb }: SystemPlan = {},
): Promise<System> {
  const folder = await mkdtemp(join(tmpdir(), 'feedmill-fault-'));
  const disk =
    diskMb === undefined
      ? null
      : await smallDisk({
          // Beside the folder, which the user of the server may not enter.
          folder: await mkdtemp(join(tmpdir(), 'feedmill-disk-')),
          megabytes: diskMb,
          owner: 'postgres',
        });
  const [postgres, redis] = await Promise.all([
    mode === 'embedded' ? null : ownPostgres(disk),
    mode === 'redis' ? ownRedis(redisOptions) : null,
  ]);
  const all: Record<string, string> = {
    FEEDMILL_DATA_DIR: join(folder, 'data'),
    FEEDMILL_LOG_LEVEL: 'debug',
    FEEDMILL_LOG_FORMAT: 'json',
    FEEDMILL_HOST_DELAY_MS: '20',
    FEEDMILL_ALLOW_PRIVATE: '127.0.0.0/8',
    FEEDMILL_SWEEP_MS: '1000',
    FEEDMILL_TICK_MS: '1000',
    FEEDMILL_SHUTDOWN_MS: String(SHUTDOWN_MS),
    ...(postgres === null ? {} : { DATABASE_URL: postgres.url }),
    ...(redis === null ? {} : { REDIS_URL: redis.url }),
    ...env,
  };
  const services: FaultService[] = [];
  const launch = async (start: Partial<Start> = {}): Promise<FaultService> => {
    const port = start.port ?? (await freePort());
    const service = startFaultService({ cwd: folder, ...start, port, env: { ...all, ...start.env } });
    services.push(service);
    return service;
  };
  return {
    mode,
    folder,
    env: all,
    settings: loadSettings(all, folder).settings,
    redis,
    postgres,
    disk,
    services,
    launch,
    start: async (start) => {
      const service = await launch(start);
      await whenReady(service);
      return service;
    },
    remove: async () => {
      await Promise.all(services.map((service) => (service.hasEnded() ? null : revived(service))));
      await Promise.all([postgres?.remove(), redis?.remove()]);
      await disk?.close();
      for (const made of [folder, disk?.folder ?? folder]) await rm(made, { recursive: true, force: true });
    },
  };
}

// One that a fault has stopped dies of SIGKILL as well, but a test that failed may have left its child stopped.
async function revived(service: FaultService): Promise<void> {
  await service.kill();
}
