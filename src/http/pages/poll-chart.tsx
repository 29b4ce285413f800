// What each poll of a feed brought, over time.
import type { LedgerRow } from '../../store/ledger.js';
import { durationWords, Time } from './words.js';

/** The polls, given newest first, as a chart and as the table that it is drawn from. */
export function PollChart({ polls }: { polls: readonly LedgerRow[] }) {
  if (polls.length === 0) return null;
  return (
    <section aria-labelledby="polls-drawn">
      <h2 id="polls-drawn">New items at each poll</h2>
      <div class="chart" data-chart="poll-table" />
      <details>
        <summary>As a table</summary>
        <table id="poll-table" class="plain">
          <caption>The latest {polls.length} polls, oldest first</caption>
          <thead>
            <tr>
              <th scope="col">Poll of</th>
              <th scope="col" class="number">
                New items
              </th>
              <th scope="col">Outcome</th>
              <th scope="col" class="number">
                Took
              </th>
            </tr>
          </thead>
          <tbody>
            {polls.toReversed().map(({ id, at, outcome, detail, ms }) => (
              <tr key={id}>
                <th scope="row">
                  <Time at={at} />
                </th>
                <td class="number">{newItems(detail)}</td>
                <td>{outcome}</td>
                <td class="number">{durationWords(ms)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const newItems = (detail: LedgerRow['detail']): number => {
  const count = detail?.['new'];
  return typeof count === 'number' ? count : 0;
};
