/** What the database thread is started with: the folder, and the schemas that unqualified names resolve in. */
export interface ThreadStart {
  folder: string;
  searchPath: string;
}

export type ThreadRequest =
  | { kind: 'query'; id: number; text: string; params: unknown[] }
  | { kind: 'listen'; id: number; channel: string }
  | { kind: 'close'; id: number };

export type ThreadReply =
  | { kind: 'ready' }
  | { kind: 'result'; id: number; rows: unknown[]; affectedRows: number }
  | {
      kind: 'error';
      id: number;
      message: string;
      code: string | null;
      detail: string | null;
      constraint: string | null;
      table: string | null;
    }
  | { kind: 'notification'; channel: string; payload: string }
  /** The database has come to an end by itself, in its own words; what it is asked from now on it may never answer. */
  | { kind: 'dying'; words: string };
