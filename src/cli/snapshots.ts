// `feedmill snapshots move`: pages that lie elsewhere than the setting says are brought there. It may be ended at any
// moment; the next one takes up what is left.
import type { Command } from 'commander';
import { movedSchema } from '../http/contract-keeping.js';
import { exitCodes } from './exit.js';
import { type Cli, withClient } from './session.js';

interface MoveOptions {
  json?: boolean;
}

/** Pages of one request: some megabytes. */
const STEP = 100;

export function addSnapshots(program: Command, cli: Cli): void {
  program
    .command('snapshots')
    .description('move the stored pages between the database, a folder and a bucket')
    .addHelpText('after', '\nExample:\n  feedmill snapshots move')
    .command('move')
    .description('move all pages to where FEEDMILL_SNAPSHOTS points; may be ended and started again')
    .option('--json', 'answer with JSON')
    .addHelpText(
      'after',
      '\nExample:\n  FEEDMILL_SNAPSHOTS=disk:/var/lib/feedmill/pages feedmill snapshots move',
    )
    .action(async ({ json }: MoveOptions) => {
      const { place, moved, bytes, left } = await moveAll();
      if (json === true) cli.output.json({ place, moved, bytes, left });
      else {
        for (const { url, why } of left) cli.output.print(`left: ${url}: ${why}`, cli.output.colors.red);
        cli.output.print(`${moved} pages (${(bytes / 1e6).toFixed(1)} MB) moved to ${place}`);
      }
      if (left.length > 0) cli.exitCode = exitCodes.failed;
    });
}

type Moved = Awaited<ReturnType<(typeof movedSchema)['parseAsync']>>;
interface MoveStep {
  after: number;
  limit: number;
}

async function moveAll(): Promise<Pick<Moved, 'place' | 'moved' | 'bytes' | 'left'>> {
  return withClient({ command: 'snapshots move' }, async ({ client }) => {
    const sum: Pick<Moved, 'place' | 'moved' | 'bytes' | 'left'> = {
      place: '',
      moved: 0,
      bytes: 0,
      left: [],
    };
    let after: number | null = 0;
    while (after !== null) {
      const body: MoveStep = { after, limit: STEP };
      const step: Moved = await client.request('POST', '/api/snapshots/move', body, movedSchema);
      sum.place = step.place;
      sum.moved += step.moved;
      sum.bytes += step.bytes;
      sum.left.push(...step.left);
      after = step.last;
    }
    return sum;
  });
}
