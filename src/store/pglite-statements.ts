// Statements of the embedded database. PGlite's own query() has each text parsed and planned anew, and crosses into
// WebAssembly five times for it; the statements of the stages are few, long and always the same, so that parsing them
// takes longer than running them. Here a text is prepared once under a name of its own (PostgreSQL's extended query
// protocol, section 54.2.3 of its manual) and run in one crossing. Bytes go as they are, not as hexadecimal text.
// What must stay true: a statement is prepared again when the tables have changed under it.
import { type PGlite, parse, protocol, type Results, types } from '@electric-sql/pglite';

const { serialize } = protocol;

// As on PostgreSQL (kysely-pool.ts): the store and BullMQ have some two hundred texts; lists of varying length, which
// are used once, would fill the memory with plans.
const MAX_PREPARED = 300;
/** What changes tables, and with them what a prepared statement answers. */
const changesTables = /\b(?:create|alter|drop)\b/i;

interface Prepared {
  name: string;
  /** The types of its parameters, as object identifiers of PostgreSQL. */
  types: number[];
}

export interface Statements {
  /**
   * Runs a statement with its parameters, or without any a text of several, whose last one answers. Throws PGlite's
   * DatabaseError.
   */
  run(text: string, params: readonly unknown[]): Promise<Results | undefined>;
}

/** The statements of a database; those of one {@link Statements} must run one after the other. */
export function createStatements(database: PGlite): Statements {
  const known = new Map<string, Prepared>();
  let made = 0;

  async function prepare(text: string): Promise<Prepared> {
    const isKept = known.size < MAX_PREPARED;
    const name = isKept ? `feedmill_${++made}` : '';
    const { messages } = await database.execProtocol(
      joined(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }), serialize.sync()),
    );
    const prepared = { name, types: parse.parseDescribeStatementResults(messages) };
    if (isKept) known.set(text, prepared);
    return prepared;
  }

  function written(value: unknown, type: number | undefined): string | Uint8Array | null {
    if (value === null || value === undefined) return null;
    if (type === types.BYTEA && value instanceof Uint8Array) return value;
    const serializer = type === undefined ? undefined : database.serializers[type];
    return serializer === undefined ? String(value) : serializer(value);
  }

  return {
    async run(text, params) {
      if (params.length === 0) {
        // Names that are forgotten stay taken; tables change at a start and seldom after.
        if (changesTables.test(text)) known.clear();
        return (await database.exec(text)).at(-1);
      }
      const { name, types: of } = known.get(text) ?? (await prepare(text));
      const values = params.map((value, index) => written(value, of[index]));
      const { messages } = await database.execProtocol(
        joined(
          serialize.bind({ statement: name, values }),
          serialize.describe({ type: 'P' }),
          serialize.execute({}),
          serialize.sync(),
        ),
      );
      return parse.parseResults(messages, database.parsers)[0];
    },
  };
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
