// `feedmill work`: more hands beside a running service, for all stages or some.
import type { Command } from 'commander';
import { loadSettings } from '../config.js';
import { FeedmillError } from '../errors.js';
import { createLog } from '../log.js';
import { stages as allStages, type Stage } from '../pipeline.js';
import { modeOf } from '../settings.js';
import { stageList, wholeNumber } from './options.js';
import { runService } from './service-command.js';
import type { Cli } from './session.js';

interface WorkOptions {
  stages?: Stage[];
  port?: number;
}

export function addWork(program: Command, { output }: Cli): void {
  program
    .command('work')
    .description('work on some or all stages beside other processes; needs DATABASE_URL')
    .option(
      '--stages <names>',
      'the stages, separated by commas (poll, scrape, clean, tag, store); all without it',
      stageList,
    )
    .option(
      '--port <port>',
      'port of the health checks instead of FEEDMILL_PORT; 0 takes any free one',
      wholeNumber(0),
    )
    .addHelpText('after', '\nExample:\n  feedmill work --stages scrape,clean --port 0')
    .action(async ({ stages: named = [], port }: WorkOptions) => {
      const { settings: read } = loadSettings();
      const settings = port === undefined ? read : { ...read, port };
      const log = createLog(settings, 1);
      if (modeOf(settings) === 'embedded')
        throw new FeedmillError(
          'MODE_UNSUPPORTED',
          'The embedded database serves one process only, so there is no `feedmill work` beside it. Use `feedmill start`, or set DATABASE_URL (and REDIS_URL) for several processes.',
        );
      const stages = allStages.filter((stage) => named.length === 0 || named.includes(stage));
      const options = { command: 'work', stages, ticks: stages.includes('poll'), watches: true };
      await runService({ settings, log, output, options, portOptional: true }, () => Promise.resolve());
    });
}
