// What to do about an alert, for whoever is told of it.
import type { AlertKind } from './checks.js';

export interface Remedy {
  /** A sentence or two. */
  text: string;
  /** The page of the newsroom where it is done or seen. */
  page: string;
}

interface Alerted {
  id: number;
  subject: string;
}

const remedies: Readonly<Record<AlertKind, (alert: Alerted) => Remedy>> = {
  'feeds-silent': () => ({
    text: 'Look at what the last polls came to. When all fail alike, it is this machine’s network, its name servers, or a block.',
    page: '/feeds?health=failing&order=failures',
  }),
  'queue-late': ({ subject: queue }) => ({
    text: `Start more workers (\`feedmill work --stages ${queue}\`), or find out what slows this stage down.`,
    page: `/queues/queue/${queue}`,
  }),
  'worker-missing': ({ subject: stage }) => ({
    text: `Start a worker: \`feedmill work --stages ${stage}\`, or \`feedmill start\` for all stages.`,
    page: `/queues/queue/${stage}`,
  }),
  'stage-failing': () => ({
    text: 'See what the failures have in common. What was mended is tried again from there.',
    page: '/failures',
  }),
  'disk-short': () => ({
    text: 'Make room, or throw old pages away with FEEDMILL_SNAPSHOT_DAYS or FEEDMILL_SNAPSHOT_MAX_MB.',
    page: '/',
  }),
  'hub-deaf': () => ({
    text: 'Nothing is lost. Check that FEEDMILL_PUBLIC_URL can be reached from outside; the hub is asked again every few days.',
    page: '/feeds',
  }),
  'webhook-paused': ({ subject: id }) => ({
    text: `Look after the receiver, then \`feedmill webhooks resume ${id}\`: it is told all that happened meanwhile and is kept.`,
    page: `/webhooks/${id}`,
  }),
  'clock-apart': ({ subject: host }) => ({
    text: `Let ${host} keep its time (\`timedatectl set-ntp true\`). Until then it takes jobs for abandoned that others still work on, or waits too long for those that are; what is made twice is thrown away.`,
    page: '/queues',
  }),
  drift: ({ id, subject: site }) => ({
    text: `Look at its latest articles. If the text is wrong, write a rule for ${site} and run them again (\`feedmill reingest --alert ${id} --from clean\`); if it is right, accept it as the new normal.`,
    page: `/articles?alert=${id}`,
  }),
};

export const remedyFor = (alert: Alerted & { kind: AlertKind }): Remedy => remedies[alert.kind](alert);
