import type { ColumnType } from 'kysely';

/** A column that an insert may leave to the database. */
export type Defaulted<T> = ColumnType<T, T | undefined, T>;
/** jsonb: read as a value, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
export type JsonOrNull<T> = ColumnType<T | null, string | null | undefined, string | null>;
