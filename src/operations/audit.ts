// Whether the database keeps what the service promises, and what can be done where it does not.
import type { Finding } from '../store/audit.js';
import type { DamagedPage } from '../store/page-audit.js';
import type { Ports } from '../workers/ports.js';

export interface AuditReport {
  /** What is amiss; after a repair, what still is. */
  findings: Finding[];
  /** Stored pages that were read; null when they were not asked for. */
  pages: { checked: number; damaged: DamagedPage[] } | null;
  /** Things that were mended. */
  mended: number;
  sound: boolean;
}

/** Pages that are read at once: some megabytes. */
const PAGES = 50;

/**
 * Checks the database, with `deep` every stored page as well, and with `repair` mends what can be mended first.
 * Nothing is deleted but drafts that nobody waits for and damaged pages, which are requested again.
 */
export async function audit(
  { deep, repair }: { deep: boolean; repair: boolean },
  { store, log }: Pick<Ports, 'store' | 'log'>,
): Promise<AuditReport> {
  let mended = repair ? await store.audit.repair() : 0;
  const pages = deep ? await auditPages(repair, store) : null;
  if (repair && pages !== null) mended += pages.damaged.length;
  const findings = await store.audit.find();
  const sound = findings.length === 0 && (repair || (pages?.damaged.length ?? 0) === 0);
  log[sound ? 'info' : 'warn'](
    {
      findings: findings.map(({ name, count }) => ({ name, count })),
      damagedPages: pages?.damaged.length,
      mended,
    },
    sound ? 'the audit finds nothing amiss' : 'the audit finds something amiss',
  );
  return { findings, pages, mended, sound };
}

async function auditPages(repair: boolean, { pageAudit }: Ports['store']): Promise<AuditReport['pages']> {
  const damaged: DamagedPage[] = [];
  let checked = 0;
  for (let after: number | null = 0; after !== null; ) {
    const step = await pageAudit.check(after, PAGES);
    damaged.push(...step.damaged);
    checked += step.checked;
    if (repair && step.damaged.length > 0) await pageAudit.repair(step.damaged);
    after = step.last;
  }
  return { checked, damaged };
}
