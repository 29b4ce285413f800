// Values that many answers of the API hold. Dates are ISO strings.
import { z } from 'zod';

export const date = z.iso.datetime();
export const dateOrNull = date.nullable();
/** A day where something was written, which has no zone. */
export const dayOrNull = z.iso.date().nullable();
export const textOrNull = z.string().nullable();
export const idOrNull = z.int().nullable();
export const detail = z.record(z.string(), z.unknown()).nullable();

export const counts = z.record(z.string(), z.number());
