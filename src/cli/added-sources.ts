// What commands that add or queue something say about it, shared by `feeds …`, `ingest` and `reingest`.
import type { AddedSources } from '../http/contract-feeds.js';
import { modeOf } from '../settings.js';
import { exitCodes } from './exit.js';
import type { Output } from './output.js';
import type { Cli, Session } from './session.js';

type Problems = AddedSources['problems'];

/** Says for each thing that is no feed what it is instead, and which feeds it links to. */
export function noteProblems(problems: Problems, output: Output): void {
  const { yellow } = output.noteColors;
  for (const { source, line, message, offered } of problems) {
    output.note(line === null ? message : `${source}, line ${line}: ${message}`, yellow);
    if (offered.length > 0)
      output.note(
        `${offered.length === 1 ? 'This feed belongs' : 'These feeds belong'} to it; add what you mean:\n${offered.map((url) => `  feedmill feeds add ${url}`).join('\n')}`,
      );
  }
}

/** Whether something that was named gave no feed; a list with single bad lines still did its work. */
export function hasFailed(feedCount: number, problems: Problems): boolean {
  return feedCount === 0 || problems.some(({ line }) => line === null);
}

/** Answers with what was added and what was no feed; nothing added where something should have been ends with code 1. */
export function showAdded({ feeds, problems }: AddedSources, json: boolean, cli: Cli): void {
  const { output } = cli;
  if (json) output.json({ feeds, problems });
  else {
    const columns = [
      { head: 'feed', align: 'right' },
      { head: 'was' },
      { head: 'title' },
      { head: 'address' },
    ] as const;
    output.table(
      columns,
      feeds.map(({ id, added, title, url }) => [String(id), added ? 'added' : 'known', title ?? '', url]),
    );
    noteProblems(problems, output);
  }
  if (hasFailed(feeds.length, problems)) cli.exitCode = exitCodes.failed;
}

/** Says who works on what was queued when it is not obvious: without a running service nobody does. */
export function noteWhoWorks({ client, settings }: Session, output: Output): void {
  if (modeOf(settings) === 'embedded' && client.holder === null)
    output.note('No service is running here; `feedmill start` or `feedmill ingest` works on what is queued.');
}
