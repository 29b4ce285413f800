// What a form has done, told on the page that follows.
export interface Notice {
  tone: 'good' | 'bad';
  text: string;
}

const notices = {
  paused: 'The feed is paused. It is not polled until it is resumed.',
  resumed: 'The feed is polled again, beginning now.',
  removed: 'The feed is removed. Its articles stay.',
  'poll-queued': 'The poll is queued. Its result stands here in a moment.',
  'host-set': 'The pace of the site is set.',
  'host-resumed': 'The site is asked again from now on.',
  reingested: 'The article runs again. Its life below tells how far it is.',
  'batch-started': 'The batch is started. How far it is stands below.',
  'batch-changed': 'It is done.',
  accepted: 'The site is taken as it looks now. Its alert is over.',
  'webhook-changed': 'It is done.',
  'webhook-removed': 'The webhook is removed, and what it had not been told with it.',
  'webhook-replayed': 'What was parked is sent again from now on.',
  retried: 'The group is queued for another try, below live traffic.',
} as const;
export type NoticeCode = keyof typeof notices;

/** The notice of a code in an address; null when it is none of ours. */
export function noticeNamed(code: unknown): Notice | null {
  const text = Object.entries(notices).find(([name]) => name === code)?.[1];
  return text === undefined ? null : { tone: 'good', text };
}

/** An address whose page tells what was done. */
export const telling = (path: string, code: NoticeCode): string =>
  `${path}${path.includes('?') ? '&' : '?'}done=${code}`;
